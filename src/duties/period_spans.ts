import { plusDays } from '../kernel/time.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import { dayAfter, dayBefore } from '../school/days.ts';
import { holidayName } from '../school/statutory.ts';
import type { TermSpan } from '../school/terms.ts';
import type { Period } from './duty.ts';
import { schoolDaysOf, type Unit, type UnitKind, unitOf, unitsOf } from './period_units.ts';

/** Fewer school days than this and a unit merges with its neighbour (D2, D3, D4 of domain/duties.md §1.3). */
export const fewestSchoolDays: Readonly<Record<UnitKind, number>> = { weekly: 2, 'half-month': 5, month: 8 };

/** The lesson before a holiday opens this many calendar days before it (domain/duties.md §1.10). */
const BEFORE_HOLIDAY_DAYS = 7;

/** A calendar is a snapshot, so what was merged from it stays right as long as it is held. */
const merged = new WeakMap<SchoolCalendar, Map<string, readonly Period[]>>();

/** The weekly, half-month or month period of a date, clipped to its term and merged where too short. */
export function mergedUnit(kind: UnitKind, date: string, calendar: SchoolCalendar): Period | undefined {
  const term = calendar.termOf(date);
  if (!term) return undefined;
  let known = merged.get(calendar);
  if (!known) {
    known = new Map();
    merged.set(calendar, known);
  }
  const name = `${kind} ${term.name}`;
  let periods = known.get(name);
  if (!periods) {
    periods = mergeTerm(kind, term, calendar);
    known.set(name, periods);
  }
  return periods.find((period) => period.from <= date && date <= period.to);
}

/** All periods of a term: units without school days fall away, short ones join the next, a short rest the one before. */
function mergeTerm(kind: UnitKind, term: TermSpan, calendar: SchoolCalendar): Period[] {
  const groups: { units: Unit[]; days: number }[] = [];
  for (const unit of unitsOf(kind, term.from, term.to)) {
    const days = schoolDaysOf(unit, calendar).length;
    if (days === 0) continue;
    const open = groups.at(-1);
    if (open && open.days < fewestSchoolDays[kind]) {
      open.units.push(unit);
      open.days += days;
    } else groups.push({ units: [unit], days });
  }
  const rest = groups.at(-1);
  const before = groups.at(-2);
  if (rest && before && rest.days < fewestSchoolDays[kind]) {
    before.units.push(...rest.units);
    groups.pop();
  }
  return groups.flatMap(({ units }) => {
    const first = units[0];
    const last = units.at(-1);
    if (!first || !last) return [];
    return {
      key: keyOf(kind, first, term, calendar),
      from: first.from,
      to: last.to,
      text: textOf(kind, first, last, calendar),
    };
  });
}

/** The unit's key; where two terms share a unit (they follow each other without a break) the later one says so. */
function keyOf(kind: UnitKind, unit: Unit, term: TermSpan, calendar: SchoolCalendar): string {
  if (unit.from !== term.from) return unit.key;
  const whole = unitOf(kind, unit.from);
  for (let day = whole.from; day < unit.from; day = dayAfter(day))
    if (calendar.termOf(day)) return `${unit.key}-T${term.name}`;
  return unit.key;
}

function textOf(kind: UnitKind, first: Unit, last: Unit, calendar: SchoolCalendar): string {
  if (kind === 'weekly') {
    const from = calendar.weekOfTerm(first.from);
    const to = calendar.weekOfTerm(last.from);
    return from === to ? `第${from}周` : `第${from}–${to}周`;
  }
  const month = (unit: Unit): number => Number(unit.from.slice(5, 7));
  if (kind === 'month') return month(first) === month(last) ? `${month(first)}月` : `${month(first)}–${month(last)}月`;
  const half = (unit: Unit): string => `${month(unit)}月${Number(unit.from.slice(8)) <= 15 ? '上半月' : '下半月'}`;
  return first.key === last.key ? half(first) : `${half(first)}至${half(last)}`;
}

