import type { ReadContext } from '../kernel/context.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';

type Reading = Pick<ReadContext, 'db' | 'timeZone'>;

/** Why a date is no good for a drill; undefined when it is (domain/drills.md §3: 错开考试; school days only). */
export function unsuitable(
  date: string,
  calendar: SchoolCalendar,
): 'off' | 'exam' | 'before_exam' | 'before_break' | undefined {
  if (!calendar.isSchoolDay(date)) return 'off';
  if (calendar.isExamDay(date)) return 'exam';
  if (calendar.isExamDay(plusDays(date, 1))) return 'before_exam';
  return calendar.breakAfter(date) ? 'before_break' : undefined;
}

/**
 * The first suitable date from `from` to `to`; where every school day has something against it the first without exams,
 * since a drill that is not held is the worse choice. Undefined when there is none.
 */
export function suitableDate(from: string, to: string, calendar: SchoolCalendar): string | undefined {
  let second: string | undefined;
  for (let date = from; date <= to; date = plusDays(date, 1)) {
    const against = unsuitable(date, calendar);
    if (against === undefined) return date;
    if (against === 'before_exam' || against === 'before_break') second ??= date;
  }
  return second;
}

const warnings = {
  off: '已安排，那天不上课，请核对',
  exam: '已安排，那天有考试，请核对',
  before_exam: '已安排，次日有考试',
  before_break: undefined,
} as const;

/** What whoever plans should know about the day they chose; undefined when nothing speaks against it. */
export function warnAbout(context: Reading, schoolId: number, at: number): string | undefined {
  const against = unsuitable(dateOf(at, context.timeZone), schoolCalendar(context, schoolId));
  return against && warnings[against];
}
