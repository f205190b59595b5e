import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { peopleWithRole } from '../school/people.ts';
import { standIn, stoodInFor } from '../school/stand_in.ts';
import { person, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { listsOf, once } from './known.ts';
import { keepersKnown, placeKeepers } from './place_keepers.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { namedFor, type Owned, type Posts, workOf, worksHere } from './tasks.ts';

const headsOfAll = prepared((db) =>
  db
    .selectDistinct({ person: role.personId, scopeId: role.scopeId })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.schoolId, sql.placeholder('school')),
        eq(role.role, sql.placeholder('role')),
        eq(role.scope, 'class'),
        eq(person.state, 'active'),
      ),
    )
    .prepare(),
);

/** Read once for many tasks of a school. */
function postsKnown(context: ReadContext, school: number): Posts {
  const keepers = keepersKnown(context, school);
  const heads = once((name) =>
    listsOf(
      headsOfAll(context.db)
        .all({ school, role: name })
        .map((row) => [row.scopeId, row.person]),
    ),
  );
  const withRole = once((name) => peopleWithRole(context, school, name).map((one) => one.person));
  return {
    worksHere: (id) => worksHere(context, id, school),
    heads: (_school, name, classId) => heads(name).get(classId) ?? [],
    keepers: (_school, scopeId, dutyId) => placeKeepers(keepers, scopeId, dutyId),
    first: (_school, names) => {
      const held = names.find((name) => withRole(name).length > 0);
      return held === undefined ? [] : withRole(held);
    },
  };
}

/**
 * Which of many tasks are somebody's now: the same as being among `ownersOf` each, with the school read once. Nothing
 * may be written between its answers. `duty`: of all the tasks, where they are of one.
 */
export function ownedBy(context: ReadContext, id: PersonId, duty?: SchoolDuty): (task: Owned) => boolean {
  const date = dateOf(context.now, context.timeZone);
  const posts = new Map<number, Posts>();
  const postsAt = (school: number): Posts => {
    const known = posts.get(school) ?? postsKnown(context, school);
    posts.set(school, known);
    return known;
  };
  const dutyOf = new Map<string, SchoolDuty | undefined>();
  const dutyFor = ({ schoolId, dutyId }: Owned): SchoolDuty | undefined => {
    if (duty?.id === dutyId && duty.schoolId === schoolId) return duty;
    const key = `${schoolId} ${dutyId}`;
    if (!dutyOf.has(key)) dutyOf.set(key, schoolDuty(context, schoolId, dutyId));
    return dutyOf.get(key);
  };
  // Whoever they stand in for named them; only these and themselves need a look at who stands in.
  const mayAnswerFor = once((work) => new Set([id, ...stoodInFor(context, id, date, work)]));
  return (task) => {
    const of = dutyFor(task);
    const work = of ? workOf(of) : 'other';
    const candidates = mayAnswerFor(work);
    return namedFor(postsAt(task.schoolId), task, of).some(
      (named) => candidates.has(named) && standIn(context, named, date, work) === id,
    );
  };
}
