import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { timer } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';
import type { Context } from './context.ts';

/** What runs when a timer is due. It reads the rows first: the need may have gone (design.md §1 promise 4). */
export interface TimerHandler {
  readonly kind: string;
  readonly run: (context: Context, subject: string) => void;
}

const upsert = prepared((db) =>
  db
    .insert(timer)
    .values({ kind: sql.placeholder('kind'), subject: sql.placeholder('subject'), dueAt: sql.placeholder('dueAt') })
    .onConflictDoUpdate({ target: [timer.kind, timer.subject], set: { dueAt: sql`excluded.due_at`, failures: 0 } })
    .prepare(),
);

/** Wakes the handler of `kind` for `subject` at `dueAt` (ms); set again, it moves. */
export function setTimer(context: Pick<Context, 'db'>, kind: string, subject: string, dueAt: number): void {
  upsert(context.db).run({ kind, subject, dueAt });
}

const remove = prepared((db) =>
  db
    .delete(timer)
    .where(and(eq(timer.kind, sql.placeholder('kind')), eq(timer.subject, sql.placeholder('subject'))))
    .prepare(),
);

export function cancelTimer(context: Pick<Context, 'db'>, kind: string, subject: string): void {
  remove(context.db).run({ kind, subject });
}

const removeAll = prepared((db) =>
  db
    .delete(timer)
    .where(eq(timer.subject, sql.placeholder('subject')))
    .prepare(),
);

/** All timers of a subject, e.g. when a hazard is closed. */
export function cancelTimersOf(context: Pick<Context, 'db'>, subject: string): void {
  removeAll(context.db).run({ subject });
}

const ofSubject = prepared((db) =>
  db
    .select({ kind: timer.kind, dueAt: timer.dueAt })
    .from(timer)
    .where(eq(timer.subject, sql.placeholder('subject')))
    .prepare(),
);

/** What is set for a subject: when each kind is due, ms. */
export const timersOf = (context: Pick<Context, 'db'>, subject: string): ReadonlyMap<string, number> =>
  new Map(
    ofSubject(context.db)
      .all({ subject })
      .map(({ kind, dueAt }) => [kind, dueAt]),
  );

const due = prepared((db) =>
  db
    .select({ kind: timer.kind, subject: timer.subject, dueAt: timer.dueAt, failures: timer.failures })
    .from(timer)
    .where(lte(timer.dueAt, sql.placeholder('now')))
    .orderBy(asc(timer.dueAt))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

export const dueTimers = (db: Db, now: number, limit: number) => due(db).all({ now, limit });

const earliest = prepared((db) =>
  db.select({ dueAt: timer.dueAt }).from(timer).orderBy(asc(timer.dueAt)).limit(1).prepare(),
);

/** When tick has something to do next, ms; undefined when nothing is planned. */
export const nextTimerAt = (db: Db): number | undefined => earliest(db).get()?.dueAt;
