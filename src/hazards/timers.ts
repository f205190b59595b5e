import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { type Sending, sendCard } from '../kernel/send.ts';
import type { TimerHandler } from '../kernel/timers.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { change } from './change.ts';
import { DRAFT_TIMER } from './draft.ts';
import { climbLadder } from './ladder.ts';
import { NUDGES, type Nudge, TIMERS, waitFor } from './plan.ts';
import { findHazard, type Hazard } from './queries.ts';
import { fileUnanswered } from './register.ts';
import { idOfTopic } from './rules.ts';
import { askedFor } from './stand_in.ts';
import { safetyOffice, whenWelcome } from './tell.ts';

type Ranks = readonly (readonly string[])[];

/** Whom each further request goes to; the last rank hears all that follow. Where a role is vacant the next one steps in. */
const triageRanks: Ranks = [
  ['safety_office', 'vice_principal', 'principal'],
  ['vice_principal', 'principal'],
  ['principal', 'vice_principal'],
];
const majorRanks: Ranks = [
  ['vice_principal', 'principal'],
  ['principal', 'vice_principal'],
];

/** Writes into the story that somebody is asked (again), which plans the next time; gives how often it was before. */
function ask(context: Context, of: Hazard, what: Nudge): number {
  const { asked } = waitFor(context, of, what);
  change(context, of, NUDGES[what], {}, { keepsRevision: true });
  return asked;
}

function remind(
  context: Context,
  of: Hazard,
  card: string,
  people: readonly PersonId[],
  key: string,
  sending: Sending = {},
): void {
  for (const person of new Set(people)) {
    sendCard(
      context,
      card,
      { hazard: of.id },
      { person },
      {
        dedupeKey: `${key}:${of.id}:${context.now}:${person}`,
        // A tick that comes late, after an outage, wakes nobody for what can wait.
        notBefore: whenWelcome(context, of),
        ...sending,
      },
    );
  }
}

const peopleAt = (context: Context, of: Hazard, ranks: Ranks, asked: number): readonly PersonId[] =>
  peopleWithFirstRole(context, of.schoolId, ranks[Math.min(asked, ranks.length - 1)] ?? []).map((one) => one.person);

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
  const asked = ask(context, of, 'triage');
  const sending: Sending = of.severity === 'major' ? { lane: 'urgent', urge: true } : {};
  remind(context, of, 'hazard.untriaged', peopleAt(context, of, triageRanks, asked), 'triage', sending);
}

/** A suspected major one that nobody decided within 30 minutes climbs every 10 minutes (domain/hazards.md §3). */
function remindMajor(context: Context, of: Hazard): void {
  if (of.major !== 'candidate' || (of.state !== 'reported' && of.state !== 'reopened')) return;
  const asked = ask(context, of, 'major');
  remind(context, of, 'hazard.major', peopleAt(context, of, majorRanks, asked), 'major', {
    lane: 'urgent',
    urge: true,
  });
}

function remindControl(context: Context, of: Hazard): void {
  if ((of.state !== 'assigned' && of.state !== 'rectifying') || of.controlledAt !== null || of.ownerId === null) return;
  const asked = ask(context, of, 'control');
  const office = asked === 0 ? [] : safetyOffice(context, of.schoolId).map((one) => one.person);
  remind(context, of, 'hazard.control-wanted', [...askedFor(context, of), ...office], 'control');
}

function remindRecheck(context: Context, of: Hazard): void {
  if (of.state !== 'pending_recheck' || of.recheckResult === 'passed') return;
  const asked = ask(context, of, 'recheck');
  const office = safetyOffice(context, of.schoolId).map((one) => one.person);
  const leaders = peopleAt(context, of, triageRanks, 1);
  const people = of.recheckerId === null ? [...office, ...leaders] : [of.recheckerId, ...(asked === 0 ? [] : office)];
  // The owner may not recheck, whatever else they are.
  const others = people.filter((person) => person !== of.ownerId);
  remind(context, of, 'hazard.recheck-due', others, 'recheck');
}

/** A major one that passed waits for the principal's word and the outside receipt (domain/hazards.md §4.1). */
function remindClosing(context: Context, of: Hazard): void {
  if (of.state !== 'pending_recheck' || of.recheckResult !== 'passed') return;
  ask(context, of, 'closing');
  const office = safetyOffice(context, of.schoolId).map((one) => one.person);
  if (of.consentedAt === null)
    remind(context, of, 'hazard.consent', peopleAt(context, of, majorRanks, 1), 'closing-consent');
  if (of.receipt === null) remind(context, of, 'hazard.receipt-wanted', office, 'closing-receipt');
}

/** Nobody recorded the written report within 24 hours: the principal is asked (domain/hazards.md §4.2). */
function remindAuthority(context: Context, of: Hazard): void {
  if (of.authorityReport !== null || of.closedAt !== null) return;
  ask(context, of, 'authority');
  const leaders = peopleWithFirstRole(context, of.schoolId, ['principal', 'vice_principal']);
  const people = [...safetyOffice(context, of.schoolId), ...leaders].map((one) => one.person);
  remind(context, of, 'hazard.authority', people, 'authority-late', { lane: 'urgent' });
}

export const hazardTimers: readonly TimerHandler[] = [
  { kind: DRAFT_TIMER, run: fileUnanswered },
  { kind: TIMERS.ladder, run: climbLadder },
  handler(TIMERS.triage, remindTriage),
  handler(TIMERS.major, remindMajor),
  handler(TIMERS.control, remindControl),
  handler(TIMERS.recheck, remindRecheck),
  handler(TIMERS.closing, remindClosing),
  handler(TIMERS.authority, remindAuthority),
];
