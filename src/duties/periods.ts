import { instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import { dayAfter } from '../school/days.ts';
import type { Cadence, Clock, Duty, Moment, Period } from './duty.ts';
import { workingDayBefore } from './filing_dates.ts';
import { beforeHoliday, mergedUnit, quarterOf, schoolYearOf, termPeriod } from './period_spans.ts';
import { lastWeekdayIn, nearestSchoolDay, schoolDayFromEdge, schoolDaysOf, unitsOf } from './period_units.ts';

/** How far ahead a next period is looked for, calendar days; longer than any school year. */
const SEARCH_DAYS = 400;

/**
 * The period of a cadence a date belongs to; the same one, with the same key, for every date inside it. Undefined
 * where there is none: a day off for what is daily, the holidays for what belongs to a term, and every date for what
 * has no calendar of its own (`dated`: see campaign_dates.ts and filing_dates.ts; `event`).
 * Rules D1–D12 of domain/duties.md §1.3:
 * - `daily` one school day; `every-day` and `shift` every date; `boarding-night` every night of a term, weekends and
 *   suspended days too.
 * - `weekly`, `half-month`, `month` are clipped to the term; one with fewer than 2, 5, 8 school days merges into the
 *   next, at the end of a term into the one before. The key is that of the first unit, so that a task already made
 *   keeps its period when a storm shortens the week.
 * - `quarter` and `year` (school year from 1 September) run across terms; they exist where a school day is in them.
 * - `before-holiday` is the last school day before at least three days off and the seven days up to it.
 */
export function periodOf(cadence: Cadence, date: string, calendar: SchoolCalendar): Period | undefined {
  switch (cadence) {
    case 'daily':
      return calendar.isSchoolDay(date) ? dayPeriod(date) : undefined;
    case 'every-day':
    case 'shift':
      return dayPeriod(date);
    case 'boarding-night':
      return calendar.termOf(date) ? dayPeriod(date) : undefined;
    case 'weekly':
    case 'half-month':
    case 'month':
      return mergedUnit(cadence, date, calendar);
    case 'quarter':
      return quarterOf(date, calendar);
    case 'term':
      return termPeriod(date, calendar);
    case 'year':
      return schoolYearOf(date, calendar);
    case 'before-holiday':
      return beforeHoliday(date, calendar);
    case 'dated':
    case 'event':
      return undefined;
  }
}

/**
 * The first period that begins after `after`: after the last day of a period, or after a date. Undefined when none
 * begins within 400 days, and always for `dated` and `event`.
 */
export function nextPeriod(cadence: Cadence, after: Period | string, calendar: SchoolCalendar): Period | undefined {
  if (cadence === 'dated' || cadence === 'event') return undefined;
  const last = typeof after === 'string' ? after : after.to;
  let day = plusDays(last, 1);
  const end = plusDays(last, SEARCH_DAYS);
  while (day <= end) {
    const period = periodOf(cadence, day, calendar);
    if (period && period.from > last) return period;
    day = dayAfter(period ? period.to : day);
  }
  return undefined;
}

/**
 * The instant of a moment of a period, ms. `weekday` and `day` move to the nearest earlier school day of the period, or
 * where there is none to the first later one; `date` and `offset` stay where they are but inside the period. `schoolDays`
 * counts inwards: 4 after the first school day, -10 before the last.
 */
export function momentAt(moment: Moment, period: Period, calendar: SchoolCalendar, timeZone: string): number {
  return clockAt(moment.clock, dateOfMoment(moment, period, calendar), calendar, timeZone);
}

type Timed = Pick<Duty, 'cadence' | 'opens' | 'due'>;

/**
 * When a period's task is due, ms: on a school day of the period; what is filed by date, on a working day; what runs
 * every day or night, on its day.
 */
export function dueAt(duty: Timed, period: Period, calendar: SchoolCalendar, timeZone: string): number {
  const date = dateOfMoment(duty.due, period, calendar);
  return clockAt(duty.due.clock, movedDeadline(duty.cadence, date, period, calendar), calendar, timeZone);
}

function movedDeadline(cadence: Cadence, date: string, period: Period, calendar: SchoolCalendar): string {
  if (runsOnSchoolDays(cadence)) return nearestSchoolDay(date, period, calendar);
  if (cadence !== 'dated') return date;
  const working = workingDayBefore(date);
  return working < period.from ? date : working;
}

/** When a period's task opens, ms; never after it is due. */
export function opensAt(duty: Timed, period: Period, calendar: SchoolCalendar, timeZone: string): number {
  return Math.min(momentAt(duty.opens, period, calendar, timeZone), dueAt(duty, period, calendar, timeZone));
}

/** Whether the cadence asks only on school days, so that a deadline moves to one (D2, D8). */
export const runsOnSchoolDays = (cadence: Cadence): boolean =>
  !['every-day', 'boarding-night', 'shift', 'dated', 'event'].includes(cadence);

const dayPeriod = (date: string): Period => ({
  key: date,
  from: date,
  to: date,
  text: `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`,
});

const within = (date: string, period: Period): string =>
  date < period.from ? period.from : date > period.to ? period.to : date;

function dateOfMoment(moment: Moment, period: Period, calendar: SchoolCalendar): string {
  switch (moment.on) {
    case 'first-school-day':
      return schoolDayFromEdge(period, 'first', Math.max(moment.schoolDays ?? 0, 0), calendar);
    case 'last-school-day':
      return schoolDayFromEdge(period, 'last', Math.max(-(moment.schoolDays ?? 0), 0), calendar);
    case 'weekday':
      return nearestSchoolDay(lastWeekdayIn(period, moment.weekday, calendar), period, calendar);
    case 'day': {
      const month = mainMonth(period, calendar);
      const lastDay = Number(plusDays(`${nextMonth(month)}-01`, -1).slice(8));
      const day = String(Math.min(moment.day, lastDay)).padStart(2, '0');
      return nearestSchoolDay(within(`${month}-${day}`, period), period, calendar);
    }
    case 'date': {
      const years = [period.from.slice(0, 4), period.to.slice(0, 4)];
      const dates = years.map((year) => `${year}-${moment.date}`);
      return dates.find((date) => period.from <= date && date <= period.to) ?? within(dates[0] ?? period.from, period);
    }
    case 'offset':
      return within(plusDays(moment.from === 'first' ? period.from : period.to, moment.days), period);
  }
}

/** YYYY-MM of the month that most school days of a merged period are in. */
const mainMonth = (period: Period, calendar: SchoolCalendar): string => {
  let best = period.from.slice(0, 7);
  let most = -1;
  for (const unit of unitsOf('month', period.from, period.to)) {
    const count = schoolDaysOf(unit, calendar).length;
    if (count >= most) {
      most = count;
      best = unit.from.slice(0, 7);
    }
  }
  return best;
};

const nextMonth = (month: string): string => plusDays(`${month}-28`, 7).slice(0, 7);

/** A clock time of a date; relative ones may run past midnight. */
function clockAt(clock: Clock, date: string, calendar: SchoolCalendar, timeZone: string): number {
  if (typeof clock === 'string') return instantOf(date, clock, timeZone);
  const times = {
    'school-start': calendar.dayTimes.schoolStart,
    'first-class': calendar.dayTimes.firstClass,
    dismissal: calendar.dayTimes.dismissal,
    'lights-out': calendar.dayTimes.lightsOut,
  };
  return instantOf(date, times[clock.from], timeZone) + clock.minutes * MINUTE;
}
