import { and, count, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import { durationText, totalsOf } from '../../drills/count.ts';
import { heldBetween, unitsOf } from '../../drills/queries.ts';
import { tookOf } from '../../drills/show_after.ts';
import { nameOfDrill } from '../../drills/words.ts';
import { firstPass, hazardMetrics, repeatedHazards } from '../../hazards/metrics.ts';
import { categoryOf } from '../../hazards/taxonomy.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { dateOf } from '../../kernel/time.ts';
import { hazard } from '../../store/schema/index.ts';
import { dutiesBetween, shiftsBetween } from '../duty_figures.ts';
import { foundAndRemoved, overdueLines } from '../figures.ts';
import { itemsCount, meetingsBetween } from '../meeting/queries.ts';
import { countedInstants, type SummarySpan } from './span.ts';

/**
 * What a summary says, from the one place each number is computed: hazards/metrics.ts and the figures of the weekly
 * digest. Nothing here computes a number anew.
 */
export function summaryFigures(context: ReadContext, schoolId: number, span: Pick<SummarySpan, 'from' | 'to'>) {
  const window = countedInstants(context, span);
  const { after, upTo } = window;
  const meetings = meetingsBetween(context, schoolId, after + 1, upTo + 1);
  return {
    ...foundAndRemoved(context, schoolId, window),
    metrics: hazardMetrics(context, schoolId, window),
    firstPass: firstPass(context, schoolId, window),
    repeated: repeatedHazards(context, schoolId, window),
    categories: byCategory(context, schoolId, after, upTo),
    duties: [...dutiesBetween(context, schoolId, window), ...shiftsBetween(context, schoolId, window)],
    drills: heldBetween(context, schoolId, after + 1, upTo + 1)
      .filter((drill) => drill.realAt === null)
      .toReversed()
      .map((drill) => {
        const totals = totalsOf(unitsOf(context, drill.id));
        const took = tookOf(drill);
        return {
          date: dateOf(drill.startedAt ?? drill.plannedAt, context.timeZone),
          name: nameOfDrill(drill),
          expected: totals.expected,
          present: totals.present + totals.resolved,
          took: took === undefined ? '未闭合' : durationText(took),
        };
      }),
    meetings: meetings.length,
    items: itemsCount(context, schoolId, { from: after + 1, until: upTo + 1 }),
    overdue: overdueLines(context, schoolId),
  };
}

export type SummaryFigures = ReturnType<typeof summaryFigures>;

/** Hazards found, by category of domain/hazards.md §2, the most frequent first. */
function byCategory(context: ReadContext, schoolId: number, after: number, upTo: number) {
  const rows = context.db
    .select({ category: hazard.category, state: hazard.state, total: count() })
    .from(hazard)
    .where(and(eq(hazard.schoolId, schoolId), gt(hazard.reportedAt, after), lte(hazard.reportedAt, upTo)))
    .groupBy(hazard.category, hazard.state)
    .orderBy(desc(count()))
    .all();
  const found = new Map<string, { found: number; closed: number }>();
  for (const row of rows) {
    const name = categoryOf(row.category)?.name ?? '其他';
    const before = found.get(name) ?? { found: 0, closed: 0 };
    found.set(name, {
      found: before.found + row.total,
      closed: before.closed + (row.state === 'closed' ? row.total : 0),
    });
  }
  return [...found].map(([name, counted]) => ({ name, ...counted })).sort((left, right) => right.found - left.found);
}

/** Major hazards that stood in the span: found in it, or closed in it. */
export function majorHazards(context: ReadContext, schoolId: number, span: Pick<SummarySpan, 'from' | 'to'>) {
  const { after, upTo } = countedInstants(context, span);
  return context.db
    .select()
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, schoolId),
        eq(hazard.severity, 'major'),
        inArray(hazard.state, ['triaged', 'assigned', 'rectifying', 'pending_recheck', 'reopened', 'closed']),
        lte(hazard.reportedAt, upTo),
      ),
    )
    .all()
    .filter((row) => row.reportedAt > after || row.closedAt === null || row.closedAt > after)
    .slice(0, 30);
}
