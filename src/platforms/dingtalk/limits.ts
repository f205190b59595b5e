import type { PacingLimits } from '../platform.ts';
import { limitsOf } from '../wire/card_limits.ts';

/** What a card may be, with where the number comes from. */
export const CARD_LIMITS = {
  /** All variables together, 100 KB (reference/dingtalk.md §6.1), less what the request adds. */
  dataBytes: 96 * 1024,
  /** Unpublished; ours, as on Feishu: longer lists cannot be used on a phone. */
  options: 100,
  /** Unpublished; ours, as on Feishu. */
  optionText: 60,
  optionValue: 100,
  fieldName: 40,
  buttonLabel: 20,
  buttons: 20,
  /** A short list instead of a person picker (reference/dingtalk.md §12); more people are asked for by name. */
  candidates: 50,
} as const;

/** Texts that are shortened instead of refused. Lengths are characters. */
export const CUT = {
  title: 60,
  /** One line of the chat list. */
  summary: 100,
  tag: 12,
  placeholder: 100,
  /** A plain value ends at 1 KB (reference/dingtalk.md §6.1). */
  notice: 300,
  /** `msgParam` ends at 15,000 bytes (reference/dingtalk.md §5.2); three bytes a character, and room for escapes. */
  message: 4_000,
  /** What a ring says; a lock screen shows less. */
  ding: 200,
} as const;

/**
 * reference/dingtalk.md §8: 20 a second per app and API, 15 a minute per group and 10 a second over all kept by
 * ourselves. Free edition: 5,000 calls and 3,000 Webhook & Stream uses a month.
 */
export const PACING: PacingLimits = {
  perUserPerSecond: 4,
  perChatPerSecond: 2,
  perMessagePerSecond: 4,
  perAppPerSecond: 10,
  perAppPerMinute: 600,
  callsPerMonth: 5_000,
  usesPerMonth: 3_000,
};

/** reference/dingtalk.md §5.3 Media; downloads are capped by us, evidence photos are far smaller. */
export const MEDIA_LIMITS = {
  imageBytes: 20 * 1024 * 1024,
  fileBytes: 20 * 1024 * 1024,
  downloadBytes: 20 * 1024 * 1024,
} as const;

/** `outTrackId` (reference/dingtalk.md §6.1). */
export const TRACK_ID_LENGTH = 100;

/** Throws `CardTooLarge` when `actual` is above the limit. */
export const within = limitsOf('DingTalk', CARD_LIMITS);

/** At most `length` characters; a longer text ends with an ellipsis. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
