import type { JsonObject } from '../ground/json.ts';
import { newChatId } from './ids.ts';
import { personOf } from './people.ts';
import type { ChatRecord, Emulation } from './state.ts';

/** Internal groups as their members change them. The app hears of it only where `announce` is asked (reference/dingtalk.md §2.7). */
export interface Chats {
  create(input: { name: string; members: readonly string[]; withBot?: boolean }): string;
  addBot(chatId: string): void;
  removeBot(chatId: string): void;
  addMember(chatId: string, userId: string, options?: { announce?: boolean }): Promise<void>;
  removeMember(chatId: string, userId: string, options?: { announce?: boolean }): Promise<void>;
  rename(chatId: string, name: string): void;
  dissolve(chatId: string, options?: { announce?: boolean }): Promise<void>;
  list(): readonly ChatRecord[];
  /** Throws when there is no such chat. */
  get(chatId: string): ChatRecord;
}

export function chatOf(emulation: Emulation, chatId: string): ChatRecord {
  const chat = emulation.chats.get(chatId);
  if (chat === undefined) throw new Error(`the emulated organisation has no chat ${chatId}`);
  return chat;
}

function newChat(emulation: Emulation, input: Pick<ChatRecord, 'kind' | 'name' | 'members' | 'botIn'>): ChatRecord {
  const chat: ChatRecord = {
    ...input,
    chatId: newChatId(emulation.random),
    dissolved: false,
    createdAt: emulation.clock.now(),
    messages: [],
  };
  emulation.chats.set(chat.chatId, chat);
  return chat;
}

/** The one-to-one chat of a person with the robot, made on first use. */
export function p2pChat(emulation: Emulation, userId: string): ChatRecord {
  const known = emulation.p2pChats.get(userId);
  if (known !== undefined) return known;
  const chat = newChat(emulation, { kind: 'p2p', name: emulation.bot.name, members: new Set([userId]), botIn: true });
  emulation.p2pChats.set(userId, chat);
  return chat;
}

export function createChats(emulation: Emulation): Chats {
  const announce = async (wanted: boolean | undefined, type: string, chat: ChatRecord, userIds: readonly string[]) => {
    if (wanted !== true) return;
    const people = userIds.map((userId) => personOf(emulation, userId));
    const data: JsonObject = {
      timeStamp: String(emulation.clock.now()),
      chatId: `chat${chat.chatId.slice(3, 19)}`,
      openConversationId: chat.chatId,
      corpId: emulation.corpId,
      operator: people[0]?.userId ?? '',
      operatorUnionId: people[0]?.unionId ?? '',
      userId: people.map((person) => person.userId),
      unionId: people.map((person) => person.unionId),
    };
    await emulation.delivery.event(type, data);
  };
  return {
    create({ name, members, withBot = false }) {
      for (const userId of members) personOf(emulation, userId);
      return newChat(emulation, { kind: 'group', name, members: new Set(members), botIn: withBot }).chatId;
    },
    addBot(chatId) {
      chatOf(emulation, chatId).botIn = true;
    },
    removeBot(chatId) {
      chatOf(emulation, chatId).botIn = false;
    },
    async addMember(chatId, userId, options = {}) {
      const chat = chatOf(emulation, chatId);
      chat.members.add(userId);
      await announce(options.announce, 'chat_add_member', chat, [userId]);
    },
    async removeMember(chatId, userId, options = {}) {
      const chat = chatOf(emulation, chatId);
      chat.members.delete(userId);
      await announce(options.announce, 'chat_remove_member', chat, [userId]);
    },
    rename(chatId, name) {
      chatOf(emulation, chatId).name = name;
    },
    async dissolve(chatId, options = {}) {
      const chat = chatOf(emulation, chatId);
      chat.dissolved = true;
      await announce(options.announce, 'chat_disband', chat, [...chat.members].slice(0, 1));
    },
    list: () => [...emulation.chats.values()],
    get: (chatId) => chatOf(emulation, chatId),
  };
}
