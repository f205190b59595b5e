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

const distinct = (periods: ReadonlyMap<string, Period>): readonly Period[] => [
  ...new Map([...periods.values()].map((period) => [period.key, period])).values(),
];

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
      for (const period of distinct(all(cadence)))
        expect(datesBetween(period.from, period.to).some((date) => calendar.isSchoolDay(date))).toBe(true);
    },
  );

  it.each(['weekly', 'half-month', 'month'] as const)('%s periods have enough school days after merging', (cadence) => {
    for (const period of distinct(all(cadence)))
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

/** Marks over one school year: days off, suspensions, exams and extra school days wherever they fall. */
const yearDates = datesBetween('2024-09-01', '2025-07-05');
const someMarks = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom(...yearDates), fc.constantFrom<DayKind>('day_off', 'suspended', 'exam', 'school_day')),
    {
      maxLength: 60,
      selector: ([date]) => date,
    },
  )
  .map((marks) => new Map(marks));

/** Terms that follow each other without a break, as kindergartens have them, and ordinary ones. */
const someTerms = fc.constantFrom<(date: string) => TermSpan | undefined>(usualTerm, (date) =>
  date < '2025-02-05'
    ? { name: '2024-1', from: '2024-08-10', to: '2025-02-04', assumed: false }
    : { name: '2024-2', from: '2025-02-05', to: '2025-08-09', assumed: false },
);

