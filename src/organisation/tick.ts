import { and, eq, lte, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import { HOUR, MINUTE } from '../kernel/time.ts';
import { dueTimers, nextTimerAt } from '../kernel/timers.ts';
import { timer } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { forgetOldDeliveries } from './inbox.ts';

/** Timers run per slice at most, where no stopwatch ends it earlier. */
const SLICE = 50;

/** A handler that planned itself for a moment already past runs again in a minute: time always comes to rest. */
const notAtOnce = prepared((db) =>
  db
    .update(timer)
    .set({ dueAt: sql`${sql.placeholder('soon')}` })
    .where(
      and(
        eq(timer.kind, sql.placeholder('kind')),
        eq(timer.subject, sql.placeholder('subject')),
        lte(timer.dueAt, sql.placeholder('now')),
      ),
    )
    .prepare(),
);

export interface Slice {
  /** How many timers ran. */
  readonly ran: number;
  /** More is due at this very moment: run another slice after letting presses through. */
  readonly more: boolean;
  readonly failures: readonly { readonly kind: string; readonly subject: string; readonly error: unknown }[];
}

/**
 * Runs what is due, at most one slice, inside the caller's transaction. Each timer is taken and run in its own
 * savepoint: one that fails is put back with a pause and reported, and takes nothing else with it. `isSpent` ends the
 * slice after the timer it is asked behind.
 */
export function tickSlice(context: Context, registry: Registry, isSpent: () => boolean = () => false): Slice {
  const due = dueTimers(context.db, context.now, SLICE);
  const failures: { kind: string; subject: string; error: unknown }[] = [];
  let ran = 0;
  for (const { kind, subject, dueAt, failures: failedBefore } of due) {
    if (ran > 0 && isSpent()) break;
    ran += 1;
    const mine = and(eq(timer.kind, kind), eq(timer.subject, subject), eq(timer.dueAt, dueAt));
    try {
      context.store.transaction(() => {
        const handler = registry.timers.get(kind);
        if (!handler) throw new Error(`registry.unknown_timer: nothing handles timer "${kind}" (who: developer)`);
        // An earlier timer of this slice may have cancelled or moved it.
        const taken = context.db.delete(timer).where(mine).returning({ kind: timer.kind }).all();
        if (taken.length === 0) return;
        handler.run(context, subject);
        notAtOnce(context.db).run({ kind, subject, now: context.now, soon: context.now + MINUTE });
      });
    } catch (error) {
      failures.push({ kind, subject, error });
      const pause = Math.min(MINUTE * 2 ** failedBefore, HOUR);
      context.db
        .update(timer)
        .set({ dueAt: context.now + pause, failures: failedBefore + 1 })
        .where(mine)
        .run();
    }
  }
  if (due.length === 0) forgetOldDeliveries(context.db, context.now);
  const next = nextTimerAt(context.db);
  return { ran, more: next !== undefined && next <= context.now, failures };
}
