import { afterQuietHours } from '../kernel/quiet_hours.ts';
import { dateOf, HOUR } from '../kernel/time.ts';

/** How often one person's phone may speak by itself (issue 3; domain/duties.md §1.4). Answers and alarms do not count. */
export const HOURLY_LIMIT = 3;
export const DAILY_LIMIT = 6;

/**
 * `reminder`: asks again for what the to-do list shows too, so the list can stand for it. `news`: says what happened;
 * it is never merged, only spread. `free`: leaves at once (emergencies, major hazards, drills, nights, first requests,
 * what became of one's own report).
 */
export type Interruption = 'reminder' | 'news' | 'free';

export type Ruling = { readonly is: 'go' } | { readonly is: 'wait'; readonly until: number } | { readonly is: 'merge' };

interface Moment {
  /** ms */
  readonly now: number;
  readonly timeZone: string;
}

const GO: Ruling = { is: 'go' };

/** Nothing of this rule applies at this moment, whatever it is: the common case, told without reading a row. */
export const isUnlimited = (before: readonly number[], { now, timeZone }: Moment): boolean =>
  before.length < HOURLY_LIMIT && afterQuietHours(now, timeZone) === now;

/**
 * May this leave now? `before`: when the person was interrupted within the last day, ms, in any order. Reminders wait
 * for the morning at night, and become part of the list above three an hour or six a day; news waits until the hour has
 * room, so nothing is lost.
 */
export function rule(kind: Interruption, before: readonly number[], { now, timeZone }: Moment): Ruling {
  if (kind === 'free') return GO;
  if (kind === 'reminder') {
    const morning = afterQuietHours(now, timeZone);
    if (morning > now) return { is: 'wait', until: morning };
  }
  const lastHour = before.filter((at) => at > now - HOUR && at <= now).sort((left, right) => left - right);
  const today = before.filter((at) => dateOf(at, timeZone) === dateOf(now, timeZone)).length;
  const isHourFull = lastHour.length >= HOURLY_LIMIT;
  if (kind === 'reminder') return isHourFull || today >= DAILY_LIMIT ? { is: 'merge' } : GO;
  if (!isHourFull) return GO;
  // The hour has room again when the third last of them is an hour old.
  return { is: 'wait', until: (lastHour.at(-HOURLY_LIMIT) ?? now) + HOUR };
}
