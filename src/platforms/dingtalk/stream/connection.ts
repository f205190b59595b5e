import { describeFailure, type Log } from '../../wire/log.ts';
import { type ApiFailure, describeApiFailure } from '../failure.ts';
import { createAlarmClock, type Schedule } from './alarm_clock.ts';
import { answerFrame, type Frame, readFrame } from './frames.ts';

/** One websocket as far as it is used here; `ws` fits. */
export interface Socket {
  send(text: string): void;
  ping(): void;
  /** Ends at once, without waiting for the other side. */
  terminate(): void;
}

export interface SocketListeners {
  readonly opened: () => void;
  readonly heard: (text: string) => void;
  readonly ponged: () => void;
  /** Closed or failed; told at least once, maybe twice. */
  readonly ended: (why: string) => void;
}

export type Gateway =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly failure: ApiFailure; readonly isRefused: boolean };

export interface StreamOptions {
  /** Asks for an address, good for one connection (reference/dingtalk.md §2.1). Never rejects. */
  readonly openGateway: () => Promise<Gateway>;
  readonly connect: (address: string, listeners: SocketListeners) => Socket;
  /** Takes a frame of a topic of ours and gives the data to answer with; undefined: no answer, so that it comes again. */
  readonly onFrame: (frame: Frame) => Promise<string | undefined>;
  readonly log: Log;
  /** ms epoch. */
  readonly now: () => number;
  readonly schedule?: Schedule;
  /** 0 ≤ x < 1, for the jitter. */
  readonly random?: () => number;
  readonly pauses?: Pauses;
}

/** ms. Replaced in tests. */
export interface Pauses {
  readonly first: number;
  readonly longest: number;
  /** A connection that lived this long was healthy: the next failure begins anew. Every pause may lose messages for good. */
  readonly healthy: number;
  readonly handshake: number;
  readonly ping: number;
  readonly pong: number;
  /**
   * No frame for so long: deaf, though the line is up (reference/dingtalk.md §2.4). The vendor's own come every 20–30 s;
   * less than the 60 s after which an unanswered message comes once more, so that this one finds a new line.
   */
  readonly silence: number;
  /** After a `disconnect` frame the vendor closes within about ten seconds. */
  readonly drain: number;
  /** After refused credentials. */
  readonly refused: number;
}

export const PAUSES: Pauses = {
  first: 1_000,
  longest: 60_000,
  healthy: 20_000,
  handshake: 15_000,
  ping: 25_000,
  pong: 10_000,
  silence: 55_000,
  drain: 12_000,
  refused: 15 * 60_000,
};

export type StreamPhase = 'idle' | 'opening' | 'open' | 'waiting' | 'refused' | 'closed';

/** What /readyz shows. */
export interface StreamState {
  readonly connected: boolean;
  readonly phase: StreamPhase;
  /** Since when, ms epoch. */
  readonly since: number;
  /** Why it is or was last not connected. */
  readonly lastError?: string;
}

export interface Stream {
  start(): void;
  stop(): void;
  state(): StreamState;
  /** Sockets that exist at this moment; never more than two. */
  sockets(): number;
}

interface Line {
  readonly socket: Socket;
  readonly bornAt: number;
  isOpen: boolean;
}

type Alarm = 'retry' | 'handshake' | 'ping' | 'pong' | 'silence' | 'drain';

/**
 * Keeps one connection to the vendor. On a `disconnect` frame the vendor stops pushing at once, so the replacement is
 * opened while the old line still answers what it had (reference/dingtalk.md §2.2, §10). Errors, closes, silence and
 * time-outs all funnel into `down`, and there is one timer: it cannot storm.
 */
