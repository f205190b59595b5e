/** What we need of a Durable Object's storage: it wakes the object once, also after it was thrown out of memory. */
export interface AlarmStorage {
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

/** What the rows say is due; ms. */
export interface Planned {
  /** The next timer. */
  nextTickAt(): number | undefined;
  /** The next timer or message. */
  nextAt(): number | undefined;
}

/** What was committed is being sent from memory; if the object dies meanwhile, this much later it is taken up again. */
export const RESUMED_AFTER_MS = 5_000;
/** While an alarm is at work: should it die in between, the next look. */
export const LOOKED_AGAIN_AFTER_MS = 60_000;

export interface Alarm {
  /** The alarm has gone off and takes up its work; whatever becomes of that, there will be another look. */
  working(): void;
  /** After a commit and before its answer leaves, and while sending goes on: from here on nothing is forgotten. */
  sending(): void;
  /** Everything due has had its turn: wakes at the next due time, or never when nothing is planned. */
  rested(): void;
}

/**
 * The one alarm of a Durable Object. The rows say when something is due, so nothing is remembered here. Setting it
 * takes part in the same atomic write as the rows changed in the same turn; a failing write resets the object.
 */
export function createAlarm(storage: AlarmStorage, planned: Planned, now: () => number): Alarm {
  const set = (at: number): void => void storage.setAlarm(at);
  return {
    working: () => set(now() + LOOKED_AGAIN_AFTER_MS),
    sending: () => {
      // A timer that comes earlier must not wait for a long push to end.
      const timer = Math.max(planned.nextTickAt() ?? Number.POSITIVE_INFINITY, now() + 1);
      set(Math.min(timer, now() + RESUMED_AFTER_MS));
    },
    rested: () => {
      const next = planned.nextAt();
      if (next === undefined) void storage.deleteAlarm();
      // What is still due now could not leave just now, so it would not leave at once either.
      else set(next > now() ? next : now() + RESUMED_AFTER_MS);
    },
  };
}
