import type { Inbound } from '../../platform.ts';
import { type JsonObject, momentOf, textOf } from '../../wire/json.ts';

/** An event of either transport in one shape (reference/dingtalk.md §2.7, §3.3). */
export interface VendorEvent {
  readonly type: string;
  readonly eventId: string;
  /** When it happened, ms. */
  readonly at: number;
  readonly data: JsonObject;
}

const people: Readonly<Record<string, 'person-joined' | 'person-left' | 'person-changed'>> = {
  user_add_org: 'person-joined',
  user_active_org: 'person-joined',
  user_modify_org: 'person-changed',
  user_leave_org: 'person-left',
};

/** What an event means to us, one inbound for each person it names; none when it is not for us. */
export function readEvent({ type, eventId, at, data }: VendorEvent): readonly Inbound[] {
  const common = { platform: 'dingtalk', at: at || momentOf(data.timeStamp ?? data.TimeStamp) } as const;
  const kind = Object.hasOwn(people, type) ? people[type] : undefined;
  if (kind) {
    return idsOf(data.userId ?? data.UserId ?? data.userIds).map((userId) => ({
      ...common,
      kind,
      deliveryId: `${eventId}:${userId}`,
      user: { userId },
    }));
  }
  const chatId = textOf(data.openConversationId) ?? textOf(data.OpenConversationId);
  if (type === 'chat_disband' && chatId) {
    return [{ ...common, kind: 'group-left', deliveryId: eventId, chatId, name: '' }];
  }
  return [];
}

/** Contact events are free of the month's uses (reference/dingtalk.md §2.7). */
export const isCountedEvent = (type: string): boolean => !/^(user_|org_dept_|org_change|label_|org_admin_)/.test(type);

const idsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'string' && id !== '');
