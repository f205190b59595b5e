import WebSocket from 'ws';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';
import { APP } from './organisation.ts';

export interface ReceivedFrame {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded. */
  readonly data: JsonObject;
  /** As it came. */
  readonly raw: string;
}

export interface Client {
  readonly socket: WebSocket;
  /** Everything but pings, which are answered. */
  readonly frames: ReceivedFrame[];
  /** What is answered to a frame; undefined: nothing. The default acknowledges everything. */
  answer(reply: (frame: ReceivedFrame) => unknown): void;
  /** Code of the next acks, 200 by default. */
  code(code: number): void;
}

const TOPICS = ['/v1.0/im/bot/messages/get', '/v1.0/card/instances/callback'];
const ALL = [{ type: 'EVENT', topic: '*' }, ...TOPICS.map((topic) => ({ type: 'CALLBACK', topic }))];

export async function open(baseUrl: string, subscriptions: unknown = ALL): Promise<Response> {
  return fetch(`${baseUrl}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ clientId: APP.clientId, clientSecret: APP.clientSecret, subscriptions }),
  });
}

export async function ticketOf(response: Response): Promise<string> {
  const body: unknown = await response.json();
  if (!isObject(body)) throw new Error('no JSON object');
  return `${String(body.endpoint)}?ticket=${encodeURIComponent(String(body.ticket))}`;
}

/** A bare Stream client; resolves when its socket is open. */
export async function connect(baseUrl: string, subscriptions: unknown = ALL): Promise<Client> {
  const socket = new WebSocket(await ticketOf(await open(baseUrl, subscriptions)));
  const frames: ReceivedFrame[] = [];
  let reply: (frame: ReceivedFrame) => unknown = (frame) =>
    frame.type === 'EVENT' ? { status: 'SUCCESS' } : { response: frame.headers.topic?.includes('card') ? {} : null };
  let code = 200;
  socket.on('message', (bytes) => {
    const { type, headers, data } = JSON.parse(String(bytes));
    const frame: ReceivedFrame = { type, headers, data: JSON.parse(data), raw: data };
    const send = (text: string) =>
      socket.send(
        JSON.stringify({
          code,
          message: 'OK',
          headers: { messageId: headers.messageId, contentType: 'application/json' },
          data: text,
        }),
      );
    if (type === 'SYSTEM' && headers.topic === 'ping') return send(data);
    frames.push(frame);
    const body = type === 'SYSTEM' ? undefined : reply(frame);
    if (body !== undefined) send(JSON.stringify(body));
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    frames,
    answer(next) {
      reply = next;
    },
    code(next) {
      code = next;
    },
  };
}
