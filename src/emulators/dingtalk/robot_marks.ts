import { type JsonObject, textAt, textsAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { recallMessage } from './message_store.ts';
import { personOf } from './people.ts';
import { refuse } from './refusal.ts';
import { checkRobotCode } from './robot_checks.ts';
import { groupOfRobot, SEND_PERMISSION } from './robot_send.ts';
import type { Emulation, MessageRecord } from './state.ts';

const DAY_MS = 86_400_000;
const MOST_KEYS = 20;

const messagesOf = (emulation: Emulation, key: string): MessageRecord[] =>
  [...emulation.messages.values()].filter((message) => message.processQueryKey === key);

/** The messages behind a processQueryKey of the last 24 hours. */
function recentMessages(emulation: Emulation, key: string): MessageRecord[] {
  const found = messagesOf(emulation, key);
  const [first] = found;
  if (first === undefined) return refuse('invalidParameter.processQueryKey', 'processQueryKey 无效');
  if (emulation.clock.now() - first.createdAt > DAY_MS) {
    refuse('processQueryKey.expireTime', 'processQueryKey 已过期');
  }
  return found;
}

function recall(emulation: Emulation, body: JsonObject): JsonObject {
  const keys = textsAt(body, 'processQueryKeys');
  if (keys.length === 0 || keys.length > MOST_KEYS) refuse('invalidParameter.processQueryKeys', '1 到 20 个');
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const key of keys) {
    const found = messagesOf(emulation, key);
    const [first] = found;
    if (first === undefined) failedResult[key] = 'processQueryKey.notExist';
    else if (emulation.clock.now() - first.createdAt > DAY_MS) failedResult[key] = 'processQueryKey.expireTime';
    else {
      for (const message of found) recallMessage(emulation, message);
      successResult.push(key);
    }
  }
  return { successResult, failedResult };
}

/** Who has read, and taking back within a day (reference/dingtalk.md §5.4). */
export function mountRobotMarks(api: Api, emulation: Emulation): void {
  const options = { auth: 'token', permission: SEND_PERMISSION } as const;
  api.route('GET', '/v1.0/robot/oToMessages/readStatus', options, (call) => {
    checkRobotCode(emulation, { robotCode: call.query('robotCode') });
    const found = recentMessages(emulation, call.query('processQueryKey') ?? '');
    return {
      sendStatus: found.every((message) => message.recalled) ? 'RECALLED' : 'SUCCESS',
      messageReadInfoList: found.map((message) => {
        const [userId = ''] = emulation.chats.get(message.chatId)?.members ?? [];
        const readAt = message.readBy.get(userId);
        return {
          name: personOf(emulation, userId).name,
          userId,
          readStatus: readAt === undefined ? 'UNREAD' : 'READ',
          ...(readAt === undefined ? {} : { readTimestamp: readAt }),
        };
      }),
    };
  });
  api.route('POST', '/v1.0/robot/groupMessages/query', options, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    groupOfRobot(emulation, body);
    const [message] = recentMessages(emulation, textAt(body, 'processQueryKey') ?? '');
    const readUserIds = [...(message?.readBy.keys() ?? [])];
    return { sendStatus: message?.recalled === true ? 'RECALLED' : 'SUCCESS', readUserIds, hasMore: false };
  });
  // The lower-case `oto` is the vendor's spelling.
  api.route('POST', '/v1.0/robot/otoMessages/batchRecall', options, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    return recall(emulation, body);
  });
  api.route('POST', '/v1.0/robot/groupMessages/recall', options, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    groupOfRobot(emulation, body);
    return recall(emulation, body);
  });
}
