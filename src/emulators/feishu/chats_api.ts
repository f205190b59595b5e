import { type JsonObject, textAt, textsAt } from '../ground/json.ts';
import { newChat } from './chats.ts';
import { type Api, bodyOf } from './http.ts';
import { page } from './paging.ts';
import { findPerson } from './receivers.ts';
import { refuse } from './refusal.ts';
import type { ChatRecord, Emulation } from './state.ts';

const MOST_PAGE = 100;
const MOST_ADDED = 50;
const UUID_WINDOW_MS = 10 * 3_600_000;

function summary(emulation: Emulation, chat: ChatRecord): JsonObject {
  return {
    chat_id: chat.chatId,
    avatar: 'https://avatar.feishu.invalid/group.png',
    name: chat.name,
    description: chat.description,
    ...(chat.ownerId === undefined ? {} : { owner_id: chat.ownerId, owner_id_type: 'open_id' }),
    external: false,
    tenant_key: emulation.tenantKey,
    chat_status: chat.dissolved ? 'dissolved' : 'normal',
  };
}

/** A chat the bot is in: 232006 unknown, 232009 dissolved, 232011 not a member. */
function botChat(emulation: Emulation, chatId: string): ChatRecord {
  const chat = emulation.chats.get(chatId) ?? refuse(232006, 'Your request specifies a chat_id which is invalid.');
  if (chat.dissolved) refuse(232009, 'Your request specifies a chat which has already been dissolved.');
  if (!chat.botIn) refuse(232011, 'Operator can NOT be out of the chat.');
  return chat;
}

function mountGroups(api: Api, emulation: Emulation): void {
  const created = new Map<string, { chat: ChatRecord; at: number }>();
  api.route('GET', '/im/v1/chats', { auth: 'tenant' }, (call) => {
    const groups = [...emulation.chats.values()].filter(
      (chat) => chat.kind === 'group' && chat.botIn && !chat.dissolved,
    );
    return {
      data: page(
        call,
        groups.map((chat) => summary(emulation, chat)),
        MOST_PAGE,
      ),
    };
  });
  api.route('POST', '/im/v1/chats', { auth: 'tenant' }, async (call) => {
    const body = await bodyOf(call);
    const idType = call.query('user_id_type') ?? 'open_id';
    const ids = textsAt(body, 'user_id_list');
    if (ids.length > MOST_ADDED) refuse(232024, 'Users do not have the visibility of the app, or too many users.');
    const uuid = call.query('uuid') ?? '';
    const before = created.get(uuid);
    if (uuid !== '' && before !== undefined && emulation.clock.now() - before.at < UUID_WINDOW_MS) {
      return { data: summary(emulation, before.chat) };
    }
    const members = ids.map((id) => findPerson(emulation, idType, id)?.openId ?? refuse(232001, `invalid user ${id}`));
    const chat = newChat(emulation, {
      kind: 'group',
      name: textAt(body, 'name') ?? '',
      description: textAt(body, 'description') ?? '',
      members,
      botIn: true,
    });
    const owner = textAt(body, 'owner_id');
    const ownerId = owner === undefined ? undefined : findPerson(emulation, idType, owner)?.openId;
    if (ownerId !== undefined) {
      chat.ownerId = ownerId;
      chat.members.add(ownerId);
    }
    created.set(uuid, { chat, at: emulation.clock.now() });
    return { data: summary(emulation, chat) };
  });
  api.route('GET', '/im/v1/chats/:chat_id', { auth: 'tenant' }, (call) => {
    const chat = botChat(emulation, call.param('chat_id'));
    return {
      data: {
        ...summary(emulation, chat),
        chat_mode: chat.kind,
        chat_type: 'private',
        user_count: String(chat.members.size),
        bot_count: '1',
      },
    };
  });
}

function mountMembers(api: Api, emulation: Emulation): void {
  api.route('GET', '/im/v1/chats/:chat_id/members', { auth: 'tenant' }, (call) => {
    const chat = botChat(emulation, call.param('chat_id'));
    const idType = call.query('member_id_type') ?? 'open_id';
    const items = [...chat.members].flatMap((openId) => {
      const person = emulation.people.get(openId);
      if (person === undefined) return [];
      const id = idType === 'union_id' ? person.unionId : idType === 'user_id' ? person.userId : openId;
      return [{ member_id_type: idType, member_id: id, name: person.name, tenant_key: emulation.tenantKey }];
    });
    return { data: { ...page(call, items, MOST_PAGE), member_total: items.length } };
  });
  api.route('GET', '/im/v1/chats/:chat_id/members/is_in_chat', { auth: 'tenant' }, (call) => ({
    data: { is_in_chat: emulation.chats.get(call.param('chat_id'))?.botIn ?? false },
  }));
  api.route('POST', '/im/v1/chats/:chat_id/members', { auth: 'tenant' }, async (call) => {
    const chat = botChat(emulation, call.param('chat_id'));
    const ids = textsAt(await bodyOf(call), 'id_list');
    if (ids.length > MOST_ADDED) refuse(99992402, 'field validation failed: id_list max size 50');
    const invalid: string[] = [];
    for (const id of ids) {
      const person = findPerson(emulation, call.query('member_id_type') ?? 'open_id', id);
      if (person === undefined || person.resigned) invalid.push(id);
      else chat.members.add(person.openId);
    }
    return { data: { invalid_id_list: invalid, not_existed_id_list: [], pending_approval_id_list: [] } };
  });
}

/** im/v1/chats: the bot's groups (reference/feishu.md §7 Chats). */
export function mountChats(api: Api, emulation: Emulation): void {
  mountGroups(api, emulation);
  mountMembers(api, emulation);
}
