import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cadence, Period } from '../../src/duties/duty.ts';
import { fewestSchoolDays } from '../../src/duties/period_spans.ts';
import { dueAt, momentAt, nextPeriod, opensAt, periodOf } from '../../src/duties/periods.ts';
import { clockOf, dateOf, plusDays, weekdayOf } from '../../src/kernel/time.ts';
import type { DayKind, TermSpan } from '../../src/school/calendar.ts';
import { datesBetween, realCalendar, tenYears, usualTerm } from './real_calendar.ts';

const ZONE = 'Asia/Shanghai';
const calendar = realCalendar();

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there should be one');
  return value;
}
const all = (cadence: Cadence, of = calendar, dates: readonly string[] = tenYears): Map<string, Period> =>
  new Map(
    dates.flatMap((date) => {
      const period = periodOf(cadence, date, of);
      return period ? [[date, period] as const] : [];
    }),
  );

const ofTerms = ['weekly', 'half-month', 'month', 'term'] as const;
const onSchoolDays = ['daily', ...ofTerms] as const;
const cadences = [
  ...onSchoolDays,
  'quarter',
  'year',
  'before-holiday',
  'boarding-night',
  'every-day',
  'shift',
] as const;

describe('ten years of the real calendar', () => {
  it.each(onSchoolDays)('every school day belongs to exactly one %s period, which holds it', (cadence) => {
    const missing = tenYears.filter((date) => {
      const period = periodOf(cadence, date, calendar);
      return calendar.isSchoolDay(date) && !(period && period.from <= date && date <= period.to);
    });
    expect(missing).toEqual([]);
  });

  it.each(cadences)(
    '%s periods do not overlap, have one key each, and are the same from every date inside',
    (cadence) => {
      const byKey = new Map<string, Period>();
      for (const [date, period] of all(cadence)) {
        const same = byKey.get(period.key);
        if (same) expect(period).toEqual(same);
        byKey.set(period.key, period);
        expect(period.from <= date && date <= period.to).toBe(true);
      }
      const ordered = [...byKey.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
      for (const [index, period] of ordered.entries()) {
        const next = ordered[index + 1];
        if (next) expect(period.to < next.from).toBe(true);
      }
      expect(ordered.length).toBeGreaterThan(8);
    },
  );

  it.each([...onSchoolDays, 'quarter', 'year', 'before-holiday'] as const)(
    'no %s period is without a school day',
    (cadence) => {
      for (const period of new Set(all(cadence).values()))
        expect(datesBetween(period.from, period.to).some((date) => calendar.isSchoolDay(date))).toBe(true);
    },
  );

  it.each(['weekly', 'half-month', 'month'] as const)('%s periods have enough school days after merging', (cadence) => {
    for (const period of new Set(all(cadence).values()))
      expect(
        datesBetween(period.from, period.to).filter((date) => calendar.isSchoolDay(date)).length,
      ).toBeGreaterThanOrEqual(fewestSchoolDays[cadence]);
  });

  it('a period before a holiday exists exactly where at least three days off follow a school day', () => {
    const ends = new Set([...all('before-holiday').values()].map((period) => period.to));
    for (const date of tenYears.slice(0, -5)) {
      const follows = [1, 2, 3].every((step) => !calendar.isSchoolDay(plusDays(date, step)));
      expect([date, ends.has(date)]).toEqual([date, calendar.isSchoolDay(date) && follows]);
    }
  });

  it.each(cadences)('nextPeriod walks through every %s period in order', (cadence) => {
    const keys = new Map([...all(cadence)].map(([, period]) => [period.key, period.from]));
    const walked: string[] = [];
    let period = nextPeriod(cadence, '2017-12-31', calendar);
    while (period && period.from <= '2027-12-31') {
      walked.push(period.key);
      period = nextPeriod(cadence, period, calendar);
    }
    expect(walked).toEqual([...keys].filter(([, from]) => from > '2017-12-31').map(([key]) => key));
  });
});