/** The whole term, where it has a school day. */
export function termPeriod(date: string, calendar: SchoolCalendar): Period | undefined {
  const term = calendar.termOf(date);
  if (!term) return undefined;
  return withSchoolDay({ key: `T${term.name}`, from: term.from, to: term.to, text: '本学期' }, calendar);
}

/** The school year, 1 September to 31 August (D6). */
export function schoolYearOf(date: string, calendar: SchoolCalendar): Period | undefined {
  const year = Number(date.slice(0, 4)) - (date.slice(5) < '09-01' ? 1 : 0);
  const period = { key: `Y${year}`, from: `${year}-09-01`, to: `${year + 1}-08-31`, text: `${year}–${year + 1} 学年` };
  return withSchoolDay(period, calendar);
}

/** The calendar quarter; it may lie across two terms. */
export function quarterOf(date: string, calendar: SchoolCalendar): Period | undefined {
  const year = date.slice(0, 4);
  const number = Math.floor((Number(date.slice(5, 7)) - 1) / 3) + 1;
  const firstMonth = String(number * 3 - 2).padStart(2, '0');
  const next = number === 4 ? `${Number(year) + 1}-01-01` : `${year}-${String(number * 3 + 1).padStart(2, '0')}-01`;
  const text = `第${['一', '二', '三', '四'][number - 1]}季度`;
  const period = { key: `${year}-Q${number}`, from: `${year}-${firstMonth}-01`, to: plusDays(next, -1), text };
  return withSchoolDay(period, calendar);
}

function withSchoolDay(period: Period, calendar: SchoolCalendar): Period | undefined {
  for (let day = period.from; day <= period.to; day = dayAfter(day)) if (calendar.isSchoolDay(day)) return period;
  return undefined;
}

/**
 * The last school day before at least three days off and the week up to it (D11), as far as that week does not reach
 * back into the last holiday or before the term.
 */
export function beforeHoliday(date: string, calendar: SchoolCalendar): Period | undefined {
  const term = calendar.termOf(date);
  if (!term) return undefined;
  let last: string | undefined;
  let ahead = date;
  for (let step = 0; step <= BEFORE_HOLIDAY_DAYS && last === undefined && ahead <= term.to; step += 1) {
    if (calendar.breakAfter(ahead)) last = ahead;
    ahead = dayAfter(ahead);
  }
  if (last === undefined) return undefined;
  let from = last;
  for (let step = 1; step <= BEFORE_HOLIDAY_DAYS; step += 1) {
    const day = plusDays(last, -step);
    if (day < term.from || calendar.breakAfter(day)) break;
    // Only from a school day on: the days between are the holiday before.
    if (calendar.isSchoolDay(day) || !inBreak(day, calendar)) from = day;
    else break;
  }
  if (date < from) return undefined;
  return { key: `B${last}`, from, to: last, text: `${breakName(last, term, calendar)}放假前` };
}

/** A day off that belongs to a break of three days and more. */
function inBreak(date: string, calendar: SchoolCalendar): boolean {
  let day = date;
  for (let step = 0; step < 20 && !calendar.isSchoolDay(day); step += 1) day = dayBefore(day);
  return calendar.breakAfter(day);
}

/** 国庆节, 暑假, else the date of the last school day. */
function breakName(last: string, term: TermSpan, calendar: SchoolCalendar): string {
  if (!schoolDaysOf({ from: plusDays(last, 1), to: term.to }, calendar).length)
    return Number(last.slice(5, 7)) >= 5 && Number(last.slice(5, 7)) <= 8 ? '暑假' : '寒假';
  for (let day = plusDays(last, 1); !calendar.isSchoolDay(day) && day <= term.to; day = dayAfter(day)) {
    const name = holidayName(day);
    // The data says 清明, 端午, 中秋, and 元旦 as people do.
    if (name) return name.endsWith('节') || name === '元旦' ? name : `${name}节`;
  }
  return `${Number(last.slice(5, 7))}月${Number(last.slice(8))}日`;
}
