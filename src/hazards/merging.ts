import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { hazardReporter, hazardStep } from '../store/schema/index.ts';
import { type Hazard, reportersOf } from './queries.ts';

/** 撤回并入: whoever came along only by the merge hears of the other hazard no more. `merged` is the row before. */
export function leaveMerged(context: Context, merged: Hazard): void {
  const into = merged.mergedInto;
  if (into === null) return;
  const ownWord = new Set(
    context.db
      .select({ person: hazardStep.personId })
      .from(hazardStep)
      .where(and(eq(hazardStep.hazardId, into), inArray(hazardStep.kind, ['report', 'joined'])))
      .all()
      .map((row) => row.person),
  );
  const along = reportersOf(context, merged.id).filter((person) => !ownWord.has(person));
  if (along.length === 0) return;
  context.db
    .delete(hazardReporter)
    .where(and(eq(hazardReporter.hazardId, into), inArray(hazardReporter.personId, along)))
    .run();
}
