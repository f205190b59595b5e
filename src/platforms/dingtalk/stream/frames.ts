import { isObject, type JsonObject, parseObject, textOf } from '../../wire/json.ts';

/** What comes over the Stream (reference/dingtalk.md §2.2). */
export interface Frame {
  readonly type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  readonly topic: string;
  readonly messageId: string;
  readonly headers: JsonObject;
  /** The JSON text as it came; a ping's is echoed. */
  readonly data: string;
}

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** All three, always: a topic that is not listed is never pushed (reference/dingtalk.md §2.1). */
export const subscriptions = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: ROBOT_TOPIC },
  { type: 'CALLBACK', topic: CARD_TOPIC },
] as const;

/** Undefined for what is no frame. */
export function readFrame(text: string): Frame | undefined {
  const frame = parseObject(text);
  if (!frame || !isObject(frame.headers)) return undefined;
  const type = (['SYSTEM', 'EVENT', 'CALLBACK'] as const).find((known) => known === frame.type);
  const topic = textOf(frame.headers.topic);
  if (!type || topic === undefined) return undefined;
  const data = typeof frame.data === 'string' ? frame.data : JSON.stringify(frame.data ?? {});
  return { type, topic, messageId: textOf(frame.headers.messageId) ?? '', headers: frame.headers, data };
}

/** The answer to a frame (reference/dingtalk.md §2.3). */
export const answerFrame = (frame: Frame, data: string, code = 200): string =>
  JSON.stringify({
    code,
    message: code === 200 ? 'OK' : 'not accepted',
    headers: { messageId: frame.messageId, contentType: 'application/json' },
    data,
  });
