import { and, asc, desc, eq, gte, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import {
  drill,
  drillBriefing,
  drillEvaluation,
  drillFinding,
  drillPost,
  drillReport,
  drillStep,
  drillUnit,
  person,
  role,
} from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Unit } from './count.ts';
import { classesTakingPart } from './part.ts';
import type { Drill } from './rules.ts';

export type Post = typeof drillPost.$inferSelect;
export type Report = typeof drillReport.$inferSelect;
export type Evaluation = typeof drillEvaluation.$inferSelect;
export type Finding = typeof drillFinding.$inferSelect;
type Reading = Pick<ReadContext, 'db'>;

const byId = prepared((db) =>
  db
    .select()
    .from(drill)
    .where(eq(drill.id, sql.placeholder('id')))
    .prepare(),
);
export const findDrill = (context: Reading, id: number): Drill | undefined => byId(context.db).get({ id });

const unitById = prepared((db) =>
  db
    .select()
    .from(drillUnit)
    .where(eq(drillUnit.id, sql.placeholder('id')))
    .prepare(),
);
export const findUnit = (context: Reading, id: number): Unit | undefined => unitById(context.db).get({ id });

const ofDrill = prepared((db) =>
  db
    .select()
    .from(drillUnit)
    .where(eq(drillUnit.drillId, sql.placeholder('drill')))
    .orderBy(asc(drillUnit.id))
    .prepare(),
);
/** What is counted, in the order of the school's classes. */
export const unitsOf = (context: Reading, drillId: number): readonly Unit[] =>
  ofDrill(context.db).all({ drill: drillId });

const postsOfDrill = prepared((db) =>
  db
    .select()
    .from(drillPost)
    .where(eq(drillPost.drillId, sql.placeholder('drill')))
    .orderBy(asc(drillPost.id))
    .prepare(),
);
export const postsOf = (context: Reading, drillId: number): readonly Post[] =>
  postsOfDrill(context.db).all({ drill: drillId });
export const findPost = (context: Reading, id: number): Post | undefined =>
  context.db.select().from(drillPost).where(eq(drillPost.id, id)).get();

/** The people with one of the roles in a drill. */
export const peopleAt = (context: Reading, drillId: number, roles: readonly string[]): readonly PersonId[] => [
  ...new Set(
    postsOf(context, drillId)
      .filter((post) => roles.includes(post.role))
      .map((post) => post.personId),
  ),
];

export const reportsOf = (context: Reading, unitId: number): readonly Report[] =>
  context.db.select().from(drillReport).where(eq(drillReport.unitId, unitId)).orderBy(asc(drillReport.id)).all();

const runningIn = prepared((db) =>
  db
    .select()
    .from(drill)
    .where(and(eq(drill.schoolId, sql.placeholder('school')), eq(drill.state, 'running')))
    .orderBy(desc(drill.id))
    .limit(1)
    .prepare(),
);
/** The drill or roll-call under way at a school; there is at most one. */
export const runningDrill = (context: Reading, schoolId: number): Drill | undefined =>
  runningIn(context.db).get({ school: schoolId });

/** Planned drills of a school, the next first. */
export const plannedDrills = (context: Reading, schoolId: number): readonly Drill[] =>
  planned(context.db).all({ school: schoolId });

const planned = prepared((db) =>
  db
    .select()
    .from(drill)
    .where(and(eq(drill.schoolId, sql.placeholder('school')), eq(drill.state, 'planned')))
    .orderBy(asc(drill.plannedAt))
    .prepare(),
);

/** Drills held within a span of time, the latest first; roll-calls for real events are none. */
export const heldBetween = (context: Reading, schoolId: number, from: number, to: number): readonly Drill[] =>
  held(context.db).all({ school: schoolId, from, to });

const held = prepared((db) =>
  db
    .select()
    .from(drill)
    .where(
      and(
        eq(drill.schoolId, sql.placeholder('school')),
        eq(drill.kind, 'drill'),
        eq(drill.state, 'stood_down'),
        gte(drill.startedAt, sql.placeholder('from')),
        lt(drill.startedAt, sql.placeholder('to')),
      ),
    )
    .orderBy(desc(drill.startedAt))
    .prepare(),
);

/** The last drills of a type that were held before one, oldest first. */
export const earlierOfType = (context: Reading, of: Drill, limit: number): readonly Drill[] =>
  context.db
    .select()
    .from(drill)
    .where(
      and(
        eq(drill.schoolId, of.schoolId),
        eq(drill.kind, of.kind),
        eq(drill.type, of.type),
        eq(drill.state, 'stood_down'),
        isNotNull(drill.accountedAt),
        ne(drill.id, of.id),
        lt(drill.startedAt, of.startedAt ?? 0),
      ),
    )
    .orderBy(desc(drill.startedAt))
    .limit(limit)
    .all()
    .reverse();

