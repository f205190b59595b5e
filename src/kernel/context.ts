import type { PersonId } from '../../cards/model.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { Db, Store } from '../store/store.ts';

/** Who changes something. A stranger has an account on a platform but is nobody we know. */
export type Actor =
  | { readonly kind: 'person'; readonly person: PersonId; readonly platform: PlatformName }
  | { readonly kind: 'stranger'; readonly platform: PlatformName; readonly userId: string }
  | { readonly kind: 'system' }
  | { readonly kind: 'operator' };

/** Seals words with a key that is never in the database (design.md §1 promise 7). */
export interface Sealer {
  seal(words: string): string;
  open(sealed: string): string;
}

/** Reading: what a query or a presentation gets. `now` is ms; nothing below a host reads the clock. */
export interface ReadContext {
  readonly db: Db;
  readonly now: number;
  readonly timeZone: string;
  /** Only where sealed words may have to be shown to their handler. */
  readonly sealer?: Sealer;
  /** How many people a form may offer; a card's 50 when left out (domain/voice.md §2, person fields). */
  readonly candidates?: number;
}

/** Changing: what a verb gets, inside the one transaction of an inbound or a tick. */
export interface Context extends ReadContext {
  readonly store: Store;
  readonly actor: Actor;
  readonly sealer: Sealer;
  /** Fresh randomness for codes and salts, hex; injected so that a run can be repeated. */
  readonly random: (bytes: number) => string;
  /** Shows a new pairing code to whoever reads the server's log: the one thing a verb says to the host. */
  readonly showPairingCode?: (code: string, expiresAt: number) => void;
}

/** The person who acts; system and strangers have none. */
export const actingPerson = (context: Context): PersonId | undefined =>
  context.actor.kind === 'person' ? context.actor.person : undefined;

/** For the audit: never a name. */
export function actorText(actor: Actor): string {
  if (actor.kind === 'person') return `person:${actor.person}`;
  if (actor.kind === 'stranger') return `stranger:${actor.platform}`;
  return actor.kind;
}
