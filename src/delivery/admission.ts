import type { Context } from '../kernel/context.ts';
import { HOUR } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { budgetRank, type CallCounter, monthEndsAt } from './budget.ts';
import { nextDueAt, type OutboxRow, RANKS } from './claim.ts';
import type { Log } from './log.ts';
import { createOutages } from './outage.ts';
import { type Ask, createPacing } from './pacing.ts';
import type { Destination, Platforms } from './recipient.ts';
import type { Result } from './result.ts';

/** Decides what may leave now: the vendor's limits, outages, and the month's budget, each with lanes in mind. */
export interface Admission {
  /** Up to which lane, and how many rows, may be claimed now. A limit of 0: nothing. */
  reach(reading: Context, underWay: number): { readonly maxRank: number; readonly limit: number };
  /** Why a claimed row may not leave now: until when it waits, ms. Undefined lets it go and counts it. */
  holdBack(row: OutboxRow, destination: Destination, reading: Context): number | undefined;
  /** The row that was let go has come to this. */
  over(ask: Ask, result: Result, now: number): { readonly isAway: boolean; readonly hasRecovered: boolean };
  /** An upload or a ring, which nobody asks about in advance. */
  spend(platform: PlatformName, now: number): void;
  /** When something may leave next, ms. */
  nextAt(reading: Context): number | undefined;
}

/** Rows claimed in one transaction: small enough that a press waits a few milliseconds at most. */
const BATCH = 32;
/** Calls under way beyond the usual number: slow ordinary ones must not keep an emergency or a press waiting. */
const EXTRA_SLOTS: readonly number[] = [8, 4, 0, 0];
/** A lane the budget holds back is looked at again after this. */
const HELD_MS = HOUR;
/** A platform that is away is tried by one row at a time; the others look again after this. */
const PROBE_MS = 1_000;

export function createAdmission(platforms: Platforms, calls: CallCounter, concurrency: number, log: Log): Admission {
  const names = [...platforms.keys()];
  const pacing = createPacing(new Map([...platforms].map(([name, platform]) => [name, platform.limits])));
  const outages = createOutages();
  const underWay = new Map<PlatformName, number>();
  /** How many rows already wait for an addressee, and from when. */
  const queues = new Map<string, { until: number; rows: number }>();

  const allowedRank = (name: PlatformName, reading: Context): number => {
    const limit = platforms.get(name)?.limits.callsPerMonth ?? 0;
    let uncounted = 0;
    for (const counted of calls.waiting()) if (counted.platform === name) uncounted += counted.calls;
    return budgetRank(reading, name, limit, uncounted);
  };
  const gate = (name: PlatformName, rank: number, now: number): number =>
    Math.max(pacing.freeAt(name, rank, now), outages.restsUntil(name));
  const room = (name: PlatformName, rank: number, reading: Context): number => {
    if (rank > allowedRank(name, reading) || gate(name, rank, reading.now) > reading.now) return 0;
    if (!outages.isAway(name)) return pacing.room(name, rank, reading.now);
    return (underWay.get(name) ?? 0) > 0 ? 0 : 1;
  };
  const change = (name: PlatformName, by: number): void => {
    underWay.set(name, (underWay.get(name) ?? 0) + by);
  };

  return {
    spend: (platform, now) => pacing.spend(platform, now),

    reach(reading, busy) {
      for (const rank of RANKS.toReversed()) {
        const slots = concurrency + (EXTRA_SLOTS[rank] ?? 0) - busy;
        const limit = Math.min(BATCH, slots, Math.max(0, ...names.map((name) => room(name, rank, reading))));
        if (limit > 0) return { maxRank: rank, limit };
      }
      return { maxRank: 0, limit: 0 };
    },

    holdBack(row, destination, reading) {
      if (destination.is === 'nowhere') return undefined;
      const { ask } = destination;
      const { now } = reading;
      if (row.rank > allowedRank(ask.platform, reading)) return now + HELD_MS;
      const free = gate(ask.platform, row.rank, now);
      if (free > now) return free;
      if (room(ask.platform, row.rank, reading) <= 0) return now + PROBE_MS;
      const wait = pacing.admit(ask, row.rank, now);
      if (!wait) {
        change(ask.platform, 1);
        return undefined;
      }
      // A hundred rows for one chat queue up over the seconds to come instead of all asking again at once.
      const queue = queues.get(wait.key);
      const rows = queue?.until === wait.until ? queue.rows : 0;
      if (queues.size > 1_000) queues.clear();
      queues.set(wait.key, { until: wait.until, rows: rows + 1 });
      return wait.until + Math.floor(rows / pacing.rate(ask)) * 1_000;
    },

    over(ask, result, now) {
      const name = ask.platform;
      pacing.done(ask);
      change(name, -1);
      if (result.is === 'later') {
        if (/^(network|platform_5xx|unauthorised)/.test(result.why)) {
          outages.failed(name, now);
          return { isAway: outages.isAway(name), hasRecovered: false };
        }
        if (result.waitMs !== undefined && /^(rate_limited|quota_exhausted)/.test(result.why)) {
          pacing.pause(name, now + result.waitMs);
          log.warn(
            { platform: name, why: result.why, waitMs: result.waitMs },
            'delivery.paused: the vendor asked to wait',
          );
        }
      }
      // Only a vendor's answer says that it is there.
      const isAnswered = !/^(internal|render|file_missing)/.test('why' in result ? result.why : '');
      return { isAway: false, hasRecovered: isAnswered && result.is !== 'dropped' && outages.answered(name) };
    },

    nextAt(reading) {
      const { db, now } = reading;
      let next: number | undefined;
      for (const rank of RANKS) {
        const due = nextDueAt(db, rank);
        if (due === undefined) continue;
        for (const name of names) {
          const isHeld = rank > allowedRank(name, reading);
          const free = isHeld ? Math.min(now + HELD_MS, monthEndsAt(now, reading.timeZone)) : gate(name, rank, now);
          next = Math.min(next ?? Number.POSITIVE_INFINITY, Math.max(due, free));
        }
      }
      return next;
    },
  };
}
