import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { peopleWithFirstRole, rolesOf } from '../school/people.ts';
import { classesOf } from '../school/queries.ts';
import { dutyPeriod } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Audience, DutyRung } from './ladders.ts';
import { leftOf, ownersOf, type PeriodRow, type Task } from './tasks.ts';

type Above = Exclude<Audience, 'owners'>;

const standIns: Readonly<Record<Above, readonly string[]>> = {
  grade_lead: ['grade_lead'],
  safety_office: ['safety_office', 'vice_principal'],
  vice_principal: ['vice_principal', 'principal'],
  principal: ['principal', 'vice_principal'],
  duty_leader: ['duty_leader', 'safety_office'],
};

/** Who hears instead when somebody would be told of nothing but their own; above the principal there is nobody. */
const nextAbove: Readonly<Record<Above, Above | undefined>> = {
  // The safety office hears an hour later anyway.
  grade_lead: undefined,
  duty_leader: 'safety_office',
  safety_office: 'vice_principal',
  vice_principal: 'principal',
  principal: undefined,
};

/**
 * Who is told of what is left when a rung speaks (domain/duties.md §1.4). Nobody hears of nothing but what they have to
 * do themselves: that waits for the rung that tells those above them, and where `later` has none, they hear now.
 */
export function listeners(
  context: ReadContext,
  row: PeriodRow,
  rung: DutyRung,
  later: readonly DutyRung[],
): readonly PersonId[] {
  if (rung.to === 'owners') return [];
  const left = rung.again ? leftAgain(context, row) : leftOf(context, row);
  if (left.length === 0) return [];
  if (rung.to === 'grade_lead') {
    const leads = firstOf(context, row.schoolId, 'grade_lead');
    return leads.filter((person) => !areAllOf(context, ofGradesLed(context, row.schoolId, person, left), [person]));
  }
  for (let to: Above | undefined = rung.to; to !== undefined; to = nextAbove[to]) {
    const people = firstOf(context, row.schoolId, to);
    if (people.length > 0 && !areAllOf(context, left, people)) return people;
    const above = nextAbove[to];
    if (later.some((one) => one.to === above && !one.again)) return [];
  }
  return [];
}

/** Who is asked, not told, on a rung: also those whose own duty it was. */
export const firstOf = (context: ReadContext, schoolId: number, to: Above): readonly PersonId[] =>
  peopleWithFirstRole(context, schoolId, standIns[to]).map((one) => one.person);

/** Whether tasks are all somebody's own; what nobody has is nobody's own. */
const areAllOf = (context: ReadContext, tasks: readonly Task[], people: readonly PersonId[]): boolean =>
  tasks.every((task) => {
    const owners = ownersOf(context, task);
    return owners.length > 0 && owners.every((owner) => people.includes(owner));
  });

/** Those who see the whole school's classes and posts. */
export const leadsSchool = (context: Pick<ReadContext, 'db'>, person: PersonId, schoolId: number): boolean =>
  ['safety_office', 'vice_principal', 'principal'].some((role) => hasRole(context, person, schoolId, role));

/** What of a period's tasks a person hears: a 年级组长 of the classes of the grades they lead, the others of all. */
export function tasksFor(
  context: ReadContext,
  row: PeriodRow,
  person: PersonId | undefined,
  tasks: readonly Task[],
): readonly Task[] {
  if (person === undefined || leadsSchool(context, person, row.schoolId)) return tasks;
  return hasRole(context, person, row.schoolId, 'grade_lead')
    ? ofGradesLed(context, row.schoolId, person, tasks)
    : tasks;
}

function ofGradesLed(
  context: ReadContext,
  schoolId: number,
  person: PersonId,
  tasks: readonly Task[],
): readonly Task[] {
  const grades = rolesOf(context, person).flatMap((held) =>
    held.schoolId === schoolId && held.role === 'grade_lead' && held.scope === 'grade' ? [held.scopeId] : [],
  );
  const led = new Set(
    classesOf(context, schoolId).flatMap((one) => (grades.includes(one.grade) ? [String(one.id)] : [])),
  );
  return tasks.filter((task) => task.scope === 'class' && led.has(task.scopeId));
}

const periodBefore = prepared((db) =>
  db
    .select()
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, sql.placeholder('school')),
        eq(dutyPeriod.dutyId, sql.placeholder('duty')),
        lt(dutyPeriod.dueAt, sql.placeholder('due')),
      ),
    )
    .orderBy(desc(dutyPeriod.dueAt))
    .limit(1)
    .prepare(),
);

/** What is left of a period whose class, place or owner left the period before undone too. */
export function leftAgain(context: ReadContext, row: PeriodRow): readonly Task[] {
  const left = leftOf(context, row);
  if (left.length === 0) return [];
  const before = periodBefore(context.db).get({ school: row.schoolId, duty: row.dutyId, due: row.dueAt });
  if (!before) return [];
  const missed = new Set(leftOf(context, before).map((task) => task.scopeId));
  return left.filter((task) => missed.has(task.scopeId));
}
