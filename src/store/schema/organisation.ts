import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row per delivery id: the answer it was given. Kept 7 days; Feishu redelivers for up to 6 h (reference/feishu.md §2.5). */
export const delivery = sqliteTable(
  'delivery',
  {
    deliveryId: text('delivery_id').primaryKey(),
    receivedAt: integer('received_at').notNull(),
    kind: text('kind').notNull(),
    toast: text('toast', { mode: 'json' }),
    /** The card to show in the answer, by name and subject; rendered from the rows when the answer is given. */
    show: text('show', { mode: 'json' }),
  },
  (table) => [index('delivery_received_at').on(table.receivedAt)],
);

/**
 * Append-only. `hash` = sha256 over the previous hash and this row; the payload enters only through a salted digest, so
 * a payload may be erased later and the chain still verifies.
 */
export const audit = sqliteTable(
  'audit',
  {
    sequence: integer('sequence').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    payload: text('payload'),
    salt: text('salt').notNull(),
    payloadDigest: text('payload_digest').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [index('audit_subject').on(table.subject, table.sequence)],
);

/** Something that is due at a time: the only thing tick looks at. Unique per (kind, subject). */
export const timer = sqliteTable(
  'timer',
  {
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    dueAt: integer('due_at').notNull(),
    /** How often the handler threw; backs off and is reported, never lost. */
    failures: integer('failures').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.subject] }),
    index('timer_due').on(table.dueAt),
    index('timer_subject').on(table.subject),
  ],
);

/** Scheduled slots that were run, so that an outage is known afterwards (design.md §5). */
export const slot = sqliteTable('slot', {
  name: text('name').primaryKey(),
  knownSince: integer('known_since').notNull(),
  lastSlot: integer('last_slot').notNull(),
});

export const setting = sqliteTable('setting', {
  key: text('key').primaryKey(),
  value: text('value', { mode: 'json' }).notNull(),
});

/** Running numbers, e.g. hazards of a school in a month. */
export const counter = sqliteTable('counter', {
  key: text('key').primaryKey(),
  value: integer('value').notNull(),
});
