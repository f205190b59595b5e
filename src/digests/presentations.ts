import { and, count, eq, gte, inArray, lt, lte, min, sql } from 'drizzle-orm';
import { z } from 'zod';
import { weeklyCard } from '../../cards/digests/weekly.ts';
import { schoolDuty } from '../duties/settings.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { dateOf, daysBetween, dayText, instantOf, plusDays, shortDay } from '../kernel/time.ts';
import { isCalendarKnown, isSchoolDay } from '../school/calendar.ts';
import { dutyPeriod, dutyTask, hazard } from '../store/schema/index.ts';
import { SUMMARY_CLOCK, weekOf } from './week.ts';

/** What a week was, counted from the rows; the same numbers wherever they are shown. */
export function weekNumbers(context: ReadContext, schoolId: number, from: string) {
  const { to } = weekOf(from);
  const start = instantOf(from, '00:00', context.timeZone);
  const end = instantOf(plusDays(to, 1), '00:00', context.timeZone);
  const today = dateOf(context.now, context.timeZone);
  const { db } = context;
  const of = (...where: Parameters<typeof and>) =>
    db
      .select({ total: count() })
      .from(hazard)
      .where(and(eq(hazard.schoolId, schoolId), ...where))
      .get()?.total ?? 0;
  const working = inArray(hazard.state, ['assigned', 'rectifying']);
  const waiting = inArray(hazard.state, ['reported', 'reopened', 'triaged']);
  const oldest = db
    .select({ due: min(hazard.due) })
    .from(hazard)
    .where(and(eq(hazard.schoolId, schoolId), working, lt(hazard.due, today)))
    .get()?.due;
  return {
    received: of(gte(hazard.reportedAt, start), lt(hazard.reportedAt, end)),
    removed: of(eq(hazard.state, 'closed'), gte(hazard.closedAt, start), lt(hazard.closedAt, end)),
    overdue: of(working, lt(hazard.due, today)),
    longestOverdue: oldest ? daysBetween(oldest, today) : 0,
    major: of(
      eq(hazard.severity, 'major'),
      inArray(hazard.state, ['triaged', 'assigned', 'rectifying', 'pending_recheck']),
    ),
    suspected: of(eq(hazard.major, 'candidate'), waiting),
    untriaged: of(waiting),
  };
}

/** Duties whose deadline lay in the week, with what was done. */
export function weekDuties(context: ReadContext, schoolId: number, from: string) {
  const start = instantOf(from, '00:00', context.timeZone);
  const end = Math.min(instantOf(plusDays(weekOf(from).to, 1), '00:00', context.timeZone), context.now);
  return context.db
    .select({
      duty: dutyTask.dutyId,
      total: sql<number>`sum(${dutyTask.state} != 'excused')`,
      done: sql<number>`sum(${dutyTask.state} = 'done')`,
    })
    .from(dutyTask)
    .where(and(eq(dutyTask.schoolId, schoolId), gte(dutyTask.dueAt, start), lte(dutyTask.dueAt, end)))
    .groupBy(dutyTask.dutyId)
    .all()
    .flatMap((row) => {
      const name = schoolDuty(context, schoolId, row.duty)?.name;
      return name && row.total > 0 ? [{ name, done: row.done, total: row.total, missed: row.total - row.done }] : [];
    });
}

/** What the next week holds: days off, make-up days, deadlines that are already known. */
function weekAhead(context: ReadContext, schoolId: number, from: string): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  const monday = plusDays(weekOf(from).to, 1);
  const days = Array.from({ length: 7 }, (_, index) => plusDays(monday, index));
  const off = days.filter((date, index) => index < 5 && !isSchoolDay(context, schoolId, date));
  const extra = days.filter((date, index) => index >= 5 && isSchoolDay(context, schoolId, date));
  const due = context.db
    .select({ duty: dutyPeriod.dutyId, dueAt: dutyPeriod.dueAt })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, schoolId),
        gte(dutyPeriod.dueAt, instantOf(monday, '00:00', context.timeZone)),
        lt(dutyPeriod.dueAt, instantOf(plusDays(monday, 7), '00:00', context.timeZone)),
      ),
    )
    .limit(20)
    .all();
  return [
    ...off.map((date) => `${shortDay(date, today)} 不上课`),
    ...extra.map((date) => `${dayText(date, today)} 上课`),
    ...due.map(
      (row) =>
        `${shortDay(dateOf(row.dueAt, context.timeZone), today)} ${schoolDuty(context, schoolId, row.duty)?.name ?? ''}截止`,
    ),
  ];
}

export const digestPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'digest.weekly',
    subject: z.object({ school: z.number().int(), week: z.string(), late: z.number().int() }),
    topic: (of) => `digest:${of.school}:${of.week}`,
    show: (context, of) => {
      const today = dateOf(context.now, context.timeZone);
      return weeklyCard({
        week: `${shortDay(of.week, today)}–${shortDay(plusDays(of.week, 4), today)}`,
        date: dayText(today, today),
        ...weekNumbers(context, of.school, of.week),
        duties: weekDuties(context, of.school, of.week),
        ahead: weekAhead(context, of.school, of.week),
        calendarKnown: isCalendarKnown(today),
        ...(of.late ? { late: `应于 周五 ${SUMMARY_CLOCK} 发，因停机迟发。` } : {}),
      });
    },
  }),
];
