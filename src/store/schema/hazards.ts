import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { dutyTask } from './duties.ts';
import { person, school } from './school.ts';

/** States of domain/hazards.md §4.1, plus `withdrawn` (taken back by its reporter before anybody acted). */
export type HazardState =
  | 'reported'
  | 'triaged'
  | 'assigned'
  | 'rectifying'
  | 'pending_recheck'
  | 'closed'
  | 'merged'
  | 'not_hazard'
  | 'transferred'
  | 'reopened'
  | 'withdrawn';

export type Severity = 'general' | 'serious' | 'major';

export const hazard = sqliteTable(
  'hazard',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    number: text('number').notNull(),
    state: text('state').$type<HazardState>().notNull(),
    /** Goes up with every change; forms carry it, so a form of an older state is noticed. */
    revision: integer('revision').notNull().default(1),
    title: text('title').notNull(),
    description: text('description').notNull(),
    source: text('source').notNull().default('随手报'),
    placeKind: text('place_kind').notNull(),
    placeDetail: text('place_detail').notNull().default(''),
    category: text('category').notNull(),
    sub: text('sub').notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    /** `candidate`: suspected major, waits for a human; `confirmed`, `lowered`: decided with a reason (domain/hazards.md §3). */
    major: text('major').$type<'candidate' | 'confirmed' | 'lowered'>(),
    majorTrigger: text('major_trigger'),
    basis: text('basis'),
    incomplete: integer('incomplete', { mode: 'boolean' }).notNull().default(false),
    reporterId: integer('reporter_id').references(() => person.id),
    reportedAt: integer('reported_at').notNull(),
    ownerId: integer('owner_id').references(() => person.id),
    leaderId: integer('leader_id').references(() => person.id),
    recheckerId: integer('rechecker_id').references(() => person.id),
    requirement: text('requirement'),
    interim: text('interim'),
    controlledAt: integer('controlled_at'),
    assignedAt: integer('assigned_at'),
    /** YYYY-MM-DD; the deadline now, and the one first set (domain/hazards.md §6: an extension does not change it). */
    due: text('due'),
    originalDue: text('original_due'),
    promisedOn: text('promised_on'),
    stuckOn: text('stuck_on'),
    extension: text('extension').$type<'asked' | 'granted' | 'refused'>(),
    extensionTo: text('extension_to'),
    extensionReason: text('extension_reason'),
    measure: text('measure'),
    cost: integer('cost'),
    fixedAt: integer('fixed_at'),
    recheckDue: text('recheck_due'),
    recheckedAt: integer('rechecked_at'),
    recheckResult: text('recheck_result').$type<'passed' | 'sent_back'>(),
    sendBackReason: text('send_back_reason'),
    sendBacks: integer('send_backs').notNull().default(0),
    /** For major ones: the principal's consent and the outside receipt (domain/hazards.md §4.1). */
    consentedAt: integer('consented_at'),
    consentedById: integer('consented_by_id').references(() => person.id),
    receipt: text('receipt'),
    authorityReport: text('authority_report'),
    closedAt: integer('closed_at'),
    decisionReason: text('decision_reason'),
    mergedInto: integer('merged_into'),
    transferredTo: text('transferred_to'),
    /** The ladder as it was when the case opened, and how far it has gone (design.md §5). */
    ladder: text('ladder', { mode: 'json' }),
    ladderDone: integer('ladder_done').notNull().default(-1),
  },
  (table) => [
    uniqueIndex('hazard_number').on(table.number),
    index('hazard_state').on(table.schoolId, table.state),
    index('hazard_owned_by').on(table.ownerId, table.state),
    index('hazard_reported_by').on(table.reporterId, table.state),
    index('hazard_reported').on(table.schoolId, table.reportedAt),
    index('hazard_closed').on(table.schoolId, table.state, table.closedAt),
    index('hazard_place').on(table.schoolId, table.placeKind, table.reportedAt),
  ],
);

