import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, instantOf } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { plusSchoolDays } from '../school/calendar.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { evaluationsOf, findDrill, peopleAt } from './queries.ts';
import { type Drill, idOfTopic, topicOf } from './rules.ts';

export const FOLLOW_UP_TIMER = 'drill.follow_up';

/**
 * School days after the drill on which whoever still owes something is asked again: the evaluation is due on the day,
 * the findings within five school days (domain/drills.md §3). From the fifth on the vice principal hears too; later the
 * duty's own ladder goes on, since its task is not done.
 */
const DAYS = [1, 4, 5, 10] as const;
const CLOCK = '10:00';

/** Who works through a drill: the safety office, where there is none whoever leads safety. */
export const officeOf = (context: Pick<Context, 'db'>, of: Drill): readonly PersonId[] =>
  peopleWithFirstRole(context, of.schoolId, ['safety_office', 'vice_principal', 'principal']).map((one) => one.person);

/** Who evaluates: the observers of the plan, else the safety office. */
export function observersOf(context: Pick<Context, 'db'>, of: Drill): readonly PersonId[] {
  const named = peopleAt(context, of.id, ['observer']);
  return named.length > 0 ? named : officeOf(context, of);
}

const dayAt = (context: Context, of: Drill, days: number): number => {
  const held = dateOf(of.stoodDownAt ?? context.now, context.timeZone);
  return instantOf(plusSchoolDays(context, of.schoolId, held, days), CLOCK, context.timeZone);
};

/** Sends observers and the safety office their cards, and wakes up to ask again. */
export function askForReview(context: Context, of: Drill): void {
  ask(context, of, 'first', observersOf(context, of), officeOf(context, of));
  planFollowUp(context, of);
}

function planFollowUp(context: Context, of: Drill): void {
  const next = DAYS.map((days) => dayAt(context, of, days)).find((at) => at > context.now);
  if (next !== undefined) setTimer(context, FOLLOW_UP_TIMER, topicOf(of.id), next);
}

function ask(
  context: Context,
  of: Drill,
  occasion: string,
  observers: readonly PersonId[],
  office: readonly PersonId[],
): void {
  const send = (card: string, people: readonly PersonId[]): void => {
    for (const person of new Set(people))
      sendCard(context, card, { drill: of.id }, { person }, { dedupeKey: `${card}:${of.id}:${occasion}:${person}` });
  };
  send('drill.evaluation', observers);
  send('drill.findings', office);
}

/** What is still owed is asked for again; a drill that is worked through is left in peace. */
export function followUp(context: Context, subject: string): void {
  const of = findDrill(context, idOfTopic(subject));
  if (of?.state !== 'stood_down') return;
  const given = new Set(evaluationsOf(context, of.id).map((one) => one.personId));
  // One evaluation is enough for the record; without any everybody who may give it is asked.
  const observers = given.size > 0 ? [] : observersOf(context, of);
  const isLate = context.now >= dayAt(context, of, 5);
  const above = isLate ? peopleWithFirstRole(context, of.schoolId, ['vice_principal']).map((one) => one.person) : [];
  const office = of.findingsAt === null ? [...officeOf(context, of), ...above] : [];
  if (observers.length + office.length === 0) return;
  ask(context, of, dateOf(context.now, context.timeZone), observers, office);
  planFollowUp(context, of);
}
