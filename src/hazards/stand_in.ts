import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { standIn } from '../school/stand_in.ts';
import type { Hazard } from './queries.ts';

/** Whom a hazard's owner has agreed with for today (代班：隐患整改); undefined where they are here themselves. */
export function substituteOf(context: ReadContext, of: Pick<Hazard, 'ownerId'>): PersonId | undefined {
  if (of.ownerId === null) return undefined;
  const person = standIn(context, of.ownerId, dateOf(context.now, context.timeZone), 'hazard');
  return person === of.ownerId ? undefined : person;
}

/** The owner, and whoever stands in for them today: both may do what the owner does. */
export const worksOn = (context: ReadContext, of: Pick<Hazard, 'ownerId'>, person: PersonId | undefined): boolean =>
  person !== undefined && (of.ownerId === person || substituteOf(context, of) === person);

/** Who is asked for a hazard's work today: whoever stands in, else the owner. */
export const askedFor = (context: ReadContext, of: Pick<Hazard, 'ownerId'>): readonly PersonId[] => {
  const person = substituteOf(context, of) ?? of.ownerId;
  return person === null ? [] : [person];
};