/** The last drill or roll-call that ended. */
export const lastHeld = (context: Reading, schoolId: number): Drill | undefined =>
  context.db
    .select()
    .from(drill)
    .where(and(eq(drill.schoolId, schoolId), eq(drill.state, 'stood_down')))
    .orderBy(desc(drill.startedAt))
    .limit(1)
    .get();

/** The plan the school followed last, as it called it. */
export const lastPlanVersion = (context: Reading, schoolId: number): string | undefined =>
  context.db
    .select({ version: drill.planVersion })
    .from(drill)
    .where(and(eq(drill.schoolId, schoolId), isNotNull(drill.planVersion)))
    .orderBy(desc(drill.id))
    .limit(1)
    .get()?.version ?? undefined;

export const evaluationsOf = (context: Reading, drillId: number): readonly Evaluation[] =>
  context.db
    .select()
    .from(drillEvaluation)
    .where(eq(drillEvaluation.drillId, drillId))
    .orderBy(asc(drillEvaluation.at))
    .all();

/** The mean of the observers' totals, rounded; undefined while nobody has evaluated. */
export function scoreOf(context: Reading, drillId: number): number | undefined {
  const all = evaluationsOf(context, drillId);
  return all.length === 0 ? undefined : Math.round(all.reduce((sum, one) => sum + one.total, 0) / all.length);
}

export const findingsOf = (context: Reading, drillId: number): readonly Finding[] =>
  context.db.select().from(drillFinding).where(eq(drillFinding.drillId, drillId)).orderBy(asc(drillFinding.id)).all();

export const stepsOf = (context: Reading, drillId: number) =>
  context.db.select().from(drillStep).where(eq(drillStep.drillId, drillId)).orderBy(asc(drillStep.id)).all();

/** How many classes were told the route, and how many there are. */
export function briefingOf(context: Reading, of: Drill): { readonly done: number; readonly total: number } {
  const briefed = context.db
    .select({ id: drillBriefing.classId })
    .from(drillBriefing)
    .where(eq(drillBriefing.drillId, of.id))
    .all()
    .map((one) => one.id);
  const classes = classesTakingPart(context, of);
  return { done: classes.filter((one) => briefed.includes(one.id)).length, total: classes.length };
}
export const isBriefed = (context: Reading, drillId: number, classId: number): boolean =>
  context.db
    .select({ at: drillBriefing.at })
    .from(drillBriefing)
    .where(and(eq(drillBriefing.drillId, drillId), eq(drillBriefing.classId, classId)))
    .get() !== undefined;

/** Class id → its heads, active ones, in one reading: a start asks for all of them at once. */
export function headsOfClasses(context: Reading, schoolId: number): ReadonlyMap<string, readonly PersonId[]> {
  const heads = new Map<string, PersonId[]>();
  for (const row of context.db
    .selectDistinct({ person: person.id, classId: role.scopeId })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(
      and(
        eq(role.schoolId, schoolId),
        eq(role.role, 'class_teacher'),
        eq(role.scope, 'class'),
        eq(person.state, 'active'),
      ),
    )
    .orderBy(asc(person.id))
    .all())
    heads.set(row.classId, [...(heads.get(row.classId) ?? []), row.person]);
  return heads;
}

/** Everybody who works at the school now. */
export const staffOf = (context: Reading, schoolId: number) =>
  context.db
    .selectDistinct({ person: person.id, name: person.name })
    .from(role)
    .innerJoin(person, eq(person.id, role.personId))
    .where(and(eq(role.schoolId, schoolId), eq(person.state, 'active')))
    .orderBy(asc(person.id))
    .all();

/** Units of a person: the classes they head, and themselves. */
export function ownUnits(context: Reading, of: Drill, id: PersonId): readonly Unit[] {
  const headed = context.db
    .select({ classId: role.scopeId })
    .from(role)
    .where(
      and(
        eq(role.personId, id),
        eq(role.schoolId, of.schoolId),
        eq(role.role, 'class_teacher'),
        eq(role.scope, 'class'),
      ),
    )
    .all()
    .map((row) => row.classId);
  return unitsOf(context, of.id).filter(
    (unit) =>
      (unit.kind === 'class' && headed.includes(unit.reference)) ||
      (unit.kind === 'person' && unit.reference === String(id)),
  );
}

/** Drills that are over but not yet worked through: evaluation or findings are missing. */
export const unfinished = (context: Reading, schoolId: number): readonly Drill[] =>
  context.db
    .select()
    .from(drill)
    .where(and(eq(drill.schoolId, schoolId), inArray(drill.state, ['stood_down']), sql`${drill.findingsAt} is null`))
    .orderBy(desc(drill.startedAt))
    .limit(5)
    .all();
