import type { PacingLimits } from '../platform.ts';
import { limitsOf } from '../wire/card_limits.ts';
import type { CardJson } from './render/card_json.ts';

/** What a card may be, with where the number comes from. Lengths are characters. */
export const CARD_LIMITS = {
  /** 30 KB request body, markup counts more: stay at 25 KB (reference/feishu.md §6.1). */
  cardBytes: 25 * 1024,
  /** The same 30 KB after the card has become a JSON string inside the request, less 1 KB for the frame around it. */
  requestBytes: 29 * 1024,
  /** 200 including text objects, counting rule unpublished: stay at 150 (reference/feishu.md §6.1). */
  elements: 150,
  /** Five advised (reference/feishu.md §6.1). */
  charts: 5,
  /** Hard cap of `max_length` (reference/feishu.md §6.5). */
  inputLength: 1000,
  /** Number of options is unpublished (reference/feishu.md §6.5, §13.14); ours: longer lists cannot be used on a phone. */
  options: 100,
  /** Unpublished; ours: what one line of a phone shows. */
  optionText: 60,
  /** Unpublished; ours: a value is an id. */
  optionValue: 100,
  /** Unpublished; ours, from the 20 characters of `element_id` (reference/feishu.md §6.1) doubled. */
  fieldName: 40,
  /** Unpublished; ours: buttons are 2–6 characters (domain/voice.md §1), more is a mistake. */
  buttonLabel: 20,
  /** Unpublished; ours: five in a one-to-one chat (domain/voice.md §2), lists add one per row. */
  buttons: 20,
} as const;

/** Texts that are shortened instead of refused. */
export const CUT = {
  /** A title may take four lines (reference/feishu.md §6.1); about 15 characters a line on a phone. */
  title: 60,
  /** One line of the chat list. */
  summary: 100,
  tag: 12,
  /** reference/feishu.md §6.5 input. */
  placeholder: 100,
} as const;

/**
 * reference/feishu.md §7: 5 a second per user, per chat and per message, 50 a second and 1000 a minute per API. A little
 * lower, because a request's way to the vendor takes unequal time, and of a second ours count all APIs together. The
 * basic edition's monthly quota is reported as 10,000 calls (design.md §4); a setting may override it.
 */
export const PACING: PacingLimits = {
  perUserPerSecond: 4,
  perChatPerSecond: 4,
  perMessagePerSecond: 4,
  perAppPerSecond: 40,
  perAppPerMinute: 985,
  countsApisApart: true,
  callsPerMonth: 10_000,
};

/** reference/feishu.md §7 Upload; downloads are capped by us, evidence photos are far smaller. */
export const MEDIA_LIMITS = {
  imageBytes: 10 * 1024 * 1024,
  fileBytes: 30 * 1024 * 1024,
  downloadBytes: 20 * 1024 * 1024,
} as const;

/** Throws `CardTooLarge` when `actual` is above the limit. */
export const within = limitsOf('Feishu', CARD_LIMITS);

interface Tally {
  elements: number;
  charts: number;
}

/** Counts objects with a tag, text objects included: the strictest reading of the vendor's count. */
function count(value: object, tally: Tally): void {
  if ('tag' in value) {
    tally.elements += 1;
    if (value.tag === 'chart') tally.charts += 1;
  }
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) count(member, tally);
  }
}

/** Inside the request the card is a text: every quote and backslash of it takes a backslash more. */
function escapesIn(wire: string): number {
  let escapes = 0;
  for (let index = 0; index < wire.length; index += 1) {
    const code = wire.charCodeAt(index);
    if (code === 0x22 || code === 0x5c) escapes += 1;
  }
  return escapes;
}

/** Checks the finished card. `wire` is its JSON. */
export function checkLimits(cardKey: string, card: CardJson, wire: string): void {
  const bytes = Buffer.byteLength(wire);
  within(cardKey, 'cardBytes', bytes);
  within(cardKey, 'requestBytes', bytes + escapesIn(wire));
  const tally: Tally = { elements: 0, charts: 0 };
  count(card, tally);
  within(cardKey, 'elements', tally.elements);
  within(cardKey, 'charts', tally.charts);
}
