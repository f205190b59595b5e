import { isObject, type JsonObject, objectsAt, parseJson, textAt, textsAt } from '../ground/json.ts';
import { monthOf } from './calls.ts';
import type { Api } from './http.ts';
import { addMessage } from './message_store.ts';
import type { RobotContent } from './message_templates.ts';
import { refuseOld } from './refusal.ts';
import { isUnsafe } from './robot_checks.ts';
import type { ChatRecord, Emulation } from './state.ts';

/** A webhook body is at most 20,000 bytes (reference/dingtalk.md §5.5). */
const MOST_BYTES = 20_000;

/** What a webhook-style message shows; undefined when it is none. */
function webhookContent(body: JsonObject): RobotContent | undefined {
  const { msgtype } = body;
  const inner = isObject(body[String(msgtype)]) ? body[String(msgtype)] : undefined;
  if (!isObject(inner)) return undefined;
  const has = (...names: string[]) => names.every((name) => textAt(inner, name) !== undefined);
  switch (msgtype) {
    case 'text':
      return has('content') ? { type: 'text', content: inner } : undefined;
    case 'markdown':
      return has('title', 'text') ? { type: 'markdown', content: inner } : undefined;
    case 'link':
      return has('title', 'text', 'messageUrl') ? { type: 'link', content: inner } : undefined;
    case 'actionCard': {
      const single = has('singleTitle', 'singleURL') ? [{ title: inner.singleTitle, url: inner.singleURL }] : [];
      const several = objectsAt(inner, 'btns').map((button) => ({ title: button.title, url: button.actionURL }));
      const buttons = [...single, ...several];
      if (!has('title', 'text') || buttons.length === 0) return undefined;
      return { type: 'actionCard', content: { title: inner.title, text: inner.text, buttons } };
    }
    case 'feedCard':
      return objectsAt(inner, 'links').length > 0 ? { type: 'feedCard', content: inner } : undefined;
    default:
      return undefined;
  }
}

function show(emulation: Emulation, chat: ChatRecord, shown: RobotContent, body: JsonObject): void {
  const at = isObject(body.at) ? body.at : {};
  const mobiles = textsAt(at, 'atMobiles');
  const byMobile = [...emulation.people.values()].filter((each) => mobiles.includes(each.mobile ?? ''));
  addMessage(emulation, {
    chatId: chat.chatId,
    from: { kind: 'bot' },
    ...shown,
    mentions: [...textsAt(at, 'atUserIds'), ...byMobile.map((each) => each.userId)],
    mentionsAll: at.isAtAll === true,
  });
}

/** In HTTP mode the answer to a robot message may itself be a message (reference/dingtalk.md §3.1). */
export function acceptHttpReply(emulation: Emulation, chat: ChatRecord, answer: unknown): void {
  if (!isObject(answer) || answer.msgtype === undefined || answer.msgtype === 'empty') return;
  const shown = webhookContent(answer);
  if (shown === undefined) emulation.complain(`the answer to a robot message is no message: ${String(answer.msgtype)}`);
  else show(emulation, chat, shown, answer);
}

/** `POST <sessionWebhook>`: no token, counts as a Webhook use (reference/dingtalk.md §5.5). Codes but 460101 UNVERIFIED. */
export function mountSessionWebhook(api: Api, emulation: Emulation): void {
  api.oldRoute('POST', '/robot/sendBySession', { auth: 'none', free: true }, async ({ context, query }) => {
    const text = await context.req.text();
    const session = emulation.sessions.get(query('session') ?? '');
    const now = emulation.clock.now();
    if (session === undefined || session.expiresAt <= now) return refuseOld(300001, 'session is not exist or expired');
    if (Buffer.byteLength(text) > MOST_BYTES) refuseOld(460101, 'message too long, exceed 20000 bytes');
    const body = parseJson(text);
    const shown = isObject(body) ? webhookContent(body) : undefined;
    if (!isObject(body) || shown === undefined) return refuseOld(400105, 'unsupported msgtype');
    if (isUnsafe(emulation, text)) refuseOld(310000, 'message contains forbidden content');
    const quota = emulation.rules.streamQuota;
    if (quota !== undefined && emulation.uses.perMonth(monthOf(now)) >= quota) {
      refuseOld(90020, '企业 Webhook 和 Stream 调用量已超过当月限制');
    }
    const chat = emulation.chats.get(session.chatId);
    if (chat === undefined || chat.dissolved || !chat.botIn) return refuseOld(300005, 'the robot is not in the chat');
    emulation.uses.add({ at: now, kind: 'webhook' });
    show(emulation, chat, shown, body);
    return {};
  });
}