describe('whatever a school marks', () => {
  const seeded = { seed: 20250918, numRuns: 40 };

  it('every school day has one period, keys are unique, periods do not overlap, merging leaves enough days', () => {
    fc.assert(
      fc.property(someMarks, someTerms, fc.constantFrom(...onSchoolDays), (marks, terms, cadence) => {
        const marked = realCalendar(marks, terms);
        const days = yearDates.filter((date) => marked.isSchoolDay(date));
        for (const date of days) {
          const period = periodOf(cadence, date, marked);
          if (!period || date < period.from || date > period.to) throw new Error(`${date} is in no ${cadence}`);
        }
        const periods = new Map([...all(cadence, marked, yearDates).values()].map((period) => [period.from, period]));
        const ordered = [...periods.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
        expect(new Set(ordered.map((period) => period.key)).size).toBe(ordered.length);
        for (const [index, period] of ordered.entries()) {
          const next = ordered[index + 1];
          if (next && next.from <= period.to) throw new Error(`${period.key} and ${next.key} overlap`);
          const held = datesBetween(period.from, period.to).filter((date) => marked.isSchoolDay(date)).length;
          expect(held).toBeGreaterThan(0);
          const inTerm = datesBetween(found(marked.termOf(period.from)).from, found(marked.termOf(period.from)).to);
          const termDays = inTerm.filter((date) => marked.isSchoolDay(date)).length;
          if (cadence === 'weekly' || cadence === 'half-month' || cadence === 'month')
            expect(held).toBeGreaterThanOrEqual(Math.min(fewestSchoolDays[cadence], termDays));
        }
      }),
      seeded,
    );
  });

  it('deadlines stay on school days of their period and after the opening', () => {
    const moments = fc.constantFrom(
      { on: 'weekday', weekday: 1, clock: '08:00' } as const,
      { on: 'weekday', weekday: 5, clock: '16:00' } as const,
      { on: 'day', day: 10, clock: '17:00' } as const,
      { on: 'day', day: 31, clock: '17:00' } as const,
      { on: 'date', date: '09-30', clock: '17:00' } as const,
      { on: 'offset', from: 'last', days: 0, clock: '17:00' } as const,
      { on: 'first-school-day', clock: '07:30', schoolDays: 4 } as const,
      { on: 'last-school-day', clock: { from: 'dismissal', minutes: 0 }, schoolDays: -10 } as const,
    );
    fc.assert(
      fc.property(someMarks, moments, moments, fc.constantFrom(...onSchoolDays), (marks, opens, due, cadence) => {
        const marked = realCalendar(marks);
        for (const period of distinct(all(cadence, marked, yearDates))) {
          const at = dueAt({ cadence, opens, due }, period, marked, ZONE);
          const day = dateOf(at, ZONE);
          if (!marked.isSchoolDay(day) || day < period.from || day > period.to)
            throw new Error(`${period.key}: ${day}`);
          expect(opensAt({ cadence, opens, due }, period, marked, ZONE)).toBeLessThanOrEqual(at);
        }
      }),
      { ...seeded, numRuns: 40 },
    );
  });

  it('a suspended day is gone for what is daily, and stays for the night', () => {
    fc.assert(
      fc.property(fc.constantFrom(...yearDates.filter((date) => calendar.isSchoolDay(date))), (date) => {
        const marked = realCalendar(new Map([[date, 'suspended' as const]]));
        expect(periodOf('daily', date, marked)).toBeUndefined();
        expect(periodOf('boarding-night', date, marked)?.key).toBe(date);
        expect(nextPeriod('daily', plusDays(date, -1), marked)?.key).not.toBe(date);
      }),
      seeded,
    );
  });
});

describe('by name', () => {
  const at = (cadence: Cadence, date: string, of = calendar) => {
    const period = periodOf(cadence, date, of);
    return period && [period.key, period.from, period.to, period.text];
  };

  it.each([
    ['daily', '2025-09-18', ['2025-09-18', '2025-09-18', '2025-09-18', '9月18日']],
    ['weekly', '2025-09-18', ['2025-W38', '2025-09-15', '2025-09-21', '第3周']],
    // A make-up Sunday belongs to the week it ends.
    ['daily', '2025-09-28', ['2025-09-28', '2025-09-28', '2025-09-28', '9月28日']],
    ['weekly', '2025-09-28', ['2025-W39', '2025-09-22', '2025-09-28', '第4周']],
    // Two days before the holiday are a week; the holiday week itself is none; the three days after are one.
    ['weekly', '2025-09-30', ['2025-W40', '2025-09-29', '2025-10-05', '第5周']],
    ['weekly', '2025-10-10', ['2025-W41', '2025-10-06', '2025-10-12', '第6周']],
    // Monday 1 September 2025 begins the term; 20 January 2026 is a Tuesday with two days.
    ['weekly', '2026-01-20', ['2026-W04', '2026-01-19', '2026-01-20', '第21周']],
    ['half-month', '2025-09-18', ['2025-09-H2', '2025-09-16', '2025-09-30', '9月下半月']],
    // 16–20 January has three school days and joins the half before.
    ['half-month', '2026-01-19', ['2026-01-H1', '2026-01-01', '2026-01-20', '1月上半月至1月下半月']],
    ['month', '2025-09-18', ['2025-09', '2025-09-01', '2025-09-30', '9月']],
    // The last days of February join March, the first of July join June.
    ['month', '2026-03-10', ['2026-02', '2026-02-20', '2026-03-31', '2–3月']],
    ['month', '2026-07-02', ['2026-06', '2026-06-01', '2026-07-05', '6–7月']],
    ['quarter', '2025-08-03', ['2025-Q3', '2025-07-01', '2025-09-30', '第三季度']],
    ['term', '2025-09-18', ['T2025-1', '2025-09-01', '2026-01-20', '本学期']],
    ['year', '2026-03-10', ['Y2025', '2025-09-01', '2026-08-31', '2025–2026 学年']],
    ['before-holiday', '2025-09-25', ['B2025-09-30', '2025-09-23', '2025-09-30', '国庆节放假前']],
    ['before-holiday', '2026-01-15', ['B2026-01-20', '2026-01-13', '2026-01-20', '寒假放假前']],
    ['before-holiday', '2026-07-01', ['B2026-07-03', '2026-06-26', '2026-07-03', '暑假放假前']],
    ['boarding-night', '2025-10-04', ['2025-10-04', '2025-10-04', '2025-10-04', '10月4日']],
    ['every-day', '2025-08-04', ['2025-08-04', '2025-08-04', '2025-08-04', '8月4日']],
  ] as const)('%s of %s', (cadence, date, expected) => {
    expect(at(cadence, date)).toEqual(expected);
  });

  it.each([
    ['daily', '2025-10-01'],
    ['weekly', '2025-08-06'],
    ['month', '2025-08-06'],
    ['term', '2026-02-10'],
    ['before-holiday', '2025-09-18'],
    ['before-holiday', '2025-10-03'],
    ['boarding-night', '2025-08-06'],
    ['dated', '2025-09-18'],
    ['event', '2025-09-18'],
  ] as const)('no %s on %s', (cadence, date) => {
    expect(at(cadence, date)).toBeUndefined();
  });

  it('a week that a storm leaves one day of joins the next and keeps its key', () => {
    const storm = realCalendar(
      new Map(['2025-09-16', '2025-09-17', '2025-09-18', '2025-09-19'].map((date) => [date, 'suspended' as const])),
    );
    expect(at('weekly', '2025-09-15', storm)).toEqual(['2025-W38', '2025-09-15', '2025-09-28', '第3–4周']);
    expect(at('weekly', '2025-09-24', storm)?.[0]).toBe('2025-W38');
    const week = found(periodOf('weekly', '2025-09-24', storm));
    const friday = momentAt({ on: 'weekday', weekday: 5, clock: '16:00' }, week, storm, ZONE);
    expect(dateOf(friday, ZONE)).toBe('2025-09-26');
  });

  it('two terms in one week are two periods with two keys', () => {
    const terms = (date: string): TermSpan =>
      date < '2025-10-15'
        ? { name: 'a', from: '2025-08-01', to: '2025-10-14', assumed: false }
        : { name: 'b', from: '2025-10-15', to: '2026-01-31', assumed: false };
    const whole = realCalendar(new Map(), terms);
    expect(at('weekly', '2025-10-14', whole)?.[0]).toBe('2025-W42');
    expect(at('weekly', '2025-10-15', whole)?.[0]).toBe('2025-W42-Tb');
  });

  it('clocks follow the school day, also past midnight', () => {
    const day = found(periodOf('daily', '2025-09-18', calendar));
    const clockAt = (from: 'dismissal' | 'first-class' | 'lights-out' | 'school-start', minutes: number) => {
      const instant = momentAt({ on: 'first-school-day', clock: { from, minutes } }, day, calendar, ZONE);
      return `${dateOf(instant, ZONE)} ${clockOf(instant, ZONE)}`;
    };
    expect(clockAt('dismissal', -10)).toBe('2025-09-18 16:20');
    expect(clockAt('first-class', 30)).toBe('2025-09-18 08:30');
    expect(clockAt('school-start', -45)).toBe('2025-09-18 06:55');
    expect(clockAt('lights-out', 180)).toBe('2025-09-19 00:30');
  });

  it('the last Friday of a month is a Friday, or the school day before', () => {
    const due = (date: string) =>
      dateOf(
        momentAt(
          { on: 'weekday', weekday: 5, clock: '17:00' },
          found(periodOf('month', date, calendar)),
          calendar,
          ZONE,
        ),
        ZONE,
      );
    expect([due('2025-09-18'), weekdayOf(due('2025-09-18'))]).toEqual(['2025-09-26', 5]);
    // 31 January 2025 lies in the holidays; 3 October 2025 does not count for September.
    expect(due('2025-01-10')).toBe('2025-01-17');
  });
});
