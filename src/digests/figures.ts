import { and, count, eq, gt, lte, ne, sql } from 'drizzle-orm';
import { firstPass, hazardMetrics, repeatedHazards } from '../hazards/metrics.ts';
import { placeKindOf } from '../hazards/taxonomy.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, daysBetween, shortDay } from '../kernel/time.ts';
import { roleNames, rolesOf } from '../school/people.ts';
import { hazard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { countHazards, oldestOverdue, overdueHazards } from './hazard_rows.ts';
import { type Told, toldBefore } from './told.ts';
import type { Counted } from './week.ts';

/** What a week was, counted from the rows; the same numbers wherever they are shown. */
export function weekNumbers(context: ReadContext, told: Told) {
  const today = dateOf(context.now, context.timeZone);
  const { schoolId } = told;
  const of = (list: Parameters<typeof countHazards>[2]): number => countHazards(context, told, list);
  const oldest = oldestOverdue(context, told);
  return {
    received: of('received'),
    removed: of('removed'),
    overdue: of('overdue'),
    longestOverdue: oldest ? daysBetween(oldest, today) : 0,
    major: of('major'),
    suspected: of('suspected'),
    untriaged: of('untriaged'),
    listed: of('listed'),
    metrics: hazardMetrics(context, schoolId, told),
    firstPass: firstPass(context, schoolId, told),
    repeated: repeatedHazards(context, schoolId, told),
    overdueLines: overdueLines(context, schoolId),
  };
}

/** Overdue ones by place and the owner's role, the longest first; never by name (issue: weekly digest). */
export function overdueLines(context: ReadContext, schoolId: number): readonly string[] {
  const today = dateOf(context.now, context.timeZone);
  return overdueHazards(context, schoolId, 3).map((row) => {
    const held =
      row.ownerId === null ? undefined : rolesOf(context, row.ownerId).find((one) => one.schoolId === schoolId);
    const who = held ? (roleNames[held.role] ?? '责任人') : '责任人';
    return `${row.title || placeKindOf(row.placeKind).name}：${who}，逾期 ${daysBetween(row.due ?? today, today)} 天`;
  });
}

// Two ranges of two indexes; one pass over all the school's hazards would grow with its years.
const found = prepared((db) =>
  db
    .select({ total: count() })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, sql.placeholder('school')),
        ne(hazard.state, 'withdrawn'),
        gt(hazard.reportedAt, sql.placeholder('after')),
        lte(hazard.reportedAt, sql.placeholder('upTo')),
      ),
    )
    .prepare(),
);
const gone = prepared((db) =>
  db
    .select({ total: count() })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, sql.placeholder('school')),
        eq(hazard.state, 'closed'),
        gt(hazard.closedAt, sql.placeholder('after')),
        lte(hazard.closedAt, sql.placeholder('upTo')),
      ),
    )
    .prepare(),
);

/** Hazards found and removed after one instant and up to another, ms: the two numbers that matter, of any stretch. */
export function foundAndRemoved(context: ReadContext, schoolId: number, { after, upTo }: Counted) {
  const stretch = { school: schoolId, after, upTo };
  return {
    received: found(context.db).get(stretch)?.total ?? 0,
    removed: gone(context.db).get(stretch)?.total ?? 0,
  };
}

/** Hazards found and removed as the last summaries counted them, by the day of the summary, the oldest first, for the chart. */
export const weeksBefore = (context: ReadContext, told: Told, weeks: number) =>
  toldBefore(told, weeks)
    .toReversed()
    .map((one) => {
      const last = dateOf(one.upTo, context.timeZone);
      return {
        label: `${Number(last.slice(5, 7))}/${Number(last.slice(8, 10))}`,
        ...foundAndRemoved(context, told.schoolId, one),
      };
    });

/** 9月12日–9月19日，到 16:00 止: what the summary counts, as its readers can check it. */
export function countedText(context: ReadContext, told: Told): string {
  const today = dateOf(context.now, context.timeZone);
  const day = (instant: number): string => shortDay(dateOf(instant, context.timeZone), today);
  return `${day(told.after)}–${day(told.upTo)}，到 ${clockOf(told.upTo, context.timeZone)} 止`;
}
