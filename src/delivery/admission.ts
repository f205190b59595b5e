import type { Context } from '../kernel/context.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { type CallCounter, caughtUpAt, monthEndsAt, type Spent, spentOf } from './budget.ts';
import { nextDueAt, type OutboxRow, RANKS } from './claim.ts';
import type { Log } from './log.ts';
import { createOutages } from './outage.ts';
import { type Ask, createPacing } from './pacing.ts';
import type { Destination, Platforms } from './recipient.ts';
import { isOutOfQuota, QUOTA_WAIT_MS, type Result, URGENT_QUOTA_WAIT_MS } from './result.ts';

/** What becomes of a claimed row now. */
export type Passage =
  /**
   * It has been counted. `bySession`: it spares the month's calls (sender.ts). `isBarred`: the month's budget lets it
   * leave only so.
   */
  | { readonly is: 'goes'; readonly bySession: boolean; readonly isBarred: boolean }
  /** Until then, ms. */
  | { readonly is: 'waits'; readonly until: number };

/** What was let go, and how. */
export interface Going {
  readonly ask: Ask;
  readonly bySession: boolean;
}

export interface Saved {
  /** ms. */
  readonly until: number;
  /** For our own reserve, until the month ends; else because the vendor has no calls left, for a while. */
  readonly forReserve: boolean;
}

/** Decides what may leave now: the vendor's limits, outages, and the month's budget, each with lanes in mind. */
export interface Admission {
  /** Up to which lane, and how many rows, may be claimed now. A limit of 0: nothing. */
  reach(reading: Context, underWay: number): { readonly maxRank: number; readonly limit: number };
  /** What the month's budget says about a claimed row; undefined: nothing against it. */
  saved(row: OutboxRow, destination: Destination, reading: Context): Saved | undefined;
  /** Whether a claimed row may leave now, as far as limits, outages and its addressee go. */
  pass(row: OutboxRow, destination: Destination, reading: Context): Passage;
  /** Whether a further row may ride along in the same call: only its addressee is asked. */
  joins(ask: Ask, now: number): boolean;
  /** The row that was let go has come to this. */
  over(going: Going, result: Result, now: number): { readonly isAway: boolean; readonly hasRecovered: boolean };
  /** An upload or a ring, which nobody asks about in advance. */
  spend(platform: PlatformName, now: number): void;
  /** When something may leave next, ms. */
  nextAt(reading: Context): number | undefined;
}

/** Rows claimed in one transaction: small enough that a press waits a few milliseconds at most. */
const BATCH = 32;
/** Calls under way beyond the usual number: slow ordinary ones must not keep an emergency or a press waiting. */
const EXTRA_SLOTS: readonly number[] = [8, 4, 0, 0];
/** A platform that is away is tried by one row at a time; the others look again after this. */
const PROBE_MS = 1_000;
/** Everything may leave: the budget is not tight. */
const ALL_LANES = 3;
const PRESS = 1;

