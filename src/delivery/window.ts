/** At most `limit` in any `span` ms, exactly: the times of the calls within the last span. */
export interface Window {
  freeAt(limit: number, now: number): number;
  room(limit: number, now: number): number;
  add(now: number): void;
  isQuiet(now: number): boolean;
  /** How many calls are within the span, and when the oldest of them leaves it. */
  state(now: number): { readonly calls: number; readonly until: number };
  /**
   * The shortest time a call (ms) at which calls can go on evenly through the span without having to stand still; after
   * a quiet time hardly shorter than the limit's own.
   */
  pace(limit: number, now: number): number;
}

/** So much of the limit's own pace is the fastest. */
const AFTER_QUIET = 0.9;

export function slidingWindow(span: number): Window {
  let times: number[] = [];
  const forget = (now: number): void => {
    // A time ahead of now: the clock was put back, and would block for as long as the jump.
    const isBack = (times.at(-1) ?? now) > now;
    if (isBack || (times[0] ?? now) + span <= now) times = times.filter((time) => time <= now && time + span > now);
  };
  return {
    freeAt(limit, now) {
      forget(now);
      const blocking = times[times.length - limit];
      return blocking === undefined ? now : blocking + span;
    },
    room(limit, now) {
      forget(now);
      return Math.max(limit - times.length, 0);
    },
    add(now) {
      forget(now);
      times.push(now);
    },
    isQuiet(now) {
      forget(now);
      return times.length === 0;
    },
    state(now) {
      forget(now);
      return { calls: times.length, until: (times[0] ?? now) + span };
    },
    pace(limit, now) {
      forget(now);
      const free = Math.max(limit - times.length, 0);
      // Before the nth of them has left, only so many more may go.
      return times.reduce(
        (pace, time, nth) => Math.max(pace, (time + span - now) / (free + nth + 1)),
        (span / Math.max(limit, 1)) * AFTER_QUIET,
      );
    },
  };
}

/** Calls that leave together while they are spread: each bunch costs a transaction or two. */
const BUNCH = 4;
/** A busy host wakes late: what should have left meanwhile follows at once, if it was not more than this, ms. */
const CAUGHT_UP = 1_000;
/** A bunch is never further away than this, ms; more than that and the clock was put back. */
const FURTHEST = 60_000;
/** When the limit is all but used up, a bunch waits for the oldest call to leave the span, and at least this, ms. */
const SHORTEST = 250;

/** Spreads what is left of a window's limit over the rest of its span, in small bunches. */
export interface Spread {
  freeAt(now: number): number;
  room(now: number): number;
  /** One of them goes. */
  take(now: number): void;
}

/** Of `limit` the first `unspread` calls of a span go as they come. */
export function spreadOver(window: Window, limit: number, unspread: number): Spread {
  let bunch = { left: 0, until: Number.NEGATIVE_INFINITY };
  const isOver = (now: number): boolean => bunch.until <= now || bunch.until > now + FURTHEST;
  const isFree = (now: number): boolean => window.state(now).calls < unspread;
  const room = (now: number): number => {
    if (isFree(now)) return unspread - window.state(now).calls;
    if (bunch.left > 0) return bunch.left;
    return isOver(now) ? BUNCH : 0;
  };
  return {
    room,
    freeAt: (now) => (room(now) > 0 ? now : bunch.until),
    take(now) {
      if (isFree(now)) return;
      if (bunch.left <= 0) {
        const due = bunch.until > now ? now : Math.max(bunch.until, now - CAUGHT_UP);
        const untilRoom = Math.max(window.state(now).until - now, SHORTEST);
        bunch = { left: BUNCH, until: Math.round(due + Math.min(window.pace(limit, now) * BUNCH, untilRoom)) };
      }
      bunch.left -= 1;
    },
  };
}
