import type { EmulatorClock } from '../ground/clock.ts';

export interface InjectedFailure {
  readonly status: number;
  readonly code: string | number;
  readonly message?: string;
  /** A call template such as `POST /v1.0/card/instances`; absent: every API. */
  readonly path?: string;
}

/** What the emulator has been told to do wrong; read by the concern that misbehaves. */
export interface FaultState {
  dropAcks: number;
  duplicateMessages: number;
  ackDelayMs: number;
  openFailure: { status: number; code: string } | undefined;
  refusedHandshakes: number;
  rateLimitedUntil: number;
  serverErrorsUntil: number;
  downUntil: number;
  ipBlockedUntil: number;
  refusedTokens: number;
  failures: InjectedFailure[];
  /** Calls whose effect happens and whose answer gets lost. */
  lostAnswers: { path?: string }[];
  failedDeliveries: { errorMsg: string }[];
  /** userIds the next one-to-one sends hold back. */
  flowControlled: Set<string>;
  slow: { ms: number; path?: string } | undefined;
}

export function noFaults(): FaultState {
  return {
    dropAcks: 0,
    duplicateMessages: 0,
    ackDelayMs: 0,
    openFailure: undefined,
    refusedHandshakes: 0,
    rateLimitedUntil: 0,
    serverErrorsUntil: 0,
    downUntil: 0,
    ipBlockedUntil: 0,
    refusedTokens: 0,
    failures: [],
    lostAnswers: [],
    failedDeliveries: [],
    flowControlled: new Set(),
    slow: undefined,
  };
}

/** Deterministic misbehaviour. `path` is a call template such as `POST /v1.0/card/instances`; absent: every API. */
export interface Faults {
  /** The next ack (or HTTP answer) gets lost: a message or event comes again later, a press times out. */
  dropNextAck(count?: number): void;
  /** The next robot message is delivered twice: new messageId, same msgId. */
  duplicateNextMessage(count?: number): void;
  /** Delivers the last message or event once more; resolves when it is acked or given up for now. */
  redeliverLast(): Promise<void>;
  /** Acks arrive this much later on the clock; 0 ends it. */
  delayAck(ms: number): void;
  /** Cuts every connection without a word. */
  closeSockets(): void;
  /** Sends every connection the `disconnect` frame; pushes stop at once, TCP ends 10 s later on the clock. */
  disconnectSockets(): void;
  /** The connections of now stay open, but no frame comes through them any more (reference/dingtalk.md §2.4). */
  deafenSockets(): void;
  /** `connections/open` answers this; undefined ends it. */
  failOpens(failure: { status: number; code: string } | undefined): void;
  /** The next websocket handshakes are refused although the ticket is good. */
  refuseHandshakes(count: number): void;
  /** QpsLimitForAppkeyAndApi for a while. */
  rateLimitFor(ms: number): void;
  serverErrorsFor(ms: number): void;
  /** Connections are cut without an answer and sockets closed. */
  downFor(ms: number): void;
  /** The vendor's shield answers instead of the API (reference/dingtalk.md §8 per source IP). */
  blockIpFor(ms: number): void;
  failNext(count: number, failure: InjectedFailure): void;
  /** The next calls take effect, but their answers never arrive. */
  loseAnswers(count: number, path?: string): void;
  /** The next card deliveries end in `deliverResults[].success = false` inside an HTTP 200. */
  failDeliveries(count: number, errorMsg?: string): void;
  /** One-to-one sends to these people end in `flowControlledStaffIdList`; an empty list ends it. */
  flowControl(userIds: readonly string[]): void;
  /** Answers take this long on the clock; 0 ends it. */
  slowBy(ms: number, path?: string): void;
  /** The next token requests fail. */
  refuseToken(count?: number): void;
  /** Every token in use becomes invalid at once. */
  tokenExpiresNow(): void;
}

export function createFaults(
  state: FaultState,
  clock: EmulatorClock,
  reach: {
    redeliverLast(): Promise<void>;
    closeSockets(): void;
    disconnectSockets(): void;
    deafenSockets(): void;
    expireTokens(): void;
  },
): Faults {
  const repeat = (count: number, run: () => void) => {
    for (let left = count; left > 0; left -= 1) run();
  };
  return {
    dropNextAck(count = 1) {
      state.dropAcks += count;
    },
    duplicateNextMessage(count = 1) {
      state.duplicateMessages += count;
    },
    redeliverLast: reach.redeliverLast,
    delayAck(ms) {
      state.ackDelayMs = ms;
    },
    closeSockets: reach.closeSockets,
    disconnectSockets: reach.disconnectSockets,
    deafenSockets: reach.deafenSockets,
    failOpens(failure) {
      state.openFailure = failure;
    },
    refuseHandshakes(count) {
      state.refusedHandshakes = count;
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
    blockIpFor(ms) {
      state.ipBlockedUntil = clock.now() + ms;
    },
    failNext(count, failure) {
      repeat(count, () => state.failures.push(failure));
    },
    loseAnswers(count, path) {
      repeat(count, () => state.lostAnswers.push(path === undefined ? {} : { path }));
    },
    failDeliveries(count, errorMsg = 'system error') {
      repeat(count, () => state.failedDeliveries.push({ errorMsg }));
    },
    flowControl(userIds) {
      state.flowControlled = new Set(userIds);
    },
    slowBy(ms, path) {
      state.slow = ms === 0 ? undefined : { ms, ...(path === undefined ? {} : { path }) };
    },
    refuseToken(count = 1) {
      state.refusedTokens += count;
    },
    tokenExpiresNow: reach.expireTokens,
  };
}
