import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { person, school } from './school.ts';

/** A term of a school, e.g. 2025-1 (autumn) or 2025-2 (spring); dates inclusive. */
export const term = sqliteTable(
  'term',
  {
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    name: text('name').notNull(),
    firstDay: text('first_day').notNull(),
    lastDay: text('last_day').notNull(),
  },
  (table) => [primaryKey({ columns: [table.schoolId, table.name] })],
);

/** What a school changed about a duty; absent columns mean the catalogue's value. */
export const dutySetting = sqliteTable(
  'duty_setting',
  {
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    dutyId: text('duty_id').notNull(),
    on: integer('on', { mode: 'boolean' }).notNull(),
    /** HH:mm, or null for the catalogue's. */
    openAt: text('open_at'),
    dueAt: text('due_at'),
    /** A glossary role instead of the catalogue's. */
    role: text('role'),
    prompt: text('prompt'),
    /** `shared`: one card in the group; `personal`: one to each. */
    reach: text('reach').$type<'shared' | 'personal'>(),
    /** A denser cadence than the catalogue's; never thinner than the legal floor. */
    cadence: text('cadence'),
  },
  (table) => [primaryKey({ columns: [table.schoolId, table.dutyId] })],
);

export type DutyTaskState = 'open' | 'done' | 'missed' | 'excused';

/** One duty of one period in one scope; unique, so making it twice is impossible (design.md §5). */
export const dutyTask = sqliteTable(
  'duty_task',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    dutyId: text('duty_id').notNull(),
    /** e.g. 2025-09-18, 2025-W38, 2025-09-H1, 2025-09, T2025-1, Y2025, or the key of an event. */
    period: text('period').notNull(),
    scope: text('scope').$type<'school' | 'class' | 'place' | 'person'>().notNull(),
    /** Class or place id, person id, '' for the school. */
    scopeId: text('scope_id').notNull().default(''),
    /** Somebody in particular, instead of the role's holders. */
    assigneeId: integer('assignee_id').references(() => person.id),
    openAt: integer('open_at').notNull(),
    dueAt: integer('due_at').notNull(),
    state: text('state').$type<DutyTaskState>().notNull().default('open'),
    revision: integer('revision').notNull().default(1),
    doneAt: integer('done_at'),
    doneById: integer('done_by_id').references(() => person.id),
    /** Done after the deadline (补录). */
    late: integer('late', { mode: 'boolean' }).notNull().default(false),
    /** Done by somebody who does not hold the scope (代讲, 代班). */
    byDeputy: integer('by_deputy', { mode: 'boolean' }).notNull().default(false),
    content: text('content', { mode: 'json' }),
    excuse: text('excuse'),
    /** What the task is about beyond its scope: topic of a reminder, campaign, filing. Feature-owned shape. */
    matter: text('matter', { mode: 'json' }),
  },
  (table) => [
    uniqueIndex('duty_task_once').on(table.schoolId, table.dutyId, table.period, table.scope, table.scopeId),
    index('duty_task_open').on(table.schoolId, table.state, table.dueAt),
    index('duty_task_due').on(table.schoolId, table.dueAt),
    index('duty_task_assigned').on(table.assigneeId, table.state),
  ],
);

/** One period of a duty in a school: the topic of a shared card, and how far its nudging has gone. */
export const dutyPeriod = sqliteTable(
  'duty_period',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    dutyId: text('duty_id').notNull(),
    period: text('period').notNull(),
    openAt: integer('open_at').notNull(),
    dueAt: integer('due_at').notNull(),
    /** The ladder as it was when the period opened, and the last rung that spoke. */
    ladder: text('ladder', { mode: 'json' }).notNull(),
    ladderDone: integer('ladder_done').notNull().default(-1),
    matter: text('matter', { mode: 'json' }),
  },
  (table) => [
    uniqueIndex('duty_period_once').on(table.schoolId, table.dutyId, table.period),
    // The duty stands in it so that the period before one is found without looking at other duties' rows.
    index('duty_period_due').on(table.schoolId, table.dueAt, table.dutyId),
  ],
);

/** 请假／代班: who is away, and who does what meanwhile, once they agreed. */
export const absence = sqliteTable(
  'absence',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    substituteId: integer('substitute_id')
      .notNull()
      .references(() => person.id),
    firstDay: text('first_day').notNull(),
    lastDay: text('last_day').notNull(),
    /** Which kinds of work: reminder, lesson, shift, hazard. */
    work: text('work', { mode: 'json' }).notNull(),
    state: text('state').$type<'asked' | 'agreed' | 'declined' | 'withdrawn'>().notNull().default('asked'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('absence_person').on(table.personId, table.lastDay),
    index('absence_substitute').on(table.substituteId, table.lastDay),
  ],
);

/** A shift of a duty roster (领导带班, 护导, 夜间值班): who stands where, and what they left to the next. */
export const dutyShift = sqliteTable(
  'duty_shift',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    dutyId: text('duty_id').notNull(),
    date: text('date').notNull(),
    /** 早, 晚, 全天 … as the roster says; '' where a day has one shift. */
    slot: text('slot').notNull().default(''),
    post: text('post').notNull().default(''),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at').notNull(),
    checkedInAt: integer('checked_in_at'),
    handover: text('handover'),
    handedOverAt: integer('handed_over_at'),
  },
  (table) => [
    uniqueIndex('duty_shift_once').on(table.schoolId, table.dutyId, table.date, table.slot, table.post),
    index('duty_shift_person').on(table.personId, table.date),
  ],
);

/** 换班: a colleague is asked to take a shift. */
export const shiftSwap = sqliteTable('shift_swap', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  shiftId: integer('shift_id')
    .notNull()
    .references(() => dutyShift.id),
  fromId: integer('from_id')
    .notNull()
    .references(() => person.id),
  toId: integer('to_id')
    .notNull()
    .references(() => person.id),
  state: text('state').$type<'asked' | 'agreed' | 'declined'>().notNull().default('asked'),
  at: integer('at').notNull(),
});

/** A file or photo kept as evidence of a task. */
export const evidence = sqliteTable(
  'evidence',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    taskId: integer('task_id')
      .notNull()
      .references(() => dutyTask.id),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').$type<'file' | 'photo'>().notNull(),
    fileName: text('file_name').notNull(),
    /** sha-256; empty until it has been fetched. */
    hash: text('hash'),
    at: integer('at').notNull(),
  },
  (table) => [index('evidence_task').on(table.taskId)],
);
