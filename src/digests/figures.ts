import { and, asc, count, eq, gt, gte, inArray, isNull, lt, lte, min, sql } from 'drizzle-orm';
import { firstPass, hazardMetrics, repeatedHazards } from '../hazards/metrics.ts';
import { placeKindOf } from '../hazards/taxonomy.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, daysBetween, plusDays } from '../kernel/time.ts';
import { roleNames, rolesOf } from '../school/people.ts';
import { undelivered } from '../school/undelivered.ts';
import { hazard, outbox, role, supervision } from '../store/schema/index.ts';
import { counted } from './counted.ts';

/** What a week was, counted from the rows; the same numbers wherever they are shown. */
export function weekNumbers(context: ReadContext, schoolId: number, from: string) {
  const window = counted(context, schoolId, from);
  const { after, upTo } = window;
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
    metrics: hazardMetrics(context, schoolId, window),
    firstPass: firstPass(context, schoolId, window),
    repeated: repeatedHazards(context, schoolId, window),
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
function overdueLines(context: ReadContext, schoolId: number, today: string): readonly string[] {
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

/** Hazards found and removed in each of the last weeks as their summaries counted them, by the day of the summary, the oldest first. */
export function weeksBefore(context: ReadContext, schoolId: number, from: string, weeks: number) {
  return windowsBefore(context, schoolId, from, weeks).map(({ after, upTo }) => {
    const row = context.db
      .select({
        received: sql<number>`coalesce(sum(${hazard.reportedAt} > ${after} and ${hazard.reportedAt} <= ${upTo}), 0)`,
        removed: sql<number>`coalesce(sum(${hazard.state} = 'closed' and ${hazard.closedAt} > ${after} and ${hazard.closedAt} <= ${upTo}), 0)`,
      })
      .from(hazard)
      .where(eq(hazard.schoolId, schoolId))
      .get();
    const last = dateOf(upTo, context.timeZone);
    return {
      label: `${Number(last.slice(5, 7))}/${Number(last.slice(8, 10))}`,
      received: row?.received ?? 0,
      removed: row?.removed ?? 0,
    };
  });
}

/** How far back summaries are looked for, weeks; longer than any vacation. */
const LOOK_BACK_WEEKS = 30;

/** What the last summaries counted, the oldest first; the weeks of a vacation have one together. */
function windowsBefore(context: ReadContext, schoolId: number, from: string, wanted: number) {
  const windows: ReturnType<typeof counted>[] = [];
  for (let back = 0; back < LOOK_BACK_WEEKS && windows.length < wanted; back += 1) {
    const window = counted(context, schoolId, plusDays(from, -7 * back));
    if (window.upTo !== windows[0]?.upTo) windows.unshift(window);
  }
  return windows;
}

/** How often the bot spoke by itself since the summary before: people it reached, and the average and most on one day. */
export function interruptionsOf(context: ReadContext, schoolId: number, from: string) {
  const { after, upTo } = counted(context, schoolId, from);
  const rows = context.db
    .selectDistinct({ id: outbox.id, person: outbox.personId, at: outbox.finishedAt })
    .from(outbox)
    .innerJoin(role, eq(role.personId, outbox.personId))
    .where(
      and(
        eq(role.schoolId, schoolId),
        eq(outbox.state, 'sent'),
        gt(outbox.finishedAt, after),
        lte(outbox.finishedAt, upTo),
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
