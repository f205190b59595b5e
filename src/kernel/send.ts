import { and, eq, sql } from 'drizzle-orm';
import type { PersonId, Reference } from '../../cards/model.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { type Lane, outbox, sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Context } from './context.ts';

/** Whom something goes to. A person is reached where they are active; strangers only by their account. */
export type To =
  | { readonly person: PersonId }
  | { readonly group: number }
  | { readonly stranger: { readonly platform: PlatformName; readonly userId: string } };

export interface Sending {
  readonly lane?: Lane;
  /** Written twice means meant once. Left out: this send stands for itself. */
  readonly dedupeKey?: string;
  /** ms; not before this instant (quiet hours, ladders). */
  readonly notBefore?: number;
  /** Lets the phone ring where the platform can (Feishu 加急); on every platform where the person has an account. */
  readonly urge?: boolean;
  /** Only there, for what is about that very account; left out, a person is reached where they were last active. */
  readonly on?: PlatformName;
}

const ranks: Record<Lane, number> = { urgent: 0, press: 1, normal: 2, bulk: 3 };

const insertOutbox = prepared((db) =>
  db
    .insert(outbox)
    .values({
      kind: sql.placeholder('kind'),
      lane: sql.placeholder('lane'),
      rank: sql.placeholder('rank'),
      platform: sql.placeholder('platform'),
      personId: sql.placeholder('personId'),
      groupId: sql.placeholder('groupId'),
      vendorUser: sql.placeholder('vendorUser'),
      card: sql.placeholder('card'),
      subject: sql.placeholder('subject'),
      text: sql.placeholder('text'),
      sentCardId: sql.placeholder('sentCardId'),
      photoId: sql.placeholder('photoId'),
      urge: sql.placeholder('urge'),
      dedupeKey: sql.placeholder('dedupeKey'),
      notBefore: sql.placeholder('notBefore'),
      createdAt: sql.placeholder('createdAt'),
    })
    .onConflictDoNothing()
    .prepare(),
);

interface Row {
  readonly kind: 'card' | 'text' | 'update' | 'file' | 'photo' | 'errand';
  readonly lane: Lane;
  readonly dedupeKey: string;
  readonly to?: To;
  readonly platform?: PlatformName;
  readonly card?: string;
  readonly subject?: Reference;
  readonly text?: string;
  readonly sentCardId?: number;
  readonly photoId?: number;
  readonly urge?: boolean;
  readonly notBefore?: number;
}

function enqueue(context: Context, row: Row): void {
  const to = row.to;
  insertOutbox(context.db).run({
    kind: row.kind,
    lane: row.lane,
    rank: ranks[row.lane],
    platform: (to && 'stranger' in to ? to.stranger.platform : row.platform) ?? null,
    personId: to && 'person' in to ? to.person : null,
    groupId: to && 'group' in to ? to.group : null,
    vendorUser: to && 'stranger' in to ? to.stranger.userId : null,
    card: row.card ?? null,
    subject: row.subject ?? null,
    text: row.text ?? null,
    sentCardId: row.sentCardId ?? null,
    photoId: row.photoId ?? null,
    urge: row.urge ?? false,
    dedupeKey: row.dedupeKey,
    notBefore: Math.max(row.notBefore ?? 0, 0),
    createdAt: context.now,
  });
}

/** For what is sent once anyway. Time first: keys far apart would each have a page of the index written for them. */
const nobodyElses = ({ now, random }: Context): string => `once:${Math.max(now, 0).toString(36)}:${random(12)}`;

/** Names a card and its subject for somebody; what it shows is read when it is sent (design.md §2). */
export function sendCard(context: Context, card: string, subject: Reference, to: To, sending: Sending = {}): void {
  enqueue(context, {
    kind: 'card',
    lane: sending.lane ?? 'normal',
    to,
    ...(sending.on ? { platform: sending.on } : {}),
    card,
    subject,
    urge: sending.urge ?? false,
    notBefore: sending.notBefore ?? 0,
    dedupeKey: sending.dedupeKey ?? nobodyElses(context),
  });
}

/** A plain sentence, e.g. the answer to a photo. */
export function sendText(context: Context, text: string, to: To, sending: Sending = {}): void {
  enqueue(context, {
    kind: 'text',
    lane: sending.lane ?? 'press',
    to,
    ...(sending.on ? { platform: sending.on } : {}),
    text,
    notBefore: sending.notBefore ?? 0,
    dedupeKey: sending.dedupeKey ?? nobodyElses(context),
  });
}

/** A file that is stored already, by its hash; `name` is what the receiver sees. */
export function sendFile(
  context: Context,
  file: { readonly name: string; readonly hash: string },
  to: To,
  sending: Sending = {},
): void {
  enqueue(context, {
    kind: 'file',
    lane: sending.lane ?? 'press',
    to,
    text: file.name,
    subject: { hash: file.hash },
    notBefore: sending.notBefore ?? 0,
    dedupeKey: sending.dedupeKey ?? nobodyElses(context),
  });
}

/** Fetches a picture from the vendor; the row `photo` says which. */
export function fetchPhoto(context: Context, photoId: number, platform: PlatformName): void {
  enqueue(context, { kind: 'photo', lane: 'press', platform, photoId, dedupeKey: `photo:${photoId}` });
}

