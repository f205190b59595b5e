import { isObject, type JsonObject, textAt, textsAt } from '../ground/json.ts';
import { p2pChat } from './chats.ts';
import { checkContent } from './content.ts';
import { type Api, bodyOf } from './http.ts';
import { addMessage } from './message_store.ts';
import { refusalOf, refuse } from './refusal.ts';
import type { Emulation, PersonRecord } from './state.ts';

const MOST_IDS = 200;
const TYPES = new Set(['text', 'image', 'post', 'share_chat', 'interactive']);
/** Errors of this old API come with HTTP 200 (reference/feishu.md §0). */
const OK = { status: 200 };

/** The content as im/v1 would take it: batch_send takes objects, cards in `card`, posts under `post`. */
function contentFrom(body: JsonObject, messageType: string): string {
  if (messageType === 'interactive') {
    return JSON.stringify(isObject(body.card) ? body.card : refuse(11246, 'card is required', OK));
  }
  if (!isObject(body.content)) return refuse(10002, 'content must be an object', OK);
  return JSON.stringify(messageType === 'post' ? (body.content.post ?? {}) : body.content);
}

function receivers(
  emulation: Emulation,
  body: JsonObject,
): { found: Set<PersonRecord>; invalid: Record<string, string[]> } {
  const found = new Set<PersonRecord>();
  const invalid: Record<string, string[]> = {};
  const people = [...emulation.people.values()];
  const matches: Record<string, (person: PersonRecord, id: string) => boolean> = {
    department_ids: (person, id) => person.departments.includes(id),
    open_ids: (person, id) => person.openId === id,
    user_ids: (person, id) => person.userId === id,
    union_ids: (person, id) => person.unionId === id,
  };
  for (const [field, matching] of Object.entries(matches)) {
    const ids = textsAt(body, field);
    if (ids.length > MOST_IDS) refuse(10003, `${field} has more than 200 items`, OK);
    invalid[`invalid_${field}`] = [];
    for (const id of ids) {
      const reachable = people.filter((person) => {
        const { availability } = emulation.rules;
        const available = availability === 'everyone' || availability.has(person.openId);
        return matching(person, id) && available && !person.resigned;
      });
      if (reachable.length === 0) invalid[`invalid_${field}`]?.push(id);
      for (const person of reachable) found.add(person);
    }
  }
  return { found, invalid };
}

/** `message/v4/batch_send/` with its progress and recall (reference/feishu.md §7 Batch send). */
export function mountBatch(api: Api, emulation: Emulation): void {
  const batches = new Map<string, { valid: number }>();
  const messagesOf = (id: string) => [...emulation.messages.values()].filter((message) => message.batchId === id);
  api.route('POST', '/message/v4/batch_send/', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const messageType = textAt(body, 'msg_type') ?? '';
    if (!TYPES.has(messageType)) refuse(10003, 'invalid msg_type', OK);
    const raw = contentFrom(body, messageType);
    try {
      checkContent(emulation, messageType, raw);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      refuse(messageType === 'interactive' ? 11246 : refusal.code, refusal.msg, OK);
    }
    const { found, invalid } = receivers(emulation, body);
    const batchId = `bm-${emulation.random.hex(32)}`;
    batches.set(batchId, { valid: found.size });
    for (const person of found) {
      const chat = p2pChat(emulation, person.openId);
      addMessage(emulation, { chatId: chat.chatId, from: { kind: 'bot' }, messageType, content: raw, batchId });
    }
    return { data: { message_id: batchId, ...invalid } };
  });
  api.route('GET', '/im/v1/batch_messages/:batch_message_id/get_progress', { auth: 'tenant' }, (call) => {
    const id = call.param('batch_message_id');
    const batch = batches.get(id) ?? refuse(230001, 'invalid batch_message_id');
    const sent = messagesOf(id);
    return {
      data: {
        batch_message_send_progress: {
          valid_user_ids_count: batch.valid,
          success_user_ids_count: sent.length,
          read_user_ids_count: sent.filter((message) => message.readBy.size > 0).length,
        },
      },
    };
  });
  api.route('GET', '/im/v1/batch_messages/:batch_message_id/read_user', { auth: 'tenant' }, (call) => {
    const sent = messagesOf(call.param('batch_message_id'));
    const read = sent.filter((message) => message.readBy.size > 0).length;
    return { data: { read_user: { read_count: String(read), total_count: String(sent.length) } } };
  });
  api.route('DELETE', '/im/v1/batch_messages/:batch_message_id', { auth: 'tenant' }, (call) => {
    const id = call.param('batch_message_id');
    if (!batches.has(id)) refuse(230001, 'invalid batch_message_id');
    for (const message of messagesOf(id)) {
      message.recalled = true;
      emulation.changed({ kind: 'recalled', messageId: message.messageId, chatId: message.chatId });
    }
    return { data: {} };
  });
}
