import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { ownerRoles } from '../hazards/taxonomy.ts';
import type { ReadContext } from '../kernel/context.ts';
import { peopleWithRole } from '../school/people.ts';
import { person, place, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { listsOf, once } from './known.ts';
import { isRound } from './rounds/pages.ts';
import { gradeOfPart, kindOfPart } from './rounds/parts.ts';

type Reading = Pick<ReadContext, 'db'>;

const named = prepared((db) =>
  db
    .selectDistinct({ person: role.personId })
    .from(role)
    .innerJoin(place, and(eq(place.schoolId, role.schoolId), eq(place.id, sql`cast(${role.scopeId} as integer)`)))
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.schoolId, sql.placeholder('school')),
        eq(role.scope, 'place'),
        eq(place.kind, sql.placeholder('kind')),
        eq(person.state, 'active'),
      ),
    )
    .prepare(),
);

const namedAnywhere = prepared((db) =>
  db
    .selectDistinct({ kind: place.kind, person: role.personId })
    .from(role)
    .innerJoin(place, and(eq(place.schoolId, role.schoolId), eq(place.id, sql`cast(${role.scopeId} as integer)`)))
    .innerJoin(person, eq(person.id, role.personId))
    .where(and(eq(role.schoolId, sql.placeholder('school')), eq(role.scope, 'place'), eq(person.state, 'active')))
    .prepare(),
);

const gradeLeads = prepared((db) =>
  db
    .selectDistinct({ person: role.personId })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.schoolId, sql.placeholder('school')),
        eq(role.role, 'grade_lead'),
        eq(role.scope, 'grade'),
        eq(role.scopeId, sql.placeholder('grade')),
        eq(person.state, 'active'),
      ),
    )
    .prepare(),
);

/** A role more people hold than this names nobody in particular (all class heads for 教室): the next one is asked. */
const FEW = 3;

/** Who keeps which places at one school. */
export interface Keepers {
  /** 年级组长 of a grade. */
  leads(grade: string): readonly PersonId[];
  /** Named by the roster for a kind of place. */
  named(kind: string): readonly PersonId[];
  withRole(role: string): readonly PersonId[];
}

export const keepersOf = (context: Reading, school: number): Keepers => ({
  leads: (grade) =>
    gradeLeads(context.db)
      .all({ school, grade })
      .map((row) => row.person),
  named: (kind) =>
    named(context.db)
      .all({ school, kind })
      .map((row) => row.person),
  withRole: (role) => peopleWithRole(context, school, role).map((one) => one.person),
});

/** The same, read once for many tasks. */
export function keepersKnown(context: Reading, school: number): Keepers {
  const { leads, withRole } = keepersOf(context, school);
  let kinds: ReadonlyMap<string, readonly PersonId[]> | undefined;
  const known = (): ReadonlyMap<string, readonly PersonId[]> => {
    kinds ??= listsOf(
      namedAnywhere(context.db)
        .all({ school })
        .map((row) => [row.kind, row.person]),
    );
    return kinds;
  };
  return { leads: once(leads), named: (kind) => known().get(kind) ?? [], withRole: once(withRole) };
}

/**
 * Who keeps a kind of place: of a grade's rooms its 年级组长, else those the roster names for one. For a round, where nobody is named, the first role of those
 * that usually answer for the place (domain/hazards.md §1) which few people hold, else the safety office; other duties
 * go on with their own roles.
 */
export function placeKeepers(keepers: Keepers, scopeId: string, dutyId: string): readonly PersonId[] {
  const grade = gradeOfPart(scopeId);
  const leads = grade === undefined ? [] : keepers.leads(grade);
  if (leads.length > 0) return leads;
  const kind = kindOfPart(scopeId);
  const byName = keepers.named(kind);
  if (byName.length > 0 || !isRound(dutyId)) return byName;
  for (const name of [...ownerRoles(kind, ''), 'safety_office', 'vice_principal', 'principal']) {
    const holders = keepers.withRole(name);
    if (holders.length > 0 && (holders.length <= FEW || name === 'safety_office')) return holders;
  }
  return [];
}
