import type { Context } from '../kernel/context.ts';
import type { Verdict } from '../platforms/platform.ts';
import type { Finish, OutboxRow } from './claim.ts';

/** What sending one row came to. `write` is committed together with the row, and only by who holds the claim. */
export type Result =
  | { readonly is: 'sent'; readonly note?: string; readonly write?: Write }
  /** Not needed any more, or nothing would have changed. */
  | { readonly is: 'dropped'; readonly why: string; readonly write?: Write }
  | {
      readonly is: 'later';
      readonly why: string;
      /** ms to wait at least. */
      readonly waitMs?: number;
      readonly counts: boolean;
    }
  /** `isNews`: somebody waits for it in vain, so the safety office hears of it (design.md §1 promise 6). */
  | { readonly is: 'failed'; readonly why: string; readonly isNews: boolean; readonly write?: Write };

export type Write = (context: Context) => void;

/** Vendors' words are kept for the log and the safety office, but not at any length. */
const DETAIL_KEPT = 300;
const HOUR_MS = 3_600_000;
const UNCOUNTED_WAIT_MS = 1_000;
/** The month's calls are used up at the vendor's: look again every hour, with danger sooner. */
export const QUOTA_WAIT_MS = HOUR_MS;
export const URGENT_QUOTA_WAIT_MS = 5 * 60_000;
/** A row that breaks our own code this often is given up: about three hours. */
const OWN_FAILURES = 8;
/** About a week of trying every hour: nobody is helped by a message that comes later. */
const VENDOR_FAILURES = 175;
/**
 * A text that the vendor may have delivered each time, although it answers everything else: every try may be one more
 * on somebody's phone. Danger is worth more of them.
 */
const UNANSWERED_FAILURES = 4;
const UNANSWERED_URGENT_FAILURES = 8;

/** `min(attempt⁴ s, 1 h) ± 10 %`; `random` is in [0, 1). */
export const backOffMs = (attempt: number, random: number): number =>
  Math.round(Math.min(attempt ** 4 * 1_000, HOUR_MS) * (0.9 + 0.2 * random));

/** Stored as `why: detail`; the part before the colon is stable. */
export const reasonOf = (why: string, detail: string): string => `${why}: ${detail}`.slice(0, DETAIL_KEPT);

/** A verdict that is not `sent` as a result. */
export function resultOf(verdict: Exclude<Verdict, { is: 'sent' }>, isNews: boolean): Result {
  const why = reasonOf(verdict.why, verdict.detail);
  if (verdict.is === 'later') {
    const counts = verdict.why === 'network' || verdict.why === 'platform_5xx' || verdict.why === 'unanswered';
    return { is: 'later', why, counts, ...(verdict.waitMs === undefined ? {} : { waitMs: verdict.waitMs }) };
  }
  // Running out slows down, it does not fail (design.md §4).
  if (verdict.why === 'quota_exhausted') return { is: 'later', why, counts: false, waitMs: QUOTA_WAIT_MS };
  return { is: 'failed', why, isNews };
}

/** Nobody to bring it to. An errand to a platform the school does not use has nothing to do there. */
export const resultOfNowhere = (row: OutboxRow, why: string): Result =>
  row.kind === 'errand'
    ? { is: 'dropped', why: 'not_configured' }
    : {
        is: 'failed',
        why: `${why}: no way to the addressee`,
        isNews: row.kind === 'card' || row.kind === 'text' || row.kind === 'file',
      };

/** Something of ours threw. */
export const brokenResult = (code: string): Result => ({ is: 'later', why: `internal: ${code}`, counts: true });

/** What the row becomes. Rate limits and the like do not count as attempts (reference/code-examples.md §4). */
export function finishOf(row: OutboxRow, result: Result, now: number, random: () => number): Finish {
  const same = { notBefore: row.notBefore, attempts: row.attempts };
  if (result.is === 'sent') return { ...same, state: 'sent', verdict: result.note ?? null };
  if (result.is === 'dropped') return { ...same, state: 'dropped', verdict: result.why };
  if (result.is === 'failed') return { ...same, state: 'failed', verdict: result.why };
  const attempts = result.counts ? row.attempts : Math.max(row.attempts - 1, 0);
  if (isOutOfQuota(result)) {
    // Turned away at the gate: it is as fresh as before, and rules about interruptions still look at it.
    const rest = row.rank === 0 ? URGENT_QUOTA_WAIT_MS : (result.waitMs ?? QUOTA_WAIT_MS);
    return { state: 'pending', verdict: row.verdict, notBefore: now + rest, attempts };
  }
  const wait = result.counts
    ? Math.max(backOffMs(row.attempts, random()), result.waitMs ?? 0)
    : Math.round((result.waitMs ?? UNCOUNTED_WAIT_MS) * (1 + 0.1 * random()));
  const isForgotten = isMaybeSent(row.verdict) && !isMaybeSent(result.why);
  const verdict = isForgotten ? `unanswered: before ${result.why}`.slice(0, DETAIL_KEPT) : result.why;
  return { state: 'pending', verdict, notBefore: now + wait, attempts };
}

export const isOutOfQuota = (result: Result): boolean =>
  result.is === 'later' && result.why.startsWith('quota_exhausted');

/** Whether trying again has stopped making sense. */
export const isHopeless = (row: OutboxRow, result: Result): boolean =>
  result.is === 'later' && result.counts && row.attempts >= mostAttempts(row, result.why);

function mostAttempts(row: OutboxRow, why: string): number {
  if (why.startsWith('internal')) return OWN_FAILURES;
  if (why.startsWith('unanswered')) return row.rank === 0 ? UNANSWERED_URGENT_FAILURES : UNANSWERED_FAILURES;
  return VENDOR_FAILURES;
}

/**
 * At most 50 characters and the same for every attempt (reference/feishu.md §7: one success per uuid within an hour).
 * The time of writing keeps rows of a restored database apart from those that took their numbers before.
 */
export const idempotencyKeyOf = (row: OutboxRow, variant = ''): string =>
  `o${row.id}-${Math.max(row.createdAt, 0).toString(36)}${variant}`;

/** Nobody knows whether an earlier attempt arrived. */
export const mayHaveArrived = (row: OutboxRow): boolean =>
  /^(crashed|unanswered|network|platform_5xx)/.test(row.verdict ?? '');

const isMaybeSent = (verdict: string | null): boolean => /^(crashed|unanswered)/.test(verdict ?? '');

/** An earlier attempt may be on the phone already, and the vendor may not recognise this one. */
export const isAgain = (row: OutboxRow): boolean => isMaybeSent(row.verdict);

/**
 * A platform that is away says nothing about the row: it costs no attempt, and the outage says when to try again. What
 * may have arrived costs one all the same: each may be one more on the phone.
 */
export const duringOutage = (result: Result): Result =>
  result.is === 'later' && result.counts && !/^(internal|unanswered)/.test(result.why)
    ? { ...result, counts: false, waitMs: 0 }
    : result;
