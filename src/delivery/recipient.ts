import { and, asc, eq, sql } from 'drizzle-orm';
import type { Viewer } from '../kernel/presentation.ts';
import type { To } from '../kernel/send.ts';
import type { Platform, PlatformName, Recipient } from '../platforms/platform.ts';
import { chatGroup, identity, person, photo, sentCard } from '../store/schema/index.ts';
import { type Db, prepared } from '../store/store.ts';
import type { OutboxRow } from './claim.ts';
import type { Ask } from './pacing.ts';

export type Platforms = ReadonlyMap<PlatformName, Platform>;

/** Where a row goes, or why it goes nowhere. */
export type Destination =
  | { readonly is: 'known'; readonly platform: Platform; readonly recipient?: Recipient; readonly ask: Ask }
  | {
      readonly is: 'nowhere';
      readonly why: 'recipient_left' | 'no_account' | 'bot_removed' | 'not_configured' | 'gone';
    };

const accounts = prepared((db) =>
  db
    .select({ platform: identity.platform, userId: identity.userId, lastSeenAt: identity.lastSeenAt })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.personId))
    .where(
      and(eq(identity.personId, sql.placeholder('person')), eq(identity.state, 'active'), eq(person.state, 'active')),
    )
    .orderBy(asc(identity.platform), asc(identity.userId))
    .prepare(),
);

const personState = prepared((db) =>
  db
    .select({ state: person.state })
    .from(person)
    .where(eq(person.id, sql.placeholder('person')))
    .prepare(),
);

const groupById = prepared((db) =>
  db
    .select({ platform: chatGroup.platform, chatId: chatGroup.chatId, state: chatGroup.state })
    .from(chatGroup)
    .where(eq(chatGroup.id, sql.placeholder('group')))
    .prepare(),
);

export const sentById = prepared((db) =>
  db
    .select()
    .from(sentCard)
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

export const sentCardOf = (db: Db, row: OutboxRow) =>
  row.sentCardId === null ? undefined : sentById(db).get({ id: row.sentCardId });

const photoById = prepared((db) =>
  db
    .select()
    .from(photo)
    .where(eq(photo.id, sql.placeholder('id')))
    .prepare(),
);

export const photoOf = (db: Db, row: OutboxRow) =>
  row.photoId === null ? undefined : photoById(db).get({ id: row.photoId });

/** Read when the row is about to leave: people change accounts, groups are dissolved. */
export function destinationOf(db: Db, platforms: Platforms, row: OutboxRow): Destination {
  if (row.kind === 'update') {
    const sent = sentCardOf(db, row);
    if (!sent) return { is: 'nowhere', why: 'gone' };
    return on(platforms, sent.platform, undefined, { message: sent.messageId });
  }
  if (row.kind === 'photo') {
    const wanted = photoOf(db, row);
    return wanted ? on(platforms, wanted.platform, undefined, {}) : { is: 'nowhere', why: 'gone' };
  }
  if (row.kind === 'errand') {
    return row.platform === null ? { is: 'nowhere', why: 'gone' } : on(platforms, row.platform, undefined, {});
  }
  if (row.groupId !== null) {
    const group = groupById(db).get({ group: row.groupId });
    if (group?.state !== 'active') return { is: 'nowhere', why: 'bot_removed' };
    return on(platforms, group.platform, { kind: 'group', chatId: group.chatId }, { chat: group.chatId });
  }
  if (row.vendorUser !== null && row.platform !== null) return toUser(platforms, row.platform, row.vendorUser);
  if (row.personId === null) return { is: 'nowhere', why: 'gone' };
  return toPerson(db, platforms, row.personId, row.platform);
}

/** A person's accounts on the platforms there are, the one they were last active on first. */
function reachableAt(db: Db, platforms: Platforms, id: number) {
  const names = [...platforms.keys()];
  return (
    accounts(db)
      .all({ person: id })
      .filter((account) => platforms.has(account.platform))
      // Who has never been heard anywhere is reached on the platform the school prefers.
      .sort(
        (left, right) =>
          (right.lastSeenAt ?? 0) - (left.lastSeenAt ?? 0) ||
          names.indexOf(left.platform) - names.indexOf(right.platform),
      )
  );
}

/** The platforms a row for a person may still go to besides the one it goes to now; none where a row names its own. */
export function otherPlatforms(db: Db, platforms: Platforms, row: OutboxRow, now: PlatformName): PlatformName[] {
  if (row.personId === null || row.platform !== null || platforms.size < 2) return [];
  const all = reachableAt(db, platforms, row.personId).map((account) => account.platform);
  return [...new Set(all)].filter((name) => name !== now);
}

function toPerson(db: Db, platforms: Platforms, id: number, asked: PlatformName | null): Destination {
  const reachable = reachableAt(db, platforms, id);
  const account = reachable.find((candidate) => candidate.platform === asked) ?? reachable[0];
  if (account) return toUser(platforms, account.platform, account.userId);
  const left = personState(db).get({ person: id })?.state === 'left';
  return { is: 'nowhere', why: left ? 'recipient_left' : 'no_account' };
}

const toUser = (platforms: Platforms, name: PlatformName, userId: string): Destination =>
  on(platforms, name, { kind: 'person', userId }, { user: userId });

function on(
  platforms: Platforms,
  name: PlatformName,
  recipient: Recipient | undefined,
  ask: Omit<Ask, 'platform'>,
): Destination {
  const platform = platforms.get(name);
  if (!platform) return { is: 'nowhere', why: 'not_configured' };
  return { is: 'known', platform, ...(recipient ? { recipient } : {}), ask: { ...ask, platform: name } };
}

interface Addressed {
  readonly platform: PlatformName | null;
  readonly personId: number | null;
  readonly groupId: number | null;
  readonly vendorUser: string | null;
}

/** For whom a row's card is made. */
export function viewerOf(row: Addressed): Viewer {
  if (row.personId !== null) return { kind: 'person', person: row.personId };
  if (row.groupId !== null) return { kind: 'group', group: row.groupId };
  return { kind: 'stranger' };
}

/** The same addressee in the words of `send`; undefined for a row addressed to nobody. */
export function addresseeOf(row: Addressed): To | undefined {
  if (row.personId !== null) return { person: row.personId };
  if (row.groupId !== null) return { group: row.groupId };
  if (row.vendorUser !== null && row.platform !== null) {
    return { stranger: { platform: row.platform, userId: row.vendorUser } };
  }
  return undefined;
}
