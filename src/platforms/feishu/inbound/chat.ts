import { z } from 'zod';
import type { Inbound, VendorUser } from '../../platform.ts';
import { momentOf } from '../../wire/json.ts';
import type { Envelope } from './envelope.ts';

const UserIds = z.object({ open_id: z.string().min(1), union_id: z.string().optional() });

const userOf = (ids: z.infer<typeof UserIds>, name?: string): VendorUser => ({
  userId: ids.open_id,
  ...(ids.union_id ? { unionId: ids.union_id } : {}),
  ...(name ? { name } : {}),
});

const commonOf = (envelope: Envelope) => ({
  platform: 'feishu' as const,
  deliveryId: envelope.eventId,
  at: envelope.at,
});

const Entered = z.object({ chat_id: z.string().min(1), operator_id: UserIds });

/** Somebody opened the one-to-one chat; comes with every opening. */
export function readEntered(envelope: Envelope): Inbound {
  const event = Entered.parse(envelope.event);
  return { ...commonOf(envelope), kind: 'chat-entered', sender: userOf(event.operator_id), chatId: event.chat_id };
}

const Created = z.object({ chat_id: z.string().min(1), user: UserIds.extend({ name: z.string().optional() }) });

/** The one-to-one chat was opened for the first time (old envelope). */
export function readChatCreated(envelope: Envelope): Inbound {
  const event = Created.parse(envelope.event);
  return {
    ...commonOf(envelope),
    kind: 'chat-entered',
    sender: userOf(event.user, event.user.name),
    chatId: event.chat_id,
  };
}

const Menu = z.object({
  operator: z.object({ operator_name: z.string().optional(), operator_id: UserIds }),
  event_key: z.string().min(1),
  timestamp: z.union([z.number(), z.string()]).optional(),
});

/** A key of the bot's menu; carries no chat, the answer goes to the person. */
export function readMenu(envelope: Envelope): Inbound {
  const event = Menu.parse(envelope.event);
  return {
    ...commonOf(envelope),
    at: momentOf(event.timestamp) || envelope.at,
    kind: 'menu',
    sender: userOf(event.operator.operator_id, event.operator.operator_name),
    key: event.event_key,
  };
}

const Recalled = z.object({ message_id: z.string().min(1), chat_id: z.string() });

/** A message was taken back by its author or an administrator. */
export function readRecalled(envelope: Envelope): Inbound {
  const event = Recalled.parse(envelope.event);
  return { ...commonOf(envelope), kind: 'message-recalled', messageId: event.message_id, chatId: event.chat_id };
}

const Membership = z.object({
  chat_id: z.string().min(1),
  name: z.string().nullish(),
  operator_id: UserIds.partial().nullish(),
});

/** The bot came into a group, was removed from it, or the group was dissolved. */
export function readMembership(envelope: Envelope): Inbound {
  const event = Membership.parse(envelope.event);
  const openId = event.operator_id?.open_id;
  return {
    ...commonOf(envelope),
    kind: envelope.type === 'im.chat.member.bot.added_v1' ? 'group-joined' : 'group-left',
    chatId: event.chat_id,
    name: event.name ?? '',
    ...(openId ? { operator: userOf({ ...event.operator_id, open_id: openId }) } : {}),
  };
}
