import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const dayTimesShape = z.object({ schoolStart: clock, firstClass: clock, dismissal: clock, lightsOut: clock });

/** Clock times of the school's day, HH:mm in the school's zone. */
export type DayTimes = Readonly<z.infer<typeof dayTimesShape>>;

/** Product defaults; the school sets its own. */
export const usualDayTimes: DayTimes = {
  schoolStart: '07:40',
  firstClass: '08:00',
  dismissal: '16:30',
  lightsOut: '21:30',
};

const keyOf = (schoolId: number): string => `school:${schoolId}:day-times`;

const settingOf = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

/** The school's day; the usual times where it has set none. */
export function dayTimesOf(context: Pick<ReadContext, 'db'>, schoolId: number): DayTimes {
  const stored = dayTimesShape.safeParse(settingOf(context.db).get({ key: keyOf(schoolId) })?.value);
  return stored.success ? stored.data : usualDayTimes;
}

/** Sets some of the school's times. Throws a ZodError when one is not HH:mm. */
export function setDayTimes(context: Context, schoolId: number, times: Partial<DayTimes>): void {
  const before = dayTimesOf(context, schoolId);
  const value = dayTimesShape.parse({ ...before, ...times });
  context.db
    .insert(setting)
    .values({ key: keyOf(schoolId), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  record(context, 'school.day_times', `school:${schoolId}`, { before, after: value });
}
