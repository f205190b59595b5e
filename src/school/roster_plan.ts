import { and, asc, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { identity, person, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { linkWouldBe } from './accounts.ts';
import { canonicalClass, formatGrade } from './class_name.ts';
import { classesOf, placesOf } from './queries.ts';
import type { RosterProblem, RosterRow, ScopedRole } from './roster/model.ts';

type Reading = Pick<ReadContext, 'db'>;

/** A role before its class or place has a row: `scopeKey` is the canonical class, the place's name or the grade. */
export interface PlannedRole {
  readonly role: string;
  readonly scope: 'school' | 'class' | 'place' | 'grade';
  readonly scopeKey: string;
}

export interface PlannedAccount {
  readonly platform: PlatformName;
  readonly userId: string;
}

/** What one row of the file means for the people there are. */
export interface PlannedRow {
  readonly row: RosterRow;
  /** Undefined: somebody new. */
  readonly person: PersonId | undefined;
  readonly change: 'add' | 'update' | 'unchanged';
  readonly renamed: boolean;
  readonly returned: boolean;
  readonly addRoles: readonly PlannedRole[];
  /** Ids of role rows the file no longer has. */
  readonly dropRoles: readonly number[];
  readonly accounts: readonly PlannedAccount[];
}

export interface PlanProblem {
  readonly severity: RosterProblem['severity'];
  readonly text: string;
}

export interface RosterPlan {
  readonly rows: readonly PlannedRow[];
  readonly problems: readonly PlanProblem[];
  /** Classes the file names that the school does not have yet, as the file writes them. */
  readonly newClasses: readonly string[];
}

const byMobile = prepared((db) =>
  db
    .select({ id: person.id, name: person.name, mobile: person.mobile, state: person.state })
    .from(person)
    .where(eq(person.mobile, sql.placeholder('mobile')))
    .orderBy(asc(person.state), asc(person.id))
    .prepare(),
);
const byAccount = prepared((db) =>
  db
    .select({ id: person.id, name: person.name, mobile: person.mobile, state: person.state })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.personId))
    .where(
      and(
        eq(identity.platform, sql.placeholder('platform')),
        eq(identity.userId, sql.placeholder('userId')),
        eq(identity.state, 'active'),
        eq(person.state, 'active'),
      ),
    )
    .prepare(),
);
const byName = prepared((db) =>
  db
    .selectDistinct({ id: person.id, name: person.name, mobile: person.mobile, state: person.state })
    .from(person)
    .innerJoin(role, eq(role.personId, person.id))
    .where(
      and(
        eq(person.name, sql.placeholder('name')),
        eq(role.schoolId, sql.placeholder('school')),
        eq(person.state, 'active'),
      ),
    )
    .orderBy(asc(person.id))
    .prepare(),
);
const rolesHere = prepared((db) =>
  db
    .select({ id: role.id, role: role.role, scope: role.scope, scopeId: role.scopeId })
    .from(role)
    .where(and(eq(role.personId, sql.placeholder('person')), eq(role.schoolId, sql.placeholder('school'))))
    .prepare(),
);

interface Known {
  readonly id: PersonId;
  readonly name: string;
  readonly mobile: string | null;
  readonly state: 'active' | 'left';
}

/** Feishu is written to by open_id, which starts with ou_ (reference/feishu.md §1); another id would reach nobody. */
const accountsIn = (row: RosterRow): readonly PlannedAccount[] => [
  ...(row.feishuId?.startsWith('ou_') ? [{ platform: 'feishu' as const, userId: row.feishuId }] : []),
  ...(row.dingtalkId ? [{ platform: 'dingtalk' as const, userId: row.dingtalkId }] : []),
];

/**
 * Compares what was read with the people there are, without changing anything. A row is somebody known by mobile
 * number, else by account, else by a name that is unique both in the school and among the rows still open. Reading it
 * again just before importing gives the truth of that moment.
 */
export function planRoster(context: Reading, schoolId: number, rows: readonly RosterRow[]): RosterPlan {
  const matches = matchRows(context, schoolId, rows);
  const keys = scopeKeys(context, schoolId);
  const problems: PlanProblem[] = [];
  const taken = new Map<PersonId, RosterRow>();
  const planned: PlannedRow[] = [];
  for (const row of rows) {
    const known = matches.get(row);
    const earlier = known && taken.get(known.id);
    if (earlier) {
      problems.push({ severity: 'row-skipped', text: `第${row.at.row}行 与第${earlier.at.row}行是同一位老师` });
      continue;
    }
    if (known) taken.set(known.id, row);
    planned.push(planRow(context, schoolId, row, known, keys, problems));
  }
  const odd = rows.filter((row) => row.feishuId !== undefined && !row.feishuId.startsWith('ou_'));
  if (odd[0]) {
    const where = odd.length > 1 ? `第${odd[0].at.row}行等 ${odd.length} 行` : `第${odd[0].at.row}行`;
    problems.push({ severity: 'kept-with-note', text: `${where} 飞书ID 不是 ou_ 开头，改按手机号找` });
  }
  return { rows: planned, problems, newClasses: newClassesIn(rows, keys.classes) };
}

function matchRows(context: Reading, schoolId: number, rows: readonly RosterRow[]): ReadonlyMap<RosterRow, Known> {
  const matches = new Map<RosterRow, Known>();
  const used = new Set<PersonId>();
  const open = new Map<string, RosterRow[]>();
  for (const row of rows) {
    const known = matchByNumber(context, row);
    if (known) {
      matches.set(row, known);
      used.add(known.id);
    } else open.set(row.name, [...(open.get(row.name) ?? []), row]);
  }
  for (const [name, [row, another]] of open) {
    if (!row || another) continue;
    const [known, namesake] = byName(context.db)
      .all({ name, school: schoolId })
      .filter((one) => !used.has(one.id));
    if (known && !namesake) matches.set(row, known);
  }
  return matches;
}

