import { isObject, textAt } from '../ground/json.ts';
import { type Api, bodyOf, required } from './http.ts';
import { ownMessage } from './messages.ts';
import { page } from './paging.ts';
import { liveMessage } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const READ_STATUS_MS = 7 * 86_400_000;

/** Read status, reactions and pins of a message (reference/feishu.md §7). */
export function mountMessageMarks(api: Api, emulation: Emulation): void {
  api.route('GET', '/im/v1/messages/:message_id/read_users', { auth: 'tenant' }, (call) => {
    const idType = required(call.query('user_id_type'), 'user_id_type');
    const message = ownMessage(emulation, call);
    if (message.batchId !== undefined) refuse(230054, 'The operation is not supported for batch messages.');
    if (emulation.clock.now() - message.createdAt > READ_STATUS_MS) {
      refuse(230033, 'The message was sent more than 7 days ago.');
    }
    const items = [...message.readBy].flatMap(([openId, at]) => {
      const person = emulation.people.get(openId);
      if (person === undefined) return [];
      const id = idType === 'union_id' ? person.unionId : idType === 'user_id' ? person.userId : openId;
      return [{ user_id_type: idType, user_id: id, timestamp: String(at), tenant_key: emulation.tenantKey }];
    });
    return { data: page(call, items, 100) };
  });
  api.route('POST', '/im/v1/messages/:message_id/reactions', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const emoji = isObject(body.reaction_type) ? textAt(body.reaction_type, 'emoji_type') : undefined;
    if (emoji === undefined || !/^[A-Za-z0-9_]+$/.test(emoji)) return refuse(231001, 'reaction type is invalid.');
    const message = liveMessage(emulation, call.param('message_id'));
    const id = emulation.random.hex(32);
    message.reactions.set(id, { emoji });
    emulation.changed({ kind: 'updated', messageId: message.messageId, chatId: message.chatId });
    return {
      data: {
        reaction_id: id,
        operator: { operator_id: emulation.credentials.appId, operator_type: 'app' },
        action_time: String(emulation.clock.now()),
        reaction_type: { emoji_type: emoji },
      },
    };
  });
  api.route('DELETE', '/im/v1/messages/:message_id/reactions/:reaction_id', { auth: 'tenant' }, (call) => {
    const message = liveMessage(emulation, call.param('message_id'));
    const reaction = message.reactions.get(call.param('reaction_id'));
    if (reaction === undefined || reaction.openId !== undefined) return refuse(231001, 'reaction is invalid.');
    message.reactions.delete(call.param('reaction_id'));
    emulation.changed({ kind: 'updated', messageId: message.messageId, chatId: message.chatId });
    return { data: { reaction_id: call.param('reaction_id'), reaction_type: { emoji_type: reaction.emoji } } };
  });
  api.route('POST', '/im/v1/pins', { auth: 'tenant' }, async (call) => {
    const message = liveMessage(emulation, required(textAt(await bodyOf(call), 'message_id'), 'message_id'));
    message.pinned = true;
    return {
      data: {
        pin: { message_id: message.messageId, chat_id: message.chatId, create_time: String(emulation.clock.now()) },
      },
    };
  });
  api.route('DELETE', '/im/v1/pins/:message_id', { auth: 'tenant' }, (call) => {
    liveMessage(emulation, call.param('message_id')).pinned = false;
    return { data: {} };
  });
}
