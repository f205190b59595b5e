/** At most `limit` in any `span` ms, exactly: the times of the calls within the last span. */
export interface Window {
  freeAt(limit: number, now: number): number;
  room(limit: number, now: number): number;
  add(now: number): void;
  isQuiet(now: number): boolean;
  /** How many calls are within the span, and when the oldest of them leaves it. */
  state(now: number): { readonly calls: number; readonly until: number };
}

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
  };
}

/** Calls that leave together while they are spread: each bunch costs a transaction or two. */
const BUNCH = 4;
/** A bunch that comes late brings what should have left meanwhile too, up to this: a busy host wakes late. */
const MOST_MISSED = 12;
/** A bunch is never further away than this, ms; more than that and the clock was put back. */
const FURTHEST = 60_000;

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
  /** The time one call has, ms, when what is left goes evenly until the window has room again. */
  const eachAt = (now: number): number => {
    const { calls, until } = window.state(now);
    return (until - now) / (Math.max(limit - calls, 0) + 1);
  };
  const sizeAt = (now: number): number => {
    const late = now - bunch.until;
    if (late < 0 || late > FURTHEST) return BUNCH;
    const missed = bunch.left + Math.floor(late / Math.max(eachAt(now), 1));
    return BUNCH + Math.min(MOST_MISSED, missed);
  };
  return {
    freeAt: (now) => (isFree(now) || isOver(now) || bunch.left > 0 ? now : bunch.until),
    room: (now) => (isFree(now) ? unspread - window.state(now).calls : isOver(now) ? sizeAt(now) : bunch.left),
    take(now) {
      if (isFree(now)) return;
      if (isOver(now)) bunch = { left: sizeAt(now), until: Math.round(now + eachAt(now) * BUNCH) };
      bunch.left -= 1;
    },
  };
}
