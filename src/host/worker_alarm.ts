/** What we need of a Durable Object's storage: it wakes the object once, also after it was thrown out of memory. */
export interface AlarmStorage {
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

/** What the alarm looks at. */
export interface Planned {
  /** ms; a timer or a message. */
  nextAt(): number | undefined;
}

/** What was committed is being sent from memory; if the object dies meanwhile, this much later it is taken up again. */
const RESUMED_AFTER_MS = 5_000;
/** While an alarm is at work: when it dies in between, the next look. */
const LOOKED_AGAIN_AFTER_MS = 60_000;

export interface Alarm {
  /** After a commit and before its answer leaves: from here on nothing is forgotten. */
  committed(): void;
  /** Everything due has had its turn: wakes at the next due time, or never when nothing is planned. */
  rested(): void;
  /** The alarm has gone off and takes up its work; whatever becomes of that, there will be another look. */
  working(): void;
}

/**
 * The one alarm of a Durable Object. The rows say when something is due, so nothing is remembered here. Setting it
 * takes part in the same atomic write as the rows changed in the same turn; a failing write resets the object.
 */
export function createAlarm(storage: AlarmStorage, planned: Planned, now: () => number): Alarm {
  const set = (at: number): void => void storage.setAlarm(at);
  return {
    committed: () => set(now() + RESUMED_AFTER_MS),
    working: () => set(now() + LOOKED_AGAIN_AFTER_MS),
    rested() {
      const next = planned.nextAt();
      if (next === undefined) void storage.deleteAlarm();
      // What is still due now could not leave just now, so it would not leave at once either.
      else set(next > now() ? next : now() + RESUMED_AFTER_MS);
    },
  };
}
