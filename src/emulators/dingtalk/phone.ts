import type { JsonObject } from '../ground/json.ts';
import type { FieldValues } from './cards/form_filling.ts';
import type { Press, Pressing, PressResult } from './cards/pressing.ts';
import { chatOf, p2pChat } from './chats.ts';
import { type MediaInput, newDownload, storeMedia } from './media_store.ts';
import { addMessage, type MessageView, recallMessage, viewOf } from './message_store.ts';
import { personOf } from './people.ts';
import { robotPayload } from './robot_payload.ts';
import type { CodeRequest, SignIn } from './sign_in.ts';
import type { ChatRecord, Emulation, MessageRecord } from './state.ts';
import { acceptHttpReply } from './webhook_message.ts';

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

/** Where and how something is sent; the default chat is the one-to-one chat with the robot. */
export interface SendOptions {
  readonly chatId?: string;
  readonly mentionBot?: boolean;
  /** userIds mentioned beside the robot. */
  readonly mentions?: readonly string[];
  /** A message id: the message quotes it. */
  readonly replyTo?: string;
}

export interface RichTextInput {
  readonly lines?: readonly string[];
  readonly images?: readonly Uint8Array[];
}

/** A person with the app on a phone. Sending resolves when the robot's receiver has acked the message or it is given up for now. */
export interface Phone {
  readonly userId: string;
  chats(): readonly ChatView[];
  /** Messages of a chat this person sees, oldest first. */
  messages(chatId?: string): readonly MessageView[];
  says(text: string, options?: SendOptions): Promise<MessageView>;
  sendsRichText(post: RichTextInput, options?: SendOptions): Promise<MessageView>;
  /** In a group with `mentionBot` it goes as rich text, as a bare picture cannot mention. */
  sendsImage(bytes: Uint8Array, options?: SendOptions): Promise<MessageView>;
  sendsFile(name: string, bytes: Uint8Array, options?: SendOptions): Promise<MessageView>;
  sendsAudio(
    bytes: Uint8Array,
    durationMs: number,
    options?: SendOptions & { recognition?: string },
  ): Promise<MessageView>;
  /** Something the robot has no words for, such as a forwarded chat record; its msgtype is free. */
  sendsOther(msgtype: string, content: JsonObject, options?: SendOptions): Promise<MessageView>;
  /** The robot is not told. */
  recalls(messageId: string): Promise<void>;
  /** Marks the robot's messages of a chat as read. */
  reads(chatId?: string): Promise<void>;
  /** Looks at another chat: unfinished forms are empty again (reference/dingtalk.md §6.6). */
  switchesChat(): void;
  /** What a page opened inside the app gets from `dd.requestAuthCode`; throws where the page's call does not fit. */
  requestsAuthCode(asked?: CodeRequest): string;
  fills(messageId: string, values: FieldValues): void;
  presses(messageId: string, press: Press): Promise<PressResult>;
}

interface Outgoing {
  readonly type: string;
  readonly content: JsonObject;
}

/** What the robot hears of a group: only what mentions it, and only these types (reference/dingtalk.md §4). */
const GROUP_TYPES = new Set(['text', 'richText', 'picture']);

function botHears(chat: ChatRecord, message: MessageRecord): boolean {
  if (!chat.botIn || chat.dissolved) return false;
  return chat.kind === 'p2p' || (message.mentionsBot && GROUP_TYPES.has(message.type));
}

