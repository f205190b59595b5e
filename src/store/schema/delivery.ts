import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { person } from './school.ts';

export type Lane = 'urgent' | 'press' | 'normal' | 'bulk';
export type OutboxState = 'pending' | 'sending' | 'sent' | 'dropped' | 'failed';

/** What is to leave: a card by name and subject, never a payload. Rendered from the rows at the moment of sending. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    kind: text('kind').$type<'card' | 'text' | 'update' | 'file' | 'photo' | 'errand'>().notNull(),
    lane: text('lane').$type<Lane>().notNull(),
    /** Order of lanes: 0 urgent, 1 press, 2 normal, 3 bulk. */
    rank: integer('rank').notNull(),
    platform: text('platform').$type<'feishu' | 'dingtalk'>(),
    /** Whom: a person (any account of theirs), a group row, or a vendor user nobody knows yet. */
    personId: integer('person_id').references(() => person.id),
    groupId: integer('group_id'),
    vendorUser: text('vendor_user'),
    card: text('card'),
    subject: text('subject', { mode: 'json' }),
    text: text('text'),
    sentCardId: integer('sent_card_id'),
    photoId: integer('photo_id'),
    urge: integer('urge', { mode: 'boolean' }).notNull().default(false),
    /** Written twice means meant once. */
    dedupeKey: text('dedupe_key').notNull(),
    notBefore: integer('not_before').notNull(),
    createdAt: integer('created_at').notNull(),
    state: text('state').$type<OutboxState>().notNull().default('pending'),
    claim: text('claim'),
    leaseUntil: integer('lease_until'),
    attempts: integer('attempts').notNull().default(0),
    verdict: text('verdict'),
    finishedAt: integer('finished_at'),
  },
  (table) => [
    uniqueIndex('outbox_dedupe').on(table.dedupeKey),
    index('outbox_due').on(table.state, table.rank, table.notBefore),
    index('outbox_finished').on(table.state, table.finishedAt),
    index('outbox_update').on(table.sentCardId, table.state),
    // What was sent to a school's people; `outbox_finished` would read what the whole organisation was.
    index('outbox_spoken')
      .on(table.personId, table.finishedAt)
      .where(sql`person_id is not null and finished_at is not null`),
  ],
);

/** A card that is on somebody's phone. */
export const sentCard = sqliteTable(
  'sent_card',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    card: text('card').notNull(),
    subject: text('subject', { mode: 'json' }).notNull(),
    /** e.g. `hazard:17`: what makes this card out of date when it changes. */
    topic: text('topic').notNull(),
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    messageId: text('message_id').notNull(),
    /** How the vendor names it when somebody quotes it, where that differs. */
    quotedAs: text('quoted_as'),
    chatId: text('chat_id'),
    personId: integer('person_id').references(() => person.id),
    groupId: integer('group_id'),
    vendorUser: text('vendor_user'),
    sentAt: integer('sent_at').notNull(),
    /** sha-256 of what was last rendered to it: an update that changes nothing costs no call. */
    shown: text('shown').notNull(),
    /** What somebody typed and was refused, with the message: the same card comes back with it. */
    entered: text('entered', { mode: 'json' }),
    /** `action@revision` of the form that stands on the phone: an open form is replaced only when it became invalid. */
    formShown: text('form_shown').notNull().default(''),
    /** When it was last pressed: presses that overlap end with one settling update. */
    pressedAt: integer('pressed_at').notNull().default(0),
    state: text('state').$type<'live' | 'replaced' | 'gone' | 'settled'>().notNull().default('live'),
    /** It went out as text without buttons: what its numbers and lines mean (cards/text/offer.ts). */
    offer: text('offer', { mode: 'json' }),
  },
  (table) => [
    uniqueIndex('sent_card_message').on(table.platform, table.messageId),
    index('sent_card_topic').on(table.topic, table.state),
    index('sent_card_quoted').on(table.quotedAs).where(sql`quoted_as is not null`),
    index('sent_card_offer').on(table.personId, table.groupId).where(sql`offer is not null`),
  ],
);

/** Pictures as the vendor knows them. */
export const vendorImage = sqliteTable(
  'vendor_image',
  {
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    hash: text('hash').notNull(),
    key: text('key').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.hash] })],
);

/** Calls used, and messages and presses received where the vendor counts them too, per platform and month (YYYY-MM). */
export const platformBudget = sqliteTable(
  'platform_budget',
  {
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    month: text('month').notNull(),
    calls: integer('calls').notNull().default(0),
    uses: integer('uses').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.platform, table.month] })],
);
