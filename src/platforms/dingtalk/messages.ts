import type { Attempt, Recipient, TextBatch, Verdict } from '../platform.ts';
import { type JsonObject, textOf } from '../wire/json.ts';
import type { DingTalkClient } from './client.ts';
import type { ApiFailure } from './failure.ts';
import { CUT, cut } from './limits.ts';
import type { ApiResult } from './read_answer.ts';
import type { Sessions } from './sessions.ts';
import { verdictOf } from './verdict.ts';

export interface Robot {
  readonly client: DingTalkClient;
  readonly robotCode: string;
  readonly sessions?: Sessions;
}

/** In front of the key a plain message was answered with: it is no card and cannot be changed. */
const TEXT = 'text:';
export const isTextMessage = (messageId: string): boolean => messageId.startsWith(TEXT);

/** Receivers of one call (reference/dingtalk.md §5.1: the parameter table, not the error's text). */
const RECEIVERS = 20;
/** The vendor knows no key for a message (reference/dingtalk.md §5.1), so its reader is told. */
const MAYBE_TWICE = '（可能重复）';
/** One person gets too many messages at the moment. */
const FLOW_MS = 10_000;

/** A robot message of one of the vendor's kinds (reference/dingtalk.md §5.1–5.3). */
export async function sendMessage(
  robot: Robot,
  to: Recipient,
  msgKey: string,
  parameters: JsonObject,
): Promise<Verdict> {
  if (to.kind === 'reply') return { is: 'never', why: 'refused', detail: 'DingTalk robots cannot answer one message' };
  if (to.kind === 'person') {
    const result = await toPeople(robot, [to.userId], msgKey, parameters);
    return verdictFor(to.userId, result);
  }
  const result = await post(robot, 'v1.0/robot/groupMessages/send', {
    ...messageOf(robot, msgKey, parameters),
    openConversationId: to.chatId,
  });
  return result.ok ? sentAs(result.value) : verdictOfMessage(result.failure);
}

const messageOf = ({ robotCode }: Robot, msgKey: string, parameters: JsonObject): JsonObject => ({
  robotCode,
  msgKey,
  msgParam: JSON.stringify(parameters),
});

const post = ({ client }: Robot, path: string, body: JsonObject): Promise<ApiResult<JsonObject>> =>
  client.call({ method: 'POST', host: 'api', path, body, once: true });

const BATCH_SEND = 'v1.0/robot/oToMessages/batchSend';

const toPeople = (robot: Robot, userIds: readonly string[], msgKey: string, parameters: JsonObject) =>
  post(robot, BATCH_SEND, { ...messageOf(robot, msgKey, parameters), userIds });

function sentAs(value: JsonObject): Verdict {
  const key = textOf(value.processQueryKey);
  return { is: 'sent', ...(key ? { messageId: `${TEXT}${key}`, quotedAs: key } : {}) };
}

/** HTTP 200 with somebody on one of these lists is a message that did not reach them (reference/dingtalk.md §5.1). */
function verdictFor(userId: string, result: ApiResult<JsonObject>): Verdict {
  if (!result.ok) return verdictOfMessage(result.failure);
  const lists = (list: unknown): boolean => Array.isArray(list) && list.includes(userId);
  if (lists(result.value.invalidStaffIdList))
    return { is: 'never', why: 'recipient_left', detail: 'batchSend: the person is not in the organisation' };
  if (lists(result.value.flowControlledStaffIdList))
    return { is: 'later', why: 'addressee_busy', waitMs: FLOW_MS, detail: 'batchSend: too many messages for them' };
  return sentAs(result.value);
}

/** What the system says when nothing of the request has left. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** A message whose answer is missing may have arrived; the same again would be a second one. */
function verdictOfMessage(failure: ApiFailure): Verdict {
  const verdict = verdictOf(failure);
  const { reason, status, during, message } = failure;
  // What failed may be the question for a token, before the message.
  const isOwn = during.includes('/robot/') || during.includes('sessionWebhook');
  const isCut = reason === 'timeout' || (reason === 'network' && !neverLeft.test(message));
  const isGateway = reason === 'unreadable' && (status < 400 || status >= 500);
  if (verdict.is !== 'later' || !isOwn || !(isCut || isGateway)) return verdict;
  return { ...verdict, why: 'unanswered' };
}

/** Robot texts know no markup, and mentions only where they are named beside the text (reference/dingtalk.md §5.1). */
export async function sendText(
  robot: Robot,
  to: Recipient,
  text: string,
  { key, again, bySession }: Attempt & { readonly key?: string } = {},
): Promise<Verdict> {
  if (again) {
    const away = await awayVerdict(robot);
    if (away) return away;
  }
  const content = wordsOf(text, again);
  if (bySession) {
    const posted = await robot.sessions?.post(to, content);
    // Nobody can quote it: the answer names no key.
    if (posted?.ok) return { is: 'sent', messageId: `${TEXT}session:${key ?? ''}` };
    if (posted) {
      const verdict = verdictOfMessage(posted.failure);
      if (verdict.is === 'later' && verdict.why === 'unanswered') return verdict;
    }
  }
  return sendMessage(robot, to, 'sampleText', { content });
}

const wordsOf = (text: string, again: boolean | undefined): string =>
  cut(again ? `${MAYBE_TWICE}${text}` : text, CUT.message);

/**
 * Before a text goes out a second time the vendor is asked something harmless that costs nothing: while it does not
 * answer, every further attempt could be one more copy on somebody's phone.
 */
async function awayVerdict({ client }: Robot): Promise<Verdict | undefined> {
  const asked = await client.call({ method: 'GET', host: 'oapi', path: 'auth/scopes' });
  if (asked.ok) return undefined;
  const verdict = verdictOf(asked.failure);
  return verdict.is === 'later' && verdict.why !== 'rate_limited' ? verdict : undefined;
}

/** One text to up to twenty people for one call. */
export const textBatch = (robot: Robot): TextBatch => ({
  most: RECEIVERS,
  async send(userIds, text, { again } = {}) {
    if (again) {
      const away = await awayVerdict(robot);
      if (away) return userIds.map(() => away);
    }
    const parameters = { content: wordsOf(text, again) };
    const result = await toPeople(robot, userIds, 'sampleText', parameters);
    if (result.ok || userIds.length === 1 || !isAboutSomebody(result.failure))
      return userIds.map((userId) => verdictFor(userId, result));
    // Refused as a whole for somebody's sake: the others must not pay for it.
    const verdicts: Verdict[] = [];
    for (const userId of userIds)
      verdicts.push(verdictFor(userId, await toPeople(robot, [userId], 'sampleText', parameters)));
    return verdicts;
  },
});

function isAboutSomebody(failure: ApiFailure): boolean {
  const verdict = verdictOf(failure);
  return verdict.is === 'never' && /^(recipient_left|not_in_range|refused)$/.test(verdict.why);
}