export function createStream(options: StreamOptions): Stream {
  const { log, now } = options;
  const random = options.random ?? Math.random;
  const pauses = options.pauses ?? PAUSES;
  let current: Line | undefined;
  let draining: Line | undefined;
  let state: StreamState = { connected: false, phase: 'idle', since: now() };
  let failures = 0;
  // Every start, stop and attempt begins a new round; an answer to an older one is ignored.
  let round = 0;

  const alarms = createAlarmClock<Alarm>(now, options.schedule ?? afterTimeout, (alarm) => {
    if (alarm === 'retry') void open();
    else if (alarm === 'drain') endDraining();
    else if (alarm === 'handshake') down(current, 'the handshake took too long');
    else if (alarm === 'pong') down(current, 'no pong');
    else if (alarm === 'silence') down(current, 'silent for too long');
    else beat();
  });

  function become(phase: StreamPhase, error?: string): void {
    const connected = phase === 'open';
    const lastError = error ?? state.lastError;
    const since = connected === state.connected ? state.since : now();
    state = { connected, phase, since, ...(lastError === undefined ? {} : { lastError }) };
  }

  function beat(): void {
    if (!current?.isOpen) return;
    attempt(() => current?.socket.ping());
    alarms.set('pong', pauses.pong);
    alarms.set('ping', pauses.ping);
  }

  function endDraining(): void {
    const line = draining;
    draining = undefined;
    alarms.clear('drain');
    if (line) attempt(() => line.socket.terminate());
  }

  /** The current line is over, however that came. */
  function down(line: Line | undefined, why: string): void {
    if (!line) return;
    if (line === draining) {
      endDraining();
      return;
    }
    if (line !== current) return;
    current = undefined;
    alarms.clear('handshake', 'ping', 'pong', 'silence');
    attempt(() => line.socket.terminate());
    if (line.isOpen && now() - line.bornAt >= pauses.healthy) failures = 0;
    retry(why);
  }

  function retry(why: string): void {
    const pause = Math.min(pauses.first * 2 ** Math.min(failures, 20), pauses.longest) * (0.5 + 0.5 * random());
    failures += 1;
    log.warn(
      { why, pauseMs: Math.round(pause) },
      'the DingTalk Stream connection is down; opening it again after a pause',
    );
    become('waiting', why);
    alarms.set('retry', pause);
  }

  async function open(): Promise<void> {
    round += 1;
    const thisRound = round;
    alarms.clear('retry');
    become(state.phase === 'open' ? 'open' : 'opening');
    const gateway = await options.openGateway();
    if (thisRound !== round) return;
    if (!gateway.ok) {
      if (gateway.isRefused) refuse(gateway.failure);
      else retry(describeApiFailure(gateway.failure));
      return;
    }
    connect(gateway.address);
  }

  /** The keys are wrong: an operator has to act, and asking every second would only be in the way. */
  function refuse(failure: ApiFailure): void {
    log.error(
      { code: 'dingtalk.auth_failed', requestId: failure.trace },
      'dingtalk.auth_failed: DingTalk refuses the app’s keys, nothing arrives; check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET (钉钉开放平台 → 凭证与基础信息) and restart (who: the person who runs the server)',
    );
    become('refused', describeApiFailure(failure));
    alarms.set('retry', pauses.refused);
  }

  function connect(address: string): void {
    // A socket that throws while it is made has no listeners yet.
    try {
      const line: Line = {
        socket: options.connect(
          address,
          listenersOf(() => line),
        ),
        bornAt: now(),
        isOpen: false,
      };
      current = line;
      alarms.set('handshake', pauses.handshake);
    } catch (error) {
      retry(error instanceof Error ? error.name : 'no socket');
    }
  }

  const listenersOf = (line: () => Line): SocketListeners => ({
    opened() {
      if (line() !== current) return;
      line().isOpen = true;
      alarms.clear('handshake');
      alarms.set('ping', pauses.ping);
      alarms.set('silence', pauses.silence);
      become('open');
      log.info({}, 'the DingTalk Stream connection is up');
    },
    heard: (text) => hear(line(), text),
    ponged: () => line() === current && alarms.clear('pong'),
    ended: (why) => down(line(), why),
  });

  function hear(line: Line, text: string): void {
    if (line !== current && line !== draining) return;
    if (line === current) alarms.set('silence', pauses.silence);
    const frame = readFrame(text);
    if (!frame) {
      log.warn({ bytes: text.length }, 'a DingTalk Stream frame could not be read');
      return;
    }
    if (frame.type === 'SYSTEM') hearSystem(line, frame);
    else void work(line, frame);
  }

  function hearSystem(line: Line, frame: Frame): void {
    if (frame.topic === 'ping') attempt(() => line.socket.send(answerFrame(frame, frame.data)));
    if (frame.topic !== 'disconnect' || line !== current) return;
    endDraining();
    current = undefined;
    draining = line;
    alarms.clear('handshake', 'ping', 'pong', 'silence');
    alarms.set('drain', pauses.drain);
    // Told to go right after coming, again and again, would be a storm of its own.
    if (now() - line.bornAt < pauses.first) {
      retry('sent away at once');
      return;
    }
    failures = 0;
    become('opening', 'sent away');
    void open();
  }

  /** Answers on the line the frame came by, if it is still there; else the vendor delivers it again. */
  async function work(line: Line, frame: Frame): Promise<void> {
    try {
      const data = await options.onFrame(frame);
      if (data === undefined || (line !== current && line !== draining)) return;
      line.socket.send(answerFrame(frame, data));
    } catch (error) {
      log.error({ topic: frame.topic, ...describeFailure(error) }, 'a DingTalk Stream frame was not answered');
    }
  }

  return {
    start() {
      if (state.phase === 'idle' || state.phase === 'closed') void open();
    },
    stop() {
      round += 1;
      alarms.clearAll();
      const line = current;
      current = undefined;
      endDraining();
      if (line) attempt(() => line.socket.terminate());
      become('closed');
    },
    state: () => state,
    sockets: () => (current ? 1 : 0) + (draining ? 1 : 0),
  };
}

/** A socket that is already gone may throw; what follows is told by `ended`. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The line is down, and `ended` says so.
  }
}

function afterTimeout(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
