/** One API call as the vendor's log would show it. `path` is the template, e.g. `POST /v1.0/robot/oToMessages/batchSend`. */
export interface CallRecord {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** 0 or the vendor's code: a string on the new host, a number on the old one. */
  readonly code: string | number;
  readonly requestId: string;
  /** Whether it took from the organisation's monthly quota. */
  readonly counted: boolean;
}

/** A robot message in, a card callback, an event or a session webhook post (reference/dingtalk.md §8). */
export interface UseRecord {
  readonly at: number;
  readonly kind: 'message' | 'card' | 'event' | 'webhook';
}

export interface Calls {
  list(): readonly CallRecord[];
  /** Calls that count against the organisation's quota in a month like `2026-11` (China time). */
  perMonth(month: string): number;
  /** The same by API. */
  byApi(month: string): ReadonlyMap<string, number>;
  add(call: CallRecord): void;
  /** Forgets the list; the monthly counters stay. */
  clear(): void;
}

/** Uses of the Webhook & Stream quota. */
export interface Uses {
  perMonth(month: string): number;
  byKind(month: string): ReadonlyMap<UseRecord['kind'], number>;
  add(use: UseRecord): void;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The month of a moment in China, like `2026-11`. */
export function monthOf(at: number): string {
  return new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 7);
}

interface Counters<Key> {
  of(month: string): ReadonlyMap<Key, number>;
  total(month: string): number;
  add(at: number, key: Key): void;
}

function createCounters<Key>(): Counters<Key> {
  const months = new Map<string, Map<Key, number>>();
  const of = (month: string) => months.get(month) ?? new Map<Key, number>();
  return {
    of,
    total: (month) => [...of(month).values()].reduce((sum, each) => sum + each, 0),
    add(at, key) {
      const counts = of(monthOf(at));
      counts.set(key, (counts.get(key) ?? 0) + 1);
      months.set(monthOf(at), counts);
    },
  };
}

export function createCalls(): Calls {
  let calls: CallRecord[] = [];
  const counters = createCounters<string>();
  return {
    list: () => calls,
    perMonth: counters.total,
    byApi: counters.of,
    add(call) {
      calls.push(call);
      if (call.counted) counters.add(call.at, call.path);
    },
    clear() {
      calls = [];
    },
  };
}

export function createUses(): Uses {
  const counters = createCounters<UseRecord['kind']>();
  return {
    perMonth: counters.total,
    byKind: counters.of,
    add: (use) => counters.add(use.at, use.kind),
  };
}
