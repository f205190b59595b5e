import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { dutyTask } from './duties.ts';
import { hazard } from './hazards.ts';
import { incident } from './incidents.ts';
import { person, school } from './school.ts';

/** `planned` → `running` → `stood_down`; a plan may be `cancelled` (domain/drills.md §3). */
export type DrillState = 'planned' | 'running' | 'stood_down' | 'cancelled';

/** A drill, or a roll-call of everybody for a real event (全员点名). */
export const drill = sqliteTable(
  'drill',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    number: text('number').notNull(),
    kind: text('kind').$type<'drill' | 'roll_call'>().notNull(),
    /** A type of domain/drills.md §1; '' for a roll-call. */
    type: text('type').notNull(),
    scene: text('scene').notNull().default(''),
    state: text('state').$type<DrillState>().notNull(),
    /** Goes up with every change of the plan or the state; forms carry it. */
    revision: integer('revision').notNull().default(1),
    plannedAt: integer('planned_at').notNull(),
    plannedById: integer('planned_by_id').references(() => person.id),
    /** Seconds; the school's own goal, prefilled from domain/drills.md §1. */
    targetSeconds: integer('target_seconds'),
    announced: integer('announced', { mode: 'boolean' }).notNull().default(true),
    route: text('route').notNull().default(''),
    commanderId: integer('commander_id').references(() => person.id),
    deputyId: integer('deputy_id').references(() => person.id),
    /** Columns of the record form (domain/drills.md §6): when in the school day, the weather, which plan was followed. */
    slot: text('slot'),
    weather: text('weather'),
    planVersion: text('plan_version'),
    /** Where the school keeps its videos of it; they are too large for the store. */
    videoKept: text('video_kept'),
    /** Preparation: what was looked at, by whom, and how many need a hand (n 对 n, never who). */
    preparedAt: integer('prepared_at'),
    preparedById: integer('prepared_by_id').references(() => person.id),
    lacking: text('lacking', { mode: 'json' }),
    helperPairs: integer('helper_pairs'),
    /** How far the reminders before the drill have gone. */
    ladderDone: integer('ladder_done').notNull().default(-1),
    startedAt: integer('started_at'),
    startedById: integer('started_by_id').references(() => person.id),
    /** First moment at which everybody was accounted for; empty again when a correction opens a gap. */
    accountedAt: integer('accounted_at'),
    stoodDownAt: integer('stood_down_at'),
    stoodDownById: integer('stood_down_by_id').references(() => person.id),
    /** The reason the commander signed for standing down although not everything was closed. */
    exception: text('exception'),
    /** 真实险情: from then on every text says so. */
    realAt: integer('real_at'),
    realById: integer('real_by_id').references(() => person.id),
    /** The drill was interrupted by the missing-child procedure; when everybody was found again. */
    missingAt: integer('missing_at'),
    foundAt: integer('found_at'),
    incidentId: integer('incident_id').references(() => incident.id),
    highlights: text('highlights'),
    findingsAt: integer('findings_at'),
    findingsById: integer('findings_by_id').references(() => person.id),
    cancelReason: text('cancel_reason'),
    /** Who takes part, when it is not the whole school; read when the drill starts. */
    part: text('part', { mode: 'json' }),
    /** 补录: held without the product; what the paper says. Its own times are those at which it was received. */
    late: text('late', { mode: 'json' }),
  },
  (table) => [
    uniqueIndex('drill_number').on(table.number),
    index('drill_state').on(table.schoolId, table.state),
    index('drill_planned').on(table.schoolId, table.plannedAt),
  ],
);

