import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type Counted,
  durationText,
  excusedOf,
  floorSeconds,
  gapOf,
  standingOf,
  totalsOf,
} from '../../src/drills/count.ts';
import { scoresOf } from '../../src/drills/evaluate.ts';
import { boardPause, gradeOf, nextStageAt, stageAt } from '../../src/drills/rules.ts';

const unit = (
  expected: number | null,
  present: number | null,
  resolved = false,
  enrolled: number | null = 45,
): Counted => ({ expected, present, resolved, enrolled });

describe('one class', () => {
  test.each([
    // 应到, 实到, 已寻获, 在册 → 差异, how it stands, 已说明未到
    [null, null, false, 45, undefined, 'silent', 0],
    [45, 45, false, 45, 0, 'closed', 0],
    [43, 43, false, 45, 0, 'closed', 2],
    [45, 44, false, 45, 1, 'missing', 0],
    [45, 44, true, 45, 1, 'closed', 0],
    [43, 40, false, 45, 3, 'missing', 2],
    [45, 46, false, 45, -1, 'extra', 0],
    [45, 46, true, 45, -1, 'extra', 0],
    [46, 46, false, 45, 0, 'closed', 0],
    [0, 0, false, 45, 0, 'closed', 45],
    [40, 40, false, null, 0, 'closed', 0],
    [0, 1, false, null, -1, 'extra', 0],
  ] as const)('应到 %s 实到 %s 寻获 %s 在册 %s', (expected, present, resolved, enrolled, gap, standing, excused) => {
    const one = unit(expected, present, resolved, enrolled);
    expect(gapOf(one)).toBe(gap);
    expect(standingOf(one)).toBe(standing);
    expect(excusedOf(one)).toBe(excused);
  });
});

describe('the whole school', () => {
  it('one class with one too many never hides one that misses one', () => {
    expect(totalsOf([unit(45, 44), unit(45, 46)])).toMatchObject({
      expected: 90,
      present: 90,
      missing: 1,
      extra: 1,
      isClosed: false,
    });
  });

  it('closed means Σ应到 = Σ实到 + Σ寻获 with nobody silent; an empty school is not closed', () => {
    expect(totalsOf([])).toMatchObject({ isClosed: false });
    const counts = fc.record({
      expected: fc.option(fc.nat({ max: 60 }), { nil: null }),
      off: fc.integer({ min: -3, max: 3 }),
      resolved: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 8 }), (rows) => {
        const units = rows.map(({ expected, off, resolved }) =>
          unit(expected, expected === null ? null : Math.max(0, expected - off), resolved),
        );
        const totals = totalsOf(units);
        expect(totals.isClosed).toBe(units.every((one) => standingOf(one) === 'closed'));
        if (totals.isClosed) expect(totals.expected).toBe(totals.present + totals.resolved);
        if (totals.missing > 0 || totals.extra > 0 || totals.reported < totals.units)
          expect(totals.isClosed).toBe(false);
        // What is open stays open, whatever other classes say.
        const [first, ...rest] = units;
        if (first && standingOf(first) !== 'closed') expect(totalsOf([first, ...rest]).isClosed).toBe(false);
      }),
      { numRuns: 300, seed: 20_250_918 },
    );
  });

  it('a floor is as slow as its slowest class; open classes and classes without a floor do not count', () => {
    const at = (seconds: number | null, floor: string) => ({
      closedAt: seconds === null ? null : 1_000_000 + seconds * 1_000,
      floor,
    });
    expect(
      floorSeconds([at(50, '1层'), at(80, '1层'), at(200, '3层'), at(null, '3层'), at(500, '')], 1_000_000),
    ).toEqual([
      { floor: '3层', seconds: 200 },
      { floor: '1层', seconds: 80 },
    ]);
  });
});

test.each([
  [0, '0 秒'],
  [59.9, '59 秒'],
  [60, '1 分 00 秒'],
  [185, '3 分 05 秒'],
])('%s seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test('the stages of a gap come after 1, 2, 3 and 10 minutes', () => {
  expect([0, 59_999, 60_000, 120_000, 180_000, 599_999, 600_000].map((after) => stageAt(5, 5 + after))).toEqual([
    0, 0, 1, 2, 3, 3, 4,
  ]);
  expect([0, 1, 2, 3, 4].map((done) => nextStageAt(0, done))).toEqual([60_000, 120_000, 180_000, 600_000, undefined]);
});

test('the board’s clock slows down and stops', () => {
  expect([0, 11 * 60_000, 2 * 3_600_000, 13 * 3_600_000].map(boardPause)).toEqual([15_000, 60_000, 600_000, undefined]);
});

test('an evaluation: what nobody ticked counts 4, no item twice', () => {
  const total = (scores: Readonly<Record<string, number>>) => Object.values(scores).reduce((sum, one) => sum + one, 0);
  const none = { five: undefined, three: undefined, two: undefined, one: undefined };
  expect(total(scoresOf(none))).toBe(60);
  expect(total(scoresOf({ ...none, five: ['指令清晰'], one: ['楼梯秩序'] }))).toBe(58);
  expect(() => scoresOf({ ...none, five: ['指令清晰'], two: ['指令清晰'] })).toThrow();
  expect(() => scoresOf({ ...none, five: ['别的'] })).toThrow();
  expect([60, 59, 45, 44].map(gradeOf)).toEqual(['优', '良', '良', '需重演']);
});
