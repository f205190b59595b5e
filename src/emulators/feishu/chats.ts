import type { JsonObject } from '../ground/json.ts';
import { idTriple, personOf } from './people.ts';
import type { ChatRecord, Emulation } from './state.ts';

/** Groups as their members change them; changes the bot can see are announced to it (reference/feishu.md §4). */
export interface Chats {
  create(input: { name: string; members: readonly string[]; withBot?: boolean }): string;
  addBot(chatId: string, byOpenId: string): Promise<void>;
  removeBot(chatId: string, byOpenId: string): Promise<void>;
  addMember(chatId: string, openId: string): Promise<void>;
  removeMember(chatId: string, openId: string): Promise<void>;
  dissolve(chatId: string, byOpenId?: string): Promise<void>;
  list(): readonly ChatRecord[];
  /** Throws when there is no such chat. */
  get(chatId: string): ChatRecord;
}

export function chatOf(emulation: Emulation, chatId: string): ChatRecord {
  const chat = emulation.chats.get(chatId);
  if (chat === undefined) throw new Error(`the emulated tenant has no chat ${chatId}`);
  return chat;
}

export function newChat(
  emulation: Emulation,
  input: { kind: 'p2p' | 'group'; name: string; members: readonly string[]; botIn: boolean; description?: string },
): ChatRecord {
  const chat: ChatRecord = {
    chatId: `oc_${emulation.random.hex(32)}`,
    kind: input.kind,
    name: input.name,
    description: input.description ?? '',
    members: new Set(input.members),
    botIn: input.botIn,
    dissolved: false,
    createdAt: emulation.clock.now(),
    messages: [],
  };
  emulation.chats.set(chat.chatId, chat);
  return chat;
}

/** The one-to-one chat of a person with the bot, made on first use. */
export function p2pChat(emulation: Emulation, openId: string): ChatRecord {
  const known = emulation.p2pChats.get(openId);
  if (known !== undefined) return known;
  const chat = newChat(emulation, { kind: 'p2p', name: emulation.bot.name, members: [openId], botIn: true });
  emulation.p2pChats.set(openId, chat);
  return chat;
}

function chatEvent(emulation: Emulation, chat: ChatRecord, operatorOpenId: string): JsonObject {
  return {
    chat_id: chat.chatId,
    operator_id: idTriple(emulation, personOf(emulation, operatorOpenId)),
    external: false,
    operator_tenant_key: emulation.tenantKey,
    name: chat.name,
    i18n_names: { zh_cn: chat.name, en_us: chat.name, ja_jp: chat.name },
  };
}

async function memberEvent(emulation: Emulation, chat: ChatRecord, openId: string, type: string): Promise<void> {
  if (!chat.botIn) return;
  const person = personOf(emulation, openId);
  await emulation.delivery.event(type, {
    ...chatEvent(emulation, chat, openId),
    users: [{ name: person.name, tenant_key: emulation.tenantKey, user_id: idTriple(emulation, person) }],
  });
}

export function createChats(emulation: Emulation): Chats {
  return {
    create({ name, members, withBot = false }) {
      for (const openId of members) personOf(emulation, openId);
      const chat = newChat(emulation, { kind: 'group', name, members, botIn: withBot });
      const [owner] = members;
      if (owner !== undefined) chat.ownerId = owner;
      return chat.chatId;
    },
    async addBot(chatId, byOpenId) {
      const chat = chatOf(emulation, chatId);
      chat.botIn = true;
      await emulation.delivery.event('im.chat.member.bot.added_v1', chatEvent(emulation, chat, byOpenId));
    },
    async removeBot(chatId, byOpenId) {
      const chat = chatOf(emulation, chatId);
      chat.botIn = false;
      await emulation.delivery.event('im.chat.member.bot.deleted_v1', chatEvent(emulation, chat, byOpenId));
    },
    async addMember(chatId, openId) {
      const chat = chatOf(emulation, chatId);
      chat.members.add(openId);
      await memberEvent(emulation, chat, openId, 'im.chat.member.user.added_v1');
    },
    async removeMember(chatId, openId) {
      const chat = chatOf(emulation, chatId);
      chat.members.delete(openId);
      await memberEvent(emulation, chat, openId, 'im.chat.member.user.deleted_v1');
    },
    async dissolve(chatId, byOpenId) {
      const chat = chatOf(emulation, chatId);
      chat.dissolved = true;
      const operator = byOpenId ?? chat.ownerId ?? [...chat.members][0];
      if (chat.botIn && operator !== undefined) {
        await emulation.delivery.event('im.chat.disbanded_v1', chatEvent(emulation, chat, operator));
      }
    },
    list: () => [...emulation.chats.values()],
    get: (chatId) => chatOf(emulation, chatId),
  };
}
