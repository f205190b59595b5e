/**
 * Steps nobody has set a limit for (处置, 帮扶, 回访…): asked about one at a time, first after seven school days, then
 * every fourteen days, unless the school has set another pace. Ours, and never shown as official.
 */
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { plusSchoolDays, schoolDayFrom } from '../school/calendar.ts';
import { privateLimitsOf } from './private_limits.ts';

const ASKED_AT = '10:00';

/** When a step without a limit is asked about; `sent`: how often it was, `from`: since when it is counted. ms. */
export function nextPaceReminder(context: ReadContext, schoolId: number, sent: number, from = context.now): number {
  const { firstAsked, askedEvery } = privateLimitsOf(context, schoolId);
  const today = dateOf(from, context.timeZone);
  const day =
    sent === 0
      ? plusSchoolDays(context, schoolId, today, firstAsked)
      : schoolDayFrom(context, schoolId, plusDays(today, askedEvery));
  return instantOf(day, ASKED_AT, context.timeZone);
}
