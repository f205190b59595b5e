import type { DeliveryClock } from '../delivery/options.ts';

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
