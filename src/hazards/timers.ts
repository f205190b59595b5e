import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { MINUTE } from '../kernel/time.ts';
import { setTimer, type TimerHandler } from '../kernel/timers.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { hazardStep } from '../store/schema/index.ts';
import { change } from './change.ts';
import { DRAFT_TIMER } from './draft.ts';
import { climbLadder } from './ladder.ts';
import { TIMERS } from './plan.ts';
import { findHazard, type Hazard } from './queries.ts';
import { fileUnanswered } from './register.ts';
import { idOfTopic, serviceLevels, topicOf } from './rules.ts';
import { safetyOffice } from './tell.ts';

/** How often a hazard was nudged for one thing since it last changed hands. */
const nudgesOf = (context: Context, of: Hazard, kind: string): number =>
  context.db
    .select({ id: hazardStep.id })
    .from(hazardStep)
    .where(
      and(
        eq(hazardStep.hazardId, of.id),
        inArray(hazardStep.kind, [kind]),
        sql`${hazardStep.at} >= ${Math.max(of.reportedAt, of.assignedAt ?? 0)}`,
      ),
    )
    .all().length;

const leadersOf = (context: Context, of: Hazard, step: number) =>
  step === 0
    ? safetyOffice(context, of.schoolId)
    : peopleWithFirstRole(
        context,
        of.schoolId,
        step === 1 ? ['vice_principal', 'principal'] : ['principal', 'vice_principal'],
      );

/** Sends one card to whoever is asked at this step, and plans the next step while there is one. */
function nudge(
  context: Context,
  of: Hazard,
  card: string,
  kind: string,
  timerKind: string,
  again: (step: number) => number | undefined,
  urgent: boolean,
): void {
  const step = nudgesOf(context, of, kind);
  change(context, of, kind, {}, { keepsRevision: true });
  for (const { person } of leadersOf(context, of, step)) {
    sendCard(
      context,
      card,
      { hazard: of.id },
      { person },
      {
        dedupeKey: `${kind}:${of.id}:${step}:${of.revision}:${person}`,
        ...(urgent ? { lane: 'urgent', urge: true } : {}),
      },
    );
  }
  const next = again(step);
  if (next !== undefined) setTimer(context, timerKind, topicOf(of.id), context.now + next);
}

const handler = (kind: string, run: (context: Context, of: Hazard) => void): TimerHandler => ({
  kind,
  run: (context, subject) => {
    const found = findHazard(context, idOfTopic(subject));
    if (found) run(context, found);
  },
});

/** domain/hazards.md §4.2, 认定+派单: the office is reminded, then the vice principal, then the principal. */
function remindTriage(context: Context, of: Hazard): void {
  if (of.state !== 'reported' && of.state !== 'reopened' && of.state !== 'triaged') return;
  const pause = Math.max(30, serviceLevels[of.severity].triageMinutes) * MINUTE;
  nudge(
    context,
    of,
    'hazard.untriaged',
    'triage_nudge',
    TIMERS.triage,
    (step) => (step < 2 ? pause : undefined),
    of.severity === 'major',
  );
}

/** A suspected major one that nobody decided within 30 minutes climbs every 10 minutes (domain/hazards.md §3). */
function remindMajor(context: Context, of: Hazard): void {
  if (of.major !== 'candidate' || (of.state !== 'reported' && of.state !== 'reopened')) return;
  nudge(context, of, 'hazard.major', 'major_nudge', TIMERS.major, (step) => (step < 2 ? 10 * MINUTE : undefined), true);
}

function remindControl(context: Context, of: Hazard): void {
  if ((of.state !== 'assigned' && of.state !== 'rectifying') || of.controlledAt !== null || of.ownerId === null) return;
  sendCard(
    context,
    'hazard.control-wanted',
    { hazard: of.id },
    { person: of.ownerId },
    { dedupeKey: `control:${of.id}:${of.revision}` },
  );
}

function remindRecheck(context: Context, of: Hazard): void {
  if (of.state !== 'pending_recheck' || of.recheckResult === 'passed') return;
  const people =
    of.recheckerId === null ? safetyOffice(context, of.schoolId).map((one) => one.person) : [of.recheckerId];
  const step = nudgesOf(context, of, 'recheck_nudge');
  change(context, of, 'recheck_nudge', {}, { keepsRevision: true });
  const told = step === 0 ? people : [...people, ...safetyOffice(context, of.schoolId).map((one) => one.person)];
  for (const person of new Set(told)) {
    sendCard(
      context,
      'hazard.recheck-due',
      { hazard: of.id },
      { person },
      { dedupeKey: `recheck:${of.id}:${of.revision}:${step}:${person}` },
    );
  }
  if (step < 2) setTimer(context, TIMERS.recheck, topicOf(of.id), context.now + 24 * 60 * MINUTE);
}

/** Nobody recorded the written report within 24 hours: the principal is asked (domain/hazards.md §4.2). */
function remindAuthority(context: Context, of: Hazard): void {
  if (of.authorityReport !== null || of.closedAt !== null) return;
  for (const { person } of [
    ...safetyOffice(context, of.schoolId),
    ...peopleWithFirstRole(context, of.schoolId, ['principal', 'vice_principal']),
  ]) {
    sendCard(
      context,
      'hazard.authority',
      { hazard: of.id },
      { person },
      { dedupeKey: `authority-late:${of.id}:${context.now}:${person}`, lane: 'urgent' },
    );
  }
  setTimer(context, TIMERS.authority, topicOf(of.id), context.now + 24 * 60 * MINUTE);
}

export const hazardTimers: readonly TimerHandler[] = [
  { kind: DRAFT_TIMER, run: fileUnanswered },
  { kind: TIMERS.ladder, run: climbLadder },
  handler(TIMERS.triage, remindTriage),
  handler(TIMERS.major, remindMajor),
  handler(TIMERS.control, remindControl),
  handler(TIMERS.recheck, remindRecheck),
  handler(TIMERS.authority, remindAuthority),
];
