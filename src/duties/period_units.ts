import { plusDays, weekdayOf } from '../kernel/time.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import { dayAfter, dayBefore } from '../school/days.ts';
import type { Period } from './duty.ts';

/** Weeks, half-months and months as the plain calendar has them, before a school's terms cut and merge them. */
export type UnitKind = 'weekly' | 'half-month' | 'month';

export interface Unit {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** Monday of the date's week. */
export const mondayOf = (date: string): string => plusDays(date, -((weekdayOf(date) + 6) % 7));

/** ISO week, e.g. 2025-W38; the year is the one the week's Thursday is in. */
export function isoWeek(date: string): string {
  const thursday = plusDays(mondayOf(date), 3);
  const year = thursday.slice(0, 4);
  const first = mondayOf(`${year}-01-04`);
  const number = Math.round((Date.parse(mondayOf(date)) - Date.parse(first)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

export function monthEnd(date: string): string {
  const month = date.slice(0, 7);
  return plusDays(`${plusDays(`${month}-28`, 7).slice(0, 7)}-01`, -1);
}

/** The whole unit a date lies in. */
export function unitOf(kind: UnitKind, date: string): Unit {
  const month = date.slice(0, 7);
  if (kind === 'weekly') return { key: isoWeek(date), from: mondayOf(date), to: plusDays(mondayOf(date), 6) };
  if (kind === 'month') return { key: month, from: `${month}-01`, to: monthEnd(date) };
  return Number(date.slice(8)) <= 15
    ? { key: `${month}-H1`, from: `${month}-01`, to: `${month}-15` }
    : { key: `${month}-H2`, from: `${month}-16`, to: monthEnd(date) };
}

/** The units that touch a span, clipped to it, in order. */
export function unitsOf(kind: UnitKind, from: string, to: string): Unit[] {
  const units: Unit[] = [];
  for (let day = from; day <= to; ) {
    const unit = unitOf(kind, day);
    const end = unit.to < to ? unit.to : to;
    units.push({ key: unit.key, from: day, to: end });
    day = dayAfter(end);
  }
  return units;
}

/** The school days of a span, in order. */
export function schoolDaysOf(span: Pick<Period, 'from' | 'to'>, calendar: SchoolCalendar): string[] {
  const days: string[] = [];
  for (let day = span.from; day <= span.to; day = dayAfter(day)) if (calendar.isSchoolDay(day)) days.push(day);
  return days;
}

/** The first or the last school day of a span; undefined where it has none. */
export function edgeSchoolDay(
  span: Pick<Period, 'from' | 'to'>,
  edge: 'first' | 'last',
  calendar: SchoolCalendar,
): string | undefined {
  const step = edge === 'first' ? dayAfter : dayBefore;
  let day = edge === 'first' ? span.from : span.to;
  for (; span.from <= day && day <= span.to; day = step(day)) if (calendar.isSchoolDay(day)) return day;
  return undefined;
}

/** The school day `count` school days inwards from an edge of a period, as far as it has so many; the edge if it has none. */
export function schoolDayFromEdge(
  period: Period,
  edge: 'first' | 'last',
  count: number,
  calendar: SchoolCalendar,
): string {
  const step = edge === 'first' ? dayAfter : dayBefore;
  let found = edge === 'first' ? period.from : period.to;
  let left = count;
  for (let day = found; period.from <= day && day <= period.to; day = step(day)) {
    if (!calendar.isSchoolDay(day)) continue;
    found = day;
    if (left === 0) break;
    left -= 1;
  }
  return found;
}

/** The date itself, else the nearest earlier school day of the period, else its first later one, else the date. */
export function nearestSchoolDay(date: string, period: Period, calendar: SchoolCalendar): string {
  for (let day = date < period.to ? date : period.to; day >= period.from; day = dayBefore(day))
    if (calendar.isSchoolDay(day)) return day;
  for (let day = date; day <= period.to; day = dayAfter(day)) if (calendar.isSchoolDay(day)) return day;
  return date;
}

/**
 * The weekday (1 Monday … 7 Sunday) a deadline means: in a weekly period that of the week with most school days, since
 * a merged week has two of each; in a longer one the last such day.
 */
export function lastWeekdayIn(period: Period, weekday: number, calendar: SchoolCalendar): string {
  if (period.key.includes('-W')) {
    let main = mondayOf(period.to);
    let most = -1;
    for (const unit of unitsOf('weekly', period.from, period.to)) {
      const count = schoolDaysOf(unit, calendar).length;
      if (count >= most) {
        most = count;
        main = mondayOf(unit.from);
      }
    }
    const date = plusDays(main, weekday - 1);
    return date > period.to ? period.to : date < period.from ? period.from : date;
  }
  const back = (weekdayOf(period.to) - (weekday % 7) + 7) % 7;
  const date = plusDays(period.to, -back);
  return date < period.from ? period.from : date;
}
