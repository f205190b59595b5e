import { isObject, type JsonObject, parseJson } from '../ground/json.ts';
import { plainContent } from './content.ts';
import { personOf } from './people.ts';
import type { Emulation, MentionRecord, MessageRecord } from './state.ts';

/** A message as a person's phone shows it. */
export interface MessageView {
  readonly messageId: string;
  readonly chatId: string;
  readonly from: { readonly kind: 'user' | 'bot'; readonly openId?: string; readonly name: string };
  /** ms epoch. */
  readonly at: number;
  readonly type: string;
  /** The parsed content; for `interactive` the card JSON. */
  readonly content: JsonObject;
  readonly text: string;
  readonly parentId?: string;
  readonly recalled: boolean;
  readonly urgent: boolean;
  readonly updatedAt?: number;
  /** open_ids of people who have read it. */
  readonly readBy: readonly string[];
  readonly reactions: readonly string[];
  /** From the batch API. */
  readonly batch?: true;
  /** Counts card updates from 0. */
  readonly revision: number;
}

export interface MessageInput {
  readonly chatId: string;
  readonly from: MessageRecord['from'];
  readonly messageType: string;
  readonly content: string;
  readonly parentId?: string | undefined;
  readonly mentions?: readonly MentionRecord[];
  readonly batchId?: string;
  readonly onlyFor?: string;
}

export function addMessage(emulation: Emulation, input: MessageInput): MessageRecord {
  const now = emulation.clock.now();
  const parent = input.parentId === undefined ? undefined : emulation.messages.get(input.parentId);
  const message: MessageRecord = {
    messageId: `om_${emulation.random.hex(32)}`,
    chatId: input.chatId,
    from: input.from,
    messageType: input.messageType,
    content: input.content,
    createdAt: now,
    updatedAt: now,
    revision: 0,
    edits: 0,
    ...(parent === undefined ? {} : { parentId: parent.messageId, rootId: parent.rootId ?? parent.messageId }),
    mentions: input.mentions ?? [],
    recalled: false,
    deleted: false,
    ...(input.batchId === undefined ? {} : { batchId: input.batchId }),
    ...(input.onlyFor === undefined ? {} : { onlyFor: input.onlyFor }),
    readBy: new Map(),
    urgent: { app: new Set(), sms: new Set(), phone: new Set() },
    reactions: new Map(),
    pinned: false,
  };
  emulation.messages.set(message.messageId, message);
  emulation.chats.get(message.chatId)?.messages.push(message);
  emulation.changed({ kind: 'created', messageId: message.messageId, chatId: message.chatId });
  return message;
}

/** Puts new content in place for everybody who sees the message. */
export function replaceContent(emulation: Emulation, message: MessageRecord, content: string): void {
  message.content = content;
  message.updatedAt = emulation.clock.now();
  message.revision += 1;
  emulation.changed({ kind: 'updated', messageId: message.messageId, chatId: message.chatId });
}

export function contentOf(message: MessageRecord): JsonObject {
  const content = parseJson(message.content);
  return isObject(content) ? content : {};
}

export function viewOf(emulation: Emulation, message: MessageRecord): MessageView {
  const { from } = message;
  const content = message.recalled ? {} : contentOf(message);
  const { app, sms, phone } = message.urgent;
  return {
    messageId: message.messageId,
    chatId: message.chatId,
    from:
      from.kind === 'bot'
        ? { kind: 'bot', openId: emulation.bot.openId, name: emulation.bot.name }
        : { kind: 'user', openId: from.openId, name: personOf(emulation, from.openId).name },
    at: message.createdAt,
    type: message.messageType,
    content,
    text: message.recalled ? '' : plainContent(emulation, message.messageType, content, message.mentions),
    ...(message.parentId === undefined ? {} : { parentId: message.parentId }),
    recalled: message.recalled,
    urgent: app.size + sms.size + phone.size > 0,
    ...(message.revision + message.edits > 0 ? { updatedAt: message.updatedAt } : {}),
    readBy: [...message.readBy.keys()],
    reactions: [...message.reactions.values()].map((reaction) => reaction.emoji),
    ...(message.batchId === undefined ? {} : { batch: true as const }),
    revision: message.revision,
  };
}

/** A message as the vendor's API gives it (reference/feishu.md §7 Send). */
export function apiMessage(emulation: Emulation, message: MessageRecord): JsonObject {
  const { from } = message;
  return {
    message_id: message.messageId,
    ...(message.parentId === undefined ? {} : { parent_id: message.parentId }),
    ...(message.rootId === undefined ? {} : { root_id: message.rootId }),
    msg_type: message.messageType,
    create_time: String(message.createdAt),
    update_time: String(message.updatedAt),
    deleted: message.recalled || message.deleted,
    updated: message.edits > 0 || message.revision > 0,
    chat_id: message.chatId,
    sender:
      from.kind === 'bot'
        ? { id: emulation.credentials.appId, id_type: 'app_id', sender_type: 'app', tenant_key: emulation.tenantKey }
        : { id: from.openId, id_type: 'open_id', sender_type: 'user', tenant_key: emulation.tenantKey },
    body: { content: message.recalled ? JSON.stringify({ text: 'This message was recalled' }) : message.content },
    ...(message.mentions.length === 0
      ? {}
      : {
          mentions: message.mentions.map((mention) => ({
            key: mention.key,
            id: mention.openId,
            id_type: 'open_id',
            name: mention.name,
            tenant_key: emulation.tenantKey,
          })),
        }),
  };
}