/** What is counted as one: a class, a place, the staff, visitors, or one colleague; with the numbers as they are now. */
export const drillUnit = sqliteTable(
  'drill_unit',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    drillId: integer('drill_id')
      .notNull()
      .references(() => drill.id),
    kind: text('kind').$type<'class' | 'place' | 'staff' | 'visitors' | 'person'>().notNull(),
    /** Class or person id as text, a place's name; '' for the staff as a whole. */
    reference: text('reference').notNull().default(''),
    /** 初二3班; as it was called when the roll-call began. */
    name: text('name').notNull(),
    floor: text('floor').notNull().default(''),
    /** 在册; null where the school's data have none. */
    enrolled: integer('enrolled'),
    /** 应到, 实到; null until reported. */
    expected: integer('expected'),
    present: integer('present'),
    reason: text('reason'),
    resolved: integer('resolved', { mode: 'boolean' }).notNull().default(false),
    revision: integer('revision').notNull().default(1),
    reporterId: integer('reporter_id').references(() => person.id),
    /** 已出发: when the class left its room, as received. */
    leftAt: integer('left_at'),
    firstAt: integer('first_at'),
    reportedAt: integer('reported_at'),
    /** Since when the numbers add up. */
    closedAt: integer('closed_at'),
    /** Since when somebody is missing, and how far the procedure of domain/drills.md §4 has gone. */
    gapSince: integer('gap_since'),
    gapStage: integer('gap_stage').notNull().default(0),
  },
  (table) => [uniqueIndex('drill_unit_once').on(table.drillId, table.kind, table.reference)],
);

/** Every report as it was made; a later one of the same unit is a correction (who, when, from what to what). */
export const drillReport = sqliteTable(
  'drill_report',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    unitId: integer('unit_id')
      .notNull()
      .references(() => drillUnit.id),
    at: integer('at').notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    expected: integer('expected').notNull(),
    present: integer('present').notNull(),
    reason: text('reason'),
    resolved: integer('resolved', { mode: 'boolean' }).notNull(),
  },
  (table) => [index('drill_report_unit').on(table.unitId, table.id)],
);

/** Somebody with a part in the drill (domain/drills.md §2). */
export const drillPost = sqliteTable(
  'drill_post',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    drillId: integer('drill_id')
      .notNull()
      .references(() => drill.id),
    role: text('role').notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    /** 2号楼3层东梯; '' where the role says enough. */
    post: text('post').notNull().default(''),
    state: text('state').$type<'waiting' | 'confirmed' | 'trouble'>().notNull().default('waiting'),
    at: integer('at'),
  },
  (table) => [uniqueIndex('drill_post_once').on(table.drillId, table.role, table.personId, table.post)],
);

/** The class was told the route and knows what to do (day before). */
export const drillBriefing = sqliteTable(
  'drill_briefing',
  {
    drillId: integer('drill_id')
      .notNull()
      .references(() => drill.id),
    classId: integer('class_id').notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.drillId, table.classId] })],
);

/** What happened to a drill: planned, postponed with reason, started, switched to real, stood down. */
export const drillStep = sqliteTable(
  'drill_step',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    drillId: integer('drill_id')
      .notNull()
      .references(() => drill.id),
    at: integer('at').notNull(),
    personId: integer('person_id').references(() => person.id),
    kind: text('kind').notNull(),
    note: text('note'),
  },
  (table) => [index('drill_step_drill').on(table.drillId, table.id)],
);

/** One observer's evaluation (domain/drills.md §5). */
export const drillEvaluation = sqliteTable(
  'drill_evaluation',
  {
    drillId: integer('drill_id')
      .notNull()
      .references(() => drill.id),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    at: integer('at').notNull(),
    /** Item → 1–5. */
    scores: text('scores', { mode: 'json' }).notNull(),
    total: integer('total').notNull(),
    slowest: text('slowest').notNull(),
    jams: integer('jams').notNull(),
    injuries: integer('injuries').notNull(),
    equipment: text('equipment'),
  },
  (table) => [primaryKey({ columns: [table.drillId, table.personId] })],
);

/** What a drill brought to light, and where it went. */
export const drillFinding = sqliteTable(
  'drill_finding',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    drillId: integer('drill_id')
      .notNull()
      .references(() => drill.id),
    text: text('text').notNull(),
    goes: text('goes').$type<'hazard' | 'plan'>().notNull(),
    ownerId: integer('owner_id')
      .notNull()
      .references(() => person.id),
    due: text('due').notNull(),
    hazardId: integer('hazard_id').references(() => hazard.id),
    taskId: integer('task_id').references(() => dutyTask.id),
    at: integer('at').notNull(),
  },
  (table) => [index('drill_finding_drill').on(table.drillId)],
);
