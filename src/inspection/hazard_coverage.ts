import { and, eq, gte, lt, ne, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { span } from '../records/duty_ledger.ts';
import type { Period } from '../records/ledger.ts';
import { hazard, supervision } from '../store/schema/index.ts';

export interface Counts {
  readonly due: number;
  readonly done: number;
  readonly late: number;
  readonly missing: number;
}

export const NONE: Counts = { due: 0, done: 0, late: 0, missing: 0 };

/** Duties whose records are the hazards themselves. */
export const hazardDuties = [
  'hazard-report',
  'hazard-rectification',
  'hazard-recheck',
  'major-hazard-report',
  'listed-supervision',
] as const;
export type HazardDuty = (typeof hazardDuties)[number];

/**
 * What the hazards found in the period show for those duties: each is reported; what had to be rectified is closed, or
 * missing once it is overdue; what was handed in is rechecked by its day; major ones are reported upwards; what was
 * listed is delisted by its deadline.
 */
export function hazardCounts(
  context: ReadContext,
  schoolId: number,
  period: Period,
): Readonly<Record<HazardDuty, Counts>> {
  const { start, end } = span(context, period);
  const today = dateOf(context.now, context.timeZone);
  const found = and(
    eq(hazard.schoolId, schoolId),
    ne(hazard.state, 'withdrawn'),
    gte(hazard.reportedAt, start),
    lt(hazard.reportedAt, end),
  );
  const total = (condition: ReturnType<typeof sql>) => sql<number>`coalesce(sum(${condition}), 0)`;
  const row = context.db
    .select({
      found: sql<number>`count(*)`,
      closed: total(sql`${hazard.state} = 'closed'`),
      overdue: total(sql`${hazard.state} in ('assigned', 'rectifying') and ${hazard.due} < ${today}`),
      unchecked: total(sql`${hazard.state} = 'pending_recheck' and ${hazard.recheckDue} < ${today}`),
      major: total(sql`${hazard.major} = 'confirmed'`),
      majorReported: total(sql`${hazard.major} = 'confirmed' and ${hazard.authorityReport} is not null`),
    })
    .from(hazard)
    .where(found)
    .get();
  const listed = context.db
    .select({
      all: sql<number>`count(*)`,
      off: sql<number>`count(${supervision.delistedAt})`,
      late: total(sql`${supervision.delistedAt} is null and ${supervision.deadline} < ${today}`),
    })
    .from(supervision)
    .innerJoin(hazard, eq(hazard.id, supervision.hazardId))
    .where(found)
    .get();
  const counts = (done: number, missing: number): Counts => ({ due: done + missing, done, late: 0, missing });
  return {
    'hazard-report': counts(row?.found ?? 0, 0),
    'hazard-rectification': counts(row?.closed ?? 0, row?.overdue ?? 0),
    'hazard-recheck': counts(row?.closed ?? 0, row?.unchecked ?? 0),
    'major-hazard-report': counts(row?.majorReported ?? 0, (row?.major ?? 0) - (row?.majorReported ?? 0)),
    'listed-supervision': { ...counts(listed?.off ?? 0, listed?.late ?? 0), due: listed?.all ?? 0 },
  };
}
