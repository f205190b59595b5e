import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { dutyTask } from './duties.ts';
import { hazard } from './hazards.ts';
import { person, school } from './school.ts';

/** `open` → `closed` (散会) → `signed` (签发); one that was opened by mistake is `dropped`. */
export type MeetingState = 'open' | 'closed' | 'signed' | 'dropped';

/** One weekly safety meeting (每周安全例会) and its minutes. */
export const meeting = sqliteTable(
  'meeting',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    state: text('state').$type<MeetingState>().notNull().default('open'),
    /** Goes up with every change; what is closed, signed or sent back carries it. */
    revision: integer('revision').notNull().default(1),
    heldAt: integer('held_at').notNull(),
    openedById: integer('opened_by_id')
      .notNull()
      .references(() => person.id),
    /** Who presided; settled when the meeting is closed. */
    hostId: integer('host_id').references(() => person.id),
    /** Held elsewhere and written down afterwards (补录); who came stands in `attendees`. */
    lateEntry: integer('late_entry', { mode: 'boolean' }).notNull().default(false),
    attendees: text('attendees'),
    /** The agenda as it was when the meeting began: lines of text. */
    agenda: text('agenda', { mode: 'json' }).notNull(),
    /** Action items of earlier meetings when this one began: done, and all of them. */
    itemsDone: integer('items_done').notNull().default(0),
    itemsTotal: integer('items_total').notNull().default(0),
    closedAt: integer('closed_at'),
    closedById: integer('closed_by_id').references(() => person.id),
    signedAt: integer('signed_at'),
    signedById: integer('signed_by_id').references(() => person.id),
    /** Why the minutes were sent back, until they are closed again. */
    sentBack: text('sent_back'),
    /** The duty's task it fulfilled. */
    taskId: integer('task_id').references(() => dutyTask.id),
    /** sha-256 of the minutes as a document; empty until they are written. */
    minutesHash: text('minutes_hash'),
  },
  (table) => [
    uniqueIndex('meeting_one_open').on(table.schoolId).where(sql`${table.state} = 'open'`),
    index('meeting_held').on(table.schoolId, table.heldAt),
  ],
);

/** Who said 我在; taken back it stays, with `here` off. */
export const meetingAttendance = sqliteTable(
  'meeting_attendance',
  {
    meetingId: integer('meeting_id')
      .notNull()
      .references(() => meeting.id),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    at: integer('at').notNull(),
    here: integer('here', { mode: 'boolean' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.meetingId, table.personId] })],
);

/** A decision, or an action item with owner and date, of a meeting. */
export const meetingLine = sqliteTable(
  'meeting_line',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    meetingId: integer('meeting_id')
      .notNull()
      .references(() => meeting.id),
    kind: text('kind').$type<'decision' | 'item'>().notNull(),
    text: text('text').notNull(),
    ownerId: integer('owner_id').references(() => person.id),
    /** YYYY-MM-DD. */
    due: text('due'),
    byId: integer('by_id')
      .notNull()
      .references(() => person.id),
    at: integer('at').notNull(),
    withdrawnAt: integer('withdrawn_at'),
    /** The task an item became when the meeting was closed. */
    taskId: integer('task_id').references(() => dutyTask.id),
  },
  (table) => [index('meeting_line_meeting').on(table.meetingId, table.id)],
);

/** What somebody put on the next meeting's agenda (列入例会), beside what the agenda finds by itself. */
export const agendaEntry = sqliteTable(
  'agenda_entry',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    /** What it is about, so that it is not put there twice: `hazard:17`, or the words. */
    key: text('key').notNull(),
    hazardId: integer('hazard_id').references(() => hazard.id),
    /** The line as it was put there; a hazard is told as it stands. */
    text: text('text').notNull(),
    byId: integer('by_id')
      .notNull()
      .references(() => person.id),
    at: integer('at').notNull(),
    takenOffAt: integer('taken_off_at'),
    takenOffById: integer('taken_off_by_id').references(() => person.id),
    /** The meeting whose agenda took it up. */
    meetingId: integer('meeting_id').references(() => meeting.id),
  },
  (table) => [
    uniqueIndex('agenda_entry_once')
      .on(table.schoolId, table.key)
      .where(sql`${table.takenOffAt} is null and ${table.meetingId} is null`),
    index('agenda_entry_meeting').on(table.meetingId),
  ],
);
