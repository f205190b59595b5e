import type { DeliveryClock } from '../delivery/options.ts';

/** Time that only the rehearsal moves: nobody waits. */
export interface VirtualClock extends DeliveryClock {
  /** Never back. ms. */
  moveTo(at: number): void;
}

/** Starts at `start` (ms). Wake-ups are dropped: the rehearsal asks what is due next and goes there. */
export function createVirtualClock(start: number): VirtualClock {
  let now = start;
  return {
    now: () => now,
    wake: () => () => {},
    moveTo: (at) => {
      now = Math.max(now, at);
    },
  };
}
