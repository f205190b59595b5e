import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { FIRST_REPORT_MINUTES } from './report_rules.ts';

const shape = z.object({
  /** Minutes from the alert to the written first report. */
  minutes: z.number().int().min(FIRST_REPORT_MINUTES.least).max(FIRST_REPORT_MINUTES.most),
  /** Whom the school reports to, with the telephone number, as it wants to read it in a hurry; may be empty. */
  authority: z.string(),
});
export type ReportSettings = Readonly<z.infer<typeof shape>>;

const keyOf = (schoolId: number): string => `school:${schoolId}:incident-report`;
export const reportSettingsTopic = (schoolId: number): string => `incident-report:${schoolId}`;

const stored = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

/** What the school has set; one hour and nobody named where it has set nothing. */
export function reportSettingsOf(context: Pick<ReadContext, 'db'>, schoolId: number): ReportSettings {
  const found = shape.safeParse(stored(context.db).get({ key: keyOf(schoolId) })?.value);
  return found.success ? found.data : { minutes: FIRST_REPORT_MINUTES.usual, authority: '' };
}

/** Sets the deadline of the first report and whom it goes to; emergencies that run keep the ladder they have. */
export function setReportSettings(context: Context, schoolId: number, wanted: ReportSettings): Outcome {
  const before = reportSettingsOf(context, schoolId);
  const value = shape.parse(wanted);
  context.db
    .insert(setting)
    .values({ key: keyOf(schoolId), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  record(context, 'incident.report_settings', reportSettingsTopic(schoolId), {
    before: before.minutes,
    after: value.minutes,
  });
  return { toast: { tone: 'success', text: `已记：首报 ${value.minutes} 分钟内` } };
}
