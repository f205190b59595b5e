import type { DeliveryClock } from '../delivery/loop.ts';

/** The longest pause a Node timer can count. */
const LONGEST = 2 ** 31 - 1;

/** Real time. A wake-up further away than a timer can count is simply asked for again by whoever still wants it. */
export const systemClock: DeliveryClock = {
  now: () => Date.now(),
  wake(at, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, at - Date.now()), LONGEST));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface MovableClock extends DeliveryClock {
  /** Moves the time forward to `at` (ms) and runs every wake-up on the way, each at its own time. */
  moveTo(at: number): Promise<void>;
}

/** Real time plus an offset that only grows: the demo's clock. */
export function movableClock(start: number): MovableClock {
  let offset = start - Date.now();
  const now = (): number => Date.now() + offset;
  const waiting = new Set<{ at: number; run: () => void; timer: NodeJS.Timeout }>();
  const fire = (entry: { at: number; run: () => void; timer: NodeJS.Timeout }): void => {
    if (!waiting.delete(entry)) return;
    clearTimeout(entry.timer);
    entry.run();
  };
  return {
    now,
    wake(at, run) {
      const entry = { at, run, timer: setTimeout(() => fire(entry), Math.min(Math.max(0, at - now()), LONGEST)) };
      entry.timer.unref();
      waiting.add(entry);
      return () => {
        clearTimeout(entry.timer);
        waiting.delete(entry);
      };
    },
    async moveTo(at) {
      for (;;) {
        const next = [...waiting].sort((left, right) => left.at - right.at)[0];
        if (!next || next.at > at) break;
        offset = Math.max(offset, next.at - Date.now());
        fire(next);
        // What the wake-up starts (deliveries, answers) gets its turn before time goes on.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      offset = Math.max(offset, at - Date.now());
      for (const entry of [...waiting]) {
        clearTimeout(entry.timer);
        entry.timer = setTimeout(() => fire(entry), Math.min(Math.max(0, entry.at - now()), LONGEST));
        entry.timer.unref();
      }
    },
  };
}
