import { isObject, type JsonObject, objectsAt, textAt } from '../ground/json.ts';
import { p2pChat } from './chats.ts';
import { type Api, bodyOf } from './http.ts';
import { addMessage, recallMessage } from './message_store.ts';
import type { RobotContent } from './message_templates.ts';
import { staffOf } from './people.ts';
import { refuseOld } from './refusal.ts';
import type { Emulation, MessageRecord } from './state.ts';

const MOST_USERS = 100;
const MOST_BYTES = 2_048;
const MOST_A_DAY = 500;
const DAY_MS = 86_400_000;

interface Task {
  readonly messages: readonly MessageRecord[];
  readonly invalid: readonly string[];
  readonly forbidden: readonly { userid: string; code: number; count: number }[];
}

/** What a notice shows; undefined when the message is none. */
function noticeContent(message: JsonObject): RobotContent | undefined {
  const { msgtype } = message;
  const inner = isObject(message[String(msgtype)]) ? message[String(msgtype)] : undefined;
  if (!isObject(inner)) return undefined;
  const has = (...names: string[]) => names.every((name) => textAt(inner, name) !== undefined);
  if (msgtype === 'text') return has('content') ? { type: 'text', content: inner } : undefined;
  if (msgtype === 'markdown') return has('title', 'text') ? { type: 'markdown', content: inner } : undefined;
  if (msgtype === 'link') return has('messageUrl', 'title', 'text') ? { type: 'link', content: inner } : undefined;
  if (msgtype !== 'action_card' || !has('title', 'markdown')) return undefined;
  const single = has('single_title', 'single_url') ? [{ title: inner.single_title, url: inner.single_url }] : [];
  const several = objectsAt(inner, 'btn_json_list').map(({ title, action_url: url }) => ({ title, url }));
  const buttons = [...single, ...several];
  if (buttons.length === 0) return undefined;
  return { type: 'actionCard', content: { title: inner.title, text: inner.markdown, buttons } };
}

/** Work notices of the old host: asynchronous, and silent about what they do not deliver (reference/dingtalk.md §5.6). */
export function mountWorkNotice(api: Api, emulation: Emulation): void {
  const tasks = new Map<number, Task>();
  /** userId → what was delivered when. */
  const delivered = new Map<string, { at: number; text: string }[]>();
  const options = { auth: 'token' } as const;

  const checkAgent = (body: JsonObject) => {
    const { agentId } = emulation.credentials;
    if (agentId === undefined || Number(body.agent_id) !== agentId) refuseOld(41011, 'agentid 不合法');
  };
  const taskOf = (id: unknown): Task => tasks.get(Number(id)) ?? refuseOld(400002, 'task_id 无效');

  /** 143106: the same words to the same person on one day; 143105: too many on one day. */
  const forbiddenFor = (userId: string, text: string) => {
    const now = emulation.clock.now();
    const today = (delivered.get(userId) ?? []).filter((each) => now - each.at < DAY_MS);
    if (today.some((each) => each.text === text)) return { userid: userId, code: 143106, count: 1 };
    if (today.length >= MOST_A_DAY) return { userid: userId, code: 143105, count: MOST_A_DAY };
    delivered.set(userId, [...today, { at: now, text }]);
    return undefined;
  };

  api.oldRoute('POST', '/topapi/message/corpconversation/asyncsend_v2', options, async (call) => {
    const body = await bodyOf(call);
    checkAgent(body);
    const userIds = (textAt(body, 'userid_list') ?? '').split(',').filter(Boolean);
    if (userIds.length === 0) refuseOld(400002, 'userid_list、dept_id_list、to_all_user 不能同时为空');
    if (userIds.length > MOST_USERS) refuseOld(400002, 'userid_list 最多 100 个');
    const text = JSON.stringify(body.msg ?? null);
    if (Buffer.byteLength(text) > MOST_BYTES) refuseOld(400002, 'msg 超过 2048 字节');
    const shown = isObject(body.msg) ? noticeContent(body.msg) : undefined;
    if (shown === undefined) return refuseOld(400002, 'msg 格式错误');
    const known = userIds.filter((userId) => staffOf(emulation, userId) !== undefined);
    const forbidden = known.flatMap((userId) => forbiddenFor(userId, text) ?? []);
    const messages = known
      .filter((userId) => !forbidden.some((each) => each.userid === userId))
      .map((userId) =>
        addMessage(emulation, { chatId: p2pChat(emulation, userId).chatId, from: { kind: 'bot' }, ...shown }),
      );
    const taskId = 100_000_000_000 + emulation.random.integer(900_000_000);
    tasks.set(taskId, { messages, forbidden, invalid: userIds.filter((userId) => !known.includes(userId)) });
    return { task_id: taskId };
  });

  api.oldRoute('POST', '/topapi/message/corpconversation/getsendresult', options, async (call) => {
    const body = await bodyOf(call);
    checkAgent(body);
    const task = taskOf(body.task_id);
    const receivers = task.messages.map((message) => {
      const [userId = ''] = emulation.chats.get(message.chatId)?.members ?? [];
      return { userId, isRead: message.readBy.has(userId) };
    });
    return {
      send_result: {
        invalid_user_id_list: task.invalid,
        forbidden_user_id_list: task.forbidden.map((each) => each.userid),
        failed_user_id_list: [],
        read_user_id_list: receivers.filter((each) => each.isRead).map((each) => each.userId),
        unread_user_id_list: receivers.filter((each) => !each.isRead).map((each) => each.userId),
        forbidden_list: task.forbidden,
      },
    };
  });

  api.oldRoute('POST', '/topapi/message/corpconversation/recall', options, async (call) => {
    const body = await bodyOf(call);
    checkAgent(body);
    for (const message of taskOf(body.msg_task_id).messages) recallMessage(emulation, message);
    return {};
  });
}
