import { eq } from 'drizzle-orm';
import type { PersonId, PersonOption } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { incident } from '../store/schema/index.ts';
import { type Alerted, alertedOf, type Incident, isConfirmed, stepsOf, topicOf } from './queries.ts';
import { reachableWithRole } from './reachable.ts';
import { planFirstReport } from './report_plan.ts';
import { ladder, leadershipRoles, type Rung, ringsAgain } from './rules.ts';

const holding = (role: string, people: readonly PersonOption[]): readonly Alerted[] =>
  people.map(({ person }) => ({ person, role }));

/** The first of the roles that somebody other than the reporter holds. */
function firstHolders(context: ReadContext, subject: Incident, roles: readonly string[]): readonly Alerted[] {
  for (const role of roles) {
    const found = reachableWithRole(context, subject.schoolId, role).filter(
      ({ person }) => person !== subject.reporterId,
    );
    if (found.length > 0) return holding(role, found);
  }
  return [];
}

/**
 * Whom an emergency goes to at once: duty leader (without one the vice principal, without one the principal) and
 * safety office. The reporter is told nothing new, unless there is nobody else.
 */
export function firstResponders(context: Context, subject: Incident): readonly Alerted[] {
  const others = [
    ...firstHolders(context, subject, ['duty_leader', 'vice_principal', 'principal']),
    ...firstHolders(context, subject, ['safety_office']),
  ];
  if (others.length > 0) return others;
  return leadershipRoles.flatMap((role) => holding(role, reachableWithRole(context, subject.schoolId, role)));
}

/** Whom one rung of the ladder is for: without a vice principal the principal. */
export const rungHolders = (context: ReadContext, subject: Incident, rung: Rung): readonly Alerted[] =>
  firstHolders(context, subject, [rung.role, 'principal']);

/**
 * Sends the alert to those who have not had it, past quiet hours and with a ring; records who. The first alert of an
 * emergency starts the ladder of domain/duties.md §1.4 E5. Gives back those who are new.
 */
export function alert(context: Context, subject: Incident, people: readonly Alerted[]): readonly Alerted[] {
  const before = new Set<PersonId>(alertedOf(stepsOf(context, subject.id)).map((one) => one.person));
  const fresh = people.filter(
    (one, index) => !before.has(one.person) && people.findIndex((other) => other.person === one.person) === index,
  );
  const topic = topicOf(subject.id);
  if (subject.state === 'asked') {
    context.db
      .update(incident)
      .set({ state: 'alerted', alertedAt: context.now })
      .where(eq(incident.id, subject.id))
      .run();
    cancelTimer(context, 'incident.unanswered', topic);
    for (const { timer, after } of [...ladder, ...ringsAgain]) setTimer(context, timer, topic, context.now + after);
    // The authority's deadline runs from now, also while nobody has taken it over.
    planFirstReport(context, { ...subject, state: 'alerted', alertedAt: context.now });
  }
  if (fresh.length > 0 || subject.state === 'asked') record(context, 'incident.alerted', topic, { alerted: fresh });
  for (const { person } of fresh) {
    sendCard(
      context,
      'incident.alert',
      { incident: subject.id },
      { person },
      {
        lane: 'urgent',
        urge: true,
        dedupeKey: `incident.alert:${subject.id}:${person}`,
      },
    );
  }
  refresh(context, topic, 'urgent');
  return fresh;
}

/** Rings with everybody who has had the alert: nobody has taken it over. `ring` names which ring it is. */
export function ringAgain(context: Context, subject: Incident, ring: string): void {
  for (const { person } of alertedOf(stepsOf(context, subject.id))) {
    sendCard(
      context,
      'incident.alert',
      { incident: subject.id },
      { person },
      { lane: 'urgent', urge: true, dedupeKey: `${ring}:${subject.id}:${person}` },
    );
  }
  record(context, 'incident.rung_again', topicOf(subject.id));
}

/** The sender says that it is real; only the first time is a step. */
export function confirm(context: Context, subject: Incident, person: PersonId): void {
  if (isConfirmed(stepsOf(context, subject.id))) return;
  record(context, 'incident.confirmed', topicOf(subject.id), { person });
}
