import { eq, inArray, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { classGroup, person, place, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { linkAccount } from './accounts.ts';
import { canonicalClass, formatGrade } from './class_name.ts';
import { classesOf, placesOf } from './queries.ts';
import type { RosterRow } from './roster/model.ts';
import type { PlannedRole, PlannedRow, RosterPlan } from './roster_plan.ts';

const insertPerson = prepared((db) =>
  db
    .insert(person)
    .values({
      name: sql.placeholder('name'),
      mobile: sql.placeholder('mobile'),
      createdAt: sql.placeholder('createdAt'),
    })
    .returning({ id: person.id })
    .prepare(),
);

const insertRole = prepared((db) =>
  db
    .insert(role)
    .values({
      personId: sql.placeholder('personId'),
      schoolId: sql.placeholder('schoolId'),
      role: sql.placeholder('role'),
      scope: sql.placeholder('scope'),
      scopeId: sql.placeholder('scopeId'),
    })
    .onConflictDoNothing()
    .prepare(),
);

/** Carries out a plan that was made in this same transaction. Nobody is removed. Returns the people it touched. */
export function applyRoster(context: Context, schoolId: number, plan: RosterPlan): readonly PersonId[] {
  const rows = plan.rows.map((planned) => planned.row);
  const classes = ensureClasses(context, schoolId, rows);
  writeClassFacts(context, rows, classes);
  const places = ensurePlaces(context, schoolId, rows);
  const scopeId = (planned: PlannedRole): string => {
    if (planned.scope === 'class') return String(classes.get(planned.scopeKey) ?? '');
    if (planned.scope === 'place') return String(places.get(planned.scopeKey) ?? '');
    return planned.scopeKey;
  };
  return plan.rows
    .filter((planned) => planned.change !== 'unchanged')
    .map((planned) => {
      const id = writePerson(context, planned);
      if (planned.dropRoles.length > 0)
        context.db
          .delete(role)
          .where(inArray(role.id, [...planned.dropRoles]))
          .run();
      for (const one of planned.addRoles) {
        insertRole(context.db).run({ personId: id, schoolId, role: one.role, scope: one.scope, scopeId: scopeId(one) });
      }
      for (const { platform, userId } of planned.accounts)
        linkAccount(context, { person: id, platform, user: { userId } });
      return id;
    });
}

function writePerson(context: Context, { row, person: known, returned, renamed }: PlannedRow): PersonId {
  if (known === undefined) {
    return insertPerson(context.db).get({ name: row.name, mobile: row.mobile ?? null, createdAt: context.now }).id;
  }
  const change = {
    ...(renamed ? { name: row.name } : {}),
    ...(row.mobile ? { mobile: row.mobile } : {}),
    ...(returned ? { state: 'active' as const } : {}),
  };
  if (Object.keys(change).length > 0) context.db.update(person).set(change).where(eq(person.id, known)).run();
  return known;
}

/** Canonical class → id, with the classes the file brings. A known class keeps the name it has. */
function ensureClasses(context: Context, schoolId: number, rows: readonly RosterRow[]): ReadonlyMap<string, number> {
  const known = new Map(classesOf(context, schoolId).map((row) => [row.canonical, row.id]));
  for (const { scope } of rows.flatMap((row) => row.roles)) {
    if (scope.kind !== 'class') continue;
    const canonical = canonicalClass(scope.class);
    if (known.has(canonical)) continue;
    const { name, stage } = scope.class;
    const made = context.db
      .insert(classGroup)
      .values({ schoolId, name, stage, grade: formatGrade(scope.class), canonical })
      .returning({ id: classGroup.id })
      .get();
    known.set(canonical, made.id);
  }
  return known;
}

/** 人数 and 楼层 as the file has them; a file without the columns leaves what is known. */
function writeClassFacts(context: Context, rows: readonly RosterRow[], classes: ReadonlyMap<string, number>): void {
  for (const { class: of, students, floor } of rows.flatMap((row) => row.classFacts ?? [])) {
    const id = classes.get(canonicalClass(of));
    const change = { ...(students === undefined ? {} : { students }), ...(floor === undefined ? {} : { floor }) };
    if (id !== undefined && Object.keys(change).length > 0)
      context.db.update(classGroup).set(change).where(eq(classGroup.id, id)).run();
  }
}

/** Place name → id, with the places the file brings. A known place keeps its kind. */
function ensurePlaces(context: Context, schoolId: number, rows: readonly RosterRow[]): ReadonlyMap<string, number> {
  const known = new Map(placesOf(context, schoolId).map((row) => [row.name, row.id]));
  for (const { scope } of rows.flatMap((row) => row.roles)) {
    if (scope.kind !== 'place' || known.has(scope.place.name)) continue;
    const { name, kind } = scope.place;
    const made = context.db.insert(place).values({ schoolId, name, kind }).returning({ id: place.id }).get();
    known.set(name, made.id);
  }
  return known;
}
