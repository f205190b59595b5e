import fc from 'fast-check';
import { expect, it } from 'vitest';
import { summaryFigures } from '../../src/digests/summary/figures.ts';
import { summaryPaper } from '../../src/digests/summary/paper.ts';
import { chosenPairs, picturePairs } from '../../src/digests/summary/photos.ts';
import { DAY, dateOf, instantOf } from '../../src/kernel/time.ts';
import { hazard, person, photo, school } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

const ZONE = 'Asia/Shanghai';
const NOW = instantOf('2025-09-25', '10:00', ZONE);
const SEPTEMBER = { from: '2025-09-01', to: '2025-09-30' };

interface Happened {
  readonly reported: number;
  readonly took: number | undefined;
  readonly category: 'building' | 'fire';
  readonly major: boolean;
  readonly pictures: boolean;
}

const happened: fc.Arbitrary<Happened> = fc.record({
  reported: fc.integer({ min: 1, max: 60 }),
  took: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  category: fc.constantFrom('building', 'fire'),
  major: fc.boolean(),
  pictures: fc.boolean(),
});

/** A school to which these things happened: reported so many days before now, closed so many days later. */
function schoolWith(all: readonly Happened[]) {
  const world = makeWorld(NOW);
  const { db } = world.store;
  db.insert(school).values({ name: '光明学校', shortName: 'GM' }).run();
  db.insert(person).values({ name: '赵强', createdAt: 0 }).run();
  const rows = all.map((one, index) => {
    const reportedAt = NOW - one.reported * DAY;
    const closedAt = one.took === undefined || one.took > one.reported ? null : reportedAt + one.took * DAY;
    db.insert(hazard)
      .values({
        schoolId: 1,
        number: `GM-${index}`,
        state: closedAt === null ? 'rectifying' : 'closed',
        title: `第${index}项`,
        description: '',
        placeKind: 'canteen',
        category: one.category,
        sub: '',
        severity: one.major ? 'major' : 'general',
        reporterId: 1,
        ownerId: 1,
        reportedAt,
        closedAt,
        fixedAt: closedAt,
      })
      .run();
    if (one.pictures)
      for (const moment of ['before', 'after'] as const)
        db.insert(photo)
          .values({
            personId: 1,
            platform: 'feishu',
            messageId: `${index}${moment}`,
            mediaKey: `${index}${moment}`,
            hazardId: index + 1,
            moment,
            hash: `${index}`.padStart(64, moment === 'before' ? 'a' : 'b'),
            state: 'stored',
            at: reportedAt,
          })
          .run();
    return { ...one, id: index + 1, reportedAt, closedAt };
  });
  return { context: world.context(), rows };
}

/** Counted again by days as they stand in a calendar, without SQL. */
const inSeptember = (at: number | null): boolean =>
  at !== null && at <= NOW && dateOf(at, ZONE) >= SEPTEMBER.from && dateOf(at, ZONE) <= SEPTEMBER.to;

it('the figures agree with a straightforward count over generated histories', () => {
  fc.assert(
    fc.property(fc.array(happened, { maxLength: 25 }), (all) => {
      const { context, rows } = schoolWith(all);
      const figures = summaryFigures(context, 1, SEPTEMBER);
      const found = rows.filter((row) => inSeptember(row.reportedAt));
      const removed = rows.filter((row) => inSeptember(row.closedAt));
      expect([figures.received, figures.removed]).toEqual([found.length, removed.length]);
      expect(figures.categories.reduce((sum, one) => sum + one.found, 0)).toBe(found.length);
      expect(figures.metrics.days.count).toBe(removed.length);

      const pairs = picturePairs(context, 1, SEPTEMBER);
      const expected = removed
        .filter((row) => row.pictures)
        .sort(
          (left, right) =>
            Number(right.major) - Number(left.major) || (right.took ?? 0) - (left.took ?? 0) || left.id - right.id,
        )
        .slice(0, 20);
      expect(pairs.map((pair) => pair.hazard)).toEqual(expected.map((row) => row.id));
      expect(chosenPairs(pairs, 'usual')).toEqual(pairs.slice(0, 5));
      expect(chosenPairs(pairs, '')).toEqual([]);
      const paper = summaryPaper(context, 1, { kind: 'interim', ...SEPTEMBER, text: '2025年9月' }, 'usual');
      const pictures = paper.blocks.flatMap((block) => (block.kind === 'pictures' ? block.pictures : []));
      expect(pictures).toHaveLength(Math.min(5, pairs.length) * 2);
      expect(JSON.stringify(paper)).not.toContain('赵强');
    }),
    { numRuns: 25 },
  );
});
