import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { TodoItem } from '../../cards/hazards/lists.ts';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { dateOf, shortDay } from '../kernel/time.ts';
import { peopleWithFirstRole, schoolsOf } from '../school/people.ts';
import { stoodInFor } from '../school/stand_in.ts';
import { inList } from '../store/in_list.ts';
import { hazard } from '../store/schema/index.ts';
import type { Hazard } from './queries.ts';

/** Which schools' questions come to a person, by what they hold there. */
interface Desk {
  readonly office: readonly number[];
  /** Extensions of 一般 (domain/hazards.md §4.3 extension_by). */
  readonly vice: readonly number[];
  /** Extensions of 较大, consent to close a major one. */
  readonly principal: readonly number[];
}

function deskOf(context: ReadContext, person: PersonId): Desk {
  const schools = schoolsOf(context, person);
  const stepsIn = (roles: readonly string[]) =>
    schools.filter((school) => peopleWithFirstRole(context, school, roles).some((one) => one.person === person));
  return {
    office: schools.filter((school) => hasRole(context, person, school, 'safety_office')),
    vice: stepsIn(['vice_principal', 'principal']),
    principal: stepsIn(['principal', 'vice_principal']),
  };
}

const inSchools = (schools: readonly number[], ...conditions: readonly (SQL | undefined)[]): SQL | undefined =>
  schools.length === 0 ? sql`0` : and(inList(hazard.schoolId, schools), ...conditions);

const working = inArray(hazard.state, ['assigned', 'rectifying']);

/** What waits for a person in the hazard loop, the most urgent first; at most 8 shown, 200 counted. */
export function todoOf(context: ReadContext, person: PersonId): { items: readonly TodoItem[]; total: number } {
  const today = dateOf(context.now, context.timeZone);
  const others = stoodInFor(context, person, today, 'hazard');
  const desk = deskOf(context, person);
  const rows = context.db
    .select()
    .from(hazard)
    .where(
      or(
        and(inList(hazard.ownerId, [person, ...others]), working),
        and(
          eq(hazard.recheckerId, person),
          eq(hazard.state, 'pending_recheck'),
          sql`coalesce(${hazard.recheckResult}, '') <> 'passed'`,
        ),
        inSchools(desk.office, inArray(hazard.state, ['reported', 'reopened', 'triaged'])),
        inSchools(desk.vice, eq(hazard.extension, 'asked'), eq(hazard.severity, 'general'), working),
        inSchools(desk.principal, eq(hazard.extension, 'asked'), eq(hazard.severity, 'serious'), working),
        inSchools(
          desk.principal,
          eq(hazard.state, 'pending_recheck'),
          eq(hazard.recheckResult, 'passed'),
          isNull(hazard.consentedAt),
        ),
      ),
    )
    .orderBy(asc(sql`coalesce(${hazard.due}, '')`), asc(hazard.id))
    .limit(200)
    .all();
  const items = rows.slice(0, 8).map(
    (row): TodoItem => ({
      text: lineOf(row, [person, ...others], today),
      action: 'hazard.open',
      reference: { hazard: row.id },
    }),
  );
  return { items, total: rows.length };
}

function lineOf(row: Hazard, owners: readonly PersonId[], today: string): string {
  const on = (date: string | null): string => (date === null ? '' : ` ${shortDay(date, today)}`);
  if (row.state === 'pending_recheck') {
    return row.recheckResult === 'passed' ? `请定销号：${row.title}` : `待复查：${row.title}${on(row.recheckDue)}`;
  }
  if (row.state === 'assigned' || row.state === 'rectifying') {
    if (row.ownerId === null || !owners.includes(row.ownerId)) return `请批延期：${row.title}${on(row.due)}`;
    return `${row.due !== null && row.due < today ? '逾期' : '待整改'}：${row.title}${on(row.due)}`;
  }
  return `${row.major === 'candidate' ? '疑似重大' : '待认定'}：${row.title}`;
}
