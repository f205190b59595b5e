/** A sliding window per key: at most `limit` takes in any `windowMs` milliseconds. */
export interface SlidingWindow {
  /** 0 when taken, else the milliseconds until one is free again (and nothing is taken). */
  take(key: string, now: number): number;
}

export function createSlidingWindow(limit: number, windowMs: number): SlidingWindow {
  const taken = new Map<string, number[]>();
  return {
    take(key, now) {
      const recent = (taken.get(key) ?? []).filter((at) => at > now - windowMs);
      taken.set(key, recent);
      const oldest = recent[0];
      if (recent.length >= limit && oldest !== undefined) return oldest + windowMs - now;
      recent.push(now);
      return 0;
    },
  };
}
