import type { JsonObject } from '../ground/json.ts';
import { type CardView, cardView } from './cards/card_view.ts';
import { newMessageId } from './ids.ts';
import { plainContent } from './message_text.ts';
import { personOf } from './people.ts';
import type { Emulation, MessageRecord } from './state.ts';

/** A message as one person's phone shows it. */
export interface MessageView {
  readonly messageId: string;
  readonly chatId: string;
  readonly from: { readonly kind: 'user' | 'bot'; readonly userId?: string; readonly name: string };
  /** ms epoch. */
  readonly at: number;
  /** text, picture, richText, file, audio; of the robot also markdown, image, link, actionCard, card. */
  readonly type: string;
  readonly content: JsonObject;
  /** The card as this person sees it; people may see different ones. */
  readonly card?: CardView;
  readonly text: string;
  /** Mentions this person, by name or with everybody. */
  readonly mentionsMe: boolean;
  readonly replyTo?: string;
  readonly recalled: boolean;
  /** A DING. */
  readonly urgent: boolean;
  readonly updatedAt?: number;
  /** userIds of people who have read it. */
  readonly readBy: readonly string[];
  /** Counts changes from 0. */
  readonly revision: number;
}

export interface MessageInput {
  readonly chatId: string;
  readonly from: MessageRecord['from'];
  readonly type: string;
  readonly content: JsonObject;
  readonly mentions?: readonly string[];
  readonly mentionsAll?: boolean;
  readonly mentionsBot?: boolean;
  readonly replyTo?: string | undefined;
  readonly processQueryKey?: string;
  readonly card?: string;
  readonly onlyFor?: ReadonlySet<string> | undefined;
  readonly urgent?: boolean;
}

export function addMessage(emulation: Emulation, input: MessageInput): MessageRecord {
  const now = emulation.clock.now();
  const message: MessageRecord = {
    messageId: newMessageId(emulation.random),
    chatId: input.chatId,
    from: input.from,
    type: input.type,
    content: input.content,
    createdAt: now,
    updatedAt: now,
    revision: 0,
    mentions: input.mentions ?? [],
    mentionsAll: input.mentionsAll ?? false,
    mentionsBot: input.mentionsBot ?? false,
    ...(input.replyTo === undefined ? {} : { replyTo: input.replyTo }),
    recalled: false,
    ...(input.processQueryKey === undefined ? {} : { processQueryKey: input.processQueryKey }),
    ...(input.card === undefined ? {} : { card: input.card }),
    ...(input.onlyFor === undefined ? {} : { onlyFor: input.onlyFor }),
    readBy: new Map(),
    urgent: input.urgent ?? false,
  };
  emulation.messages.set(message.messageId, message);
  emulation.chats.get(message.chatId)?.messages.push(message);
  emulation.changed({ kind: 'created', messageId: message.messageId, chatId: message.chatId });
  return message;
}

/** What the message shows has changed, for some or all of its readers. */
export function touchMessage(emulation: Emulation, message: MessageRecord): void {
  message.updatedAt = emulation.clock.now();
  message.revision += 1;
  emulation.changed({ kind: 'updated', messageId: message.messageId, chatId: message.chatId });
}

export function recallMessage(emulation: Emulation, message: MessageRecord): void {
  message.recalled = true;
  emulation.changed({ kind: 'recalled', messageId: message.messageId, chatId: message.chatId });
}

export function viewOf(emulation: Emulation, message: MessageRecord, userId: string): MessageView {
  const { from } = message;
  const record = message.card === undefined || message.recalled ? undefined : emulation.cards.get(message.card);
  const card = record === undefined ? undefined : cardView(record, userId);
  return {
    messageId: message.messageId,
    chatId: message.chatId,
    from:
      from.kind === 'bot'
        ? { kind: 'bot', name: emulation.bot.name }
        : { kind: 'user', userId: from.userId, name: personOf(emulation, from.userId).name },
    at: message.createdAt,
    type: message.type,
    content: message.recalled ? {} : message.content,
    ...(card === undefined ? {} : { card }),
    text: message.recalled ? '' : (card?.text ?? plainContent(message)),
    mentionsMe: message.mentionsAll || message.mentions.includes(userId),
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    recalled: message.recalled,
    urgent: message.urgent,
    ...(message.revision > 0 ? { updatedAt: message.updatedAt } : {}),
    readBy: [...message.readBy.keys()],
    revision: message.revision,
  };
}
