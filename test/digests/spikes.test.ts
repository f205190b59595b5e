import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSpike, stretchesBefore, usualOf, WINDOW_DAYS } from '../../src/digests/spikes.ts';
import { plusDays, weekdayOf } from '../../src/kernel/time.ts';

describe('a place or category speaks up', () => {
  it.each([
    // recent, before, speaks, why
    [4, [0, 0, 0], true, 'four where there was nothing'],
    [3, [0, 0, 0], false, 'fewer than four are chance'],
    [4, [1, 1, 1], true, 'four times the usual'],
    [4, [2, 2, 2], false, 'twice, and still within what two a month gives by itself'],
    [5, [2, 2, 2], true, 'two deviations above'],
    [6, [1, 2, 0], true, 'the sample of the tip'],
    [6, [6, 0, 0], false, 'as many as in a stretch before'],
    [7, [6, 0, 0], true, 'more than ever, and three times the usual'],
    [19, [10, 10, 10], false, 'not twice the usual'],
    [20, [10, 10, 10], true, 'twice the usual'],
    [9, [0], false, 'one stretch is no history'],
    [9, [], false, 'no history at all'],
    [4, [0, 0], true, 'two stretches are one'],
  ])('%i after %j: %s, %s', (recent, before, speaks) => {
    expect(isSpike({ recent, before })).toBe(speaks);
  });

  const before = fc.array(fc.nat(30), { minLength: 2, maxLength: 3 });

  it('never falls silent because there are more, and never speaks within its own history', () => {
    fc.assert(
      fc.property(fc.nat(80), before, (recent, history) => {
        const speaks = isSpike({ recent, before: history });
        if (speaks) {
          expect(isSpike({ recent: recent + 1, before: history })).toBe(true);
          expect(recent).toBeGreaterThanOrEqual(4);
          expect(recent).toBeGreaterThan(Math.max(...history));
          expect(recent).toBeGreaterThanOrEqual(2 * usualOf({ before: history }));
          // A history with more in it explains at least as much.
          expect(isSpike({ recent: Math.max(...history), before: history })).toBe(false);
        } else if (recent > 0) expect(isSpike({ recent: recent - 1, before: history })).toBe(false);
      }),
    );
  });

  it('does not care in which order the stretches before were', () => {
    fc.assert(
      fc.property(fc.nat(80), before, (recent, history) => {
        expect(isSpike({ recent, before: history.toReversed() })).toBe(isSpike({ recent, before: history }));
      }),
    );
  });
});

describe('the stretches of a history', () => {
  it('each hold twenty school days, join without a gap and end the day before', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(100), (offset, taken) => {
        const today = plusDays('2025-06-01', offset);
        const days = Array.from({ length: 200 }, (_, back) => plusDays(today, -1 - back))
          .filter((date) => ![0, 6].includes(weekdayOf(date)))
          .slice(0, taken);
        const stretches = stretchesBefore(days, today);
        expect(stretches).toHaveLength(Math.min(4, Math.floor(taken / WINDOW_DAYS)));
        let until = today;
        for (const stretch of stretches) {
          expect(stretch.until).toBe(until);
          expect(days.filter((date) => date >= stretch.from && date < stretch.until)).toHaveLength(WINDOW_DAYS);
          until = stretch.from;
        }
      }),
    );
  });
});
