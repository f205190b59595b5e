/**
 * Ladders of domain/duties.md §1.4 as tables a principal can read. Counted from the deadline; a rung speaks once, rungs
 * of one instant speak together, and after an outage only the latest due ones (design.md §5). Clock times are the
 * product's defaults.
 */
import { DAY, dateOf, HOUR, instantOf, MINUTE, plusDays, weekdayOf } from '../kernel/time.ts';

export type Escalation = 'E0' | 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6' | 'E7';

/** `owners`: only those who have not done it; `summary`: who is left, to somebody above. */
export type Audience = 'owners' | 'grade_lead' | 'safety_office' | 'vice_principal' | 'principal' | 'duty_leader';

export interface DutyRung {
  readonly when:
    | { readonly from: 'due'; readonly minutes: number }
    | { readonly from: 'due'; readonly days: number; readonly unit: 'school' | 'calendar'; readonly clock: string }
    | { readonly from: 'week'; readonly weekday: number; readonly clock: string };
  readonly to: Audience;
  /** Lets owners be reminded in the group by class or post instead of one by one. */
  readonly inGroup?: boolean;
  /** Tells only of who missed the period before too. */
  readonly again?: true;
  /** Speaks on its very day, also on a day off: a filing's deadline is set by a document, and its words count days. */
  readonly anyDay?: boolean;
}

/** Those who lead hear of yesterday at one time, so that it is one message (nudges/summaries.ts). */
const LEADERS_CLOCK = '08:00';

export const dutyLadders: Readonly<Record<Escalation, readonly DutyRung[]>> = {
  E0: [],
  E1: [
    { when: { from: 'due', minutes: -30 }, to: 'owners', inGroup: true },
    { when: { from: 'due', minutes: 0 }, to: 'owners' },
    { when: { from: 'due', minutes: 0 }, to: 'grade_lead' },
    { when: { from: 'due', minutes: 60 }, to: 'safety_office' },
    { when: { from: 'due', days: 1, unit: 'calendar', clock: LEADERS_CLOCK }, to: 'vice_principal' },
  ],
  E2: [
    { when: { from: 'week', weekday: 4, clock: '16:00' }, to: 'owners', inGroup: true },
    { when: { from: 'due', minutes: -120 }, to: 'owners' },
    { when: { from: 'due', minutes: 60 }, to: 'safety_office' },
    { when: { from: 'due', days: 1, unit: 'school', clock: LEADERS_CLOCK }, to: 'vice_principal' },
    { when: { from: 'due', days: 1, unit: 'school', clock: LEADERS_CLOCK }, to: 'principal', again: true },
  ],
  E3: [
    { when: { from: 'due', days: -7, unit: 'calendar', clock: '10:00' }, to: 'owners' },
    { when: { from: 'due', days: -3, unit: 'calendar', clock: '10:00' }, to: 'owners' },
    { when: { from: 'due', days: -1, unit: 'calendar', clock: '10:00' }, to: 'owners' },
    { when: { from: 'due', minutes: 0 }, to: 'owners' },
    { when: { from: 'due', minutes: 60 }, to: 'safety_office' },
    { when: { from: 'due', days: 1, unit: 'school', clock: LEADERS_CLOCK }, to: 'vice_principal' },
    { when: { from: 'due', days: 3, unit: 'school', clock: LEADERS_CLOCK }, to: 'principal' },
  ],
  E4: [
    { when: { from: 'due', days: -14, unit: 'calendar', clock: '10:00' }, to: 'owners', anyDay: true },
    { when: { from: 'due', days: -7, unit: 'calendar', clock: '10:00' }, to: 'owners', anyDay: true },
    { when: { from: 'due', days: -3, unit: 'calendar', clock: '10:00' }, to: 'owners', anyDay: true },
    { when: { from: 'due', days: -1, unit: 'calendar', clock: '10:00' }, to: 'owners', anyDay: true },
    { when: { from: 'due', days: 0, unit: 'calendar', clock: '10:00' }, to: 'owners', anyDay: true },
    { when: { from: 'due', days: 0, unit: 'calendar', clock: '15:00' }, to: 'owners', anyDay: true },
    { when: { from: 'due', minutes: 0 }, to: 'principal' },
  ],
  E5: [],
  E6: [],
  E7: [
    { when: { from: 'due', minutes: -15 }, to: 'owners' },
    { when: { from: 'due', minutes: 5 }, to: 'duty_leader' },
    { when: { from: 'due', minutes: 15 }, to: 'safety_office' },
  ],
};

export interface LadderCalendar {
  readonly plusSchoolDays: (date: string, count: number) => string;
  /** The last school day on or before a date. */
  readonly schoolDayUpTo: (date: string) => string;
}

/**
 * A day counted from the deadline. What would speak on a day off speaks on the school day before, and what comes after
 * the deadline on the school day after: nobody is asked on a Sunday for what waits until Monday.
 */
function dayOf(days: number, unit: 'school' | 'calendar', due: string, calendar: LadderCalendar): string {
  if (days > 0)
    return unit === 'school' ? calendar.plusSchoolDays(due, days) : calendar.plusSchoolDays(plusDays(due, days), 0);
  return days === 0 ? due : calendar.schoolDayUpTo(plusDays(due, days));
}

/** When a rung speaks, ms. */
export function rungAt(rung: DutyRung, dueAt: number, calendar: LadderCalendar, timeZone: string): number {
  const { when } = rung;
  if (when.from === 'week') {
    const due = dateOf(dueAt, timeZone);
    const back = (weekdayOf(due) - when.weekday + 7) % 7;
    return Math.min(instantOf(calendar.schoolDayUpTo(plusDays(due, -back)), when.clock, timeZone), dueAt - 3 * HOUR);
  }
  if ('minutes' in when) return dueAt + when.minutes * MINUTE;
  const due = dateOf(dueAt, timeZone);
  const date = rung.anyDay ? plusDays(due, when.days) : dayOf(when.days, when.unit, due, calendar);
  return instantOf(date, when.clock, timeZone);
}

/** The latest rung that is due and was not sent; undefined when nothing is due. */
export function dueRung(times: readonly number[], sentUpTo: number, now: number): number | undefined {
  let found: number | undefined;
  times.forEach((time, index) => {
    if (index > sentUpTo && time <= now) found = index;
  });
  return found;
}

/** The rungs that speak with the one that was reached: those of its instant that were not sent. */
export const rungsWith = (times: readonly number[], sentUpTo: number, reached: number): readonly number[] =>
  times.flatMap((time, index) => (index > sentUpTo && index <= reached && time === times[reached] ? [index] : []));

/** When the ladder speaks next, ms; rungs that came before the period opened are passed over. */
export function nextRungAt(times: readonly number[], sentUpTo: number): number | undefined {
  const left = times.filter((_, index) => index > sentUpTo);
  return left.length === 0 ? undefined : Math.min(...left);
}

/** A summary to somebody above that is older than this is not worth sending after an outage. */
export const STALE_MS = 3 * DAY;
