import chineseDays from 'chinese-days';
import { and, eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { plusDays, weekdayOf } from '../kernel/time.ts';
import { calendarDay } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

/** Why no school day could be found: an empty calendar must not swallow deadlines. */
const SEARCH_DAYS = 120;

const ownWord = prepared((db) =>
  db
    .select({ kind: calendarDay.kind })
    .from(calendarDay)
    .where(and(eq(calendarDay.schoolId, sql.placeholder('school')), eq(calendarDay.date, sql.placeholder('date'))))
    .prepare(),
);

type Reading = Pick<ReadContext, 'db'>;

/**
 * Whether lessons are held: the school's own word first, then statutory holidays and make-up days (chinese-days);
 * where no calendar is known Monday to Friday count (design.md §5).
 */
export function isSchoolDay(context: Reading, schoolId: number, date: string): boolean {
  const own = ownWord(context.db).get({ school: schoolId, date });
  if (own) return own.kind === 'school_day';
  const weekday = weekdayOf(date);
  const ordinary = weekday >= 1 && weekday <= 5;
  return ordinary ? !chineseDays.isHoliday(date) : chineseDays.isWorkday(date);
}

/** The first school day on or after `date`. Throws when there is none within 120 days. */
export function schoolDayFrom(context: Reading, schoolId: number, date: string): string {
  let day = date;
  for (let step = 0; step < SEARCH_DAYS; step += 1) {
    if (isSchoolDay(context, schoolId, day)) return day;
    day = plusDays(day, 1);
  }
  throw new Error(
    `calendar.empty: no school day within ${SEARCH_DAYS} days of ${date} for school ${schoolId}; check the school calendar (who: safety office)`,
  );
}

/** The date `count` school days after `date`, which itself does not count; 0 gives the first school day from `date`. */
export function plusSchoolDays(context: Reading, schoolId: number, date: string, count: number): string {
  if (count === 0) return schoolDayFrom(context, schoolId, date);
  let day = date;
  for (let left = count; left > 0; left -= 1) day = schoolDayFrom(context, schoolId, plusDays(day, 1));
  return day;
}
