import { hostname } from 'node:os';
import { WebSocket } from 'ws';
import { parseObject, textOf } from '../wire/json.ts';
import { describeFailure, type Log } from '../wire/log.ts';
import type { DingTalkClient } from './client.ts';
import type { Intake } from './intake.ts';
import type { Schedule } from './stream/alarm_clock.ts';
import {
  createStream,
  type Gateway,
  type Pauses,
  type Socket,
  type SocketListeners,
  type Stream,
} from './stream/connection.ts';
import { CARD_TOPIC, type Frame, ROBOT_TOPIC, subscriptions } from './stream/frames.ts';

export interface DingTalkStreamOptions {
  readonly client: DingTalkClient;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly intake: Intake;
  readonly log: Log;
  readonly now: () => number;
  readonly schedule?: Schedule;
  readonly pauses?: Pauses;
}

/** A card callback's answer must leave within 2 s (reference/dingtalk.md §6.5); an empty one ends the spinner. */
const CARD_WITHIN_MS = 1_700;

/**
 * The vendor's Stream: robot messages, card callbacks and events over one websocket. A frame is acknowledged as soon as
 * its effects are kept, never before: what was acknowledged must survive a crash (design.md §1), and the vendor
 * delivers again what was not (reference/dingtalk.md §2.5).
 */
export function createDingTalkStream(options: DingTalkStreamOptions): Stream {
  const { log, now, pauses, schedule } = options;
  return createStream({
    openGateway: () => openGateway(options),
    connect: connectSocket,
    onFrame: (frame) => handle(options.intake, frame, now(), log),
    log,
    now,
    ...(pauses ? { pauses } : {}),
    ...(schedule ? { schedule } : {}),
  });
}

async function openGateway({ client, clientId, clientSecret }: DingTalkStreamOptions): Promise<Gateway> {
  const result = await client.callUnsigned({
    method: 'POST',
    host: 'api',
    path: 'v1.0/gateway/connections/open',
    body: { clientId, clientSecret, subscriptions, ua: 'anyuan/1.0', localIp: hostname() },
  });
  if (!result.ok) {
    const { failure } = result;
    return { ok: false, failure, isRefused: failure.status === 401 || failure.code === 'authFailed' };
  }
  const endpoint = textOf(result.value.endpoint);
  const ticket = textOf(result.value.ticket);
  if (endpoint === undefined || ticket === undefined) {
    const failure = { during: 'POST api/v1.0/gateway/connections/open', reason: 'unreadable', status: 200 } as const;
    return { ok: false, failure: { ...failure, code: '', message: 'no endpoint' }, isRefused: false };
  }
  return { ok: true, address: `${endpoint}?ticket=${encodeURIComponent(ticket)}` };
}

function connectSocket(address: string, listeners: SocketListeners): Socket {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  socket.on('open', listeners.opened);
  socket.on('message', (data) => listeners.heard(String(data)));
  socket.on('pong', listeners.ponged);
  // Address and ticket are in the error's text.
  socket.on('error', (error) => listeners.ended('code' in error ? String(error.code) : error.name));
  socket.on('close', (code) => listeners.ended(`closed with ${code}`));
  return {
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    terminate: () => socket.terminate(),
  };
}

/** Undefined: not kept, so not acknowledged. */
async function handle(intake: Intake, frame: Frame, now: number, log: Log): Promise<string | undefined> {
  const data = parseObject(frame.data);
  if (frame.type === 'EVENT') {
    const { eventType, eventId, eventBornTime } = frame.headers;
    const type = textOf(eventType) ?? frame.topic;
    const event = {
      type,
      eventId: textOf(eventId) ?? frame.messageId,
      at: Number(eventBornTime) || now,
      data: data ?? {},
    };
    try {
      await intake.event(event);
      return JSON.stringify({ status: 'SUCCESS' });
    } catch (error) {
      log.error({ type, ...describeFailure(error) }, 'a DingTalk event was not accepted; it will be delivered again');
      return JSON.stringify({ status: 'LATER' });
    }
  }
  if (frame.topic === ROBOT_TOPIC) {
    await intake.robot(data);
    return JSON.stringify({ response: null });
  }
  if (frame.topic === CARD_TOPIC) {
    const answer = await within(CARD_WITHIN_MS, intake.card(data, `card:${frame.messageId}`));
    if (answer === undefined) log.warn({}, 'dingtalk.card_late: a press was answered empty, what it led to follows');
    return JSON.stringify({ response: answer ?? {} });
  }
  return JSON.stringify({ response: null });
}

/** Undefined when it takes longer; the work goes on. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
