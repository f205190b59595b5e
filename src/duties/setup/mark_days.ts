import { and, eq, inArray, max } from 'drizzle-orm';
import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { refresh } from '../../kernel/send.ts';
import { dateOf, daysBetween, plusDays, shortDay } from '../../kernel/time.ts';
import { type DayKind, type SchoolCalendar, schoolCalendar } from '../../school/calendar.ts';
import { classesOf } from '../../school/queries.ts';
import { audit, calendarDay, dutyTask } from '../../store/schema/index.ts';
import { DAY_OFF, excuseOf, SUSPENDED } from '../classes_off.ts';
import { excuseTask, refreshTask } from '../complete.ts';
import { schoolDuty } from '../settings.ts';
import { type Task, taskTopic } from '../tasks.ts';
import { gradesOf } from './calendar_view.ts';
import { planSchool } from './plan_school.ts';

/** The longest stretch marked at once, days; a summer is not marked day by day. */
const LONGEST_DAYS = 62;
/** How long ago a day may be marked after the fact, days. */
const BACK_DAYS = 30;

export const calendarTopic = (schoolId: number): string => `calendar:${schoolId}`;

/** Grows with every change of a school's calendar. */
export const changesOf = (context: Pick<Context, 'db'>, schoolId: number): number =>
  context.db
    .select({ last: max(audit.sequence) })
    .from(audit)
    .where(eq(audit.subject, calendarTopic(schoolId)))
    .get()?.last ?? 1;

export interface DayMark {
  /** Dates, inclusive. */
  readonly from: string;
  readonly to: string;
  readonly kind: DayKind | 'clear';
  /** '' for the whole school. */
  readonly grade: string;
  readonly note: string;
}

/**
 * Marks days of a school or of one grade. Duties are planned again; what was asked on a day that now has no lessons is
 * excused, and asked again when the mark is taken back before its deadline. Throws FormRefused for days that make no sense.
 */
export function markDays(context: Context, schoolId: number, mark: DayMark): Outcome {
  const today = dateOf(context.now, context.timeZone);
  if (mark.to < mark.from) throw new FormRefused('结束日期不能早于开始日期');
  if (daysBetween(mark.from, mark.to) >= LONGEST_DAYS) throw new FormRefused(`一次最多标 ${LONGEST_DAYS} 天`);
  if (mark.from < plusDays(today, -BACK_DAYS)) throw new FormRefused(`只能标 ${BACK_DAYS} 天以内和以后的日子`);
  if (mark.grade !== '' && !gradesOf(context, schoolId).includes(mark.grade))
    throw new FormRefused('年级请从给出的里面选');
  for (let date = mark.from; date <= mark.to; date = plusDays(date, 1)) writeMark(context, schoolId, date, mark);
  record(context, 'calendar.marked', calendarTopic(schoolId), mark);
  planSchool(context, schoolId);
  const changed = settleTasks(context, schoolId, mark.from, mark.to < today ? mark.to : today);
  refresh(context, calendarTopic(schoolId));
  const day = shortDay(mark.from, today);
  return { toast: { tone: 'success', text: changed > 0 ? `已登记，${changed} 处免记或恢复` : `已登记：${day}` } };
}

function writeMark(context: Context, schoolId: number, date: string, mark: DayMark): void {
  const { kind, grade } = mark;
  if (kind === 'clear') {
    context.db
      .delete(calendarDay)
      .where(and(eq(calendarDay.schoolId, schoolId), eq(calendarDay.date, date), eq(calendarDay.grade, grade)))
      .run();
    return;
  }
  const note = mark.note === '' ? null : mark.note;
  context.db
    .insert(calendarDay)
    .values({ schoolId, date, grade, kind, note })
    .onConflictDoUpdate({ target: [calendarDay.schoolId, calendarDay.date, calendarDay.grade], set: { kind, note } })
    .run();
}

/** Tasks of days that are here already follow the calendar; gives how many changed. */
function settleTasks(context: Context, schoolId: number, from: string, to: string): number {
  const calendars = new Map<string, SchoolCalendar>();
  const calendarOf = (grade: string): SchoolCalendar => {
    const made = calendars.get(grade) ?? schoolCalendar(context, schoolId, grade);
    calendars.set(grade, made);
    return made;
  };
  const grades = new Map(classesOf(context, schoolId).map((one) => [String(one.id), one.grade]));
  let changed = 0;
  for (let date = from; date <= to; date = plusDays(date, 1)) {
    const tasks = context.db
      .select()
      .from(dutyTask)
      .where(
        and(
          eq(dutyTask.schoolId, schoolId),
          eq(dutyTask.period, date),
          inArray(dutyTask.state, ['open', 'missed', 'excused']),
        ),
      )
      .all();
    for (const task of tasks) {
      // Nights and rounds of every day go on while lessons are suspended.
      if (schoolDuty(context, schoolId, task.dutyId)?.cadence !== 'daily') continue;
      const grade = task.scope === 'class' ? (grades.get(task.scopeId) ?? '') : '';
      if (settle(context, task, excuseOf(date, calendarOf(grade)))) changed += 1;
    }
  }
  return changed;
}

function settle(context: Context, task: Task, excuse: string | undefined): boolean {
  if (task.state !== 'excused') {
    if (excuse === undefined) return false;
    excuseTask(context, task, excuse);
    return true;
  }
  // Excused by an outage or by hand: that stays. So does what is past its deadline: nobody could still have done it.
  if (excuse !== undefined || task.doneById !== null || task.dueAt <= context.now) return false;
  if (task.excuse !== SUSPENDED && task.excuse !== DAY_OFF) return false;
  context.db
    .update(dutyTask)
    .set({ state: 'open', excuse: null, revision: task.revision + 1 })
    .where(eq(dutyTask.id, task.id))
    .run();
  record(context, 'duty.reopened', taskTopic(task.id), { duty: task.dutyId, period: task.period });
  refreshTask(context, task);
  return true;
}
