import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { person, school } from './school.ts';

/** An emergency somebody wrote about. */
export const incident = sqliteTable(
  'incident',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    kind: text('kind').notNull(),
    /** What was typed, as typed. */
    words: text('words').notNull(),
    place: text('place'),
    reporterId: integer('reporter_id').references(() => person.id),
    at: integer('at').notNull(),
    /** `asked`: numbers shown, nobody told yet; `alerted`: leadership told; `handled`; `called_off`: false alarm. */
    state: text('state').$type<'asked' | 'alerted' | 'handled' | 'called_off' | 'dropped'>().notNull(),
    alertedAt: integer('alerted_at'),
    handlerId: integer('handler_id').references(() => person.id),
    handledAt: integer('handled_at'),
    note: text('note'),
  },
  (table) => [index('incident_state').on(table.schoolId, table.state)],
);

/**
 * A sensitive matter on its way to a named handler. The words are sealed with a key outside the database and erased
 * once the handler has opened them (design.md §1 promise 7); only nodes and times stay.
 */
export const privateReport = sqliteTable(
  'private_report',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    number: text('number').notNull(),
    kind: text('kind').$type<'bullying' | 'abuse' | 'self-harm' | 'threat'>().notNull(),
    reporterId: integer('reporter_id').references(() => person.id),
    handlerId: integer('handler_id').references(() => person.id),
    /** AES-256-GCM: nonce, tag and ciphertext, base64. Null once erased or before anything was entrusted. */
    sealed: text('sealed'),
    state: text('state').$type<'asked' | 'entrusted' | 'opened' | 'dropped'>().notNull(),
    at: integer('at').notNull(),
    entrustedAt: integer('entrusted_at'),
    openedAt: integer('opened_at'),
    erasedAt: integer('erased_at'),
  },
  (table) => [index('private_report_handler').on(table.handlerId, table.state)],
);