/** What happened to a hazard, step by step: the story a person reads. The audit is for verification. */
export const hazardStep = sqliteTable(
  'hazard_step',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    hazardId: integer('hazard_id')
      .notNull()
      .references(() => hazard.id),
    at: integer('at').notNull(),
    personId: integer('person_id').references(() => person.id),
    kind: text('kind').notNull(),
    note: text('note'),
    /** The hazard's row before this step: a mis-tap can be taken back by its author for ten minutes. */
    before: text('before', { mode: 'json' }),
    /** The revision this step led to; once somebody acted after it, it can no longer be taken back. */
    revision: integer('revision').notNull().default(0),
  },
  (table) => [index('hazard_step_hazard').on(table.hazardId, table.id)],
);

/** Several people may have reported the same hazard; each hears when it is closed. */
export const hazardReporter = sqliteTable(
  'hazard_reporter',
  {
    hazardId: integer('hazard_id')
      .notNull()
      .references(() => hazard.id),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
  },
  (table) => [primaryKey({ columns: [table.hazardId, table.personId] })],
);

/** Listed supervision (挂牌督办): number, supervisor, deadline, delisting (domain/hazards.md §5 column 24). */
export const supervision = sqliteTable(
  'supervision',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    hazardId: integer('hazard_id')
      .notNull()
      .references(() => hazard.id),
    number: text('number').notNull(),
    supervisorId: integer('supervisor_id').references(() => person.id),
    deadline: text('deadline').notNull(),
    listedAt: integer('listed_at').notNull(),
    listedById: integer('listed_by_id').references(() => person.id),
    delistedAt: integer('delisted_at'),
    delistedById: integer('delisted_by_id').references(() => person.id),
    note: text('note'),
  },
  (table) => [index('supervision_hazard').on(table.hazardId)],
);

/**
 * What somebody is in the middle of: a report, a rectification, a recheck, an inspection round or a drill that waits for
 * a form or a photo.
 * At most one open draft of a kind per person and subject.
 */
export const draft = sqliteTable(
  'draft',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').$type<'report' | 'rectification' | 'recheck' | 'round' | 'drill'>().notNull(),
    hazardId: integer('hazard_id').references(() => hazard.id),
    /** The duty's task a report was found in, or whose pictures a `round` gathers. */
    taskId: integer('task_id').references(() => dutyTask.id),
    /** The drill a `drill` gathers pictures of; no reference, since the drills' tables are built on this one. */
    drillId: integer('drill_id'),
    /** What was understood and what the person chose; feature-owned shape. */
    content: text('content', { mode: 'json' }).notNull(),
    /** Vendor message the draft came from; a recall of it withdraws the draft. */
    fromMessageId: text('from_message_id'),
    state: text('state').$type<'open' | 'done' | 'dropped'>().notNull().default('open'),
    createdAt: integer('created_at').notNull(),
    touchedAt: integer('touched_at').notNull(),
  },
  (table) => [
    index('draft_open').on(table.personId, table.state),
    index('draft_message').on(table.fromMessageId),
    index('draft_task').on(table.taskId),
    index('draft_hazard').on(table.hazardId, table.state),
    index('draft_drill').on(table.drillId),
  ],
);

/** A picture somebody sent. `hash` is empty until it has been downloaded from the vendor. */
export const photo = sqliteTable(
  'photo',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    platform: text('platform').$type<'feishu' | 'dingtalk'>().notNull(),
    messageId: text('message_id').notNull(),
    mediaKey: text('media_key').notNull(),
    draftId: integer('draft_id').references(() => draft.id),
    /** Once the draft has become a record: which hazard, and of which moment the picture is. */
    hazardId: integer('hazard_id').references(() => hazard.id),
    moment: text('moment').$type<'before' | 'after' | 'recheck'>(),
    /** sha-256 of the stored bytes, location data already taken out. */
    hash: text('hash'),
    state: text('state').$type<'wanted' | 'stored' | 'refused'>().notNull().default('wanted'),
    refusal: text('refusal'),
    at: integer('at').notNull(),
  },
  (table) => [
    index('photo_draft').on(table.draftId),
    index('photo_hazard').on(table.hazardId),
    index('photo_hash').on(table.hash),
    uniqueIndex('photo_once').on(table.platform, table.messageId, table.mediaKey),
  ],
);
