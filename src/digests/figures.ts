import { and, asc, count, eq, gt, gte, inArray, isNull, lt, lte, min, sql } from 'drizzle-orm';
import { schoolDuty } from '../duties/settings.ts';
import { className } from '../duties/tasks.ts';
import { firstPass, hazardMetrics, repeatedHazards } from '../hazards/metrics.ts';
import { placeKindOf } from '../hazards/taxonomy.ts';
import type { ReadContext } from '../kernel/context.ts';
import {
  clockOf,
  dateOf,
  daysBetween,
  dayText,
  instantOf,
  MINUTE,
  plusDays,
  shortDay,
  weekdayOf,
} from '../kernel/time.ts';
import { isSchoolDay, schoolDayFrom } from '../school/calendar.ts';
import { roleNames, rolesOf } from '../school/people.ts';
import { undelivered } from '../school/undelivered.ts';
import { dutyPeriod, dutyShift, dutyTask, hazard, outbox, role, supervision } from '../store/schema/index.ts';
import { countedIn, weekOf } from './week.ts';

const counted = (context: ReadContext, schoolId: number, from: string) =>
  countedIn(weekOf(from), (date) => schoolDayFrom(context, schoolId, date), context.timeZone);

/** What a week was, counted from the rows; the same numbers wherever they are shown. */
export function weekNumbers(context: ReadContext, schoolId: number, from: string) {
  const { to } = weekOf(from);
  const { after, upTo } = counted(context, schoolId, from);
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
    received: of(gt(hazard.reportedAt, after), lte(hazard.reportedAt, upTo)),
    removed: of(eq(hazard.state, 'closed'), gt(hazard.closedAt, after), lte(hazard.closedAt, upTo)),
    overdue: of(working, lt(hazard.due, today)),
    longestOverdue: oldest ? daysBetween(oldest, today) : 0,
    major: of(
      eq(hazard.severity, 'major'),
      inArray(hazard.state, ['triaged', 'assigned', 'rectifying', 'pending_recheck']),
    ),
    suspected: of(eq(hazard.major, 'candidate'), waiting),
    untriaged: of(waiting),
    listed: listedNow(context, schoolId),
    metrics: hazardMetrics(context, schoolId, { from, to }),
    firstPass: firstPass(context, schoolId, { from, to }),
    repeated: repeatedHazards(context, schoolId, { from, to }),
    overdueLines: overdueLines(context, schoolId, today),
  };
}

/** Hazards under listed supervision that are not delisted. */
const listedNow = (context: ReadContext, schoolId: number): number =>
  context.db
    .select({ total: count() })
    .from(supervision)
    .innerJoin(hazard, eq(hazard.id, supervision.hazardId))
    .where(and(eq(hazard.schoolId, schoolId), isNull(supervision.delistedAt)))
    .get()?.total ?? 0;

/** Overdue ones by place and the owner's role, the longest first; never by name (issue: weekly digest). */
export function overdueLines(context: ReadContext, schoolId: number, today: string): readonly string[] {
  return context.db
    .select({ title: hazard.title, placeKind: hazard.placeKind, owner: hazard.ownerId, due: hazard.due })
    .from(hazard)
    .where(and(eq(hazard.schoolId, schoolId), inArray(hazard.state, ['assigned', 'rectifying']), lt(hazard.due, today)))
    .orderBy(asc(hazard.due), asc(hazard.id))
    .limit(3)
    .all()
    .map((row) => {
      const held =
        row.owner === null ? undefined : rolesOf(context, row.owner).find((one) => one.schoolId === schoolId);
      const who = held ? (roleNames[held.role] ?? '责任人') : '责任人';
      return `${row.title || placeKindOf(row.placeKind).name}：${who}，逾期 ${daysBetween(row.due ?? today, today)} 天`;
    });
}

/** Hazards found and removed in each of the last weeks as their summaries counted them, the oldest first, for the chart. */
export function weeksBefore(context: ReadContext, schoolId: number, from: string, weeks: number) {
  return Array.from({ length: weeks }, (_, index) => plusDays(from, (index - weeks + 1) * 7)).map((monday) => {
    const { after, upTo } = counted(context, schoolId, monday);
    return {
      label: `${Number(monday.slice(5, 7))}/${Number(monday.slice(8, 10))}`,
      ...foundAndRemoved(context, schoolId, after, upTo),
    };
  });
}

