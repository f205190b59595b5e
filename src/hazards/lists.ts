import { and, asc, count, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { hazard } from '../store/schema/index.ts';
import type { Hazard } from './queries.ts';
import { openStates } from './rules.ts';

type Reading = Pick<ReadContext, 'db'>;

export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  /** 0-based. */
  readonly page: number;
  readonly pages: number;
}

/** Rows of one page; a page beyond the last shows the last. */
export function pageOf(
  context: Reading,
  where: SQL | undefined,
  order: readonly SQL[],
  page: number,
  size: number,
): Page<Hazard> {
  const total = context.db.select({ total: count() }).from(hazard).where(where).get()?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / size));
  const wanted = Math.min(Math.max(0, page), pages - 1);
  const rows = context.db
    .select()
    .from(hazard)
    .where(where)
    .orderBy(...order)
    .limit(size)
    .offset(wanted * size)
    .all();
  return { rows, total, page: wanted, pages };
}

export const byUrgency = [sql`${hazard.due} is null`, asc(hazard.due), desc(hazard.id)].map((one) => sql`${one}`);

/** What a person reported or answers for. */
export const hazardsOf = (context: Reading, person: PersonId, closed: boolean, page: number, size = 8): Page<Hazard> =>
  pageOf(
    context,
    and(
      or(
        eq(hazard.ownerId, person),
        eq(hazard.recheckerId, person),
        sql`${hazard.id} in (select hazard_id from hazard_reporter where person_id = ${person})`,
      ),
      closed
        ? inArray(hazard.state, ['closed', 'merged', 'not_hazard', 'transferred'])
        : inArray(hazard.state, [...openStates]),
    ),
    byUrgency,
    page,
    size,
  );

export const ledgerFilters = ['open', 'overdue', 'recheck', 'major', 'listed', 'closed'] as const;
export type LedgerFilter = (typeof ledgerFilters)[number];

/** What a filter of the ledger lets through, wherever it is offered: on the card and in the console. */
export const ledgerWhere = (context: ReadContext): Readonly<Record<LedgerFilter, SQL | undefined>> => ({
  open: inArray(hazard.state, [...openStates]),
  overdue: and(
    inArray(hazard.state, ['assigned', 'rectifying']),
    lt(hazard.due, dateOf(context.now, context.timeZone)),
  ),
  recheck: eq(hazard.state, 'pending_recheck'),
  major: and(inArray(hazard.state, [...openStates]), or(eq(hazard.severity, 'major'), eq(hazard.major, 'candidate'))),
  listed: sql`exists (select 1 from supervision where supervision.hazard_id = ${hazard.id} and supervision.delisted_at is null)`,
  closed: eq(hazard.state, 'closed'),
});

export const ledgerOf = (
  context: ReadContext,
  schoolId: number,
  filter: LedgerFilter,
  page: number,
  size = 8,
): Page<Hazard> =>
  pageOf(context, and(eq(hazard.schoolId, schoolId), ledgerWhere(context)[filter]), byUrgency, page, size);

/** Counts for the ledger's head, in one pass over the school's rows of interest. */
export function ledgerCounts(context: ReadContext, schoolId: number) {
  const today = dateOf(context.now, context.timeZone);
  const open = sql`${hazard.state} in ('reported','triaged','assigned','rectifying','pending_recheck','reopened')`;
  const row = context.db
    .select({
      open: sql<number>`coalesce(sum(${open}), 0)`,
      major: sql<number>`coalesce(sum(${open} and ${hazard.severity} = 'major'), 0)`,
      serious: sql<number>`coalesce(sum(${open} and ${hazard.severity} = 'serious'), 0)`,
      general: sql<number>`coalesce(sum(${open} and ${hazard.severity} = 'general'), 0)`,
      overdue: sql<number>`coalesce(sum(${hazard.state} in ('assigned','rectifying') and ${hazard.due} < ${today}), 0)`,
      recheck: sql<number>`coalesce(sum(${hazard.state} = 'pending_recheck'), 0)`,
    })
    .from(hazard)
    .where(eq(hazard.schoolId, schoolId))
    .get();
  return row ?? { open: 0, major: 0, serious: 0, general: 0, overdue: 0, recheck: 0 };
}
