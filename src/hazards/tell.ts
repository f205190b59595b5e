import type { PersonId, PersonOption } from '../../cards/model.ts';
import { actingPerson, type Context, type ReadContext } from '../kernel/context.ts';
import { afterQuietHours } from '../kernel/quiet_hours.ts';
import { type Sending, sendCard } from '../kernel/send.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { type Hazard, lastStepIdOf, reportersOf } from './queries.ts';

/** The safety office; where nobody holds that role, whoever leads safety. */
export const safetyOffice = (context: Pick<ReadContext, 'db'>, schoolId: number): readonly PersonOption[] =>
  peopleWithFirstRole(context, schoolId, ['safety_office', 'vice_principal', 'principal']);

/** Quiet hours hold back what can wait; major hazards never wait (design.md §1 promise 8). */
export function whenWelcome(context: Context, of: Hazard): number {
  if (of.severity === 'major' || of.major === 'candidate') return context.now;
  return afterQuietHours(context.now, context.timeZone);
}

/** A card about a hazard to several people, once per step. */
export function tell(
  context: Context,
  card: string,
  of: Hazard,
  people: readonly PersonId[],
  sending: Sending = {},
): void {
  for (const person of new Set(people)) {
    sendCard(
      context,
      card,
      { hazard: of.id },
      { person },
      {
        // Whoever is at it this moment is awake.
        notBefore: person === actingPerson(context) ? context.now : whenWelcome(context, of),
        dedupeKey: `${card}:${of.id}:${of.revision}:${person}`,
        ...sending,
      },
    );
  }
}

/** Tells the reporters what happened, each turn once, except the one who did it. */
export function tellReporters(
  context: Context,
  of: Hazard,
  card: 'hazard.turn' | 'hazard.closed' = 'hazard.turn',
): void {
  const step = lastStepIdOf(context, of.id);
  const actor = actingPerson(context);
  for (const person of reportersOf(context, of.id)) {
    if (person === actor) continue;
    sendCard(
      context,
      card,
      card === 'hazard.turn' ? { hazard: of.id, step } : { hazard: of.id },
      { person },
      { notBefore: whenWelcome(context, of), dedupeKey: `${card}:${of.id}:${step}:${person}` },
    );
  }
}
