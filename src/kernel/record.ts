import { hash } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { audit } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';
import { actorText, type Context } from './context.ts';

const lastHash = prepared((db) =>
  db.select({ hash: audit.hash }).from(audit).orderBy(desc(audit.sequence)).limit(1).prepare(),
);

const insertAudit = prepared((db) =>
  db
    .insert(audit)
    .values({
      at: sql.placeholder('at'),
      actor: sql.placeholder('actor'),
      action: sql.placeholder('action'),
      subject: sql.placeholder('subject'),
      payload: sql.placeholder('payload'),
      salt: sql.placeholder('salt'),
      payloadDigest: sql.placeholder('payloadDigest'),
      hash: sql.placeholder('hash'),
    })
    .prepare(),
);

/** What the first row is chained to. */
export const CHAIN_START = '0'.repeat(64);

const sha256 = (text: string): string => hash('sha256', text, 'hex');

export const payloadDigestOf = (salt: string, payload: string): string => sha256(`${salt}\n${payload}`);

export interface ChainedRow {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payloadDigest: string;
}

export const chainHash = (previous: string, row: ChainedRow): string =>
  sha256([previous, row.at, row.actor, row.action, row.subject, row.payloadDigest].join('\n'));

/**
 * Writes what happened in the same transaction as the change; no change without a record. `payload` holds ids and
 * values before and after, never a secret and never the words of a private report.
 */
export function record(context: Context, action: string, subject: string, payload: unknown = {}): void {
  const text = JSON.stringify(payload);
  const salt = context.random(8);
  const row: ChainedRow = {
    at: context.now,
    actor: actorText(context.actor),
    action,
    subject,
    payloadDigest: payloadDigestOf(salt, text),
  };
  const previous = lastHash(context.db).get()?.hash ?? CHAIN_START;
  insertAudit(context.db).run({ ...row, payload: text, salt, hash: chainHash(previous, row) });
}

/** Erases what was written about a subject beyond that it happened, when its time is over; the chain still verifies. */
export function erasePayloads(context: Pick<Context, 'db'>, subject: string): void {
  context.db.update(audit).set({ payload: null }).where(eq(audit.subject, subject)).run();
}

export type ChainCheck =
  /** `head`: the hash of the last row, which stands for the whole chain. */
  | { readonly ok: true; readonly rows: number; readonly head: string }
  | { readonly ok: false; readonly brokenAt: number };

/** Walks the whole chain. An erased payload (null) is fine; a changed, missing or reordered row is not. */
export function verifyChain(db: Db): ChainCheck {
  let previous = CHAIN_START;
  let rows = 0;
  let after = 0;
  for (;;) {
    const page = db
      .select()
      .from(audit)
      .where(sql`${audit.sequence} > ${after}`)
      .orderBy(audit.sequence)
      .limit(1000)
      .all();
    if (page.length === 0) return { ok: true, rows, head: previous };
    for (const row of page) {
      const payloadFits = row.payload === null || payloadDigestOf(row.salt, row.payload) === row.payloadDigest;
      if (!payloadFits || row.hash !== chainHash(previous, row)) return { ok: false, brokenAt: row.sequence };
      previous = row.hash;
      after = row.sequence;
      rows += 1;
    }
  }
}
