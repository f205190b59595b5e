import { and, asc, desc, eq, gte, inArray, lt, ne, type SQL, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { instantOf, plusDays } from '../kernel/time.ts';
import { inList } from '../store/in_list.ts';
import { hazard, photo } from '../store/schema/index.ts';
import { byUrgency, type LedgerFilter, ledgerWhere, type Page, pageOf } from './lists.ts';
import type { Hazard } from './queries.ts';

/** The ledger's filters, and what else leaders look for. */
export type Which = LedgerFilter | 'waiting' | 'working' | 'settled' | 'all';

export interface HazardSearch {
  readonly which: Which;
  readonly overdue?: boolean | undefined;
  /** Also suspected ones nobody has decided. */
  readonly major?: boolean | undefined;
  readonly category?: string | undefined;
  readonly place?: string | undefined;
  /** First and last day of the report, inclusive, YYYY-MM-DD. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** 0-based. */
  readonly page: number;
}

/**
 * A school's hazards by state, place, category and day of the report: open ones by urgency, others the latest first. What
 * was withdrawn before anybody acted is no record and never found.
 */
export function searchHazards(
  context: ReadContext,
  schoolId: number,
  search: HazardSearch,
  size: number,
): Page<Hazard> {
  const ledger = ledgerWhere(context);
  const which: Readonly<Record<Which, SQL | undefined>> = {
    ...ledger,
    waiting: inArray(hazard.state, ['reported', 'triaged', 'reopened']),
    working: inArray(hazard.state, ['assigned', 'rectifying']),
    settled: inArray(hazard.state, ['merged', 'not_hazard', 'transferred']),
    all: ne(hazard.state, 'withdrawn'),
  };
  const { category, place, from, to } = search;
  const start = (date: string): number => instantOf(date, '00:00', context.timeZone);
  const isDone = search.which === 'closed' || search.which === 'settled' || search.which === 'all';
  return pageOf(
    context,
    and(
      eq(hazard.schoolId, schoolId),
      which[search.which],
      search.overdue ? ledger.overdue : undefined,
      search.major ? ledger.major : undefined,
      category ? eq(hazard.category, category) : undefined,
      place ? eq(hazard.placeKind, place) : undefined,
      from ? gte(hazard.reportedAt, start(from)) : undefined,
      to ? lt(hazard.reportedAt, start(plusDays(to, 1))) : undefined,
    ),
    isDone ? [sql`${desc(hazard.reportedAt)}`, sql`${desc(hazard.id)}`] : byUrgency,
    search.page,
    size,
  );
}

/** One stored picture for each hazard: how it looks after it was mended, else as it was found. */
export function coversOf(context: ReadContext, hazards: readonly number[]): ReadonlyMap<number, string> {
  if (hazards.length === 0) return new Map();
  const rows = context.db
    .select({ hazard: photo.hazardId, hash: photo.hash, moment: photo.moment })
    .from(photo)
    .where(and(inList(photo.hazardId, hazards), eq(photo.state, 'stored')))
    .orderBy(asc(photo.id))
    .all();
  const covers = new Map<number, string>();
  for (const wanted of ['after', 'recheck', 'before'])
    for (const { hazard: of, hash, moment } of rows)
      if (moment === wanted && of !== null && hash !== null && !covers.has(of)) covers.set(of, hash);
  return covers;
}