/** Something only a host can do, because it waits for the outside world; the outcome comes back as a change. */
export type HostErrand =
  /** A roster somebody sent as a file: fetch, read, preview. */
  | {
      readonly errand: 'read-roster';
      readonly person: PersonId;
      readonly school: number;
      readonly messageId: string;
      readonly file: string;
      readonly fileName: string;
    }
  /** People of the roster whose accounts the vendor knows by their mobile number. */
  | {
      readonly errand: 'find-accounts' /** Only of those who have no account on any platform. */;
      readonly onNone?: boolean;
    }
  /** A file somebody sent as evidence of a task: fetch, check, keep by its hash. */
  | {
      readonly errand: 'store-evidence';
      readonly evidence: number;
      readonly messageId: string;
      readonly file: string;
      readonly fileName: string;
    }
  /** A ledger as a spreadsheet, for the asker only. */
  | {
      readonly errand: 'export-ledger';
      readonly person: PersonId;
      readonly school: number;
      readonly kind: string;
      /** First and last day, inclusive, and what the asker calls the period. */
      readonly from: string;
      readonly to: string;
      readonly text: string;
      /** Whether pictures are shown in the table or only named; absent on errands of before: named. */
      readonly photos?: 'embed' | 'names';
      /** Sent again after a crash it is the same file. */
      readonly key: string;
    }
  /** What a weekly summary counted as a spreadsheet, for the asker only. */
  | {
      readonly errand: 'export-week';
      readonly person: PersonId;
      readonly school: number;
      /** The week's Monday, and from when to when it counts, ms. */
      readonly week: string;
      readonly after: number;
      readonly upTo: number;
      /** Sent again after a crash it is the same file. */
      readonly key: string;
    }
  /** Everything past its time as of a day, as a spreadsheet that is kept before the records go. */
  | { readonly errand: 'archive-records'; readonly person: PersonId; readonly school: number; readonly day: string }
  /** Stored files (hashes with commas) of records that are gone; those another record has are left. */
  | { readonly errand: 'remove-files'; readonly school: number; readonly day: string; readonly files: string }
  /** The record of a drill as spreadsheet and document, for somebody who asked for it. */
  | { readonly errand: 'write-drill-record'; readonly person: PersonId; readonly drill: number }
  /** An inspection package: made on the host's disk, and removed from it when its time is over. */
  | { readonly errand: 'make-package' | 'remove-package'; readonly package: number }
  /** The minutes of a meeting as a document: kept, and sent to whoever asked. */
  | { readonly errand: 'write-minutes'; readonly person: PersonId; readonly meeting: number }
  /** A monthly or term summary as a draft to edit, for the asker only. */
  | {
      readonly errand: 'write-summary';
      readonly person: PersonId;
      readonly school: number;
      readonly kind: 'interim' | 'final';
      readonly from: string;
      readonly to: string;
      readonly text: string;
      /** Hazards whose photos go in: ids with commas; '' for none, 'usual' for the first five. */
      readonly photos: string;
    };

/** Asks the host; like everything that leaves, once, in the same transaction, and again until it is done. */
export function requestErrand(
  context: Context,
  errand: HostErrand,
  platform: PlatformName,
  dedupeKey: string,
  { lane = 'press', notBefore = 0 }: Pick<Sending, 'lane' | 'notBefore'> = {},
): void {
  // The members are ids and short texts, which is what a Reference holds.
  enqueue(context, { kind: 'errand', lane, platform, subject: errand as Reference, dedupeKey, notBefore });
}

const waitingUpdate = prepared((db) =>
  db
    .select({ id: outbox.id, rank: outbox.rank })
    .from(outbox)
    .where(
      and(eq(outbox.sentCardId, sql.placeholder('sentCardId')), eq(outbox.state, 'pending'), eq(outbox.kind, 'update')),
    )
    .limit(1)
    .prepare(),
);

const raise = prepared((db) =>
  db
    .update(outbox)
    .set({
      lane: sql`${sql.placeholder('lane')}`,
      rank: sql`${sql.placeholder('rank')}`,
      notBefore: sql`min(${outbox.notBefore}, ${sql.placeholder('now')})`,
    })
    .where(eq(outbox.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * Brings one card that is already on a phone up to date. Updates that wait for the same card fold into one, since an
 * update carries no content: the last truth is read when it leaves. One that waits in a slower lane, or to save calls,
 * comes forward.
 */
export function updateCard(
  context: Context,
  sent: { readonly id: number; readonly platform: PlatformName },
  lane: Lane = 'normal',
): void {
  const waiting = waitingUpdate(context.db).get({ sentCardId: sent.id });
  if (waiting) {
    if (ranks[lane] < waiting.rank)
      raise(context.db).run({ id: waiting.id, lane, rank: ranks[lane], now: context.now });
    return;
  }
  enqueue(context, {
    kind: 'update',
    lane,
    platform: sent.platform,
    sentCardId: sent.id,
    dedupeKey: `update:${sent.id}:${context.random(6)}`,
  });
}

const liveCards = prepared((db) =>
  db
    .select({ id: sentCard.id, platform: sentCard.platform })
    .from(sentCard)
    .where(and(eq(sentCard.topic, sql.placeholder('topic')), eq(sentCard.state, 'live')))
    .prepare(),
);

/** Brings every card about a topic up to date, e.g. `hazard:17`. */
export function refresh(context: Context, topic: string, lane: Lane = 'normal'): void {
  for (const sent of liveCards(context.db).all({ topic })) updateCard(context, sent, lane);
}
