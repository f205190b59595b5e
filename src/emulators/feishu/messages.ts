import { pause } from '../ground/clock.ts';
import { type JsonObject, textAt } from '../ground/json.ts';
import { checkContent, simplifiedCard } from './content.ts';
import { type Api, type ApiCall, bodyOf, required } from './http.ts';
import type { Limits } from './limits.ts';
import { addMessage, apiMessage, contentOf, replaceContent } from './message_store.ts';
import { checkChat, checkChatRate, liveMessage, receivingChat } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { ChatRecord, Emulation, MessageRecord } from './state.ts';

const UUID_WINDOW_MS = 3_600_000;
const UUID_CHARACTERS = 50;
export const CARD_LIFE_MS = 14 * 86_400_000;
const MOST_EDITS = 20;
const MOST_PAGE = 50;

/** Remembers which message a uuid made, for one hour (what a repeat returns is UNVERIFIED; here the same message). */
interface SentOnce {
  find(uuid: string | undefined): MessageRecord | undefined;
  remember(uuid: string | undefined, message: MessageRecord): void;
}

function createSentOnce(emulation: Emulation): SentOnce {
  const sent = new Map<string, MessageRecord>();
  return {
    find(uuid) {
      if (uuid === undefined) return undefined;
      if (uuid.length > UUID_CHARACTERS) refuse(99992402, 'field validation failed: uuid max length 50');
      const message = sent.get(uuid);
      return message !== undefined && emulation.clock.now() - message.createdAt < UUID_WINDOW_MS ? message : undefined;
    },
    remember(uuid, message) {
      if (uuid !== undefined) sent.set(uuid, message);
    },
  };
}

/** The bot's own message, else 230027. */
export function ownMessage(emulation: Emulation, call: ApiCall): MessageRecord {
  const message = liveMessage(emulation, call.param('message_id'));
  if (message.from.kind !== 'bot') refuse(230027, 'Lack of necessary permissions.');
  return message;
}

function sendFrom(
  emulation: Emulation,
  limits: Limits,
  sentOnce: SentOnce,
  body: JsonObject,
  where: { chat(): ChatRecord; parentId?: string },
): JsonObject {
  const uuid = textAt(body, 'uuid');
  const messageType = required(textAt(body, 'msg_type'), 'msg_type');
  if (body.content === undefined) required(undefined, 'content');
  const before = sentOnce.find(uuid);
  if (before !== undefined) return { data: apiMessage(emulation, before) };
  const chat = where.chat();
  const content = checkContent(emulation, messageType, body.content);
  checkChatRate(emulation, limits, chat);
  const message = addMessage(emulation, {
    chatId: chat.chatId,
    from: { kind: 'bot' },
    messageType,
    content: content.text,
    mentions: content.mentions,
    parentId: where.parentId,
  });
  sentOnce.remember(uuid, message);
  return { data: apiMessage(emulation, message) };
}

/** Lets a card update travel: it waits while held and may be overtaken while latency is on. */
async function arrive(emulation: Emulation): Promise<void> {
  const { faults } = emulation;
  if (faults.patchLatencyMs > 0) await pause(emulation.clock, emulation.random.integer(faults.patchLatencyMs) + 1);
  const { held } = faults;
  if (held !== undefined) await new Promise<void>((resolve) => held.push(resolve));
}

function mountSending(api: Api, emulation: Emulation, limits: Limits): void {
  const sentOnce = createSentOnce(emulation);
  api.route('POST', '/im/v1/messages', { auth: 'tenant' }, async (call) => {
    const idType = required(call.query('receive_id_type'), 'receive_id_type');
    const body = await bodyOf(call);
    const id = required(textAt(body, 'receive_id'), 'receive_id');
    return sendFrom(emulation, limits, sentOnce, body, { chat: () => receivingChat(emulation, idType, id) });
  });
  api.route('POST', '/im/v1/messages/:message_id/reply', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const parent = liveMessage(emulation, call.param('message_id'));
    if (parent.batchId !== undefined) refuse(230054, 'The operation is not supported for batch messages.');
    const chat = emulation.chats.get(parent.chatId) ?? refuse(230001, 'invalid message_id');
    return sendFrom(emulation, limits, sentOnce, body, {
      parentId: parent.messageId,
      chat: () => {
        checkChat(emulation, chat);
        return chat;
      },
    });
  });
}

