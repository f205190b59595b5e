import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
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
    /**
     * `asked`: numbers shown, nobody told yet; `alerted`: leadership told; `handled`: one person leads; `resolved`: over;
     * `called_off`: false alarm; `dropped`: put aside before anybody knew.
     */
    state: text('state').$type<'asked' | 'alerted' | 'handled' | 'resolved' | 'called_off' | 'dropped'>().notNull(),
    alertedAt: integer('alerted_at'),
    handlerId: integer('handler_id').references(() => person.id),
    handledAt: integer('handled_at'),
    note: text('note'),
    resolvedAt: integer('resolved_at'),
    resolvedBy: integer('resolved_by').references(() => person.id),
  },
  (table) => [index('incident_state').on(table.schoolId, table.state)],
);

/** Who was called to which post of an emergency (保卫, 救护, 通讯, 疏散), and what they answered. */
export const incidentPost = sqliteTable(
  'incident_post',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    incidentId: integer('incident_id')
      .notNull()
      .references(() => incident.id),
    team: text('team').$type<'guard' | 'aid' | 'communication' | 'evacuation'>().notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    state: text('state').$type<'asked' | 'in_place' | 'cannot'>().notNull(),
    askedAt: integer('asked_at').notNull(),
    answeredAt: integer('answered_at'),
  },
  (table) => [uniqueIndex('incident_post_once').on(table.incidentId, table.personId)],
);

/** A report to the authority: first, follow-up or final. */
export const incidentReport = sqliteTable(
  'incident_report',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    incidentId: integer('incident_id')
      .notNull()
      .references(() => incident.id),
    stage: text('stage').$type<'first' | 'follow_up' | 'final'>().notNull(),
    /** The report's words, sealed: kept long, read by few (domain/duties.md incident-report KP). */
    sealed: text('sealed').notNull(),
    writtenBy: integer('written_by')
      .notNull()
      .references(() => person.id),
    writtenAt: integer('written_at').notNull(),
    /** When it was given to the authority, and who took it there. */
    sentAt: integer('sent_at'),
    receiver: text('receiver'),
  },
  (table) => [index('incident_report_of').on(table.incidentId, table.stage)],
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
    /** `unsaid`: somebody wrote 匿名 and nothing of what it is about. */
    kind: text('kind').$type<'bullying' | 'abuse' | 'self-harm' | 'threat' | 'unsaid'>().notNull(),
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

/** The return key (查询码) of a matter whose reporter left no name: only its salted digest. */
export const privateKey = sqliteTable('private_key', {
  number: text('number').primaryKey(),
  schoolId: integer('school_id')
    .notNull()
    .references(() => school.id),
  salt: text('salt').notNull(),
  digest: text('digest').notNull(),
  madeAt: integer('made_at').notNull(),
});

/**
 * What ties an account to a matter for an hour at most: the key somebody was just shown, or the matter they came back
 * to. Sealed, and deleted when the hour is over; a token without its row means nothing.
 */
export const privateVisit = sqliteTable('private_visit', {
  token: text('token').primaryKey(),
  sealed: text('sealed').notNull(),
  until: integer('until').notNull(),
});

/** What a handler asks the reporter who left no name; the words go when it is answered or too old. */
export const privateQuestion = sqliteTable(
  'private_question',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    number: text('number').notNull(),
    handlerId: integer('handler_id')
      .notNull()
      .references(() => person.id),
    sealed: text('sealed'),
    askedAt: integer('asked_at').notNull(),
    answeredAt: integer('answered_at'),
  },
  (table) => [index('private_question_of').on(table.number)],
);

/** A step of a private matter that its handlers owe (受理, 认定, 报警…): when it is due and when it was done, no words. */
export const privateNode = sqliteTable(
  'private_node',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    number: text('number').notNull(),
    node: text('node').notNull(),
    /** ms; null: no time limit. */
    dueAt: integer('due_at'),
    doneAt: integer('done_at'),
    reminders: integer('reminders').notNull().default(0),
  },
  (table) => [uniqueIndex('private_node_once').on(table.number, table.node)],
);
