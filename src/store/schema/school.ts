import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

export const school = sqliteTable('school', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  /** Two or three letters in hazard numbers, e.g. GS-202509-0012. */
  shortName: text('short_name').notNull(),
});

export const person = sqliteTable(
  'person',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    mobile: text('mobile'),
    state: text('state').$type<'active' | 'left'>().notNull().default('active'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('person_mobile').on(table.mobile), index('person_name').on(table.name)],
);

/** A person's account on a platform. One person may have several. */
export const identity = sqliteTable(
  'identity',
  {
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    userId: text('user_id').notNull(),
    unionId: text('union_id'),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    state: text('state').$type<'active' | 'left'>().notNull().default('active'),
    directChatId: text('direct_chat_id'),
    greetedAt: integer('greeted_at'),
    /** When they last wrote or pressed there, ms: where a card for the person goes. Emptied when it proved a dead end. */
    lastSeenAt: integer('last_seen_at'),
  },
  (table) => [primaryKey({ columns: [table.platform, table.userId] }), index('identity_person').on(table.personId)],
);

/** What somebody is in a school; scoped to the whole school, one class or one place. */
export const role = sqliteTable(
  'role',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    role: text('role').notNull(),
    scope: text('scope').$type<'school' | 'class' | 'place' | 'grade'>().notNull().default('school'),
    /** Class or place id, or the grade's name; 0 / '' where the scope is the school. */
    scopeId: text('scope_id').notNull().default(''),
  },
  (table) => [
    uniqueIndex('role_once').on(table.personId, table.schoolId, table.role, table.scope, table.scopeId),
    index('role_holder').on(table.schoolId, table.role),
  ],
);

export const classGroup = sqliteTable(
  'class_group',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    name: text('name').notNull(),
    stage: text('stage').notNull(),
    grade: text('grade').notNull(),
    /** Stage, grade and number folded to one text, so that 三(1)班 and 三年级一班 are the same class. */
    canonical: text('canonical').notNull(),
    /** Students enrolled (人数), and where the class sits (2号楼3层); null until somebody said so. Numbers only, never names. */
    students: integer('students'),
    floor: text('floor'),
  },
  (table) => [uniqueIndex('class_group_once').on(table.schoolId, table.canonical)],
);

/** A named place of this school; `kind` is one of the place kinds of domain/hazards.md §1. */
export const place = sqliteTable(
  'place',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
  },
  (table) => [uniqueIndex('place_once').on(table.schoolId, table.name)],
);

/** A group chat the bot is in. Nothing is sent there before somebody said what it is for. */
export const chatGroup = sqliteTable(
  'chat_group',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    chatId: text('chat_id').notNull(),
    schoolId: integer('school_id').references(() => school.id),
    name: text('name').notNull(),
    purpose: text('purpose').$type<'leading_group' | 'class_teachers' | 'staff' | 'grade' | 'other'>(),
    state: text('state').$type<'active' | 'left'>().notNull().default('active'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('chat_group_once').on(table.platform, table.chatId)],
);

/** The school's own word on a date, for all or for one grade; it wins over the statutory calendar. */
export const calendarDay = sqliteTable(
  'calendar_day',
  {
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    date: text('date').notNull(),
    /** '' for the whole school, else the grade as its classes have it. */
    grade: text('grade').notNull().default(''),
    /** `exam` is a school day with exams; `suspended` (停课) was to be one and is excused. */
    kind: text('kind').$type<'school_day' | 'day_off' | 'exam' | 'suspended'>().notNull(),
    note: text('note'),
  },
  (table) => [primaryKey({ columns: [table.schoolId, table.date, table.grade] })],
);

/** Somebody wrote to the bot whom nobody knows yet. */
export const knock = sqliteTable(
  'knock',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    userId: text('user_id').notNull(),
    unionId: text('union_id'),
    /** Set once the person sent 我是 姓名. */
    claimedName: text('claimed_name'),
    state: text('state').$type<'new' | 'claimed' | 'accepted' | 'refused'>().notNull().default('new'),
    firstAt: integer('first_at').notNull(),
    personId: integer('person_id').references(() => person.id),
  },
  (table) => [uniqueIndex('knock_once').on(table.platform, table.userId)],
);

/** The code for the first administrator. One row; the code itself is stored as a digest. */
export const pairing = sqliteTable('pairing', {
  id: integer('id').primaryKey(),
  codeDigest: text('code_digest').notNull(),
  salt: text('salt').notNull(),
  expiresAt: integer('expires_at').notNull(),
  wrongTries: integer('wrong_tries').notNull().default(0),
  pairedAt: integer('paired_at'),
});

/** A roster that was read and waits for 确认导入. Rows are personal data: erased once decided. */
export const rosterImport = sqliteTable('roster_import', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  schoolId: integer('school_id')
    .notNull()
    .references(() => school.id),
  byPersonId: integer('by_person_id').references(() => person.id),
  fileName: text('file_name').notNull(),
  at: integer('at').notNull(),
  state: text('state').$type<'preview' | 'imported' | 'dropped'>().notNull().default('preview'),
  rows: text('rows', { mode: 'json' }),
  problems: text('problems', { mode: 'json' }).notNull(),
  summary: text('summary', { mode: 'json' }).notNull(),
});

/**
 * 关联账号: `open` while its code may be used, `ended` when nobody did. `linked` when the other account was nobody's;
 * `waiting` when it is another person of the roster, until the safety office says `linked` or `refused`. `undone` later.
 */
export const accountLink = sqliteTable(
  'account_link',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Who asked for the code, and on which platform. */
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    state: text('state').$type<'open' | 'ended' | 'waiting' | 'linked' | 'refused' | 'undone'>().notNull(),
    /** Sealed with the key outside the database; '' as soon as it is worth nothing. */
    code: text('code').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    /** The account that sent the code, and whose it was until then. */
    otherPlatform: text('other_platform').$type<'feishu' | 'dingtalk'>(),
    otherUserId: text('other_user_id'),
    otherUnionId: text('other_union_id'),
    otherPersonId: integer('other_person_id').references(() => person.id),
    usedAt: integer('used_at'),
    decidedById: integer('decided_by_id').references(() => person.id),
    /** When a safety office said that it has seen it. */
    seenAt: integer('seen_at'),
    /** Which rows changed hands, so that it can be undone; erased when that time is over. */
    moved: text('moved', { mode: 'json' }),
  },
  (table) => [
    index('account_link_state').on(table.state, table.usedAt),
    index('account_link_person').on(table.personId),
  ],
);

/** Wrong codes sent by an account since its first one. */
export const linkTry = sqliteTable(
  'link_try',
  {
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    userId: text('user_id').notNull(),
    tries: integer('tries').notNull(),
    since: integer('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.userId] })],
);
