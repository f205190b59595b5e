import { and, eq, ne } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { calendarDay, classGroup } from '../store/schema/index.ts';
import type { SchoolDuty } from './settings.ts';

/** Why nobody is asked on a day: said on the card instead of the task. */
export const SUSPENDED = '停课免记';
export const DAY_OFF = '放假免记';

/** The excuse of a day without lessons by this calendar; undefined where lessons are held. */
export const excuseOf = (date: string, calendar: SchoolCalendar): string | undefined =>
  calendar.isSuspended(date) ? SUSPENDED : calendar.isSchoolDay(date) ? undefined : DAY_OFF;

/**
 * Classes whose grade has no lessons on a day although the school has: class id as text → the excuse. Only for what is
 * asked every school day; a week or a month goes on without one of its days.
 */
export function classesOff(
  context: Pick<ReadContext, 'db'>,
  duty: Pick<SchoolDuty, 'schoolId' | 'scope' | 'cadence'>,
  date: string,
): ReadonlyMap<string, string> {
  const off = new Map<string, string>();
  if (duty.scope !== 'class' || duty.cadence !== 'daily') return off;
  const marked = context.db
    .selectDistinct({ grade: calendarDay.grade })
    .from(calendarDay)
    .where(and(eq(calendarDay.schoolId, duty.schoolId), eq(calendarDay.date, date), ne(calendarDay.grade, '')))
    .all();
  for (const { grade } of marked) {
    const excuse = excuseOf(date, schoolCalendar(context, duty.schoolId, grade));
    if (excuse === undefined) continue;
    const classes = context.db
      .select({ id: classGroup.id })
      .from(classGroup)
      .where(and(eq(classGroup.schoolId, duty.schoolId), eq(classGroup.grade, grade)))
      .all();
    for (const one of classes) off.set(String(one.id), excuse);
  }
  return off;
}
