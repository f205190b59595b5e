import { and, eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { clockOf, dateOf, instantOf, MINUTE } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { timer } from '../store/schema/index.ts';
import { calendarOf } from './calendar.ts';
import type { Hazard } from './queries.ts';
import {
  AUTHORITY_REPORT_MS,
  afterQuietHours,
  ladders,
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
  authority: 'hazard.authority',
} as const;

type Planned = Readonly<Partial<Record<keyof typeof TIMERS, number>>>;

/** The ladder that was stored when the case was assigned; a later change of policy does not rewrite it. */
// Written by assign, extension and send-back only, from the table in rules.ts.
export const ladderOf = (of: Hazard): readonly Rung[] => (of.ladder as readonly Rung[] | null) ?? ladders[of.severity];

export function rungTimes(context: Pick<Context, 'db' | 'timeZone'>, of: Hazard): readonly number[] {
  const { due } = of;
  if (due === null) return [];
  return ladderOf(of).map((rung) => rungAt(rung, due, calendarOf(context, of.schoolId), context.timeZone));
}

/** What has to happen by itself, from the state alone: after any change, a restart or an undo the answer is the same. */
function planned(context: Context, of: Hazard): Planned {
  const level = serviceLevels[of.severity];
  const waiting = of.state === 'reported' || of.state === 'reopened' || of.state === 'triaged';
  const working = of.state === 'assigned' || of.state === 'rectifying';
  const since = of.state === 'reopened' ? (of.recheckedAt ?? of.reportedAt) : of.reportedAt;
  const authority =
    of.major === 'confirmed' && of.authorityReport === null && of.closedAt === null && of.assignedAt !== null
      ? { authority: of.assignedAt + AUTHORITY_REPORT_MS }
      : {};
  if (waiting && of.major === 'candidate') return { major: of.reportedAt + MAJOR_DECISION_MS };
  if (waiting) return { triage: welcome(context, since + level.triageMinutes * MINUTE) };
  if (working) {
    const next = nextRungAt(ladderOf(of), rungTimes(context, of), of.ladderDone, context.now);
    const control =
      level.controlMinutes > 0 && of.controlledAt === null && of.assignedAt !== null
        ? { control: welcome(context, of.assignedAt + level.controlMinutes * MINUTE) }
        : {};
    return { ...(next === undefined ? {} : { ladder: next }), ...control, ...authority };
  }
  if (of.state === 'pending_recheck' && of.recheckDue !== null && of.recheckResult !== 'passed') {
    return { recheck: instantOf(of.recheckDue, '10:00', context.timeZone), ...authority };
  }
  return authority;
}

const welcome = (context: Context, instant: number): number =>
  afterQuietHours(instant, dateOf(instant, context.timeZone), clockOf(instant, context.timeZone), context.timeZone);

/**
 * Sets the timers of a hazard. Those that nudge more than once re-plan themselves in their handlers, so a timer that
 * is already set is not pushed back by a change that has nothing to do with it.
 */
export function planTimers(context: Context, of: Hazard): void {
  const wanted = planned(context, of);
  const topic = topicOf(of.id);
  for (const [name, kind] of Object.entries(TIMERS)) {
    // The entries of TIMERS are exactly the keys of Planned.
    const at = wanted[name as keyof typeof TIMERS];
    if (at === undefined) cancelTimer(context, kind, topic);
    else if (kind === TIMERS.ladder || !isSet(context, kind, topic)) {
      const set = dueOf(context, kind, topic);
      // A rung that is due but has not run yet must not be lost to a change that comes a moment earlier.
      if (set === undefined || set > context.now || at <= context.now) setTimer(context, kind, topic, at);
    }
  }
}

function dueOf(context: Context, kind: string, subject: string): number | undefined {
  return context.db
    .select({ dueAt: timer.dueAt })
    .from(timer)
    .where(and(eq(timer.kind, kind), eq(timer.subject, subject)))
    .get()?.dueAt;
}

const isSet = (context: Context, kind: string, subject: string): boolean => dueOf(context, kind, subject) !== undefined;
