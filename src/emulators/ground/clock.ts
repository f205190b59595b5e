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

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's own time plus what it was moved forward; timers a move passes run at once, in order. For the demo. */
export function createMovableClock(): ManualClock {
  let offset = 0;
  const now = () => Date.now() + offset;
  const timers = new Set<{ at: number; run: () => void; handle?: NodeJS.Timeout }>();
  const set = (timer: { at: number; run: () => void; handle?: NodeJS.Timeout }) => {
    clearTimeout(timer.handle);
    const fire = () => {
      // A longer wait than Node's timers hold is set in several steps.
      if (timer.at > now()) set(timer);
      else if (timers.delete(timer)) timer.run();
    };
    timer.handle = setTimeout(fire, Math.min(timer.at - now(), LONGEST_TIMEOUT_MS));
    // A retry hours away must not keep a process alive.
    timer.handle.unref();
  };
  return {
    now,
    after(ms, run) {
      const timer: { at: number; run: () => void; handle?: NodeJS.Timeout } = { at: now() + ms, run };
      timers.add(timer);
      set(timer);
      return () => {
        if (timers.delete(timer)) clearTimeout(timer.handle);
      };
    },
    advance(ms) {
      offset += ms;
      const passed = [...timers].filter((timer) => timer.at <= now()).sort((one, other) => one.at - other.at);
      for (const timer of passed) if (timers.delete(timer)) timer.run();
      for (const timer of timers) set(timer);
    },
    waiting: () => timers.size,
  };
}

/** Resolves when `ms` milliseconds have passed on the clock. */
export function pause(clock: EmulatorClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
