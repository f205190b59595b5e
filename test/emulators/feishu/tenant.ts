import { createServer } from 'node:http';
import {
  createFeishuEmulator,
  type FeishuEmulator,
  type FeishuEmulatorOptions,
} from '../../../src/emulators/feishu/emulator.ts';
import { createManualClock, type ManualClock } from '../../../src/emulators/ground/clock.ts';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';

export const APP = { appId: 'cli_0123456789abcdef', appSecret: 'a-secret', verificationToken: 'verif-token-demo' };
export const SMALL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

export interface Tenant {
  readonly clock: ManualClock;
  readonly emulator: FeishuEmulator;
  readonly teacher: string;
  /** Calls the vendor API with a living tenant token. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a message to the teacher; content is given as object. */
  send(type: string, content: unknown, more?: JsonObject): Promise<Answer>;
  /** A fresh token. */
  token(): Promise<string>;
}

/** A tenant with one teacher; its API is called in process, without a port. */
export function tenant(options: Partial<FeishuEmulatorOptions> = {}): Tenant {
  const clock = createManualClock(Date.parse('2026-11-23T08:00:00+08:00'));
  const emulator = createFeishuEmulator({ app: APP, clock, delivery: { mode: 'websocket' }, ...options });
  const teacher = emulator.people.add({ name: '李老师', mobile: '13800000001' }).openId;
  const request = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const response = await emulator.app.request(`/open-apis${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: isObject(parsed) ? parsed : {} };
  };
  const token = async () => {
    const answer = await request(
      'POST',
      '/auth/v3/tenant_access_token/internal',
      { app_id: APP.appId, app_secret: APP.appSecret },
      {},
    );
    return String(answer.body.tenant_access_token);
  };
  let current: string | undefined;
  const call: Tenant['call'] = async (method, path, body, headers) => {
    current ??= await token();
    return request(method, path, body, headers ?? { Authorization: `Bearer ${current}` });
  };
  return {
    clock,
    emulator,
    teacher,
    token,
    call,
    send: (type, content, more = {}) =>
      call('POST', '/im/v1/messages?receive_id_type=open_id', {
        receive_id: teacher,
        msg_type: type,
        content: typeof content === 'string' ? content : JSON.stringify(content),
        ...more,
      }),
  };
}

/** The message id of an answer to a send. */
export function messageIdOf(answer: Answer): string {
  return isObject(answer.body.data) ? String(answer.body.data.message_id) : '';
}

export interface Received {
  readonly raw: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: JsonObject;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What the app answers from now on. */
  answer(
    reply: (received: Received) => { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>,
  ): void;
  stop(): Promise<void>;
}

/** A plain HTTP server in the place of the app. */
export async function receiver(): Promise<Receiver> {
  const received: Received[] = [];
  let reply: Parameters<Receiver['answer']>[0] = () => ({ body: {} });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const raw = Buffer.concat(chunks).toString('utf8');
    const parsed: unknown = JSON.parse(raw);
    const one = { raw, headers: request.headers, body: isObject(parsed) ? parsed : {} };
    received.push(one);
    const { status = 200, body } = await reply(one);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/feishu/webhook`,
    received,
    answer(next) {
      reply = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
