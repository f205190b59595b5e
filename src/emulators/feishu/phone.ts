import type { JsonObject } from '../ground/json.ts';
import { chatOf, p2pChat } from './chats.ts';
import { plainContent } from './content.ts';
import type { FieldValues } from './form_filling.ts';
import { type Media, storeMedia } from './media_store.ts';
import { addMessage, contentOf, type MessageView, viewOf } from './message_store.ts';
import { idTriple, personOf } from './people.ts';
import type { Press, Pressing, PressResult } from './pressing.ts';
import type { ChatRecord, Emulation, MentionRecord, MessageRecord } from './state.ts';

export interface ChatView {
  readonly chatId: string;
  readonly kind: 'p2p' | 'group';
  readonly name: string;
  readonly members: readonly string[];
  readonly botIn: boolean;
  readonly unread: number;
  readonly lastText: string;
  /** ms epoch of the last message, 0 without one. */
  readonly lastAt: number;
}

/** Where and how something is sent; the default chat is the one-to-one chat with the bot. */
export interface SendOptions {
  readonly chatId?: string;
  readonly mentionBot?: boolean;
  readonly mentionAll?: boolean;
  /** A message id: the message quotes it. */
  readonly replyTo?: string;
}

export interface PostInput {
  readonly title?: string;
  readonly lines?: readonly string[];
  readonly images?: readonly Uint8Array[];
}

/** A person with the app on a phone. Sending resolves when the bot's receiver has acked the event or it is given up for now. */
export interface Phone {
  readonly openId: string;
  chats(): readonly ChatView[];
  /** Messages of a chat this person sees, oldest first. */
  messages(chatId?: string): readonly MessageView[];
  says(text: string, options?: SendOptions): Promise<MessageView>;
  sendsPost(post: PostInput, options?: SendOptions): Promise<MessageView>;
  /** In a group with `mentionBot` it goes as a post, as a bare picture cannot mention. */
  sendsImage(bytes: Uint8Array, options?: SendOptions): Promise<MessageView>;
  sendsFile(name: string, bytes: Uint8Array, options?: SendOptions): Promise<MessageView>;
  sendsAudio(bytes: Uint8Array, durationMs: number, options?: SendOptions): Promise<MessageView>;
  sendsSticker(options?: SendOptions): Promise<MessageView>;
  recalls(messageId: string): Promise<void>;
  entersChat(): Promise<void>;
  pressesMenu(eventKey: string): Promise<void>;
  /** Marks the bot's messages of a chat as read. */
  reads(chatId?: string): Promise<void>;
  reacts(messageId: string, emoji: string): Promise<void>;
  joins(chatId: string): Promise<void>;
  leaves(chatId: string): Promise<void>;
  fills(messageId: string, values: FieldValues): void;
  presses(messageId: string, press: Press): Promise<PressResult>;
}

export interface GroupChange {
  addMember(chatId: string, openId: string): Promise<void>;
  removeMember(chatId: string, openId: string): Promise<void>;
}

interface Outgoing {
  readonly type: string;
  readonly content: JsonObject;
  readonly mentions: readonly MentionRecord[];
}

function botMention(emulation: Emulation): MentionRecord {
  return { key: '@_user_1', openId: emulation.bot.openId, kind: 'bot', name: emulation.bot.name };
}

/** Whether the bot is told of a message: always in its one-to-one chats, in groups by the granted scope. */
function botHears(emulation: Emulation, chat: ChatRecord, mentions: readonly MentionRecord[]): boolean {
  if (!chat.botIn || chat.dissolved) return false;
  if (chat.kind === 'p2p' || emulation.rules.groupMessages === 'all') return true;
  return mentions.some((mention) => mention.openId === emulation.bot.openId);
}

