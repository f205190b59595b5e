import type { Context } from '../kernel/context.ts';
import { afterQuietHours } from '../kernel/quiet_hours.ts';
import { clockOf, DAY, dateOf, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import { cancelTimer, setTimer, timersOf } from '../kernel/timers.ts';
import { calendarOf } from './calendar.ts';
import { type Hazard, stepsOf } from './queries.ts';
import {
  ASKED_BEFORE_DAILY,
  AUTHORITY_REPORT_MS,
  CLOSING_AGAIN_MS,
  ladders,
  MAJOR_CLIMBS_MS,
  MAJOR_DECISION_MS,
  nextRungAt,
  type Rung,
  rungAt,
  serviceLevels,
  topicOf,
} from './rules.ts';

export const TIMERS = {
  triage: 'hazard.triage',
  major: 'hazard.major',
  control: 'hazard.control',
  ladder: 'hazard.ladder',
  recheck: 'hazard.recheck',
  closing: 'hazard.closing',
  authority: 'hazard.authority',
} as const;

type Planned = Readonly<Partial<Record<keyof typeof TIMERS, number>>>;

/** The ladder that was stored when the case was assigned; a later change of policy does not rewrite it. */
// Written by assign, extension and send-back only, from the table in rules.ts.
export const ladderOf = (of: Hazard): readonly Rung[] => (of.ladder as readonly Rung[] | null) ?? ladders[of.severity];

/** When the rungs are due, ms; with `count` only the first so many, since school days are counted for each. */
export function rungTimes(
  context: Pick<Context, 'db' | 'timeZone'>,
  of: Hazard,
  count = Number.POSITIVE_INFINITY,
): readonly number[] {
  const { due } = of;
  if (due === null) return [];
  return ladderOf(of)
    .slice(0, count)
    .map((rung) => rungAt(rung, due, calendarOf(context, of.schoolId), context.timeZone));
}

/** Steps that are written when somebody is asked again; none of them changes the hazard itself. */
export const NUDGES = {
  triage: 'triage_nudge',
  major: 'major_nudge',
  control: 'control_nudge',
  recheck: 'recheck_nudge',
  closing: 'closing_nudge',
  authority: 'authority_nudge',
} as const;

export type Nudge = keyof typeof NUDGES;

/** Steps after which the wait for something begins anew. */
const beginnings: Readonly<Record<Nudge, readonly string[]>> = {
  triage: ['report', 'return', 'reopen', 'undo', 'confirm_major', 'lower_major'],
  major: ['report', 'reopen', 'undo'],
  control: ['assign', 'reassign', 'undo'],
  recheck: ['rectify', 'change_rechecker', 'undo'],
  closing: ['pass', 'undo'],
  authority: ['confirm_major'],
};

/**
 * With which pause (ms) somebody is asked again for one thing that was asked for `asked` times. What would stand still
 * is never given up; interim control is asked for twice, as the ladder goes on about the hazard itself.
 */
const pauses: Readonly<Record<Nudge, (of: Hazard, asked: number) => number>> = {
  triage: (of, asked) =>
    asked < ASKED_BEFORE_DAILY ? Math.max(30, serviceLevels[of.severity].triageMinutes) * MINUTE : DAY,
  major: (_of, asked) => (asked < ASKED_BEFORE_DAILY ? MAJOR_CLIMBS_MS : DAY),
  control: (_of, asked) => (asked < 2 ? DAY : Number.POSITIVE_INFINITY),
  recheck: () => DAY,
  closing: () => CLOSING_AGAIN_MS,
  authority: () => DAY,
};

export interface Wait {
  /** ms. */
  readonly since: number;
  /** How often it was asked for already. */
  readonly asked: number;
  readonly lastAsked?: number;
}

/** The wait for one thing, read from the story: since when, and how often somebody was asked. */
export function waitFor(context: Pick<Context, 'db'>, of: Hazard, nudge: Nudge): Wait {
  let asked = 0;
  let lastAsked: number | undefined;
  for (const step of stepsOf(context, of.id)) {
    if (beginnings[nudge].includes(step.kind)) return { since: step.at, asked, ...(lastAsked ? { lastAsked } : {}) };
    if (step.kind !== NUDGES[nudge]) continue;
    asked += 1;
    lastAsked ??= step.at;
  }
  return { since: of.assignedAt ?? of.reportedAt, asked, ...(lastAsked ? { lastAsked } : {}) };
}

/** When somebody is asked (again); `first` gives the first time from the beginning of the wait. */
function nextAsked(
  context: Context,
  of: Hazard,
  nudge: Nudge,
  first: (since: number) => number,
): Readonly<Partial<Record<Nudge, number>>> {
  const wait = waitFor(context, of, nudge);
  if (wait.lastAsked === undefined) return { [nudge]: first(wait.since) };
  const again = wait.lastAsked + pauses[nudge](of, wait.asked);
  if (!Number.isFinite(again)) return {};
  if (nudge === 'major' || of.severity === 'major') return { [nudge]: again };
  return { [nudge]: welcome(context, nudge === 'recheck' ? onSchoolDay(context, of, again) : again) };
}

/** A recheck is asked for again when the rechecker is at school; the clock time stays. */
function onSchoolDay(context: Context, of: Hazard, instant: number): number {
  const day = calendarOf(context, of.schoolId).plusSchoolDays(dateOf(instant, context.timeZone), 0);
  return instantOf(day, clockOf(instant, context.timeZone), context.timeZone);
}

/** Until when the safety office should have decided: quiet hours do not count (domain/hazards.md §4.3 triage_min). */
export const triageDueAt = (context: Pick<Context, 'timeZone'>, of: Pick<Hazard, 'severity'>, since: number): number =>
  welcome(context, welcome(context, since) + Math.max(10, serviceLevels[of.severity].triageMinutes) * MINUTE);

/** What has to happen by itself, from the state and the story alone: after a change, a restart or an undo it is the same. */
function planned(context: Context, of: Hazard): Planned {
  const level = serviceLevels[of.severity];
  const waiting = of.state === 'reported' || of.state === 'reopened' || of.state === 'triaged';
  const working = of.state === 'assigned' || of.state === 'rectifying';
  if (waiting && of.major === 'candidate') {
    return nextAsked(context, of, 'major', (since) => since + MAJOR_DECISION_MS);
  }
  // From the decision on, not from the assignment: what comes back to triage does not win another day.
  const authority =
    of.major === 'confirmed' && of.authorityReport === null && of.closedAt === null
      ? nextAsked(context, of, 'authority', (since) => since + AUTHORITY_REPORT_MS)
      : {};
  if (waiting) return { ...nextAsked(context, of, 'triage', (since) => triageDueAt(context, of, since)), ...authority };
  if (working) {
    const next = nextRungAt(ladderOf(of), rungTimes(context, of, of.ladderDone + 2), of.ladderDone, context.now);
    const broken = promiseBrokenAt(context, of);
    const ladder = Math.min(next ?? Number.POSITIVE_INFINITY, broken ?? Number.POSITIVE_INFINITY);
    const control =
      level.controlMinutes > 0 && of.controlledAt === null && of.assignedAt !== null
        ? nextAsked(context, of, 'control', (since) => welcome(context, since + level.controlMinutes * MINUTE))
        : {};
    return { ...(Number.isFinite(ladder) ? { ladder } : {}), ...control, ...authority };
  }
  if (of.state === 'pending_recheck' && of.recheckDue !== null && of.recheckResult !== 'passed') {
    const due = instantOf(of.recheckDue, '10:00', context.timeZone);
    return { ...nextAsked(context, of, 'recheck', (since) => (due > since ? due : since + DAY)), ...authority };
  }
  if (of.state === 'pending_recheck') {
    return { ...nextAsked(context, of, 'closing', (since) => since + CLOSING_AGAIN_MS), ...authority };
  }
  return authority;
}

/** The morning after a promised date that has passed; undefined without a promise (ms). */
export const promiseBrokenAt = (context: Pick<Context, 'timeZone'>, of: Hazard): number | undefined =>
  of.promisedOn === null ? undefined : instantOf(plusDays(of.promisedOn, 1), '10:00', context.timeZone);

const welcome = (context: Pick<Context, 'timeZone'>, instant: number): number =>
  afterQuietHours(instant, context.timeZone);

/** Sets the timers of a hazard as its state and its story want them. */
export function planTimers(context: Context, of: Hazard): void {
  const wanted = planned(context, of);
  const topic = topicOf(of.id);
  const alreadySet = timersOf(context, topic);
  for (const [name, kind] of Object.entries(TIMERS)) {
    // The entries of TIMERS are exactly the keys of Planned.
    const at = wanted[name as keyof typeof TIMERS];
    const set = alreadySet.get(kind);
    if (at === undefined) {
      if (set !== undefined) cancelTimer(context, kind, topic);
      continue;
    }
    // A rung that is due but has not run yet must not be lost to a change that comes a moment earlier.
    const isDue = kind === TIMERS.ladder && set !== undefined && set <= context.now && at > context.now;
    if (set !== at && !isDue) setTimer(context, kind, topic, at);
  }
}
