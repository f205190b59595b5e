/** The emulator's only source of time: token expiry, limits, ack timers and retry ladders all use it. */
export interface EmulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

export interface ManualClock extends EmulatorClock {
  /** Moves time forward and runs what became due, in order of its time. */
  advance(ms: number): void;
  /** Number of timers still waiting. */
  waiting(): number;
}

/** A clock that stands still until it is advanced; for tests. */
export function createManualClock(startAt: number): ManualClock {
  let now = startAt;
  const timers = new Set<{ at: number; run: () => void }>();
  const nextDue = (until: number) => {
    let due: { at: number; run: () => void } | undefined;
    for (const timer of timers) if (timer.at <= until && (due === undefined || timer.at < due.at)) due = timer;
    return due;
  };
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        timers.delete(due);
        now = due.at;
        due.run();
      }
      now = until;
    },
    waiting: () => timers.size,
  };
}

/** The machine's own time, moved by an offset that may be changed while it runs. */
export function createSystemClock(offsetMs = () => 0): EmulatorClock {
  return {
    now: () => Date.now() + offsetMs(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves when `ms` milliseconds have passed on the clock. */
export function pause(clock: EmulatorClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
