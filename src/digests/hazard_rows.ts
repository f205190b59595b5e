import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, min, ne, type SQL, sql } from 'drizzle-orm';
import { shorten } from '../../cards/school/shorten.ts';
import { stateNames } from '../hazards/rules.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, daysBetween, shortDay } from '../kernel/time.ts';
import { hazard, supervision } from '../store/schema/index.ts';
import type { Told } from './told.ts';

/** The numbers of a summary that are a count of hazards; the list behind each is read by the same condition. */
export type HazardList = 'received' | 'removed' | 'untriaged' | 'overdue' | 'major' | 'suspected' | 'listed';

const waiting = inArray(hazard.state, ['reported', 'reopened', 'triaged']);
const working = inArray(hazard.state, ['assigned', 'rectifying']);

const isOverdue = (context: ReadContext): SQL | undefined =>
  and(working, lt(hazard.due, dateOf(context.now, context.timeZone)));

function conditionOf(context: ReadContext, told: Told, list: HazardList): SQL | undefined {
  switch (list) {
    case 'received':
      // Taken back by its reporter before anybody acted: never a record, and in no ledger.
      return and(ne(hazard.state, 'withdrawn'), gt(hazard.reportedAt, told.after), lte(hazard.reportedAt, told.upTo));
    case 'removed':
      return and(eq(hazard.state, 'closed'), gt(hazard.closedAt, told.after), lte(hazard.closedAt, told.upTo));
    case 'untriaged':
      return waiting;
    case 'overdue':
      return isOverdue(context);
    case 'major':
      return and(
        eq(hazard.severity, 'major'),
        inArray(hazard.state, ['triaged', 'assigned', 'rectifying', 'pending_recheck']),
      );
    case 'suspected':
      return and(eq(hazard.major, 'candidate'), waiting);
    case 'listed':
      return sql`${hazard.id} in (select ${supervision.hazardId} from ${supervision} where ${isNull(supervision.delistedAt)})`;
  }
}

const within = (context: ReadContext, told: Told, list: HazardList) =>
  and(eq(hazard.schoolId, told.schoolId), conditionOf(context, told, list));

export const countHazards = (context: ReadContext, told: Told, list: HazardList): number =>
  context.db
    .select({ total: count() })
    .from(hazard)
    .where(within(context, told, list))
    .get()?.total ?? 0;

/** The hazards a number counted, the most urgent deadline first, then the latest. */
export const hazardsBehind = (context: ReadContext, told: Told, list: HazardList) =>
  context.db
    .select()
    .from(hazard)
    .where(within(context, told, list))
    .orderBy(sql`${hazard.due} is null`, asc(hazard.due), desc(hazard.id))
    .all();

/** The hazards overdue today, whatever stretch is told about: the longest overdue first, at most so many. */
export const overdueHazards = (context: ReadContext, schoolId: number, most: number) =>
  context.db
    .select()
    .from(hazard)
    .where(and(eq(hazard.schoolId, schoolId), isOverdue(context)))
    .orderBy(asc(hazard.due), asc(hazard.id))
    .limit(most)
    .all();

/** The deadline passed the longest ago of those overdue, YYYY-MM-DD. */
export const oldestOverdue = (context: ReadContext, told: Told): string | undefined =>
  context.db
    .select({ due: min(hazard.due) })
    .from(hazard)
    .where(within(context, told, 'overdue'))
    .get()?.due ?? undefined;

/** 0009 男厕地面漏水: how a list names a hazard. */
export const nameOfHazard = (row: { readonly number: string; readonly title: string }): string =>
  `${row.number.slice(-4)} ${shorten(row.title, 14)}`;

/** 0009 男厕地面漏水 逾期 7 天: a hazard on one line, as it stands today. */
export function hazardLine(
  context: ReadContext,
  row: Pick<typeof hazard.$inferSelect, 'number' | 'title' | 'state' | 'due'>,
): string {
  const today = dateOf(context.now, context.timeZone);
  const isWorking = row.state === 'assigned' || row.state === 'rectifying';
  const due = isWorking && row.due !== null ? row.due : undefined;
  const status =
    due === undefined
      ? stateNames[row.state]
      : due < today
        ? `逾期 ${daysBetween(due, today)} 天`
        : `${shortDay(due, today)}止`;
  return `${nameOfHazard(row)} ${status}`;
}