/** Hazards found and removed after one instant and up to another, ms: the two numbers that matter, of any span. */
export function foundAndRemoved(
  context: ReadContext,
  schoolId: number,
  after: number,
  upTo: number,
): { readonly received: number; readonly removed: number } {
  const row = context.db
    .select({
      received: sql<number>`coalesce(sum(${hazard.reportedAt} > ${after} and ${hazard.reportedAt} <= ${upTo}), 0)`,
      removed: sql<number>`coalesce(sum(${hazard.state} = 'closed' and ${hazard.closedAt} > ${after} and ${hazard.closedAt} <= ${upTo}), 0)`,
    })
    .from(hazard)
    .where(eq(hazard.schoolId, schoolId))
    .get();
  return { received: row?.received ?? 0, removed: row?.removed ?? 0 };
}

/** Classes that missed the same duty in this week and in the one before, by duty; no person is named. */
export function missedTwice(context: ReadContext, schoolId: number, from: string): readonly string[] {
  const missed = ({ after, upTo }: ReturnType<typeof countedIn>): ReadonlySet<string> =>
    new Set(
      context.db
        .select({ duty: dutyTask.dutyId, scopeId: dutyTask.scopeId })
        .from(dutyTask)
        .where(
          and(
            eq(dutyTask.schoolId, schoolId),
            eq(dutyTask.scope, 'class'),
            inArray(dutyTask.state, ['open', 'missed']),
            gt(dutyTask.dueAt, after),
            lte(dutyTask.dueAt, upTo),
          ),
        )
        .all()
        .map((row) => `${row.duty}|${row.scopeId}`),
    );
  const before = missed(counted(context, schoolId, plusDays(from, -7)));
  const both = [...missed(counted(context, schoolId, from))].filter((key) => before.has(key));
  const byDuty = new Map<string, string[]>();
  for (const key of both) {
    const [duty = '', scopeId = ''] = key.split('|');
    byDuty.set(duty, [...(byDuty.get(duty) ?? []), className(context, scopeId)]);
  }
  return [...byDuty].flatMap(([duty, classes]) => {
    const name = schoolDuty(context, schoolId, duty)?.name;
    return name
      ? [`${name}：${classes.slice(0, 6).join('、')}${classes.length > 6 ? ` 等 ${classes.length} 个班` : ''}`]
      : [];
  });
}

