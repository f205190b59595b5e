import type { SteppingClock } from '../../../src/emulators/sample_school/stepping_clock.ts';

/** A clock whose wake-ups wait while the server is meant to be down. */
export function sleeping(
  clock: SteppingClock,
  asleep: { now: boolean; readonly held: Set<() => void> },
): SteppingClock {
  const gated = (run: () => void) => () => {
    if (asleep.now) asleep.held.add(run);
    else run();
  };
  const wake = (instant: number, run: () => void): (() => void) => {
    const cancel = clock.wake(instant, gated(run));
    return () => {
      cancel();
      asleep.held.delete(run);
    };
  };
  return { ...clock, wake, after: (milliseconds, run) => wake(clock.now() + milliseconds, run) };
}
