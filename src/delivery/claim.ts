/**
 * The outbox as a queue (reference/code-examples.md §3): one UPDATE … RETURNING claims, a crashed sender's rows come
 * back when their lease ends, and only who holds the claim may finish a row.
 */
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { DAY } from '../kernel/time.ts';
import { type OutboxState, outbox } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** How long a crashed sender's rows stay away. A slow row of a living sender is not taken twice (delivery/loop.ts). */
export const LEASE_MS = 30_000;
/** Ranks of the lanes: 0 urgent, 1 press, 2 normal, 3 bulk. */
export const RANKS = [0, 1, 2, 3] as const;
const KEPT_MS = 30 * DAY;
const PRUNED_AT_ONCE = 500;

/** Due rows of one lane: a seek in the index `outbox_due`, however many rows are finished or planned for later. */
const dueOf = (rank: number) => sql`select id, rank, not_before from (
  select id, rank, not_before from outbox
  where state = 'pending' and rank = ${sql.raw(String(rank))} and rank <= ${sql.placeholder('maxRank')}
    and not_before <= ${sql.placeholder('now')}
  order by not_before, id limit ${sql.placeholder('limit')})`;

const expired = sql`select id, rank, not_before from (
  select id, rank, not_before from outbox
  where state = 'sending' and lease_until < ${sql.placeholder('now')} and rank <= ${sql.placeholder('maxRank')}
  limit ${sql.placeholder('limit')})`;

const claimStatement = prepared((db) =>
  db
    .update(outbox)
    .set({
      state: 'sending',
      claim: sql`${sql.placeholder('claim')}`,
      leaseUntil: sql`${sql.placeholder('leaseUntil')}`,
      attempts: sql`${outbox.attempts} + 1`,
      // Whoever held it went away between sending and saying so: nobody knows whether it left.
      verdict: sql`case when ${outbox.state} = 'sending' then 'crashed' else ${outbox.verdict} end`,
    })
    .where(
      sql`${outbox.id} in (select id from (${sql.join([...RANKS.map(dueOf), expired], sql` union all `)})
        order by rank, not_before, id limit ${sql.placeholder('limit')})`,
    )
    .returning()
    .prepare(),
);

export interface Claiming {
  /** Names this sender; a restarted one has another name. */
  readonly claim: string;
  readonly limit: number;
  /** Lanes above this rank stay where they are (budget reserve). */
  readonly maxRank: number;
}

/** Takes due rows: urgent first, then by time, then by id. `attempts` already counts the one about to be made. */
export function claimDue(db: Db, now: number, { claim, limit, maxRank }: Claiming): OutboxRow[] {
  if (limit <= 0) return [];
  return claimStatement(db)
    .all({ claim, limit, maxRank, now, leaseUntil: now + LEASE_MS })
    .sort((a, b) => a.rank - b.rank || a.notBefore - b.notBefore || a.id - b.id);
}

/**
 * At start: what a process that is gone was sending need not wait for its lease. Only for the one process that holds
 * the organisation; the rows go out again with the same idempotency key.
 */
export function endLeases(db: Db): void {
  db.update(outbox).set({ leaseUntil: 0 }).where(eq(outbox.state, 'sending')).run();
}

const RIDING_MS = 60_000;

