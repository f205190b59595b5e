import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categories, placeKinds } from '../../src/hazards/taxonomy_data.ts';
import { type HazardState, hazard, hazardStep, type Severity } from '../../src/store/schema/index.ts';
import { addHazard, type Given } from './console_school.ts';
import { openService, START } from './visit.ts';

const DAY = 86_400_000;
const TODAY = '2025-09-18';
const OPEN = ['reported', 'triaged', 'assigned', 'rectifying', 'pending_recheck', 'reopened'];
const states: readonly HazardState[] = [
  'reported',
  'triaged',
  'assigned',
  'rectifying',
  'pending_recheck',
  'closed',
  'merged',
  'not_hazard',
  'transferred',
  'reopened',
  'withdrawn',
];
const severities: readonly Severity[] = ['general', 'serious', 'major'];
const someCategories = categories.slice(0, 3).map(({ id }) => id);
const somePlaces = placeKinds.slice(0, 3).map(({ id }) => id);
const day = (back: number): string => new Date(Date.parse(TODAY) - back * DAY).toISOString().slice(0, 10);

const history: fc.Arbitrary<Required<Given>[]> = fc.array(
  fc.record({
    schoolId: fc.constant(1),
    title: fc.constant('扶手'),
    state: fc.constantFrom(...states),
    severity: fc.constantFrom(...severities),
    major: fc.constantFrom(null, 'candidate' as const, 'confirmed' as const, 'lowered' as const),
    category: fc.constantFrom(...someCategories),
    placeKind: fc.constantFrom(...somePlaces),
    due: fc.option(fc.integer({ min: -5, max: 5 }).map(day)),
    // Up to the minute around midnight in Shanghai (16:00 UTC).
    reportedAt: fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 5.66 * 3_600_000, 5.67 * 3_600_000))
      .map(([days, late]) => START - days * DAY + late),
  }),
  { maxLength: 45 },
);

const filters = fc.record({
  which: fc.constantFrom('open', 'overdue', 'major', 'waiting', 'working', 'recheck', 'closed', 'settled', 'all'),
  overdue: fc.boolean(),
  major: fc.boolean(),
  category: fc.option(fc.constantFrom(...someCategories)),
  place: fc.option(fc.constantFrom(...somePlaces)),
  from: fc.option(fc.integer({ min: 0, max: 7 }).map(day)),
  to: fc.option(fc.integer({ min: 0, max: 7 }).map(day)),
});
type Filters = typeof filters extends fc.Arbitrary<infer T> ? T : never;

const working = (state: string): boolean => ['assigned', 'rectifying'].includes(state);
const tests: Readonly<Record<string, (of: Required<Given>) => boolean>> = {
  open: (of) => OPEN.includes(of.state),
  overdue: (of) => working(of.state) && of.due !== null && of.due < TODAY,
  major: (of) => OPEN.includes(of.state) && (of.severity === 'major' || of.major === 'candidate'),
  waiting: (of) => ['reported', 'triaged', 'reopened'].includes(of.state),
  working: (of) => working(of.state),
  recheck: (of) => of.state === 'pending_recheck',
  closed: (of) => of.state === 'closed',
  settled: (of) => ['merged', 'not_hazard', 'transferred'].includes(of.state),
  all: (of) => of.state !== 'withdrawn',
};
const shanghaiDay = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** The filters once more, one hazard at a time. */
const passes = (of: Required<Given>, by: Filters): boolean =>
  [
    tests[by.which]?.(of),
    !by.overdue || tests.overdue?.(of),
    !by.major || tests.major?.(of),
    by.category === null || of.category === by.category,
    by.place === null || of.placeKind === by.place,
    by.from === null || shanghaiDay(of.reportedAt) >= by.from,
    by.to === null || shanghaiDay(of.reportedAt) <= by.to,
  ].every(Boolean);

function addressOf(by: Filters, page: number): string {
  const search = new URLSearchParams({ which: by.which, page: String(page) });
  if (by.overdue) search.set('overdue', '1');
  if (by.major) search.set('major', '1');
  for (const name of ['category', 'place', 'from', 'to'] as const) search.set(name, by[name] ?? '');
  return `/p/console/1/hazards?${search}`;
}

/** The number on a tile, by the list it opens. */
const tileOf = (text: string, which: string): number =>
  Number(new RegExp(`which=${which}"[^>]*><b>(\\d+)</b>`).exec(text)?.[1]);

test('the numbers of the overview and the lists behind them are those of the rows, whatever happened', async () => {
  const service = openService();
  const browser = service.browser();
  await browser.open('/p/console/1', '孙丽');
  await fc.assert(
    fc.asyncProperty(history, filters, async (rows, by) => {
      service.store.db.delete(hazardStep).run();
      service.store.db.delete(hazard).run();
      for (const row of rows) addHazard(service, row);
      const overview = (await browser.request('/p/console/1')).text;
      for (const which of ['open', 'overdue', 'major', 'waiting', 'recheck', 'closed'])
        expect([which, tileOf(overview, which)]).toEqual([which, rows.filter((row) => tests[which]?.(row)).length]);

      const wanted = rows.filter((row) => passes(row, by)).length;
      const pages = Math.max(1, Math.ceil(wanted / 20));
      const listed = new Set<string>();
      for (let page = 0; page < pages; page += 1) {
        const { text } = await browser.request(addressOf(by, page));
        expect(text).toContain(`：${wanted} 项`);
        for (const [, id = ''] of text.matchAll(/<a href="\/p\/console\/1\/hazards\/(\d+)"/g)) listed.add(id);
      }
      expect(listed.size).toBe(wanted);
    }),
    { numRuns: 25 },
  );
});

test('the week is the weekly card’s own text, number for number', async () => {
  const service = openService();
  for (const back of [0, 1, 2, 8]) addHazard(service, { reportedAt: START - back * DAY });
  addHazard(service, { state: 'assigned', due: '2025-09-15', reportedAt: START - 8 * DAY });
  const browser = service.browser();
  const { text } = await browser.open('/p/console/1', '孙丽');
  const subject = { school: 1, week: '2025-09-15', after: 0, upTo: 0, late: 0 };
  const card = service.engine.organisation.show({ card: 'digest.weekly', subject }, service.idOf('孙丽'), START);
  const facts = card?.blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : [])) ?? [];
  expect(facts.length).toBeGreaterThan(4);
  for (const { label, value } of facts) expect(text).toContain(`<dt>${label}</dt><dd>${value}</dd>`);
  expect(text).toContain('发现 3 项，消除 0 项');
  expect(text).toContain('1 项，最长 3 天');
  expect((await browser.request('/p/console/1?week=last')).text).toContain('发现 2 项，消除 0 项');
  expect(service.store.db.select().from(hazard).all()).toHaveLength(5);
});

test('an address nobody made is read as far as it makes sense', async () => {
  const service = openService();
  addHazard(service);
  const browser = service.browser();
  await browser.open('/p/console/1', '孙丽');
  for (const search of [
    'which=x',
    'page=-1',
    'page=1e9',
    'from=2025-02-31',
    'category=%27%3B--',
    `place=${'x'.repeat(5_000)}`,
  ]) {
    const { status, text } = await browser.request(`/p/console/1/hazards?${search}`);
    expect([search.slice(0, 20), status, text.includes('在账：1 项')]).toEqual([search.slice(0, 20), 200, true]);
  }
});
