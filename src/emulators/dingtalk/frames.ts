import { isObject, type JsonObject, parseJson } from '../ground/json.ts';

/** What travels over the websocket, server to client (reference/dingtalk.md §2.2). `data` is a JSON string. */
export interface Frame {
  readonly specVersion: '1.0';
  readonly type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What a client answered: the decoded `data` of code 200, or its failure (reference/dingtalk.md §2.3). */
export type Ack =
  | { readonly messageId: string; readonly ok: true; readonly body: unknown; readonly data: string }
  | { readonly messageId: string; readonly ok: false; readonly reason: string };

/** Reads one client frame; a string says what is wrong with it. */
export function readAck(text: string): Ack | string {
  const frame = parseJson(text);
  if (!isObject(frame)) return 'the client sent a frame that is no JSON object';
  const headers = isObject(frame.headers) ? frame.headers : {};
  const { messageId } = headers;
  if (typeof messageId !== 'string') return 'the client sent an ack without headers.messageId';
  if (frame.code !== 200) return { messageId, ok: false, reason: `code ${String(frame.code)}` };
  if (headers.contentType !== 'application/json') return `ack ${messageId} lacks contentType application/json`;
  if (typeof frame.message !== 'string') return `ack ${messageId} lacks a message`;
  if (typeof frame.data !== 'string') return `the data of ack ${messageId} is no string`;
  return { messageId, ok: true, body: parseJson(frame.data), data: frame.data };
}

export function systemFrame(topic: string, headers: Record<string, string>, data: JsonObject): Frame {
  return {
    specVersion: '1.0',
    type: 'SYSTEM',
    headers: { topic, contentType: 'application/json', ...headers },
    data: JSON.stringify(data),
  };
}
