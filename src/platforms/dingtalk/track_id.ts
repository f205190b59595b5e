import { createHash } from 'node:crypto';
import type { Recipient } from '../platform.ts';
import { TRACK_ID_LENGTH } from './limits.ts';

/** For whom a card was made, as its `outTrackId` says: its answers and updates differ. */
export type Audience = { readonly is: 'person'; readonly userId: string } | { readonly is: 'group' };

const PERSON = '.p.';
const GROUP = '.g';

/**
 * The card's id at the vendor's: the idempotency key, and for whom it is, since a card in a one-to-one chat is updated
 * in its reader's own values (reference/dingtalk.md §6.2). The same for every attempt.
 */
export function trackIdOf(key: string, to: Exclude<Recipient, { readonly kind: 'reply' }>): string {
  const suffix = to.kind === 'person' ? `${PERSON}${to.userId}` : GROUP;
  if (key.length + suffix.length <= TRACK_ID_LENGTH) return key + suffix;
  // A shortened key could meet another; its hash does not.
  return createHash('sha256').update(key).digest('hex').slice(0, 24) + suffix;
}

/** A card of another app, or of none of ours, counts as a group's: nothing personal is assumed. */
export function audienceOf(trackId: string): Audience {
  const at = trackId.indexOf(PERSON);
  return at < 0 ? { is: 'group' } : { is: 'person', userId: trackId.slice(at + PERSON.length) };
}
