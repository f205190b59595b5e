import type { DeliveryClock } from '../../delivery/options.ts';
import type { EmulatorClock } from '../feishu/emulator.ts';

export interface SteppingClock extends DeliveryClock, EmulatorClock {
  /**
   * Moves the time forward to `at` (ms). Every wake-up on the way happens at its own time and is given `settle` to
   * finish before time goes on, so a week passes as a week and not as an outage.
   */
  moveTo(at: number, settle: () => Promise<void>): Promise<void>;
}

const LONGEST_TIMER = 2 ** 31 - 1;

interface Waiting {
  readonly at: number;
  readonly run: () => void;
  handle?: NodeJS.Timeout;
}

/** Real time plus an offset that only grows, from `start` (ms) on. `frozen`: stands still except when it is moved. */
export function createSteppingClock(start: number, frozen = false): SteppingClock {
  let offset = start - Date.now();
  let still = start;
  const waiting = new Set<Waiting>();
  const now = (): number => (frozen ? still : Date.now() + offset);
  const jump = (at: number): void => {
    still = Math.max(still, at);
    offset = Math.max(offset, at - Date.now());
  };
  const fire = (entry: Waiting): void => {
    clearTimeout(entry.handle);
    if (waiting.delete(entry)) entry.run();
  };
  const arm = (entry: Waiting): void => {
    clearTimeout(entry.handle);
    if (frozen && entry.at > now()) return;
    entry.handle = setTimeout(
      () => (entry.at > now() ? arm(entry) : fire(entry)),
      Math.min(Math.max(0, entry.at - now()), LONGEST_TIMER),
    );
    entry.handle.unref();
  };
  const wake = (at: number, run: () => void): (() => void) => {
    const entry: Waiting = { at, run };
    waiting.add(entry);
    arm(entry);
    return () => {
      clearTimeout(entry.handle);
      waiting.delete(entry);
    };
  };
  return {
    now,
    wake,
    after: (milliseconds, run) => wake(now() + milliseconds, run),
    async moveTo(at, settle) {
      await settle();
      for (;;) {
        const next = [...waiting].filter((entry) => entry.at <= at).sort((one, other) => one.at - other.at)[0];
        if (!next) break;
        jump(next.at);
        fire(next);
        await settle();
      }
      jump(at);
      for (const entry of waiting) arm(entry);
      await settle();
    },
  };
}
