import type { Card } from '../../cards/model.ts';
import type { Recipient } from '../platforms/platform.ts';

/** One message on a phone, or in a group that many phones show. */
export interface Shown {
  readonly messageId: string;
  readonly to: Recipient;
  /** As it is now: updates replace it. */
  card: Card;
  /** Photos sent for the form that is open on it: a card with an open form is not replaced, so it does not count them. */
  photos: number;
  /** Steps taken on it. */
  readonly taken: Set<string>;
  /** Buttons that stay on a card after they were pressed, and are not pressed again. */
  readonly pressed: Set<string>;
}

/** What lies on the phones of the staff. */
export interface Phones {
  put(to: Recipient, messageId: string, card: Card): Shown;
  update(messageId: string, card: Card): void;
  find(messageId: string): Shown | undefined;
}

/** Messages people still look at: older ones have scrolled away. */
const KEPT = 5_000;

export function createPhones(): Phones {
  const shown = new Map<string, Shown>();
  return {
    put(to, messageId, card) {
      const one: Shown = { messageId, to, card, photos: 0, taken: new Set(), pressed: new Set() };
      shown.set(messageId, one);
      if (shown.size > KEPT) for (const old of [...shown.keys()].slice(0, KEPT / 10)) shown.delete(old);
      return one;
    },
    update(messageId, card) {
      const one = shown.get(messageId);
      if (one) one.card = card;
    },
    find: (messageId) => shown.get(messageId),
  };
}
