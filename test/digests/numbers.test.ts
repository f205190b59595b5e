import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekNumbers, weeksBefore } from '../../src/digests/figures.ts';
import { numberLists } from '../../src/digests/lists.ts';
import { toldOf } from '../../src/digests/told.ts';
import { foundBy, historiesOf, monthsOf, stretchesOf } from '../../src/digests/trends.ts';
import { weekLedger } from '../../src/digests/week_ledger.ts';
import { allRepeated, hazardMetrics, windowOfDays } from '../../src/hazards/metrics.ts';
import { plusDays } from '../../src/kernel/time.ts';
import { at, histories, openHistory, type Past } from './history.ts';

const NOW = '2025-12-19 16:00';
const ZONE = 'Asia/Shanghai';
const own = (past: readonly Past[]): readonly Past[] => past.filter((one) => !one.elsewhere);
const dayOf = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);

/** The week's numbers once more, one hazard at a time and without a thought for speed. */
function straightforward(past: readonly Past[], after: number, upTo: number) {
  const numbers = { received: 0, removed: 0, untriaged: 0, overdue: 0, major: 0, suspected: 0, longest: 0 };
  for (const one of past) {
    const isWaiting = one.state === 'reported' || one.state === 'reopened' || one.state === 'triaged';
    const isWorking = one.state === 'assigned' || one.state === 'rectifying';
    if (one.state !== 'withdrawn' && one.reportedAt > after && one.reportedAt <= upTo) numbers.received += 1;
    if (one.closedAt !== undefined && one.closedAt > after && one.closedAt <= upTo) numbers.removed += 1;
    if (isWaiting) numbers.untriaged += 1;
    if (isWaiting && one.major) numbers.suspected += 1;
    if (one.major && (isWorking || one.state === 'triaged' || one.state === 'pending_recheck')) numbers.major += 1;
    if (isWorking && one.due !== undefined && one.due < '2025-12-19') {
      numbers.overdue += 1;
      let days = 0;
      for (let day = one.due; day < '2025-12-19'; day = plusDays(day, 1)) days += 1;
      numbers.longest = Math.max(numbers.longest, days);
    }
  }
  return numbers;
}