function matchByNumber(context: Reading, row: RosterRow): Known | undefined {
  if (row.mobile) {
    const found = byMobile(context.db).all({ mobile: row.mobile });
    const active = found.filter((one) => one.state === 'active');
    const pool = active.length > 0 ? active : found;
    const match = pool.find((one) => one.name === row.name) ?? pool[0];
    if (match) return match;
  }
  for (const account of accountsIn(row)) {
    const match = byAccount(context.db).get({ ...account });
    // Another name and another number: an id that slipped into the wrong row must not rename somebody.
    const slipped = match && match.name !== row.name && match.mobile && row.mobile && match.mobile !== row.mobile;
    if (match && !slipped) return match;
  }
  return undefined;
}

interface ScopeKeys {
  /** Role rows name classes and places by id; files by what is written. */
  readonly classes: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, string>;
}

const scopeKeys = (context: Reading, schoolId: number): ScopeKeys => ({
  classes: new Map(classesOf(context, schoolId).map((row) => [String(row.id), row.canonical])),
  places: new Map(placesOf(context, schoolId).map((row) => [String(row.id), row.name])),
});

/** The roster's teacher (教职工) is called staff in the house. */
const houseRole = (name: string): string => (name === 'teacher' ? 'staff' : name);

function wantedRole({ role: name, scope }: ScopedRole): PlannedRole {
  const held = houseRole(name);
  if (scope.kind === 'class') return { role: held, scope: 'class', scopeKey: canonicalClass(scope.class) };
  if (scope.kind === 'place') return { role: held, scope: 'place', scopeKey: scope.place.name };
  if (scope.kind === 'grade') return { role: held, scope: 'grade', scopeKey: formatGrade(scope.grade) };
  return { role: held, scope: 'school', scopeKey: '' };
}

const textOf = (planned: PlannedRole): string => `${planned.role} ${planned.scope} ${planned.scopeKey}`;

function planRow(
  context: Reading,
  schoolId: number,
  row: RosterRow,
  known: Known | undefined,
  keys: ScopeKeys,
  problems: PlanProblem[],
): PlannedRow {
  const wanted = [...new Map(row.roles.map(wantedRole).map((one) => [textOf(one), one])).values()];
  const accounts = accountsIn(row);
  if (!known) {
    const free = accounts.filter((account) => accountFree(context, row, 0, account, problems));
    return {
      row,
      person: undefined,
      change: 'add',
      renamed: false,
      returned: false,
      addRoles: wanted,
      dropRoles: [],
      accounts: free,
    };
  }
  const held = rolesHere(context.db)
    .all({ person: known.id, school: schoolId })
    .map((one) => ({ id: one.id, role: one.role, scope: one.scope, scopeKey: keyOf(one, keys) }));
  const returned = known.state === 'left';
  // A file that only says 教职工 says nothing about what somebody is beyond that.
  const silent = !returned && held.length > 0 && wanted.every((one) => one.role === 'staff');
  const has = new Set(held.map(textOf));
  const stays = new Set(wanted.map(textOf));
  const addRoles = silent ? [] : wanted.filter((one) => returned || !has.has(textOf(one)));
  const dropRoles = silent
    ? []
    : held.filter((one) => returned || (one.role !== 'safety_office' && !stays.has(textOf(one)))).map((one) => one.id);
  const links = accounts.filter((account) => accountFree(context, row, known.id, account, problems));
  const renamed = known.name !== row.name;
  const moved = row.mobile !== undefined && row.mobile !== known.mobile;
  const touched = renamed || moved || returned || addRoles.length > 0 || dropRoles.length > 0 || links.length > 0;
  return {
    row,
    person: known.id,
    change: touched ? 'update' : 'unchanged',
    renamed,
    returned,
    addRoles,
    dropRoles,
    accounts: links,
  };
}

function keyOf(held: { readonly scope: string; readonly scopeId: string }, keys: ScopeKeys): string {
  if (held.scope === 'class') return keys.classes.get(held.scopeId) ?? held.scopeId;
  if (held.scope === 'place') return keys.places.get(held.scopeId) ?? held.scopeId;
  return held.scopeId;
}

/** The account can become this person's; one that is somebody else's is said and left alone. */
function accountFree(
  context: Reading,
  row: RosterRow,
  id: PersonId,
  account: PlannedAccount,
  problems: PlanProblem[],
): boolean {
  const outcome = linkWouldBe(context, { person: id, ...account });
  if (outcome === 'taken') {
    const column = account.platform === 'feishu' ? '飞书ID' : '钉钉ID';
    problems.push({ severity: 'kept-with-note', text: `第${row.at.row}行 ${column} 已是另一位老师的，没有改` });
  }
  return outcome === 'linked' || outcome === 'merged';
}

function newClassesIn(rows: readonly RosterRow[], classes: ReadonlyMap<string, string>): readonly string[] {
  const known = new Set(classes.values());
  const found = new Map<string, string>();
  for (const { scope } of rows.flatMap((row) => row.roles)) {
    if (scope.kind !== 'class') continue;
    const canonical = canonicalClass(scope.class);
    if (!known.has(canonical) && !found.has(canonical)) found.set(canonical, scope.class.name);
  }
  return [...found.values()];
}
