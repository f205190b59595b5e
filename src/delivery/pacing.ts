import type { PacingLimits, PlatformName } from '../platforms/platform.ts';
import { type Spread, slidingWindow, spreadOver, type Window } from './window.ts';

/** What a call wants to use: its platform, and whom or which message it touches. */
export interface Ask {
  readonly platform: PlatformName;
  readonly user?: string;
  readonly chat?: string;
  readonly message?: string;
}

/** Not now: `until` is when to ask again (ms), `key` what stands in the way. */
export interface Wait {
  readonly until: number;
  readonly key: string;
}

export interface Pacing {
  /** Lets a call go and counts it, or says when to ask again. A message id stays taken until `done`. */
  admit(ask: Ask, rank: number, now: number): Wait | undefined;
  /** Counts a further addressee of a call that was let go; false when they get too much already. */
  join(ask: Ask, now: number): boolean;
  /** The call is over: the next one for the same message may go. */
  done(ask: Ask): void;
  /** Counts a call that is not asked about (an upload, a ring). */
  spend(platform: PlatformName, now: number): void;
  /** The vendor said how long to stay away; holds for everything on the platform. */
  pause(platform: PlatformName, until: number): void;
  /** When the platform takes a call of a lane again, ms; `now` means at once. */
  freeAt(platform: PlatformName, rank: number, now: number): number;
  /** How many calls of a lane the platform takes right now. */
  room(platform: PlatformName, rank: number, now: number): number;
  /** How many a second one addressee takes: to spread what waits for it. */
  rate(ask: Ask): number;
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** A message that is being updated is asked about again after this. */
const MESSAGE_RETRY_MS = 250;
const KEYS_KEPT = 2_000;
/**
 * Share of the app's limits each lane may use: a broadcast must not make an emergency, or the card somebody has just
 * pressed, wait for the next second or minute. Ranks 0 urgent, 1 press, 2 normal, 3 bulk. Of the minute little needs
 * to be kept back, because ordinary lanes spread what is left of it over its rest, and who is more urgent goes first.
 */
const SECOND_SHARES: readonly number[] = [1, 0.95, 0.8, 0.8];
const MINUTE_SHARES: readonly number[] = [1, 0.995, 0.985, 0.985];
/** Ordinary lanes use this share of the minute as fast as they can: a school's morning is out within seconds. */
const UNSPREAD_SHARE = 0.35;
const ORDINARY = 2;

interface App {
  readonly second: Window;
  readonly minute: Window;
  /** Of updates, where the vendor counts them by themselves; else the same. */
  readonly updates: Window;
  /** For the ordinary lanes. */
  readonly spread: Spread;
  pausedUntil: number;
  readonly limit: PacingLimits;
}

/**
 * Keeps every platform's limits in memory; nothing here is worth surviving a restart. The numbers are the adapter's,
 * which already stay under the vendor's (reference/feishu.md §7.1: 5 a second per user, chat and message, 50 a second
 * and 1,000 a minute per app).
 */
export function createPacing(limits: ReadonlyMap<PlatformName, PacingLimits>): Pacing {
  const apps = new Map<PlatformName, App>();
  for (const [platform, limit] of limits) {
    const pausedUntil = Number.NEGATIVE_INFINITY;
    const minute = slidingWindow(MINUTE);
    const ordinary = shareOf(MINUTE_SHARES, limit.perAppPerMinute, ORDINARY);
    const spread = spreadOver(minute, ordinary, Math.floor(ordinary * UNSPREAD_SHARE));
    const updates = limit.countsApisApart ? slidingWindow(MINUTE) : minute;
    apps.set(platform, { second: slidingWindow(SECOND), minute, updates, spread, pausedUntil, limit });
  }
  const addressees = new Map<string, Window>();
  const busy = new Set<string>();

  const appOf = (platform: PlatformName) => {
    const app = apps.get(platform);
    if (!app) throw new Error(`delivery.platform: "${platform}" is not configured (who: developer)`);
    return app;
  };
  const windowOf = (key: string): Window => {
    const known = addressees.get(key);
    if (known) return known;
    const window = slidingWindow(SECOND);
    addressees.set(key, window);
    return window;
  };
  const forgetQuiet = (now: number): void => {
    if (addressees.size < KEYS_KEPT) return;
    for (const [key, window] of addressees) if (window.isQuiet(now)) addressees.delete(key);
  };

  const spend = (platform: PlatformName, now: number, isUpdate = false): void => {
    const { second, minute, updates } = appOf(platform);
    second.add(now);
    (isUpdate ? updates : minute).add(now);
  };
  const freeAt = (platform: PlatformName, rank: number, now: number): number => {
    const { pausedUntil, second, minute, spread, limit } = appOf(platform);
    const perSecond = second.freeAt(shareOf(SECOND_SHARES, limit.perAppPerSecond, rank), now);
    const perMinute = minute.freeAt(shareOf(MINUTE_SHARES, limit.perAppPerMinute, rank), now);
    return Math.max(pausedUntil, perSecond, perMinute, rank < ORDINARY ? now : spread.freeAt(now));
  };

  return {
    spend: (platform, now) => spend(platform, now),
    freeAt,
    admit(ask, rank, now) {
      const app = freeAt(ask.platform, rank, now);
      if (app > now) return { until: app, key: ask.platform };
      const { limit: own, minute, updates } = appOf(ask.platform);
      const { key, limit } = addresseeOf(ask, own);
      if (busy.has(key)) return { until: now + MESSAGE_RETRY_MS, key };
      const isUpdate = ask.message !== undefined;
      if (isUpdate) {
        const until = updates.freeAt(shareOf(MINUTE_SHARES, own.perAppPerMinute, rank), now);
        if (until > now) return { until, key: `${ask.platform}:updates` };
      }
      if (limit !== undefined) {
        const until = windowOf(key).freeAt(limit, now);
        if (until > now) return { until, key };
        windowOf(key).add(now);
      }
      if (rank >= ORDINARY && !(isUpdate && updates !== minute)) appOf(ask.platform).spread.take(now);
      spend(ask.platform, now, isUpdate);
      if (ask.message !== undefined) busy.add(key);
      forgetQuiet(now);
      return undefined;
    },
    join(ask, now) {
      const { key, limit } = addresseeOf(ask, appOf(ask.platform).limit);
      if (limit !== undefined && windowOf(key).freeAt(limit, now) > now) return false;
      windowOf(key).add(now);
      return true;
    },
    done(ask) {
      if (ask.message !== undefined) busy.delete(addresseeOf(ask, appOf(ask.platform).limit).key);
    },
    pause(platform, until) {
      appOf(platform).pausedUntil = Math.max(appOf(platform).pausedUntil, until);
    },
    room(platform, rank, now) {
      const { pausedUntil, second, minute, spread, limit } = appOf(platform);
      if (pausedUntil > now) return 0;
      const perSecond = second.room(shareOf(SECOND_SHARES, limit.perAppPerSecond, rank), now);
      const perMinute = minute.room(shareOf(MINUTE_SHARES, limit.perAppPerMinute, rank), now);
      return Math.min(perSecond, perMinute, rank < ORDINARY ? perMinute : spread.room(now));
    },
    rate: (ask) => addresseeOf(ask, appOf(ask.platform).limit).limit ?? appOf(ask.platform).limit.perAppPerSecond,
  };
}

const shareOf = (shares: readonly number[], limit: number, rank: number): number =>
  Math.max(Math.floor(limit * (shares[rank] ?? 1)), 1);

/** What the vendor limits besides the app: one person, one chat or one message. */
function addresseeOf(ask: Ask, limit: PacingLimits): { key: string; limit: number | undefined } {
  if (ask.message !== undefined) {
    return { key: `${ask.platform} message ${ask.message}`, limit: limit.perMessagePerSecond };
  }
  if (ask.chat !== undefined) return { key: `${ask.platform} chat ${ask.chat}`, limit: limit.perChatPerSecond };
  if (ask.user !== undefined) return { key: `${ask.platform} user ${ask.user}`, limit: limit.perUserPerSecond };
  return { key: ask.platform, limit: undefined };
}
