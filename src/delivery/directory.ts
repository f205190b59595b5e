import { and, eq, inArray } from 'drizzle-orm';
import type { Card, PersonId, PhotoHash } from '../../cards/model.ts';
import type { Directory, PlatformName } from '../platforms/platform.ts';
import { accountsOf } from '../school/people.ts';
import { vendorImage } from '../store/schema/index.ts';
import type { Db } from '../store/store.ts';

/** Ids looked up at once: SQLite on Durable Objects takes 100 parameters a statement. */
const AT_ONCE = 80;

/** The pictures a card shows. */
export const imagesOf = (card: Card): readonly PhotoHash[] => [
  ...new Set(card.blocks.flatMap((block) => (block.kind === 'image' ? [block.photo] : []))),
];

/** Everybody a card names by id: mentions, and the choices of its person fields. */
export function peopleOf(card: Card): readonly PersonId[] {
  const people = new Set<PersonId>();
  for (const block of card.blocks) if (block.kind === 'mention') for (const person of block.people) people.add(person);
  for (const field of card.form?.fields ?? []) {
    if (field.kind !== 'person') continue;
    for (const option of field.candidates) people.add(option.person);
    if (field.initial !== undefined) people.add(field.initial);
  }
  return [...people];
}

/** What a card's ids mean to one platform. People without an account there and pictures not uploaded are left out. */
export function directoryFor(db: Db, platform: PlatformName, card: Card): Directory {
  const people = new Map<PersonId, string>();
  for (const ids of inChunks(peopleOf(card))) {
    for (const account of accountsOf({ db }, ids)) {
      if (account.platform === platform && !people.has(account.person)) people.set(account.person, account.userId);
    }
  }
  const images = new Map<PhotoHash, string>();
  for (const hashes of inChunks(imagesOf(card))) {
    const known = db
      .select({ hash: vendorImage.hash, key: vendorImage.key })
      .from(vendorImage)
      .where(and(eq(vendorImage.platform, platform), inArray(vendorImage.hash, hashes)))
      .all();
    for (const { hash, key } of known) images.set(hash, key);
  }
  return { people, images };
}

function* inChunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += AT_ONCE) yield items.slice(start, start + AT_ONCE);
}