/** How often the bot spoke by itself this week: people it reached, and the average and most on one day. */
export function interruptionsOf(context: ReadContext, schoolId: number, from: string) {
  const start = instantOf(from, '00:00', context.timeZone);
  const rows = context.db
    .selectDistinct({ id: outbox.id, person: outbox.personId, at: outbox.finishedAt })
    .from(outbox)
    .innerJoin(role, eq(role.personId, outbox.personId))
    .where(
      and(
        eq(role.schoolId, schoolId),
        eq(outbox.state, 'sent'),
        gte(outbox.finishedAt, start),
        inArray(outbox.kind, ['card', 'text']),
        // Answers and alarms do not count (nudges/interruptions.ts).
        gte(outbox.rank, 2),
      ),
    )
    .all();
  const perDay = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.person}|${dateOf(row.at ?? context.now, context.timeZone)}`;
    perDay.set(key, (perDay.get(key) ?? 0) + 1);
  }
  const counts = [...perDay.values()];
  return {
    average: counts.length === 0 ? 0 : counts.reduce((sum, value) => sum + value, 0) / counts.length,
    most: Math.max(0, ...counts),
  };
}

/** Messages of this school that nobody received, of the last seven days. */
export const undeliveredNow = (context: ReadContext, schoolId: number): number => undelivered(context, schoolId).total;

/** Duties that fell due since the summary before, with what was done. */
export function weekDuties(context: ReadContext, schoolId: number, from: string) {
  const { after, upTo } = counted(context, schoolId, from);
  return dutiesBetween(context, schoolId, after, upTo);
}

/** Duties that fell due after one instant and up to another, ms, with what was done. */
export function dutiesBetween(context: ReadContext, schoolId: number, after: number, upTo: number) {
  return context.db
    .select({
      duty: dutyTask.dutyId,
      total: sql<number>`sum(${dutyTask.state} != 'excused')`,
      done: sql<number>`sum(${dutyTask.state} = 'done')`,
    })
    .from(dutyTask)
    .where(and(eq(dutyTask.schoolId, schoolId), gt(dutyTask.dueAt, after), lte(dutyTask.dueAt, upTo)))
    .groupBy(dutyTask.dutyId)
    .all()
    .flatMap((row) => {
      const name = schoolDuty(context, schoolId, row.duty)?.name;
      return name && row.total > 0 ? [{ name, done: row.done, total: row.total, missed: row.total - row.done }] : [];
    });
}

/** Minutes after which a shift without anybody is the safety office's business (domain/duties.md E7). */
const SHIFT_GRACE = 15 * MINUTE;

/** Shifts that began since the summary before, with how many somebody stood. */
export function weekShifts(context: ReadContext, schoolId: number, from: string) {
  const { after, upTo } = counted(context, schoolId, from);
  return shiftsBetween(context, schoolId, after, upTo);
}

/** Shifts that began after one instant and up to another, ms, with how many somebody stood. */
export function shiftsBetween(context: ReadContext, schoolId: number, after: number, upTo: number) {
  return context.db
    .select({ duty: dutyShift.dutyId, total: count(), done: count(dutyShift.checkedInAt) })
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, schoolId),
        gt(dutyShift.startsAt, after - SHIFT_GRACE),
        lte(dutyShift.startsAt, upTo - SHIFT_GRACE),
      ),
    )
    .groupBy(dutyShift.dutyId)
    .all()
    .flatMap(({ duty, total, done }) => {
      const name = schoolDuty(context, schoolId, duty)?.name;
      return name ? [{ name, done, total, missed: total - done }] : [];
    });
}

/** 9月12日–9月19日，到 16:00 止: what the summary counts, as its readers can check it. */
export function countedText(context: ReadContext, schoolId: number, from: string): string {
  const { after, upTo } = counted(context, schoolId, from);
  const today = dateOf(context.now, context.timeZone);
  const day = (instant: number): string => shortDay(dateOf(instant, context.timeZone), today);
  return `${day(after)}–${day(upTo)}，到 ${clockOf(upTo, context.timeZone)} 止`;
}

/** Days that follow one another as one: 10月1日–10月3日. */
function runsOf(days: readonly string[], today: string): readonly string[] {
  const runs: { from: string; to: string }[] = [];
  for (const date of days) {
    const last = runs.at(-1);
    if (last && plusDays(last.to, 1) === date) last.to = date;
    else runs.push({ from: date, to: date });
  }
  return runs.map(({ from, to }) => shortDay(from, today) + (from === to ? '' : `–${shortDay(to, today)}`));
}

/**
 * What comes from the day after the summary to the end of the week after it: days off, make-up days (also those of the
 * weekend at hand), deadlines that are already known.
 */
export function weekAhead(context: ReadContext, schoolId: number, from: string): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  const { upTo } = counted(context, schoolId, from);
  const first = plusDays(dateOf(upTo, context.timeZone), 1);
  const end = plusDays(weekOf(dateOf(upTo, context.timeZone)).to, 7);
  const days = Array.from({ length: daysBetween(first, end) + 1 }, (_, index) => plusDays(first, index));
  const isWeekend = (date: string): boolean => [0, 6].includes(weekdayOf(date));
  const off = days.filter((date) => !isWeekend(date) && !isSchoolDay(context, schoolId, date));
  const extra = days.filter((date) => isWeekend(date) && isSchoolDay(context, schoolId, date));
  const due = context.db
    .select({ duty: dutyPeriod.dutyId, dueAt: dutyPeriod.dueAt })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, schoolId),
        gte(dutyPeriod.dueAt, instantOf(first, '00:00', context.timeZone)),
        lt(dutyPeriod.dueAt, instantOf(plusDays(end, 1), '00:00', context.timeZone)),
      ),
    )
    .orderBy(asc(dutyPeriod.dueAt))
    .limit(20)
    .all();
  return [
    ...runsOf(off, today).map((run) => `${run} 不上课`),
    ...extra.map((date) => `${dayText(date, today)} 上课`),
    ...due.map(
      (row) =>
        `${shortDay(dateOf(row.dueAt, context.timeZone), today)} ${schoolDuty(context, schoolId, row.duty)?.name ?? ''}截止`,
    ),
  ];
}