const alikeStatement = prepared((db) =>
  db
    .update(outbox)
    .set({
      state: 'sending',
      claim: sql`${sql.placeholder('claim')}`,
      leaseUntil: sql`${sql.placeholder('leaseUntil')}`,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .where(
      sql`${outbox.id} in (select id from outbox
        where state = 'pending' and rank = ${sql.placeholder('rank')} and kind = 'text' and person_id is not null
          and text = ${sql.placeholder('text')} and verdict is ${sql.placeholder('verdict')}
          and not_before <= case when verdict is null then ${sql.placeholder('now')} else ${sql.placeholder('soon')} end
        order by not_before, id limit ${sql.placeholder('limit')})`,
    )
    .returning()
    .prepare(),
);

/**
 * Takes further texts to people that say the same as this one, which is claimed already: they can leave in one call.
 * What failed together comes together again, up to a minute early.
 */
export function claimAlike(db: Db, now: number, like: OutboxRow, claim: string, limit: number): OutboxRow[] {
  if (limit <= 0 || like.kind !== 'text' || like.text === null || like.personId === null) return [];
  const { rank, text, verdict } = like;
  return alikeStatement(db)
    .all({ claim, limit, rank, text, verdict, now, soon: now + RIDING_MS, leaseUntil: now + LEASE_MS })
    .sort((a, b) => a.notBefore - b.notBefore || a.id - b.id);
}

const finishStatement = prepared((db) =>
  db
    .update(outbox)
    .set({
      state: sql`${sql.placeholder('state')}`,
      verdict: sql`${sql.placeholder('verdict')}`,
      notBefore: sql`${sql.placeholder('notBefore')}`,
      attempts: sql`${sql.placeholder('attempts')}`,
      finishedAt: sql`${sql.placeholder('finishedAt')}`,
      claim: null,
      leaseUntil: null,
    })
    .where(and(eq(outbox.id, sql.placeholder('id')), eq(outbox.claim, sql.placeholder('claim'))))
    .returning({ id: outbox.id })
    .prepare(),
);

export interface Finish {
  readonly state: Exclude<OutboxState, 'sending'>;
  readonly verdict: string | null;
  /** ms; only read while the row stays pending. */
  readonly notBefore: number;
  readonly attempts: number;
}

/** Writes what became of a claimed row. False when the claim is no longer held: then nothing was written. */
export function finishRow(db: Db, row: OutboxRow, claim: string, finish: Finish, now: number): boolean {
  const finishedAt = finish.state === 'pending' ? null : now;
  return finishStatement(db).all({ ...finish, finishedAt, id: row.id, claim }).length > 0;
}

/** Gives a row back unsent: it did not cost an attempt. */
export function releaseRow(db: Db, row: OutboxRow, claim: string, notBefore: number): void {
  const attempts = Math.max(row.attempts - 1, 0);
  finishRow(db, row, claim, { state: 'pending', verdict: row.verdict, notBefore, attempts }, 0);
}

const earliest = prepared((db) => {
  const lanes = RANKS.map(
    (rank) => sql`select
      (select min(not_before) from outbox where state = 'pending' and rank = ${sql.raw(String(rank))}) as pending,
      (select min(lease_until) from outbox where state = 'sending' and rank = ${sql.raw(String(rank))}) as lease`,
  );
  return db
    .select({ pending: sql<number | null>`pending`, lease: sql<number | null>`lease` })
    .from(sql`(${sql.join(lanes, sql` union all `)})`)
    .prepare();
});

/** When the first row of each lane, most urgent first, is due or a crashed sender's lease on one ends, ms. */
export const nextDueAt = (db: Db): readonly (number | undefined)[] =>
  earliest(db)
    .all()
    .map(({ pending, lease }) => (lease === null ? (pending ?? undefined) : Math.min(lease + 1, pending ?? lease + 1)));

/** After an outage: what failed only because the platform was away need not wait for its back-off. */
export function bringForward(db: Db, now: number): void {
  db.update(outbox)
    .set({ notBefore: now })
    .where(
      sql`${outbox.state} = 'pending' and ${outbox.notBefore} > ${now} and ${outbox.attempts} > 0 and
        (${outbox.verdict} like 'network%' or ${outbox.verdict} like 'unanswered%' or ${outbox.verdict} like 'platform_5xx%' or ${outbox.verdict} like 'unauthorised%')`,
    )
    .run();
}

/** What our own reserve keeps until `savedUntil` (ms) is looked at again: the school may have more calls now. */
export function lookAgain(db: Db, now: number, savedUntil: number): void {
  db.update(outbox)
    .set({ notBefore: now })
    .where(and(eq(outbox.state, 'pending'), eq(outbox.notBefore, savedUntil)))
    .run();
}

/** Forgets rows that were finished more than 30 days ago, at most 500 at once. True when there may be more. */
export function pruneFinished(db: Db, now: number): boolean {
  const states: OutboxState[] = ['sent', 'dropped', 'failed'];
  let pruned = 0;
  for (const state of states) {
    const old = db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.state, state), lt(outbox.finishedAt, now - KEPT_MS)))
      .limit(PRUNED_AT_ONCE - pruned);
    pruned += db.delete(outbox).where(inArray(outbox.id, old)).returning({ id: outbox.id }).all().length;
  }
  return pruned >= PRUNED_AT_ONCE;
}