export function createPhone(emulation: Emulation, pressing: Pressing, signIn: SignIn, userId: string): Phone {
  const person = personOf(emulation, userId);

  const seenIn = (chat: ChatRecord) =>
    chat.messages.filter((message) => message.onlyFor === undefined || message.onlyFor.has(userId));

  const myChat = (chatId: string | undefined): ChatRecord => {
    const chat = chatId === undefined ? p2pChat(emulation, userId) : chatOf(emulation, chatId);
    if (!chat.members.has(userId)) throw new Error(`${person.name} is not in chat ${chat.chatId}`);
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
    if (person.resigned) throw new Error(`${person.name} has left the organisation`);
    const chat = myChat(options.chatId);
    if (chat.dissolved) throw new Error(`chat ${chat.chatId} is disbanded`);
    const message = addMessage(emulation, {
      chatId: chat.chatId,
      from: { kind: 'user', userId },
      type: outgoing.type,
      content: outgoing.content,
      mentions: options.mentions ?? [],
      mentionsBot: chat.kind === 'group' && options.mentionBot === true,
      replyTo: options.replyTo,
    });
    message.readBy.set(userId, emulation.clock.now());
    if (botHears(chat, message)) {
      const answer = await emulation.delivery.botMessage(robotPayload(emulation, chat, message, userId));
      acceptHttpReply(emulation, chat, answer);
    }
    return viewOf(emulation, message, userId);
  };

  const upload = (media: MediaInput): string => newDownload(emulation, storeMedia(emulation, media));
  const photo = (bytes: Uint8Array): string => upload({ kind: 'image', name: 'photo.jpg', bytes });

  const sendsRichText: Phone['sendsRichText'] = (post, options = {}) => {
    const words = (post.lines ?? []).map((text) => ({ text }));
    const pictures = (post.images ?? []).map((bytes) => {
      const downloadCode = photo(bytes);
      return { type: 'picture', downloadCode, pictureDownloadCode: downloadCode };
    });
    return sends({ type: 'richText', content: { richText: [...words, ...pictures] } }, options);
  };

  return {
    userId,
    chats: () =>
      [...emulation.chats.values()]
        .filter((chat) => chat.members.has(userId))
        .map((chat) => {
          const messages = seenIn(chat);
          const last = messages.at(-1);
          return {
            chatId: chat.chatId,
            kind: chat.kind,
            name: chat.name,
            members: [...chat.members],
            botIn: chat.botIn,
            unread: messages.filter((message) => message.from.kind === 'bot' && !message.readBy.has(userId)).length,
            lastText: last === undefined ? '' : viewOf(emulation, last, userId).text.slice(0, 80),
            lastAt: last?.createdAt ?? 0,
          };
        }),
    messages: (chatId) => seenIn(myChat(chatId)).map((message) => viewOf(emulation, message, userId)),
    says: (text, options = {}) => sends({ type: 'text', content: { content: text } }, options),
    sendsRichText,
    sendsImage(bytes, options = {}) {
      if (options.mentionBot === true && options.chatId !== undefined)
        return sendsRichText({ images: [bytes] }, options);
      const downloadCode = photo(bytes);
      return sends({ type: 'picture', content: { downloadCode, pictureDownloadCode: downloadCode } }, options);
    },
    sendsFile(name, bytes, options = {}) {
      const downloadCode = upload({ kind: 'file', name, bytes });
      return sends({ type: 'file', content: { downloadCode, fileName: name } }, options);
    },
    sendsAudio(bytes, durationMs, options = {}) {
      const downloadCode = upload({ kind: 'voice', name: 'voice.amr', bytes });
      const content = { duration: durationMs, downloadCode, recognition: options.recognition ?? '' };
      return sends({ type: 'audio', content }, options);
    },
    sendsOther: (msgtype, content, options = {}) => sends({ type: msgtype, content }, options),
    async recalls(messageId) {
      const message = myMessage(messageId);
      if (message.from.kind !== 'user' || message.from.userId !== userId)
        throw new Error('only own messages can be recalled');
      recallMessage(emulation, message);
    },
    async reads(chatId) {
      const now = emulation.clock.now();
      for (const message of seenIn(myChat(chatId)))
        if (message.from.kind === 'bot' && !message.readBy.has(userId)) message.readBy.set(userId, now);
    },
    requestsAuthCode: (asked) => signIn.authCode(userId, asked),
    switchesChat: () => pressing.forgetDrafts(userId),
    fills(messageId, values) {
      pressing.fill(userId, myMessage(messageId), values);
    },
    presses: async (messageId, press) => pressing.press(userId, myMessage(messageId), press),
  };
}
