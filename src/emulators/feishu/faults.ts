import type { EmulatorClock } from '../ground/clock.ts';

/** What the emulator has been told to do wrong; read by the concern that misbehaves. */
export interface FaultState {
  dropAcks: number;
  duplicateEvents: number;
  swapEvents: number;
  ackDelayMs: number;
  fragments: number;
  endpointCode: number | undefined;
  rateLimitedUntil: number;
  serverErrorsUntil: number;
  downUntil: number;
  refusedTokens: number;
  failures: { status: number; code: number; msg: string; path?: string }[];
  slow: { ms: number; path?: string } | undefined;
  /** Card updates wait here in order of arrival while held. */
  held: (() => void)[] | undefined;
  /** Longest random way of a card update to the server, in ms. */
  patchLatencyMs: number;
}

export function noFaults(): FaultState {
  return {
    dropAcks: 0,
    duplicateEvents: 0,
    swapEvents: 0,
    ackDelayMs: 0,
    fragments: 1,
    endpointCode: undefined,
    rateLimitedUntil: 0,
    serverErrorsUntil: 0,
    downUntil: 0,
    refusedTokens: 0,
    failures: [],
    slow: undefined,
    held: undefined,
    patchLatencyMs: 0,
  };
}

/** Deterministic misbehaviour. `path` is a call template such as `POST /im/v1/messages`; absent: every API. */
export interface Faults {
  /** The next ack (or webhook answer) gets lost: an event comes again after 15 s, a press shows 200341. */
  dropNextAck(count?: number): void;
  /** The next event is delivered twice with the same event_id. */
  duplicateNextEvent(count?: number): void;
  /** Delivers the last event once more; resolves when it is acked or given up for now. */
  redeliverLast(): Promise<void>;
  /** The next event is delivered after the one that follows it. */
  outOfOrder(): void;
  /** Acks arrive this much later on the clock; 0 ends it. */
  delayAck(ms: number): void;
  /** Long-connection payloads come in this many frames; 1 ends it. */
  splitFrames(count: number): void;
  closeSockets(): void;
  /** The long-connection endpoint answers this code; undefined ends it. */
  endpointCode(code: number | undefined): void;
  rateLimitFor(ms: number): void;
  serverErrorsFor(ms: number): void;
  /** Connections are cut without an answer and sockets closed. */
  downFor(ms: number): void;
  failNext(count: number, failure: { status: number; code: number; msg?: string; path?: string }): void;
  /** Answers take this long on the clock; 0 ends it. */
  slowBy(ms: number, path?: string): void;
  /** The next token requests fail with 10013. */
  refuseToken(count?: number): void;
  /** Every token in use becomes invalid at once. */
  tokenExpiresNow(): void;
  /** Card updates take a random way of up to `ms` before they arrive, so that parallel ones overtake each other. */
  patchLatency(ms: number): void;
  /** Card updates wait until `release`, which applies them in order of arrival. */
  hold(): void;
  release(): void;
  /** Number of card updates waiting. */
  heldCount(): number;
}

export function createFaults(
  state: FaultState,
  clock: EmulatorClock,
  reach: { redeliverLast(): Promise<void>; closeSockets(): void; expireTokens(): void },
): Faults {
  return {
    dropNextAck(count = 1) {
      state.dropAcks += count;
    },
    duplicateNextEvent(count = 1) {
      state.duplicateEvents += count;
    },
    redeliverLast: reach.redeliverLast,
    outOfOrder() {
      state.swapEvents += 1;
    },
    delayAck(ms) {
      state.ackDelayMs = ms;
    },
    splitFrames(count) {
      state.fragments = count;
    },
    closeSockets: reach.closeSockets,
    endpointCode(code) {
      state.endpointCode = code;
    },
    rateLimitFor(ms) {
      state.rateLimitedUntil = clock.now() + ms;
    },
    serverErrorsFor(ms) {
      state.serverErrorsUntil = clock.now() + ms;
    },
    downFor(ms) {
      state.downUntil = clock.now() + ms;
      reach.closeSockets();
    },
    failNext(count, failure) {
      for (let left = count; left > 0; left -= 1) state.failures.push({ msg: 'injected failure', ...failure });
    },
    slowBy(ms, path) {
      state.slow = ms === 0 ? undefined : { ms, ...(path === undefined ? {} : { path }) };
    },
    refuseToken(count = 1) {
      state.refusedTokens += count;
    },
    tokenExpiresNow: reach.expireTokens,
    patchLatency(ms) {
      state.patchLatencyMs = ms;
    },
    hold() {
      state.held ??= [];
    },
    release() {
      const waiting = state.held ?? [];
      state.held = undefined;
      for (const apply of waiting) apply();
    },
    heldCount: () => state.held?.length ?? 0,
  };
}
