import type { Recipient, Verdict } from '../platform.ts';
import { type JsonObject, textOf } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import { CUT, cut } from './limits.ts';
import type { ApiResult } from './read_answer.ts';
import { verdictOf } from './verdict.ts';

export interface Robot {
  readonly client: DingTalkClient;
  readonly robotCode: string;
}

/** In front of the key a plain message was answered with: it is no card and cannot be changed. */
const TEXT = 'text:';
export const isTextMessage = (messageId: string): boolean => messageId.startsWith(TEXT);

/** A robot message of one of the vendor's kinds (reference/dingtalk.md §5.1–5.3). */
export async function sendMessage(
  { client, robotCode }: Robot,
  to: Recipient,
  msgKey: string,
  parameters: JsonObject,
): Promise<Verdict> {
  const message = { robotCode, msgKey, msgParam: JSON.stringify(parameters) };
  if (to.kind === 'reply') return { is: 'never', why: 'refused', detail: 'DingTalk robots cannot answer one message' };
  const result = await client.call({
    method: 'POST',
    host: 'api',
    ...(to.kind === 'person'
      ? { path: 'v1.0/robot/oToMessages/batchSend', body: { ...message, userIds: [to.userId] } }
      : { path: 'v1.0/robot/groupMessages/send', body: { ...message, openConversationId: to.chatId } }),
  });
  if (!result.ok) return verdictOf(result.failure);
  return refusedPeople(result) ?? sentAs(result.value);
}

function sentAs(value: JsonObject): Verdict {
  const key = textOf(value.processQueryKey);
  return { is: 'sent', ...(key ? { messageId: `${TEXT}${key}`, quotedAs: key } : {}) };
}

/** HTTP 200 with somebody on one of these lists is a message that did not arrive (reference/dingtalk.md §5.1). */
function refusedPeople(result: Extract<ApiResult<JsonObject>, { readonly ok: true }>): Verdict | undefined {
  const names = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  if (names(result.value.invalidStaffIdList) > 0)
    return { is: 'never', why: 'recipient_left', detail: 'batchSend: the person is not in the organisation' };
  if (names(result.value.flowControlledStaffIdList) > 0)
    return { is: 'later', why: 'rate_limited', waitMs: 10_000, detail: 'batchSend: the person gets too many messages' };
  return undefined;
}

/** Robot texts know no markup, and mentions only where they are named beside the text (reference/dingtalk.md §5.1). */
export const sendText = (robot: Robot, to: Recipient, text: string): Promise<Verdict> =>
  sendMessage(robot, to, 'sampleText', { content: cut(text, CUT.message) });
