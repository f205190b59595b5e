import { asc, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import { groupOnEach } from '../school/queries.ts';
import { classGroup, dutyPeriod, dutyTask } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { classesOff } from './classes_off.ts';
import type { Period } from './duty.ts';
import { matters } from './matters.ts';
import { followGrades } from './move_deadlines.ts';
import { askingOf } from './own_cards.ts';
import { inOrder, planDeadline, planLadder } from './period_ladder.ts';
import { dueAt, opensAt, runsOnSchoolDays } from './periods.ts';
import { isRound } from './rounds/pages.ts';
import { partsOf } from './rounds/parts.ts';
import { placeKindsHere } from './rounds/places.ts';
import type { SchoolDuty } from './settings.ts';
import { ownersOf, type PeriodRow, periodTopic, type Task, tasksOfPeriod } from './tasks.ts';

const insertTask = prepared((db) =>
  db
    .insert(dutyTask)
    .values({
      schoolId: sql.placeholder('schoolId'),
      dutyId: sql.placeholder('dutyId'),
      period: sql.placeholder('period'),
      scope: sql.placeholder('scope'),
      scopeId: sql.placeholder('scopeId'),
      openAt: sql.placeholder('openAt'),
      dueAt: sql.placeholder('dueAt'),
      state: sql.placeholder('state'),
      excuse: sql.placeholder('excuse'),
    })
    .onConflictDoNothing()
    .prepare(),
);

const classesOf = prepared((db) =>
  db
    .select({ id: classGroup.id })
    .from(classGroup)
    .where(eq(classGroup.schoolId, sql.placeholder('school')))
    .orderBy(asc(classGroup.id))
    .prepare(),
);

/** Creates the period and its tasks once, and asks once. What is over already is excused, not asked (an outage). */
export function openPeriod(context: Context, duty: SchoolDuty, period: Period, calendar: SchoolCalendar): void {
  const row = writePeriod(context, duty, period, calendar, opensAt(duty, period, calendar, context.timeZone));
  if (!row || row.dueAt <= context.now || tasksOfPeriod(context, row).length === 0) return;
  ask(context, duty, row);
  planLadder(context, row);
  planDeadline(context, row);
}

/** A period with its tasks, of which nobody hears yet; undefined where it is there already. */
export function writePeriod(
  context: Context,
  duty: SchoolDuty,
  period: Period,
  calendar: SchoolCalendar,
  openAt: number,
): PeriodRow | undefined {
  const due = dueAt(duty, period, calendar, context.timeZone);
  const row = context.db
    .insert(dutyPeriod)
    .values({
      schoolId: duty.schoolId,
      dutyId: duty.id,
      period: period.key,
      openAt,
      dueAt: due,
      ladder: inOrder(context, duty, due),
      matter: matters[duty.id]?.(context, duty, period, calendar) ?? null,
    })
    .onConflictDoNothing()
    .returning()
    .get();
  if (!row) return undefined;
  const tasks = writeTasks(context, duty, row, period).length;
  record(context, 'duty.opened', periodTopic(row.id), {
    duty: duty.id,
    period: period.key,
    tasks,
    over: due <= context.now,
  });
  return row;
}

/** The tasks a period should have and has not: all of a new one, those of a class or place that came since. */
export function writeTasks(context: Context, duty: SchoolDuty, row: PeriodRow, period: Period): readonly Task[] {
  const there = new Set(tasksOfPeriod(context, row).map((task) => task.scopeId));
  const missing = scopesOf(context, duty).filter((scopeId) => !there.has(scopeId));
  if (missing.length === 0) return [];
  const over = row.dueAt <= context.now;
  const off = classesOff(context, duty, period.from);
  for (const scopeId of missing) {
    const excuse = over ? '停机期间，免记' : off.get(scopeId);
    insertTask(context.db).run({
      schoolId: duty.schoolId,
      dutyId: duty.id,
      period: row.period,
      scope: duty.scope,
      scopeId,
      openAt: row.openAt,
      dueAt: row.dueAt,
      state: excuse === undefined ? 'open' : 'excused',
      excuse: excuse ?? null,
    });
  }
  if (runsOnSchoolDays(duty.cadence)) followGrades(context, duty, row, period);
  return tasksOfPeriod(context, row).filter((task) => !there.has(task.scopeId));
}

/** The scopes a duty has tasks for: every class, every kind of place it names, or the school itself. */
export function scopesOf(context: Context, duty: SchoolDuty): readonly string[] {
  if (duty.scope === 'class') {
    return classesOf(context.db)
      .all({ school: duty.schoolId })
      .map((row) => String(row.id));
  }
  if (duty.scope === 'place' && duty.places) {
    const kinds = placeKindsHere(context, duty.schoolId, duty.places);
    return isRound(duty.id) ? kinds.flatMap((kind) => partsOf(context, duty.schoolId, kind)) : kinds;
  }
  return [''];
}

/** One card in the group where the school shares it, else one to everybody who has to do something. */
function ask(context: Context, duty: SchoolDuty, row: PeriodRow): void {
  if (askGroup(context, duty, row)) return;
  for (const task of tasksOfPeriod(context, row)) askOwners(context, task, duty, `open:${row.id}`);
}

/** The shared card of a period to the groups of class heads, once each; false where the duty or the school has none. */
export function askGroup(context: Context, duty: SchoolDuty, row: PeriodRow): boolean {
  const groups = duty.reach === 'shared' ? groupOnEach(context, duty.schoolId, 'class_teachers') : [];
  for (const { id, once } of groups)
    sendCard(
      context,
      'duty.board',
      { period: row.id },
      { group: id },
      { lane: 'normal', dedupeKey: `duty-board:${row.id}${once}` },
    );
  return groups.length > 0;
}

/** The task card to each of a task's owners, once per reason. */
export function askOwners(
  context: Context,
  task: Task,
  duty: SchoolDuty,
  reason: string,
  wanted: (person: PersonId) => boolean = () => true,
): void {
  const { card, subject, once } = askingOf(context, task);
  for (const person of ownersOf(context, task, duty).filter(wanted))
    sendCard(context, card, subject, { person }, { lane: 'bulk', dedupeKey: `duty:${reason}:${once}:${person}` });
}
