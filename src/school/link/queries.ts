import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { ReadContext } from '../../kernel/context.ts';
import type { Permission } from '../../kernel/permission.ts';
import { accountLink } from '../../store/schema/index.ts';
import { accountsOf, peopleWithRole, schoolsOf } from '../people.ts';
import { allSchools } from '../queries.ts';
import { NEWS_FOR_MS } from './rules.ts';

type Reading = Pick<ReadContext, 'db'>;

export type AccountLink = typeof accountLink.$inferSelect;

export const linkById = (context: Reading, id: number): AccountLink | undefined =>
  context.db.select().from(accountLink).where(eq(accountLink.id, id)).get();

/** The safety offices of every school both people belong to: whoever decides gives no power in a school not their own. */
function officesOf(context: Reading, link: AccountLink): readonly PersonId[] {
  const people = [link.personId, ...(link.otherPersonId === null ? [] : [link.otherPersonId])];
  const theirs = new Set(people.flatMap((one) => schoolsOf(context, one)));
  const schools = theirs.size > 0 ? [...theirs] : allSchools(context).map((one) => one.id);
  const [first = [], ...rest] = schools.map((school) =>
    peopleWithRole(context, school, 'safety_office').map((one) => one.person),
  );
  return first.filter((one) => rest.every((others) => others.includes(one)));
}

/**
 * Who may decide about a link: the safety offices who are not one of the two; where there is no other, the one who is.
 * Somebody without that role never decides about becoming one with somebody who has it.
 */
export function decidersOf(context: Reading, link: AccountLink): readonly PersonId[] {
  const offices = officesOf(context, link);
  const others = offices.filter((one) => one !== link.personId && one !== link.otherPersonId);
  // Who has no account cannot answer.
  const reachable = new Set(accountsOf(context, others).map((account) => account.person));
  const answering = others.filter((one) => reachable.has(one));
  return answering.length > 0 ? answering : offices;
}

export const mayDecide: Permission<{ readonly link: AccountLink }> = {
  says: '安全办',
  allows: (context, person, { link }) => decidersOf(context, link).includes(person),
};

/** What a safety office has not decided, or not seen, yet. */
export const openLinksFor = (context: ReadContext, person: PersonId): readonly AccountLink[] =>
  context.db
    .select()
    .from(accountLink)
    .where(
      or(
        eq(accountLink.state, 'waiting'),
        and(
          eq(accountLink.state, 'linked'),
          isNull(accountLink.seenAt),
          gt(accountLink.usedAt, context.now - NEWS_FOR_MS),
        ),
      ),
    )
    .orderBy(asc(accountLink.id))
    .limit(50)
    .all()
    .filter((link) => decidersOf(context, link).includes(person));
