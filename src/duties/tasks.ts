import { and, asc, count, eq, inArray, lte, or, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { peopleWithFirstRole, rolesOf } from '../school/people.ts';
import { standIn, stoodInFor } from '../school/stand_in.ts';
import { classGroup, dutyPeriod, dutyTask, person, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { keepersOf, placeKeepers } from './place_keepers.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';

export type Task = typeof dutyTask.$inferSelect;
export type PeriodRow = typeof dutyPeriod.$inferSelect;
/** What says whose a task is. */
export type Owned = Pick<Task, 'schoolId' | 'dutyId' | 'scope' | 'scopeId' | 'assigneeId'>;
type Reading = Pick<ReadContext, 'db'>;

const byId = prepared((db) =>
  db
    .select()
    .from(dutyTask)
    .where(eq(dutyTask.id, sql.placeholder('id')))
    .prepare(),
);
export const taskById = (context: Reading, id: number): Task | undefined => byId(context.db).get({ id });

const periodById = prepared((db) =>
  db
    .select()
    .from(dutyPeriod)
    .where(eq(dutyPeriod.id, sql.placeholder('id')))
    .prepare(),
);
export const periodRow = (context: Reading, id: number): PeriodRow | undefined => periodById(context.db).get({ id });

const periodByKey = prepared((db) =>
  db
    .select()
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, sql.placeholder('school')),
        eq(dutyPeriod.dutyId, sql.placeholder('duty')),
        eq(dutyPeriod.period, sql.placeholder('period')),
      ),
    )
    .prepare(),
);

export const periodOfTask = (
  context: Reading,
  task: Pick<Task, 'schoolId' | 'dutyId' | 'period'>,
): PeriodRow | undefined =>
  periodByKey(context.db).get({ school: task.schoolId, duty: task.dutyId, period: task.period });

/** What makes the cards of one task, and of a whole period, out of date. */
export const taskTopic = (id: number): string => `duty-task:${id}`;
export const periodTopic = (id: number): string => `duty-period:${id}`;

const ofPeriod = prepared((db) =>
  db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        eq(dutyTask.dutyId, sql.placeholder('duty')),
        eq(dutyTask.period, sql.placeholder('period')),
      ),
    )
    .orderBy(asc(dutyTask.id))
    .prepare(),
);

export const tasksOfPeriod = (
  context: Reading,
  of: Pick<PeriodRow, 'schoolId' | 'dutyId' | 'period'>,
): readonly Task[] => ofPeriod(context.db).all({ school: of.schoolId, duty: of.dutyId, period: of.period });

const leftInPeriod = prepared((db) =>
  db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        eq(dutyTask.dutyId, sql.placeholder('duty')),
        eq(dutyTask.period, sql.placeholder('period')),
        // The plus keeps the index of open tasks out, which knows no periods.
        sql`+${dutyTask.state} in ('open', 'missed')`,
      ),
    )
    .orderBy(asc(dutyTask.id))
    .prepare(),
);

/** What is still open in a period, also past its deadline; nobody is asked twice for what is done. */
export const leftOf = (context: Reading, of: Pick<PeriodRow, 'schoolId' | 'dutyId' | 'period'>): readonly Task[] =>
  leftInPeriod(context.db).all({ school: of.schoolId, duty: of.dutyId, period: of.period });

const heads = prepared((db) =>
  db
    .selectDistinct({ person: role.personId })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.schoolId, sql.placeholder('school')),
        eq(role.role, sql.placeholder('role')),
        eq(role.scope, sql.placeholder('scope')),
        eq(role.scopeId, sql.placeholder('scopeId')),
        eq(person.state, 'active'),
      ),
    )
    .prepare(),
);

/** The kind of work a duty is, as 请假代班 names it. */
export const workOf = (duty: SchoolDuty): string =>
  duty.id === 'daily-safety-reminder'
    ? 'reminder'
    : duty.cadence === 'shift'
      ? 'shift'
      : duty.scope === 'class'
        ? 'lesson'
        : 'other';

