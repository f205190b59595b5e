/** One API call as the vendor's log would show it. `path` is the template without `/open-apis`, e.g. `POST /im/v1/messages`. */
export interface CallRecord {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: number;
  readonly logId: string;
}

export interface Calls {
  list(): readonly CallRecord[];
  /** Calls that count against the monthly quota in a month like `2026-11` (China time); sign-in calls do not count. */
  perMonth(month: string): number;
  add(call: CallRecord): void;
  /** Forgets the list; the monthly counters stay. */
  clear(): void;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The month of a moment in China, like `2026-11`. */
export function monthOf(at: number): string {
  return new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 7);
}

/** Whether the monthly quota counts this API (UNVERIFIED: which ones are free). */
export function countsAgainstQuota(path: string): boolean {
  return !path.includes('/auth/v3/') && !path.includes('/authen/') && !path.includes('/callback/ws/');
}

export function createCalls(): Calls {
  let calls: CallRecord[] = [];
  const months = new Map<string, number>();
  return {
    list: () => calls,
    perMonth: (month) => months.get(month) ?? 0,
    add(call) {
      calls.push(call);
      if (!countsAgainstQuota(call.path)) return;
      const month = monthOf(call.at);
      months.set(month, (months.get(month) ?? 0) + 1);
    },
    clear() {
      calls = [];
    },
  };
}
