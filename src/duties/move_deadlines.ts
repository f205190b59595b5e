import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf, DAY, dateOf, instantOf } from '../kernel/time.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { classesOf } from '../school/queries.ts';
import { dutyPeriod, dutyTask } from '../store/schema/index.ts';
import { DAY_OFF, excuseOf, SUSPENDED } from './classes_off.ts';
import { excuseTask } from './complete.ts';
import type { Period } from './duty.ts';
import { ladderTimes, planDeadline, planLadder } from './period_ladder.ts';
import { nearestSchoolDay } from './period_units.ts';
import { dueAt, periodOf, runsOnSchoolDays } from './periods.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { type PeriodRow, periodRow, periodTopic, type Task, tasksOfPeriod, taskTopic } from './tasks.ts';

/** A period that ended is not looked at again. */
const LOOK_BACK_MS = 2 * DAY;

/**
 * After the calendar of a school changed: periods that are under way are due on the school day the calendar now says
 * (the last school day of the week where Friday has none; domain/duties.md §1.3, D2–D5), and their ladder with them.
 */
export function moveDeadlines(context: Context, schoolId: number): void {
  const calendar = schoolCalendar(context, schoolId);
  const rows = context.db
    .select()
    .from(dutyPeriod)
    .where(and(eq(dutyPeriod.schoolId, schoolId), gt(dutyPeriod.dueAt, context.now - LOOK_BACK_MS)))
    .all();
  for (const row of rows) {
    const duty = schoolDuty(context, schoolId, row.dutyId);
    // A day without lessons has no daily task at all: setup/mark_days.ts excuses those.
    if (!duty || duty.cadence === 'daily' || !runsOnSchoolDays(duty.cadence)) continue;
    const period = periodNow(duty, row, calendar, context.timeZone);
    if (!period) continue;
    follow(context, duty, row, period, calendar);
    const now = periodRow(context, row.id);
    if (now) followGrades(context, duty, now, period);
  }
}

/** Where a grade has other school days than the school, its classes are due on their own last one; for what is due later. */
export function followGrades(context: Context, duty: SchoolDuty, row: PeriodRow, period: Period): void {
  if (duty.scope !== 'class' || duty.cadence === 'daily' || row.dueAt <= context.now) return;
  const grades = new Map(classesOf(context, row.schoolId).map((one) => [String(one.id), one.grade]));
  const calendars = new Map<string, SchoolCalendar>();
  for (const task of tasksOfPeriod(context, row)) {
    const grade = grades.get(task.scopeId);
    if (grade === undefined || task.state === 'done' || task.state === 'missed') continue;
    const calendar = calendars.get(grade) ?? schoolCalendar(context, row.schoolId, grade);
    calendars.set(grade, calendar);
    followClass(context, duty, row, task, period, calendar);
  }
}

function followClass(
  context: Context,
  duty: SchoolDuty,
  row: PeriodRow,
  task: Task,
  period: Period,
  calendar: SchoolCalendar,
): void {
  const wholeSchool = dateOf(row.dueAt, context.timeZone);
  const date = calendar.isSchoolDay(wholeSchool) ? wholeSchool : nearestSchoolDay(wholeSchool, period, calendar);
  const due = instantOf(date, clockOf(row.dueAt, context.timeZone), context.timeZone);
  const excuse = excuseOf(wholeSchool, calendar);
  if (due <= context.now) {
    // The grade's last day of the week is over already, and it has no other.
    if (duty.cadence === 'weekly' && excuse !== undefined && task.state === 'open') excuseTask(context, task, excuse);
    return;
  }
  if (due === task.dueAt) return;
  context.db.update(dutyTask).set({ dueAt: due }).where(eq(dutyTask.id, task.id)).run();
  record(context, 'duty.deadline-moved', taskTopic(task.id), { duty: duty.id, period: row.period, to: date });
  refresh(context, taskTopic(task.id));
}

/** The period a row stands for as the calendar has it now; undefined where that key is gone. */
function periodNow(duty: SchoolDuty, row: PeriodRow, calendar: SchoolCalendar, timeZone: string): Period | undefined {
  return [row.openAt, row.dueAt]
    .map((instant) => periodOf(duty.cadence, dateOf(instant, timeZone), calendar))
    .find((period) => period?.key === row.period);
}

function follow(context: Context, duty: SchoolDuty, row: PeriodRow, period: Period, calendar: SchoolCalendar): void {
  const before = dateOf(row.dueAt, context.timeZone);
  const date = dateOf(dueAt(duty, period, calendar, context.timeZone), context.timeZone);
  // The school's own clock for it may have changed since; that counts from the next period on.
  const due = instantOf(date, clockOf(row.dueAt, context.timeZone), context.timeZone);
  if (due > context.now) {
    if (due !== row.dueAt) move(context, row, due);
    reopen(context, row, due);
    return;
  }
  // Its last day fell away today: a week is over with that (domain/duties.md §8), longer ones can still be made up.
  const excuse = excuseOf(before, calendar);
  if (duty.cadence !== 'weekly' || before < dateOf(context.now, context.timeZone) || excuse === undefined) return;
  for (const task of tasksOfPeriod(context, row)) if (task.state === 'open') excuseTask(context, task, excuse);
}

function move(context: Context, row: PeriodRow, due: number): void {
  context.db
    .update(dutyTask)
    .set({ dueAt: due })
    .where(and(eq(dutyTask.schoolId, row.schoolId), eq(dutyTask.dutyId, row.dutyId), eq(dutyTask.period, row.period)))
    .run();
  // Moved later, the rungs that lie ahead again speak again; moved earlier, the latest one that is due speaks at once.
  const times = ladderTimes(context, { ...row, dueAt: due });
  const passed = times.reduce((last, time, index) => (time <= context.now ? index : last), -1);
  const [moved] = context.db
    .update(dutyPeriod)
    .set({ dueAt: due, ladderDone: Math.min(row.ladderDone, passed) })
    .where(eq(dutyPeriod.id, row.id))
    .returning()
    .all();
  record(context, 'duty.deadline-moved', periodTopic(row.id), {
    duty: row.dutyId,
    period: row.period,
    from: dateOf(row.dueAt, context.timeZone),
    to: dateOf(due, context.timeZone),
  });
  if (!moved) return;
  planLadder(context, moved);
  planDeadline(context, moved);
  refresh(context, periodTopic(row.id));
  for (const task of tasksOfPeriod(context, row)) if (task.state === 'open') refresh(context, taskTopic(task.id));
}

/** The day was given back: what was excused because of it is asked for again. Excused by an outage or by hand stays. */
function reopen(context: Context, row: PeriodRow, due: number): void {
  const back = context.db
    .update(dutyTask)
    .set({ state: 'open', excuse: null })
    .where(
      and(
        eq(dutyTask.schoolId, row.schoolId),
        eq(dutyTask.dutyId, row.dutyId),
        eq(dutyTask.period, row.period),
        eq(dutyTask.state, 'excused'),
        eq(dutyTask.dueAt, due),
        or(eq(dutyTask.excuse, SUSPENDED), eq(dutyTask.excuse, DAY_OFF)),
        // Somebody's own word carries their name.
        isNull(dutyTask.doneById),
      ),
    )
    .returning({ id: dutyTask.id })
    .all();
  for (const task of back) {
    record(context, 'duty.reopened', taskTopic(task.id), { duty: row.dutyId, period: row.period });
    refresh(context, taskTopic(task.id));
  }
  if (back.length > 0) refresh(context, periodTopic(row.id));
}
