import { type JsonObject, textAt, textsAt } from '../ground/json.ts';
import { p2pChat } from './chats.ts';
import { type Api, bodyOf } from './http.ts';
import { newProcessQueryKey } from './ids.ts';
import { addMessage } from './message_store.ts';
import { robotContent } from './message_templates.ts';
import { inAvailability, staffOf } from './people.ts';
import { refuse } from './refusal.ts';
import { checkRobotCode } from './robot_checks.ts';
import type { ChatRecord, Emulation } from './state.ts';

/** The parameter table's number; the error's text says 100 (reference/dingtalk.md §5.1). */
const MOST_USERS = 20;
export const SEND_PERMISSION = 'qyapi_robot_sendmsg';

/** The internal group a robot may write in, by its `openConversationId`. */
export function groupOfRobot(emulation: Emulation, body: JsonObject): ChatRecord {
  const id = textAt(body, 'openConversationId') ?? '';
  const chat = emulation.chats.get(id);
  if (chat === undefined || chat.kind !== 'group') {
    return refuse('invalid.openConversationId', 'openConversationId 无效');
  }
  if (chat.dissolved) refuse('group.disbanded', '群已解散');
  if (!chat.botIn) refuse('resource.not.found', '机器人不在群内');
  return chat;
}

function mountOneToOne(api: Api, emulation: Emulation): void {
  const permission = SEND_PERMISSION;
  api.route('POST', '/v1.0/robot/oToMessages/batchSend', { auth: 'token', permission }, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    const userIds = textsAt(body, 'userIds');
    if (userIds.length === 0) refuse('invalidParameter.userIds.empty', 'userIds 为空');
    if (userIds.length > MOST_USERS) refuse('invalidParameter.userIds.overMax', 'userIds 超过最大数量');
    const { type, content } = robotContent(emulation, body);
    const known = userIds.filter((userId) => staffOf(emulation, userId) !== undefined);
    if (known.length === 0) refuse('staffId.notExisted', '员工不存在');
    const reachable = known.filter((userId) => inAvailability(emulation, userId));
    if (reachable.length === 0) refuse('chatbotId.notAllow.sendOTO', '机器人没有权限给该用户发消息');
    const { flowControlled } = emulation.faults;
    const processQueryKey = newProcessQueryKey(emulation.random);
    for (const userId of new Set(reachable)) {
      if (flowControlled.has(userId)) continue;
      const { chatId } = p2pChat(emulation, userId);
      addMessage(emulation, { chatId, from: { kind: 'bot' }, type, content, processQueryKey });
    }
    return {
      processQueryKey,
      invalidStaffIdList: userIds.filter((userId) => !reachable.includes(userId)),
      flowControlledStaffIdList: reachable.filter((userId) => flowControlled.has(userId)),
    };
  });
}

/** Robot messages to people and to groups (reference/dingtalk.md §5.1, §5.2). */
export function mountRobotSend(api: Api, emulation: Emulation): void {
  mountOneToOne(api, emulation);
  const permission = SEND_PERMISSION;
  api.route('POST', '/v1.0/robot/groupMessages/send', { auth: 'token', permission }, async (call) => {
    const body = await bodyOf(call);
    checkRobotCode(emulation, body);
    const { chatId } = groupOfRobot(emulation, body);
    const { type, content } = robotContent(emulation, body);
    const processQueryKey = newProcessQueryKey(emulation.random);
    addMessage(emulation, { chatId, from: { kind: 'bot' }, type, content, processQueryKey });
    return { processQueryKey };
  });
}
