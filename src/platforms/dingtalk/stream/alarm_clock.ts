/** Several moments, one timer: nothing can pile up when a connection comes and goes (reference/dingtalk.md §2.6). */
export interface AlarmClock<Name extends string> {
  /** Replaces what was set under this name; `ms` from now. */
  set(name: Name, ms: number): void;
  clear(...names: readonly Name[]): void;
  clearAll(): void;
}

export type Schedule = (task: () => void, ms: number) => () => void;

export function createAlarmClock<Name extends string>(
  now: () => number,
  schedule: Schedule,
  ring: (name: Name) => void,
): AlarmClock<Name> {
  const due = new Map<Name, number>();
  let cancel = (): void => {};

  function arm(): void {
    cancel();
    cancel = () => {};
    if (due.size === 0) return;
    cancel = schedule(fire, Math.max(Math.min(...due.values()) - now(), 0));
  }
  function fire(): void {
    const at = now();
    const ringing = [...due].filter(([, time]) => time <= at).map(([name]) => name);
    for (const name of ringing) due.delete(name);
    for (const name of ringing) ring(name);
    arm();
  }
  return {
    set(name, ms) {
      due.set(name, now() + ms);
      arm();
    },
    clear(...names) {
      for (const name of names) due.delete(name);
      arm();
    },
    clearAll() {
      due.clear();
      arm();
    },
  };
}
