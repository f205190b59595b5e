import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { type SchoolCalendar, schoolCalendar, teachingDayFrom } from '../school/calendar.ts';
import { setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { type Rhythm, type SummaryTime, USUAL_TIME } from './week.ts';

const key = (schoolId: number): string => `school:${schoolId}:digest`;

const stored = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

const shape = z.object({ weekday: z.number().int().min(1).max(7), clock: z.string().regex(/^\d{2}:\d{2}$/) });

/** When the school wants its weekly digest; Friday 16:00 where it said nothing. */
export function summaryTimeOf(context: Pick<ReadContext, 'db'>, schoolId: number): SummaryTime {
  const own = shape.safeParse(stored(context.db).get({ key: key(schoolId) })?.value);
  return own.success ? own.data : USUAL_TIME;
}

/** Writes the school's own time; the caller checked who it was and plans the next one anew. */
export function changeSummaryTime(context: Context, schoolId: number, time: SummaryTime): void {
  const value = { weekday: time.weekday, clock: time.clock };
  context.db
    .insert(setting)
    .values({ key: key(schoolId), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  record(context, 'digest.time', `school:${schoolId}`, value);
}

/** The school's time with its calendar: all that decides when summaries are due. */
export function rhythmOf(
  context: ReadContext,
  schoolId: number,
  calendar: SchoolCalendar = schoolCalendar(context, schoolId),
): Rhythm {
  return {
    ...summaryTimeOf(context, schoolId),
    schoolDayFrom: (date) => teachingDayFrom(context, schoolId, date, calendar),
    timeZone: context.timeZone,
  };
}