const atSchool = prepared((db) =>
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

/** Still on the school's roster: a task given to somebody by name goes back to the post when they leave. */
export const worksHere = (context: Reading, id: PersonId, schoolId: number): boolean =>
  atSchool(context.db).get({ id, school: schoolId }) !== undefined;

/** Who is who at a school, as whose task it is needs to know. */
export interface Posts {
  worksHere(id: PersonId, schoolId: number): boolean;
  heads(schoolId: number, role: string, classId: string): readonly PersonId[];
  keepers(schoolId: number, scopeId: string, dutyId: string): readonly PersonId[];
  first(schoolId: number, roles: readonly string[]): readonly PersonId[];
}

const postsOf = (context: Reading): Posts => ({
  worksHere: (id, schoolId) => worksHere(context, id, schoolId),
  heads: (school, name, classId) =>
    heads(context.db)
      .all({ school, role: name, scope: 'class', scopeId: classId })
      .map((row) => row.person),
  keepers: (schoolId, scopeId, dutyId) => placeKeepers(keepersOf(context, schoolId), scopeId, dutyId),
  first: (schoolId, names) => peopleWithFirstRole(context, schoolId, names).map((one) => one.person),
});

/**
 * Who has to do a task now, read at the moment it matters: the assignee while they work at the school, else the holders of the scope (a class with
 * two heads: either), else the first role anybody holds; everybody replaced by who stands in for them.
 */
export function ownersOf(
  context: ReadContext,
  task: Owned,
  duty: SchoolDuty | undefined = schoolDuty(context, task.schoolId, task.dutyId),
): readonly PersonId[] {
  const date = dateOf(context.now, context.timeZone);
  const work = duty ? workOf(duty) : 'other';
  return [...new Set(namedFor(postsOf(context), task, duty).map((id) => standIn(context, id, date, work)))];
}

/** Whose a task is before anybody stands in for them. */
export function namedFor(posts: Posts, task: Owned, duty: SchoolDuty | undefined): readonly PersonId[] {
  if (task.assigneeId !== null && posts.worksHere(task.assigneeId, task.schoolId)) return [task.assigneeId];
  if (!duty) return [];
  if (task.scope === 'class') {
    for (const name of duty.roles) {
      const found = posts.heads(task.schoolId, name, task.scopeId);
      if (found.length > 0) return found;
    }
    return [];
  }
  if (task.scope === 'person') return [Number(task.scopeId)];
  if (task.scope === 'place') {
    const keepers = posts.keepers(task.schoolId, task.scopeId, duty.id);
    if (keepers.length > 0) return keepers;
  }
  return posts.first(task.schoolId, [...duty.roles, ...duty.deputies]);
}

/** Classes a person heads in a school, by id as text. */
export const classesHeadedBy = (context: Reading, id: PersonId, schoolId: number): readonly string[] =>
  rolesOf(context, id)
    .filter((held) => held.schoolId === schoolId && held.role === 'class_teacher' && held.scope === 'class')
    .map((held) => held.scopeId);

const classNameById = prepared((db) =>
  db
    .select({ name: classGroup.name })
    .from(classGroup)
    .where(eq(classGroup.id, sql.placeholder('id')))
    .prepare(),
);

export const className = (context: Reading, scopeId: string): string =>
  classNameById(context.db).get({ id: Number(scopeId) })?.name ?? '';

/** Tasks that wait for somebody: theirs by name, by the classes they head, or by the roles they hold; earliest deadline first. */
export function openTasksOf(context: ReadContext, id: PersonId, limit = 50): readonly Task[] {
  const schools = [...new Set(rolesOf(context, id).map((held) => held.schoolId))];
  if (schools.length === 0) return [];
  const today = dateOf(context.now, context.timeZone);
  const substitutes = ['reminder', 'lesson'].flatMap((work) => stoodInFor(context, id, today, work));
  const classes = [id, ...substitutes].flatMap((one) =>
    schools.flatMap((school) => classesHeadedBy(context, one, school)),
  );
  const rows = context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        inArray(dutyTask.schoolId, schools.slice(0, 20)),
        eq(dutyTask.state, 'open'),
        lte(dutyTask.openAt, context.now),
        or(
          eq(dutyTask.assigneeId, id),
          classes.length > 0
            ? and(eq(dutyTask.scope, 'class'), inArray(dutyTask.scopeId, classes.slice(0, 40)))
            : sql`0`,
          inArray(dutyTask.scope, ['school', 'place', 'person']),
        ),
      ),
    )
    .orderBy(asc(dutyTask.dueAt))
    .limit(300)
    .all();
  return rows.filter((task) => ownersOf(context, task).includes(id)).slice(0, limit);
}

const progress = prepared((db) =>
  db
    .select({ total: count(), done: sql<number>`coalesce(sum(${dutyTask.state} in ('done', 'excused')), 0)` })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        eq(dutyTask.dutyId, sql.placeholder('duty')),
        eq(dutyTask.period, sql.placeholder('period')),
      ),
    )
    .prepare(),
);

/** How many of a period's tasks are done, and how many there are. */
export function progressOf(
  context: Reading,
  of: Pick<PeriodRow, 'schoolId' | 'dutyId' | 'period'>,
): { readonly done: number; readonly total: number } {
  const row = progress(context.db).get({ school: of.schoolId, duty: of.dutyId, period: of.period });
  return { done: row?.done ?? 0, total: row?.total ?? 0 };
}
