import { staffOf } from '../people.ts';
import { refuse } from '../refusal.ts';
import type { Emulation } from '../state.ts';
import type { CardTemplate } from './templates.ts';

export type CardValues = Map<string, string>;

/** One card instance (reference/dingtalk.md §6.1). */
export interface CardRecord {
  readonly outTrackId: string;
  readonly template: CardTemplate;
  /** 1: userIds, 2: unionIds in every request and callback. */
  readonly userIdType: 1 | 2;
  /** Absent: clicks go nowhere. */
  readonly callback: { readonly type: 'STREAM' } | { readonly type: 'HTTP'; readonly routeKey: string } | undefined;
  publicData: CardValues;
  /** By userId, whatever the request's id type was. */
  readonly privateData: Map<string, CardValues>;
  /** What a callback's answer showed its clicker of the public part; nobody else sees it. */
  readonly clickerData: Map<string, { instead: boolean; values: CardValues }>;
  /** Space types the card was given a space model for. */
  readonly spaces: Set<string>;
  /** lastMessageI18n of a space, by space type. */
  readonly summaries: Map<string, string>;
  readonly messageIds: string[];
  /** Counts changes of any person's values. */
  revision: number;
}

export function cardOf(emulation: Emulation, outTrackId: string | undefined): CardRecord {
  if (outTrackId === undefined) return refuse('param.outTrackIdEmpty', 'outTrackId 为空');
  return emulation.cards.get(outTrackId) ?? refuse('param.cardNotExist', '卡片不存在');
}

/** The userId behind an id of the request's type. */
export function userIdOf(emulation: Emulation, id: string, userIdType: 1 | 2): string {
  const person = staffOf(emulation, id, userIdType === 1 ? 'userId' : 'unionId');
  return person?.userId ?? refuse('param.userIdNotExist', `userId 不存在：${id}`);
}

/** The values a person's client holds: own private ones, then what an answer showed them, then the public ones. */
export function valuesFor(card: CardRecord, userId: string): CardValues {
  const shown = card.clickerData.get(userId);
  const values: CardValues = new Map(shown?.instead === true ? [] : card.publicData);
  for (const [name, value] of shown?.values ?? []) values.set(name, value);
  const own = card.privateData.get(userId);
  const isPrivate = new Set(card.template.variables.filter((each) => each.private).map((each) => each.name));
  for (const [name, value] of own ?? []) if (isPrivate.has(name)) values.set(name, value);
  return values;
}

/** New values for old ones: by key, or all of them at once. */
export function merged(before: CardValues | undefined, next: CardValues, byKey: boolean): CardValues {
  return byKey ? new Map([...(before ?? []), ...next]) : new Map(next);
}