function mountChanging(api: Api, emulation: Emulation, limits: Limits): void {
  api.route('PATCH', '/im/v1/messages/:message_id', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    await arrive(emulation);
    const message = ownMessage(emulation, call);
    if (message.messageType !== 'interactive' || message.onlyFor !== undefined) {
      refuse(230001, 'Your request contains an invalid request parameter, ext=This message is NOT a card.');
    }
    if (message.batchId !== undefined) refuse(230054, 'The operation is not supported for batch messages.');
    if (emulation.clock.now() - message.createdAt > CARD_LIFE_MS) {
      refuse(230031, 'The card message has been sent for more than 14 days and cannot be updated.');
    }
    const chat = emulation.chats.get(message.chatId);
    if (chat?.dissolved) refuse(232009, 'Your request specifies a chat which has already been dissolved.');
    const content = checkContent(emulation, 'interactive', body.content);
    if (limits.message(message.messageId, emulation.clock.now()) > 0) {
      refuse(230020, 'The operation triggers the frequency limit, ext=5 QPS per message');
    }
    replaceContent(emulation, message, content.text);
    return { data: {} };
  });
  api.route('PUT', '/im/v1/messages/:message_id', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const message = ownMessage(emulation, call);
    const messageType = required(textAt(body, 'msg_type'), 'msg_type');
    if (messageType !== message.messageType || !['text', 'post'].includes(messageType)) {
      refuse(230054, 'The message type does not support the operation.');
    }
    if (message.edits >= MOST_EDITS) refuse(230072, 'The message has reached the number of times it can be edited.');
    const content = checkContent(emulation, messageType, body.content);
    message.edits += 1;
    message.content = content.text;
    message.updatedAt = emulation.clock.now();
    emulation.changed({ kind: 'updated', messageId: message.messageId, chatId: message.chatId });
    return { data: apiMessage(emulation, message) };
  });
  api.route('DELETE', '/im/v1/messages/:message_id', { auth: 'tenant' }, (call) => {
    const message = liveMessage(emulation, call.param('message_id'));
    if (message.from.kind !== 'bot') refuse(230026, 'No permission to recall this message.');
    if (message.batchId !== undefined) refuse(230054, 'The operation is not supported for batch messages.');
    message.recalled = true;
    emulation.changed({ kind: 'recalled', messageId: message.messageId, chatId: message.chatId });
    return { data: {} };
  });
}

function shown(emulation: Emulation, message: MessageRecord, fullCard: boolean): JsonObject {
  const item = apiMessage(emulation, message);
  if (message.messageType !== 'interactive' || fullCard) return item;
  return { ...item, body: { content: JSON.stringify(simplifiedCard(contentOf(message))) } };
}

function mountReading(api: Api, emulation: Emulation): void {
  api.route('GET', '/im/v1/messages/:message_id', { auth: 'tenant' }, (call) => {
    const message = emulation.messages.get(call.param('message_id')) ?? refuse(230001, 'invalid message_id');
    const chat = emulation.chats.get(message.chatId);
    if (!chat?.botIn) refuse(230002, 'The bot can not be outside the group.');
    const full = call.query('card_msg_content_type') === 'user_card_content';
    return { data: { items: [shown(emulation, message, full)] } };
  });
  api.route('GET', '/im/v1/messages', { auth: 'tenant' }, (call) => {
    const chat = emulation.chats.get(required(call.query('container_id'), 'container_id'));
    if (chat === undefined || call.query('container_id_type') !== 'chat') return refuse(230001, 'invalid container');
    checkChat(emulation, chat);
    const from = Number(call.query('start_time') ?? 0) * 1_000;
    const until = Number(call.query('end_time') ?? Number.POSITIVE_INFINITY) * 1_000;
    const size = Math.min(Number(call.query('page_size') ?? 20), MOST_PAGE);
    const offset = Number(call.query('page_token') ?? 0);
    const all = chat.messages.filter((each) => each.createdAt >= from && each.createdAt <= until);
    if (call.query('sort_type') === 'ByCreateTimeDesc') all.reverse();
    const full = call.query('card_msg_content_type') === 'user_card_content';
    const items = all.slice(offset, offset + size).map((each) => shown(emulation, each, full));
    const more = offset + size < all.length;
    return { data: { has_more: more, page_token: more ? String(offset + size) : '', items } };
  });
}

/** im/v1/messages: send, reply, update, edit, recall, get and history (reference/feishu.md §7). */
export function mountMessages(api: Api, emulation: Emulation, limits: Limits): void {
  mountSending(api, emulation, limits);
  mountChanging(api, emulation, limits);
  mountReading(api, emulation);
}
