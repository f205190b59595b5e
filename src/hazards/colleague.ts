import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { FormRefused } from '../kernel/refused.ts';
import { person, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

const byId = prepared((db) =>
  db
    .select({ id: person.id })
    .from(person)
    .innerJoin(role, eq(role.personId, person.id))
    .where(
      and(
        eq(person.id, sql.placeholder('id')),
        eq(person.state, 'active'),
        eq(role.schoolId, sql.placeholder('school')),
      ),
    )
    .limit(1)
    .prepare(),
);

/** Whether somebody works at the school now: who left, or belongs elsewhere, can be given nothing. */
export const isColleague = (context: Pick<ReadContext, 'db'>, id: PersonId, schoolId: number): boolean =>
  byId(context.db).get({ id, school: schoolId }) !== undefined;

/** A vendor's picker may name anybody of the tenant: only people of this school can be chosen. Throws FormRefused. */
export function requireColleague(
  context: Pick<ReadContext, 'db'>,
  id: PersonId,
  schoolId: number,
  label: string,
): void {
  if (!isColleague(context, id, schoolId)) throw new FormRefused(`${label}请选本校在岗的老师`);
}
