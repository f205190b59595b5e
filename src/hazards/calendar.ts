import type { ReadContext } from '../kernel/context.ts';
import { isSchoolDay, plusSchoolDays } from '../school/calendar.ts';
import type { Calendar } from './rules.ts';

/** The school's calendar as the rules want it. */
export const calendarOf = (context: Pick<ReadContext, 'db'>, schoolId: number): Calendar => ({
  plusSchoolDays: (date, count) => plusSchoolDays(context, schoolId, date, count),
  isSchoolDay: (date) => isSchoolDay(context, schoolId, date),
});
