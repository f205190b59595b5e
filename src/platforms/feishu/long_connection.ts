import { describeFailure, type Log } from '../wire/log.ts';
import { type AnsweringOptions, answerEnvelope } from './answer.ts';

export interface LongConnectionOptions extends AnsweringOptions {
  /** `cli_` and 16 hex digits; the vendor's client refuses anything else. */
  readonly appId: string;
  readonly appSecret: string;
  /** https://open.feishu.cn, or the emulator's address. */
  readonly baseUrl: string;
  /** ms epoch, for the state only. */
  readonly now: () => number;
  /** Runs `task` after `ms`; the function it returns cancels. Default: setTimeout. */
  readonly schedule?: (task: () => void, ms: number) => () => void;
  /** 0 ≤ x < 1, for the jitter. */
  readonly random?: () => number;
  /** Told of every change of the state. */
  readonly onState?: (state: LongConnectionState) => void;
}

/** What /readyz shows. */
export interface LongConnectionState {
  readonly connected: boolean;
  /** Since when, ms epoch. */
  readonly since: number;
  /** Why it is or was last not connected. */
  readonly lastError?: string;
}

export interface LongConnection {
  /** Loads the vendor's SDK and connects. Resolves once the first try is under way; never rejects. */
  start(): Promise<void>;
  stop(): void;
  state(): LongConnectionState;
}

/** Without it a half-open connection stays deaf for ever (reference/feishu.md §3.4). */
const PONG_WITHIN_S = 10;
const HANDSHAKE_WITHIN_MS = 15_000;

/** Our pauses between starts, while the SDK's own retries are its server's setting. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * The vendor's long connection through its official SDK, supervised: what the SDK gives up on (wrong secret, too many
 * connections, refusal to start: reference/feishu.md §3.1) is started again with growing pauses. The old client is
 * always closed first, because started twice it leaks timers (reference/feishu.md §10).
 */
export function createLongConnection(options: LongConnectionOptions): LongConnection {
  const { log, now } = options;
  const schedule = options.schedule ?? afterTimeout;
  const random = options.random ?? Math.random;
  let current: LongConnectionState = { connected: false, since: now() };
  let client: { close(params: { force: boolean }): void } | undefined;
  let cancelRetry: (() => void) | undefined;
  let failures = 0;
  // Every start and stop begins a new round; what belongs to an older one is ignored.
  let round = 0;

  function become(connected: boolean, lastError?: string): void {
    const error = lastError ?? current.lastError;
    const since = connected === current.connected ? current.since : now();
    current = { connected, since, ...(error === undefined ? {} : { lastError: error }) };
    options.onState?.(current);
  }

  function close(): void {
    client?.close({ force: true });
    client = undefined;
  }

  function retry(error: string, ofRound: number): void {
    if (ofRound !== round) return;
    close();
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (0.8 + 0.4 * random());
    failures += 1;
    log.warn(
      { error, pauseMs: Math.round(pause) },
      'the Feishu long connection failed; starting it again after a pause',
    );
    cancelRetry = schedule(() => void connect(), pause);
    become(false, error);
  }

  async function connect(): Promise<void> {
    round += 1;
    const thisRound = round;
    const isCurrent = () => thisRound === round;
    cancelRetry = undefined;
    try {
      // Only here: the SDK is large, and webhook hosts and Workers never need it (reference/feishu.md §11).
      const { LoggerLevel, WSClient } = await import('@larksuiteoapi/node-sdk');
      if (!isCurrent()) return;
      const connection = new WSClient({
        appId: options.appId,
        appSecret: options.appSecret,
        domain: options.baseUrl,
        handshakeTimeoutMs: HANDSHAKE_WITHIN_MS,
        wsConfig: { pingTimeout: PONG_WITHIN_S },
        // Its debug lines hold the connection's ticket, its info lines an advertisement.
        loggerLevel: LoggerLevel.warn,
        logger: sdkLogger(log, (line) => {
          if (isCurrent() && !current.connected) become(false, line);
        }),
        onReady: () => isCurrent() && up(),
        onReconnected: () => isCurrent() && up(),
        onReconnecting: () => isCurrent() && become(false, 'connection lost'),
        onError: (error) => retry(error.message, thisRound),
      });
      client = connection;
      await connection.start({ eventDispatcher: dispatcher(options) });
      // A refusal to start is only logged by the SDK and leaves the client idle.
      if (connection.getConnectionStatus().state === 'idle') retry(current.lastError ?? 'refused to start', thisRound);
    } catch (error) {
      retry(error instanceof Error ? error.message : 'unknown error', thisRound);
    }
  }

  function up(): void {
    failures = 0;
    become(true);
    log.info({}, 'the Feishu long connection is up');
  }

  return {
    start: () => (client || cancelRetry ? Promise.resolve() : connect()),
    stop() {
      round += 1;
      cancelRetry?.();
      cancelRetry = undefined;
      close();
      become(false);
    },
    state: () => current,
  };
}

function afterTimeout(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

type SdkModule = typeof import('@larksuiteoapi/node-sdk');
type EventDispatcher = InstanceType<SdkModule['EventDispatcher']>;

/**
 * Takes the place of the SDK's dispatcher, which flattens header and event into one object and acknowledges unknown
 * types as handled (reference/feishu.md §2.7, §3.2). Throwing makes the SDK acknowledge with 500, so the vendor
 * delivers the event again.
 */
function dispatcher(options: AnsweringOptions): EventDispatcher {
  const { log } = options;
  const invoke = async (envelope: unknown): Promise<unknown> => {
    try {
      return JSON.parse(await answerEnvelope(options, envelope));
    } catch (error) {
      log.error(describeFailure(error), 'a Feishu event was not accepted; the vendor will deliver it again');
      // The SDK logs what it catches: nothing of the original error may be in it.
      throw new Error('not accepted');
    }
  };
  // WSClient calls nothing but `invoke` of its dispatcher (SDK 1.74.0, WSClient.handleEventData).
  return { invoke } as unknown as EventDispatcher;
}

/** The SDK's warnings and errors as one line each; `onLine` gets the errors. */
function sdkLogger(log: Log, onLine: (line: string) => void) {
  const quiet = () => undefined;
  return {
    error: (...parts: unknown[]) => {
      const line = lineOf(parts);
      onLine(line);
      log.warn({ sdk: line }, 'Feishu SDK error');
    },
    warn: (...parts: unknown[]) => log.warn({ sdk: lineOf(parts) }, 'Feishu SDK warning'),
    info: quiet,
    debug: quiet,
    trace: quiet,
  };
}

const LINE_LENGTH = 300;

/** The SDK passes its parts as one array. Objects are left out: they may be whole requests with their secrets. */
const lineOf = (parts: readonly unknown[]): string =>
  parts
    .flat()
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, LINE_LENGTH);
