import type { PlatformName } from '../platforms/platform.ts';

/**
 * Notices that a platform is away, so that a thousand waiting rows do not each find out for themselves: after a few
 * failures in a row the platform rests, then one row at a time tries again, first every second, later every
 * minute. The most urgent row is the one that tries.
 */
export interface Outages {
  /** A call failed in a way that says nothing about the row: network, 5xx, no access. */
  failed(platform: PlatformName, now: number): void;
  /** A call was answered. True when this ends an outage. */
  answered(platform: PlatformName): boolean;
  /** When the platform may be tried again, ms. */
  restsUntil(platform: PlatformName): number;
  /** Resting, or waiting for the one row that tries. */
  isAway(platform: PlatformName): boolean;
}

const FAILURES = 3;
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

export function createOutages(): Outages {
  const states = new Map<PlatformName, { failures: number; rests: number; until: number }>();
  return {
    failed(platform, now) {
      const state = states.get(platform) ?? { failures: 0, rests: 0, until: Number.NEGATIVE_INFINITY };
      states.set(platform, state);
      state.failures += 1;
      // Rows that were under way together fail together; that is one finding, not many.
      if (state.failures < FAILURES || now < state.until) return;
      state.until = now + Math.min(FIRST_REST_MS * 2 ** state.rests, LONGEST_REST_MS);
      state.rests += 1;
    },
    answered(platform) {
      const wasAway = (states.get(platform)?.rests ?? 0) > 0;
      states.delete(platform);
      return wasAway;
    },
    restsUntil: (platform) => states.get(platform)?.until ?? Number.NEGATIVE_INFINITY,
    isAway: (platform) => (states.get(platform)?.rests ?? 0) > 0,
  };
}