export function createAdmission(platforms: Platforms, calls: CallCounter, concurrency: number, log: Log): Admission {
  const names = [...platforms.keys()];
  const pacing = createPacing(new Map([...platforms].map(([name, platform]) => [name, platform.limits])));
  const outages = createOutages();
  const underWay = new Map<PlatformName, number>();
  /** How many rows already wait for an addressee, and from when. */
  const queues = new Map<string, { until: number; rows: number }>();
  /** The vendor says that the month's calls are used up: when it is asked again, by danger and by the rest. */
  const empty = new Map<PlatformName, Empty>();

  const spent = (name: PlatformName, reading: Context): Spent => {
    const limits = platforms.get(name)?.limits ?? { callsPerMonth: 0 };
    const uncounted = { calls: 0, uses: 0 };
    for (const counted of calls.waiting()) {
      if (counted.platform !== name) continue;
      uncounted.calls += counted.calls;
      uncounted.uses += counted.uses;
    }
    return spentOf(reading, name, limits, uncounted);
  };
  const gate = (name: PlatformName, rank: number, now: number): number =>
    Math.max(pacing.freeAt(name, rank, now), outages.restsUntil(name));
  const room = (name: PlatformName, rank: number, now: number): number => {
    if (gate(name, rank, now) > now) return 0;
    if (!outages.isAway(name)) return pacing.room(name, rank, now);
    return (underWay.get(name) ?? 0) > 0 ? 0 : 1;
  };
  const change = (name: PlatformName, by: number): void => {
    underWay.set(name, (underWay.get(name) ?? 0) + by);
  };

  /** An address of their own where a text or a card as text may go, without the API. */
  const hasSession = (row: OutboxRow, destination: Known): boolean =>
    (row.kind === 'text' || row.kind === 'card') &&
    destination.recipient !== undefined &&
    destination.platform.hasSession?.(destination.recipient) === true;

  /** Until when the vendor, or our reserve, keeps a row of this lane back; undefined: not at all. */
  const barred = (row: OutboxRow, name: PlatformName, { maxRank }: Spent, reading: Context): Saved | undefined => {
    const { now, timeZone } = reading;
    const gone = empty.get(name);
    const until = gone ? lookedAgainAt(row.rank, gone, timeZone) : now;
    if (until > now) return { until, forReserve: false };
    // One call reaches a whole group: nothing saves less by waiting.
    const isForMany = row.groupId !== null && (row.kind === 'card' || row.kind === 'text') && maxRank >= PRESS;
    if (row.rank <= maxRank || isForMany) return undefined;
    return { until: caughtUpAt(now, timeZone), forReserve: true };
  };

  interface Way {
    /** Only by the API it has to wait. */
    readonly saved: Saved | undefined;
    readonly bySession: boolean;
  }
  const wayOf = (row: OutboxRow, destination: Known, reading: Context): Way => {
    const { name } = destination.platform;
    const month = spent(name, reading);
    const saved = barred(row, name, month, reading);
    if (!month.hasUses || !hasSession(row, destination)) return { saved, bySession: false };
    // A card is worth more than its text until the reserve has begun.
    const isWorth = row.kind === 'text' ? month.sparesCalls : row.rank > 0 && month.maxRank < ALL_LANES;
    return { saved, bySession: saved !== undefined || isWorth };
  };

  return {
    spend: (platform, now) => pacing.spend(platform, now),

    reach(reading, busy) {
      for (const rank of RANKS.toReversed()) {
        const slots = concurrency + (EXTRA_SLOTS[rank] ?? 0) - busy;
        const limit = Math.min(BATCH, slots, Math.max(0, ...names.map((name) => room(name, rank, reading.now))));
        if (limit > 0) return { maxRank: rank, limit };
      }
      return { maxRank: 0, limit: 0 };
    },

    saved(row, destination, reading) {
      if (destination.is === 'nowhere') return undefined;
      const { saved, bySession } = wayOf(row, destination, reading);
      return bySession ? undefined : saved;
    },

    pass(row, destination, reading) {
      if (destination.is === 'nowhere') return { is: 'goes', bySession: false, isBarred: false };
      const { ask } = destination;
      const { now } = reading;
      const free = gate(ask.platform, row.rank, now);
      if (free > now) return { is: 'waits', until: free };
      if (room(ask.platform, row.rank, now) <= 0) return { is: 'waits', until: now + PROBE_MS };
      const wait = pacing.admit(ask, row.rank, now);
      if (!wait) {
        change(ask.platform, 1);
        const { saved, bySession } = wayOf(row, destination, reading);
        return { is: 'goes', bySession, isBarred: saved !== undefined };
      }
      // A hundred rows for one chat queue up over the seconds to come instead of all asking again at once.
      const queue = queues.get(wait.key);
      const rows = queue?.until === wait.until ? queue.rows : 0;
      if (queues.size > 1_000) queues.clear();
      queues.set(wait.key, { until: wait.until, rows: rows + 1 });
      return { is: 'waits', until: wait.until + Math.floor(rows / pacing.rate(ask)) * 1_000 };
    },

    joins: (ask, now) => pacing.join(ask, now),

    over({ ask, bySession }, result, now) {
      const name = ask.platform;
      pacing.done(ask);
      change(name, -1);
      if (result.is === 'later') {
        if (/^(network|unanswered|platform_5xx|unauthorised)/.test(result.why)) {
          outages.failed(name, now);
          return { isAway: outages.isAway(name), hasRecovered: false };
        }
        if (isOutOfQuota(result)) {
          empty.set(name, { since: now, urgentAt: now + URGENT_QUOTA_WAIT_MS, at: now + QUOTA_WAIT_MS });
          log.warn({ platform: name, why: result.why }, 'delivery.empty: the vendor has no calls left this month');
        } else if (result.waitMs !== undefined && result.why.startsWith('rate_limited')) {
          pacing.pause(name, now + result.waitMs);
          log.warn(
            { platform: name, why: result.why, waitMs: result.waitMs },
            'delivery.paused: the vendor asked to wait',
          );
        }
      }
      if (result.is === 'sent' && !bySession) empty.delete(name);
      // Only a vendor's answer says that it is there.
      const isAnswered = !/^(internal|render|file_missing)/.test('why' in result ? result.why : '');
      return { isAway: false, hasRecovered: isAnswered && result.is !== 'dropped' && outages.answered(name) };
    },

    nextAt(reading) {
      const { db, now } = reading;
      let next: number | undefined;
      for (const [rank, due] of nextDueAt(db).entries()) {
        if (due === undefined) continue;
        for (const name of names)
          next = Math.min(next ?? Number.POSITIVE_INFINITY, Math.max(due, gate(name, rank, now)));
      }
      return next;
    },
  };
}

type Known = Extract<Destination, { is: 'known' }>;

/** The vendor has no calls left: since when that is known, and when danger and the rest try again; ms. */
interface Empty {
  readonly since: number;
  readonly urgentAt: number;
  readonly at: number;
}

/** A new month ends it: at once for danger and for answers, in the morning for what leaves by itself. */
function lookedAgainAt(rank: number, { since, urgentAt, at }: Empty, timeZone: string): number {
  const end = monthEndsAt(since, timeZone);
  if (rank === 0) return Math.min(urgentAt, end);
  if (rank === PRESS) return Math.min(at, end);
  return at < end ? at : caughtUpAt(since, timeZone);
}