describe('the numbers of the digest', () => {
  it('agree with a straightforward recomputation, and each list is as long as its number', () => {
    const world = openHistory(NOW);
    const told = toldOf(world.context(), { school: 1, week: '2025-12-15', after: 0, upTo: 0 });
    expect([told.after, told.upTo]).toEqual([at('2025-12-12 16:00'), at(NOW)]);
    fc.assert(
      fc.property(histories(40), (past) => {
        world.happened(past);
        const context = world.context();
        const found = weekNumbers(context, told);
        const expected = straightforward(own(past), told.after, told.upTo);
        const { longest, ...counts } = expected;
        expect(found).toMatchObject({ ...counts, longestOverdue: longest });
        const linesOf = (key: string): number =>
          numberLists.find((list) => list.key === key)?.rows(context, told).length ?? -1;
        for (const [key, count] of Object.entries(counts)) expect([key, linesOf(key)]).toEqual([key, count]);
        expect(linesOf('wanted')).toBe(found.metrics.rectified.of);
        expect(linesOf('fixed')).toBe(found.metrics.days.count);
        expect(linesOf('rechecks')).toBe(found.firstPass.of);
        // The spreadsheet is the same numbers, and each of its hazards stands under every number that counted it.
        const sheets = new Map(weekLedger(context, told).sheets.map((sheet) => [sheet.title, [...sheet.rows()]]));
        const figure = new Map((sheets.get('周报数字') ?? []).map(([title, value]) => [title, value]));
        for (const [key, count] of Object.entries(counts)) {
          const title = numberLists.find((list) => list.key === key)?.title ?? '';
          const marked = (sheets.get('隐患') ?? []).filter(([as]) => String(as).split('、').includes(title));
          expect([key, figure.get(title), marked.length]).toEqual([key, count, count]);
        }
        const bars = weeksBefore(context, told, 6);
        bars.forEach((bar, index) => {
          const end = at(`${plusDays('2025-12-19', (index - 5) * 7)} 16:00`);
          const week = straightforward(own(past), end - 7 * 86_400_000, end);
          expect([bar.received, bar.removed]).toEqual([week.received, week.removed]);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('the trends', () => {
  it('agree with a straightforward recomputation by month, place, category and stretch', () => {
    const world = openHistory(NOW);
    fc.assert(
      fc.property(histories(40), (past) => {
        world.happened(past);
        const context = world.context();
        const listed = own(past).filter((one) => one.state !== 'withdrawn');
        for (const month of monthsOf(context, 1, 6)) {
          expect(month.found).toBe(listed.filter((one) => dayOf(one.reportedAt).startsWith(month.month)).length);
          expect(month.closed).toBe(
            listed.filter((one) => one.closedAt !== undefined && dayOf(one.closedAt).startsWith(month.month)).length,
          );
          const last = plusDays(`${plusDays(`${month.month}-28`, 4).slice(0, 7)}-01`, -1);
          expect(month.metrics).toEqual(hazardMetrics(context, 1, windowOfDays(`${month.month}-01`, last, ZONE)));
        }
        const tally = (rows: readonly Past[], key: (one: Past) => string): Record<string, number> => {
          const counts: Record<string, number> = {};
          for (const one of rows) counts[key(one)] = (counts[key(one)] ?? 0) + 1;
          return counts;
        };
        const span = { from: '2025-09-21', until: '2025-12-20' };
        const within = listed.filter((one) => dayOf(one.reportedAt) >= span.from && dayOf(one.reportedAt) < span.until);
        expect(Object.fromEntries(foundBy(context, 1, 'place', span))).toEqual(tally(within, (one) => one.place));
        expect(Object.fromEntries(foundBy(context, 1, 'category', span))).toEqual(tally(within, (one) => one.category));

        const stretches = stretchesOf(context, 1, '2025-12-19');
        const cases = listed.filter((one) => one.state !== 'merged' && one.state !== 'not_hazard');
        const first =
          own(past)
            .map((one) => dayOf(one.reportedAt))
            .toSorted()[0] ?? '9999';
        const inside = (index: number, place: string): number =>
          cases.filter((one) => {
            const stretch = stretches[index];
            const day = dayOf(one.reportedAt);
            return stretch !== undefined && one.place === place && day >= stretch.from && day < stretch.until;
          }).length;
        for (const [place, history] of historiesOf(context, 1, 'place', '2025-12-19')) {
          expect(history.recent).toBe(inside(0, place));
          const known = [1, 2, 3].filter((index) => (stretches[index]?.from ?? '') >= first);
          expect(history.before).toEqual(known.map((index) => inside(index, place)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('count as repeated what came back to one place and sub-category within ninety days', () => {
    const world = openHistory(NOW);
    fc.assert(
      fc.property(histories(30), (past) => {
        world.happened(past);
        const repeated = allRepeated(world.context(), 1, windowOfDays('2025-12-19', '2025-12-19', ZONE));
        const ours = own(past).filter(
          (one) =>
            one.sub !== '' &&
            !['merged', 'not_hazard', 'transferred', 'withdrawn'].includes(one.state) &&
            dayOf(one.reportedAt) > plusDays('2025-12-19', -90),
        );
        const groups = new Map<string, number>();
        for (const one of ours) {
          const key = `${one.place}/${one.category}/${one.sub}`;
          groups.set(key, (groups.get(key) ?? 0) + 1);
        }
        const times = [...groups.values()].filter((count) => count > 1).sort((left, right) => right - left);
        expect(repeated.map((one) => one.times)).toEqual(times);
        for (const one of repeated) expect(one.numbers).toHaveLength(one.times);
      }),
      { numRuns: 40 },
    );
  });
});
