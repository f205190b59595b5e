import type { Context } from '../kernel/context.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import type { Period } from './duty.ts';
import { chooseTopic } from './reminder_topic.ts';
import type { SchoolDuty } from './settings.ts';

/** What a period is about beyond its duty, e.g. the topic of a daily reminder; decided when the period opens. */
export type Matter = (
  context: Context,
  duty: SchoolDuty,
  period: Period,
  calendar: SchoolCalendar,
) => Readonly<Record<string, unknown>> | undefined;

/** Duties that bring a matter; all others are the same every time. */
export const matters: Readonly<Record<string, Matter>> = {
  'daily-safety-reminder': chooseTopic,
};