/** im.message.receive_v1 (reference/feishu.md §4). */
function receiveEvent(emulation: Emulation, chat: ChatRecord, message: MessageRecord, openId: string): JsonObject {
  return {
    sender: {
      sender_id: idTriple(emulation, personOf(emulation, openId)),
      sender_type: 'user',
      tenant_key: emulation.tenantKey,
    },
    message: {
      message_id: message.messageId,
      ...(message.rootId === undefined ? {} : { root_id: message.rootId }),
      ...(message.parentId === undefined ? {} : { parent_id: message.parentId }),
      create_time: String(message.createdAt),
      update_time: String(message.updatedAt),
      chat_id: chat.chatId,
      chat_type: chat.kind,
      message_type: message.messageType,
      content: message.content,
      ...(message.mentions.length === 0
        ? {}
        : {
            mentions: message.mentions.map((mention) => ({
              key: mention.key,
              id:
                mention.kind === 'bot'
                  ? { open_id: mention.openId }
                  : idTriple(emulation, personOf(emulation, mention.openId)),
              mentioned_type: mention.kind,
              name: mention.name,
              tenant_key: emulation.tenantKey,
            })),
          }),
    },
  };
}

export function createPhone(emulation: Emulation, pressing: Pressing, groups: GroupChange, openId: string): Phone {
  const person = personOf(emulation, openId);

  const seenIn = (chat: ChatRecord) =>
    chat.messages.filter(
      (message) => !message.deleted && (message.onlyFor === undefined || message.onlyFor === openId),
    );

  const myChat = (chatId: string | undefined): ChatRecord => {
    const chat = chatId === undefined ? p2pChat(emulation, openId) : chatOf(emulation, chatId);
    if (!chat.members.has(openId)) throw new Error(`${person.name} is not in chat ${chat.chatId}`);
    return chat;
  };

  const myMessage = (messageId: string): MessageRecord => {
    const message = emulation.messages.get(messageId);
    if (message === undefined || !seenIn(myChat(message.chatId)).includes(message)) {
      throw new Error(`${person.name} does not see message ${messageId}`);
    }
    return message;
  };

  const sends = async (outgoing: Outgoing, options: SendOptions): Promise<MessageView> => {
    if (person.resigned) throw new Error(`${person.name} has resigned`);
    const chat = myChat(options.chatId);
    if (chat.dissolved) throw new Error(`chat ${chat.chatId} is dissolved`);
    const message = addMessage(emulation, {
      chatId: chat.chatId,
      from: { kind: 'user', openId },
      messageType: outgoing.type,
      content: JSON.stringify(outgoing.content),
      mentions: outgoing.mentions,
      parentId: options.replyTo,
    });
    message.readBy.set(openId, emulation.clock.now());
    if (botHears(emulation, chat, message.mentions)) {
      await emulation.delivery.event('im.message.receive_v1', receiveEvent(emulation, chat, message, openId));
    }
    return viewOf(emulation, message);
  };

  const keep = (media: Omit<Media, 'owner'>): string => storeMedia(emulation, { ...media, owner: 'user' });

  const sendsPost: Phone['sendsPost'] = (post, options = {}) => {
    const mentions = options.mentionBot === true ? [botMention(emulation)] : [];
    const at = mentions.map((mention) => ({ tag: 'at', user_id: mention.key, user_name: mention.name }));
    const lines: JsonObject[][] = (post.lines ?? []).map((text) => [{ tag: 'text', text, style: [] }]);
    const [first = [], ...others] = lines;
    const images = (post.images ?? []).map((bytes) => [
      { tag: 'img', image_key: keep({ kind: 'image', name: 'photo.jpg', bytes }) },
    ]);
    const content = { title: post.title ?? '', content: [[...at, ...first], ...others, ...images] };
    return sends({ type: 'post', content, mentions }, options);
  };

  return {
    openId,
    chats: () =>
      [...emulation.chats.values()]
        .filter((chat) => chat.members.has(openId))
        .map((chat) => {
          const messages = seenIn(chat);
          const last = messages.at(-1);
          return {
            chatId: chat.chatId,
            kind: chat.kind,
            name: chat.name,
            members: [...chat.members],
            botIn: chat.botIn,
            unread: messages.filter((message) => message.from.kind === 'bot' && !message.readBy.has(openId)).length,
            lastText:
              last === undefined
                ? ''
                : plainContent(emulation, last.messageType, contentOf(last), last.mentions).slice(0, 80),
            lastAt: last?.createdAt ?? 0,
          };
        }),
    messages: (chatId) => seenIn(myChat(chatId)).map((message) => viewOf(emulation, message)),
    says(text, options = {}) {
      const mentions = options.mentionBot === true ? [botMention(emulation)] : [];
      const marks = [...mentions.map((mention) => mention.key), ...(options.mentionAll === true ? ['@_all'] : [])];
      return sends({ type: 'text', content: { text: [...marks, text].join(' ') }, mentions }, options);
    },
    sendsPost,
    sendsImage(bytes, options = {}) {
      if (options.mentionBot === true) return sendsPost({ images: [bytes] }, options);
      const key = keep({ kind: 'image', name: 'photo.jpg', bytes });
      return sends({ type: 'image', content: { image_key: key }, mentions: [] }, options);
    },
    sendsFile(name, bytes, options = {}) {
      const key = keep({ kind: 'file', name, bytes });
      return sends({ type: 'file', content: { file_key: key, file_name: name }, mentions: [] }, options);
    },
    sendsAudio(bytes, durationMs, options = {}) {
      const key = keep({ kind: 'file', name: 'voice.opus', bytes, durationMs });
      return sends({ type: 'audio', content: { file_key: key, duration: durationMs }, mentions: [] }, options);
    },
    sendsSticker(options = {}) {
      const key = keep({ kind: 'file', name: 'sticker', bytes: new Uint8Array(0) });
      return sends({ type: 'sticker', content: { file_key: key }, mentions: [] }, options);
    },
    async recalls(messageId) {
      const message = myMessage(messageId);
      if (message.from.kind !== 'user' || message.from.openId !== openId)
        throw new Error('only own messages can be recalled');
      message.recalled = true;
      emulation.changed({ kind: 'recalled', messageId, chatId: message.chatId });
      if (!chatOf(emulation, message.chatId).botIn) return;
      await emulation.delivery.event('im.message.recalled_v1', {
        message_id: messageId,
        chat_id: message.chatId,
        recall_time: String(emulation.clock.now()),
        recall_type: 'message_owner',
      });
    },
    async entersChat() {
      const chat = p2pChat(emulation, openId);
      const last = seenIn(chat).at(-1);
      await emulation.delivery.event('im.chat.access_event.bot_p2p_chat_entered_v1', {
        chat_id: chat.chatId,
        operator_id: idTriple(emulation, person),
        ...(last === undefined
          ? {}
          : { last_message_id: last.messageId, last_message_create_time: String(last.createdAt) }),
      });
    },
    async pressesMenu(eventKey) {
      await emulation.delivery.event('application.bot.menu_v6', {
        operator: { operator_name: person.name, operator_id: idTriple(emulation, person) },
        event_key: eventKey,
        timestamp: Math.floor(emulation.clock.now() / 1_000),
      });
    },
    async reads(chatId) {
      const chat = myChat(chatId);
      const now = emulation.clock.now();
      const unread = seenIn(chat).filter((message) => message.from.kind === 'bot' && !message.readBy.has(openId));
      for (const message of unread) message.readBy.set(openId, now);
      if (chat.kind !== 'p2p' || unread.length === 0) return;
      await emulation.delivery.event('im.message.message_read_v1', {
        reader: { reader_id: idTriple(emulation, person), read_time: String(now), tenant_key: emulation.tenantKey },
        message_id_list: unread.map((message) => message.messageId),
      });
    },
    async reacts(messageId, emoji) {
      const message = myMessage(messageId);
      message.reactions.set(emulation.random.hex(24), { emoji, openId });
      emulation.changed({ kind: 'updated', messageId, chatId: message.chatId });
      if (!chatOf(emulation, message.chatId).botIn) return;
      await emulation.delivery.event('im.message.reaction.created_v1', {
        message_id: messageId,
        reaction_type: { emoji_type: emoji },
        operator_type: 'user',
        user_id: idTriple(emulation, person),
        action_time: String(emulation.clock.now()),
      });
    },
    joins: (chatId) => groups.addMember(chatId, openId),
    leaves: (chatId) => groups.removeMember(chatId, openId),
    fills(messageId, values) {
      pressing.fill(openId, myMessage(messageId), values);
    },
    presses: async (messageId, press) => pressing.press(openId, myMessage(messageId), press),
  };
}
