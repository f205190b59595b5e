/**
 * The policy of the hazard loop as data and pure functions. Numbers are those of domain/hazards.md §4.2 and §4.3;
 * the clock times of nudges are the product's defaults and no official requirement.
 */
import { DAY, daysBetween, HOUR, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import type { HazardState, Severity } from '../store/schema/index.ts';

/** What makes a hazard's cards out of date, and whose timers are its own. */
export const topicOf = (id: number): string => `hazard:${id}`;
export const idOfTopic = (topic: string): number => Number(topic.split(':')[1]);

export const severityNames: Readonly<Record<Severity, string>> = { general: '一般', serious: '较大', major: '重大' };

export const stateNames: Readonly<Record<HazardState, string>> = {
  reported: '待认定',
  triaged: '已认定',
  assigned: '待整改',
  rectifying: '整改中',
  pending_recheck: '待复查',
  closed: '已销号',
  merged: '已并入',
  not_hazard: '不属实',
  transferred: '已转外部',
  reopened: '待认定',
  withdrawn: '已撤回',
};

/** The state as people read it: a major one that passed the recheck waits for consent and receipt only. */
export const stateTextOf = (of: {
  readonly state: HazardState;
  readonly recheckResult: 'passed' | 'sent_back' | null;
}): string => (of.state === 'pending_recheck' && of.recheckResult === 'passed' ? '待销号' : stateNames[of.state]);

/** What can happen to a hazard, and from which states (domain/hazards.md §4.1). */
export const transitions = {
  confirm_major: ['reported', 'reopened'],
  lower_major: ['reported', 'reopened'],
  assign: ['reported', 'triaged', 'reopened'],
  merge: ['reported', 'reopened'],
  reject: ['reported', 'reopened'],
  transfer: ['reported', 'triaged', 'reopened'],
  withdraw: ['reported'],
  control: ['assigned', 'rectifying'],
  rectify: ['assigned', 'rectifying'],
  return: ['assigned', 'rectifying'],
  reassign: ['assigned', 'rectifying'],
  ask_extension: ['assigned', 'rectifying'],
  decide_extension: ['assigned', 'rectifying'],
  promise: ['assigned', 'rectifying'],
  list: ['assigned', 'rectifying', 'pending_recheck'],
  delist: [
    'reported',
    'triaged',
    'assigned',
    'rectifying',
    'pending_recheck',
    'closed',
    'reopened',
    'merged',
    'not_hazard',
    'transferred',
  ],
  pass: ['pending_recheck'],
  send_back: ['pending_recheck'],
  change_rechecker: ['pending_recheck'],
  consent: ['pending_recheck'],
  receipt: ['triaged', 'assigned', 'rectifying', 'pending_recheck'],
  authority_report: ['triaged', 'assigned', 'rectifying', 'pending_recheck'],
  reopen: ['closed'],
  supplement: ['reported', 'triaged', 'assigned', 'rectifying', 'pending_recheck', 'reopened'],
} as const satisfies Readonly<Record<string, readonly HazardState[]>>;

export type Transition = keyof typeof transitions;

export const may = (state: HazardState, transition: Transition): boolean =>
  (transitions[transition] as readonly HazardState[]).includes(state);

export const openStates: readonly HazardState[] = [
  'reported',
  'triaged',
  'assigned',
  'rectifying',
  'pending_recheck',
  'reopened',
];

export interface ServiceLevel {
  /** Minutes until somebody should have decided and assigned. */
  readonly triageMinutes: number;
  /** Minutes from assignment until interim control should stand; 0: as needed. */
  readonly controlMinutes: number;
  readonly fix: { readonly days: number; readonly unit: 'school' | 'calendar' };
  readonly recheck: { readonly days: number; readonly unit: 'school' | 'calendar' };
  /** One extension at most; 0 days: none (domain/hazards.md §4.3). */
  readonly extension: { readonly days: number; readonly unit: 'school' | 'calendar'; readonly by: string };
}

export const serviceLevels: Readonly<Record<Severity, ServiceLevel>> = {
  general: {
    triageMinutes: 120,
    controlMinutes: 0,
    fix: { days: 7, unit: 'school' },
    recheck: { days: 2, unit: 'school' },
    extension: { days: 7, unit: 'school', by: 'vice_principal' },
  },
  serious: {
    triageMinutes: 30,
    controlMinutes: 120,
    fix: { days: 7, unit: 'calendar' },
    recheck: { days: 1, unit: 'school' },
    extension: { days: 7, unit: 'calendar', by: 'principal' },
  },
  major: {
    triageMinutes: 0,
    controlMinutes: 0,
    fix: { days: 30, unit: 'calendar' },
    recheck: { days: 1, unit: 'calendar' },
    extension: { days: 0, unit: 'calendar', by: '' },
  },
};

/** A repeat: same place and sub-category within this time (domain/hazards.md §6 repeat_count). */
export const REPEAT_WINDOW_MS = 90 * DAY;
/** 销号后 30 天内复发 opens it again (domain/hazards.md §4.1). */
export const REOPEN_WINDOW_MS = 30 * DAY;
/** 同一隐患 30 天内重复 2 次以上 counts as 较大 (domain/hazards.md §3). */
export const RAISE_REPEATS = { windowMs: 30 * DAY, count: 2 };
/** An unanswered question becomes a record marked 待补充 (domain/hazards.md §8). */
export const DRAFT_WAITS_MS = 15 * MINUTE;
/** A mis-tap can be taken back by its author (issue: ten minutes). */
export const UNDO_WINDOW_MS = 10 * MINUTE;
/** A suspected major one is decided by a person within 30 minutes (domain/hazards.md §3). */
export const MAJOR_DECISION_MS = 30 * MINUTE;
/** After that the next higher leader is asked every ten minutes; the product's default. */
export const MAJOR_CLIMBS_MS = 10 * MINUTE;
/** Authority is told in writing within 24 hours (domain/hazards.md §4.2). */
export const AUTHORITY_REPORT_MS = 24 * HOUR;

/** From the third unanswered question on, somebody is asked every day; nothing is given up (design.md §1 promise 6). */
export const ASKED_BEFORE_DAILY = 3;
/** Consent and outside receipt of a rechecked major one: asked again while either is missing. */
export const CLOSING_AGAIN_MS = 3 * DAY;
/** After the last rung the people of that rung hear again every week until the case moves. */
const LAST_RUNG_AGAIN_DAYS = 7;

/** A rung of the ladder: when, to whom, and what else happens. Readable by a principal. */
export interface Rung {
  /** Days from the deadline; negative: before. */
  readonly days: number;
  readonly unit: 'school' | 'calendar';
  readonly clock: string;
  /** 0: a reminder before or on the day; 1–3: the overdue levels of domain/voice.md §1. */
  readonly level: 0 | 1 | 2 | 3;
  readonly to: readonly string[];
  readonly effect?: 'raise' | 'list' | 'authority';
  /** Comes again every day until the case moves. */
  readonly daily?: boolean;
}

/** domain/hazards.md §4.2; `owner` and `leader` are the hazard's own people, the rest are roles. */
export const ladders: Readonly<Record<Severity, readonly Rung[]>> = {
  general: [
    { days: -1, unit: 'calendar', clock: '10:00', level: 0, to: ['owner'] },
    { days: 0, unit: 'calendar', clock: '10:00', level: 0, to: ['owner'] },
    { days: 1, unit: 'school', clock: '10:00', level: 1, to: ['owner', 'leader'] },
    { days: 3, unit: 'school', clock: '10:00', level: 2, to: ['vice_principal', 'owner'] },
    { days: 7, unit: 'school', clock: '10:00', level: 3, to: ['principal', 'owner'], effect: 'raise' },
  ],
  serious: [
    { days: -1, unit: 'calendar', clock: '10:00', level: 0, to: ['owner'] },
    { days: 0, unit: 'calendar', clock: '10:00', level: 0, to: ['owner'] },
    { days: 1, unit: 'calendar', clock: '08:00', level: 1, to: ['owner', 'vice_principal'] },
    { days: 1, unit: 'school', clock: '10:00', level: 2, to: ['principal', 'owner'] },
    { days: 3, unit: 'school', clock: '10:00', level: 3, to: ['principal', 'safety_office', 'owner'], effect: 'list' },
    { days: 14, unit: 'calendar', clock: '10:00', level: 3, to: ['safety_office', 'principal'], effect: 'authority' },
  ],
  major: [
    { days: -1, unit: 'calendar', clock: '09:00', level: 0, to: ['owner'] },
    { days: 0, unit: 'calendar', clock: '09:00', level: 0, to: ['owner', 'principal'] },
    {
      days: 1,
      unit: 'calendar',
      clock: '07:00',
      level: 3,
      to: ['owner', 'principal', 'safety_office'],
      effect: 'list',
      daily: true,
    },
  ],
};

/** Finds dates in the school's calendar; passed in so that the rules stay pure. */
export interface Calendar {
  /** The date `count` school days after `date`. */
  readonly plusSchoolDays: (date: string, count: number) => string;
  readonly isSchoolDay: (date: string) => boolean;
}

/** `days` after `date` in the unit; a calendar deadline that falls on a free day moves back to the last school day before it. */
export function deadlineFrom(
  date: string,
  span: { days: number; unit: 'school' | 'calendar' },
  calendar: Calendar,
): string {
  if (span.unit === 'school') return calendar.plusSchoolDays(date, span.days);
  let day = plusDays(date, span.days);
  while (day > plusDays(date, 1) && !calendar.isSchoolDay(day)) day = plusDays(day, -1);
  return calendar.isSchoolDay(day) ? day : calendar.plusSchoolDays(day, 1);
}

/** The school day closest to a free day, the earlier one of two; never before `today`. */
export function nearestSchoolDay(date: string, today: string, calendar: Calendar): string {
  const next = calendar.plusSchoolDays(date, 0);
  for (
    let day = plusDays(date, -1);
    day >= today && daysBetween(day, date) <= daysBetween(date, next);
    day = plusDays(day, -1)
  ) {
    if (calendar.isSchoolDay(day)) return day;
  }
  return next;
}

/** When a rung is due, ms. */
export function rungAt(rung: Rung, due: string, calendar: Calendar, timeZone: string): number {
  const date =
    rung.unit === 'school' && rung.days > 0 ? calendar.plusSchoolDays(due, rung.days) : plusDays(due, rung.days);
  return instantOf(date, rung.clock, timeZone);
}

/**
 * The latest rung that is due and was not sent; after an outage the ones before it are skipped, not made up for
 * (design.md §5). Undefined when nothing is due.
 */
export function dueRung(times: readonly number[], sentUpTo: number, now: number): number | undefined {
  let found: number | undefined;
  times.forEach((time, index) => {
    if (index > sentUpTo && time <= now) found = index;
  });
  return found;
}

/**
 * When the ladder speaks next, ms: the earliest rung not yet sent (it may already be due), else the last one again,
 * the next day or the next week. Undefined only without a ladder.
 */
export function nextRungAt(
  ladder: readonly Rung[],
  times: readonly number[],
  sentUpTo: number,
  now: number,
): number | undefined {
  const pending = times.slice(sentUpTo + 1);
  if (pending.length > 0) return Math.min(...pending);
  const first = times[sentUpTo];
  if (first === undefined) return undefined;
  const every = (ladder[sentUpTo]?.daily ? 1 : LAST_RUNG_AGAIN_DAYS) * DAY;
  return first + Math.max(1, Math.floor((now - first) / every) + 1) * every;
}

/** The last rung that is already past, so that a case assigned late does not start with a reminder. */
export const passedRungs = (times: readonly number[], now: number): number => dueRung(times, -1, now) ?? -1;

/** Quiet hours of domain/duties.md §1.4: what can wait is shown at 06:30. Never for what concerns safety now. */
const QUIET = { from: '21:30', to: '06:30' };

/** The instant at which an ordinary message may arrive. */
export function afterQuietHours(instant: number, date: string, clock: string, timeZone: string): number {
  if (clock >= QUIET.from) return instantOf(plusDays(date, 1), QUIET.to, timeZone);
  if (clock < QUIET.to) return instantOf(date, QUIET.to, timeZone);
  return instant;
}
