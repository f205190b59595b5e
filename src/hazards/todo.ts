import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { TodoItem } from '../../cards/hazards/lists.ts';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { dateOf, instantOf, momentText, shortDay } from '../kernel/time.ts';
import { peopleWithFirstRole, schoolsOf } from '../school/people.ts';
import { stoodInFor } from '../school/stand_in.ts';
import { inList } from '../store/in_list.ts';
import { hazard } from '../store/schema/index.ts';
import { waitFor } from './plan.ts';
import type { Hazard } from './queries.ts';
import { AUTHORITY_REPORT_MS } from './rules.ts';

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

/** One thing that waits, and by when (ms); without a time it waits for a decision. */
interface HazardTodo extends TodoItem {
  readonly at?: number;
}

const majorToReport = and(
  eq(hazard.major, 'confirmed'),
  isNull(hazard.authorityReport),
  inArray(hazard.state, ['triaged', 'assigned', 'rectifying', 'pending_recheck']),
);
const passed = and(eq(hazard.state, 'pending_recheck'), eq(hazard.recheckResult, 'passed'));
const toRecheck = and(eq(hazard.state, 'pending_recheck'), sql`coalesce(${hazard.recheckResult}, '') <> 'passed'`);

/** What waits for a person in the hazard loop, the most urgent first; at most 8 shown, 200 counted. */
export function todoOf(context: ReadContext, person: PersonId): { items: readonly HazardTodo[]; total: number } {
  const today = dateOf(context.now, context.timeZone);
  const workers = [person, ...stoodInFor(context, person, today, 'hazard')];
  const desk = deskOf(context, person);
  const rows = context.db
    .select()
    .from(hazard)
    .where(
      or(
        and(inList(hazard.ownerId, workers), working),
        and(eq(hazard.recheckerId, person), toRecheck),
        inSchools(desk.office, isNull(hazard.recheckerId), toRecheck),
        inSchools(desk.office, inArray(hazard.state, ['reported', 'reopened', 'triaged'])),
        inSchools(desk.office, passed, isNull(hazard.receipt)),
        inSchools([...desk.office, ...desk.principal], majorToReport),
        inSchools(desk.vice, eq(hazard.extension, 'asked'), eq(hazard.severity, 'general'), working),
        inSchools(desk.principal, eq(hazard.extension, 'asked'), eq(hazard.severity, 'serious'), working),
        inSchools(desk.principal, passed, isNull(hazard.consentedAt)),
      ),
    )
    .orderBy(asc(sql`coalesce(${hazard.due}, '')`), asc(hazard.id))
    .limit(200)
    .all();
  const items = rows.flatMap((row) => itemsOf(context, row, { person, workers, desk, today }));
  return { items: items.slice(0, 8), total: items.length };
}

interface Asked {
  readonly person: PersonId;
  /** The person, and those they stand in for. */
  readonly workers: readonly PersonId[];
  readonly desk: Desk;
  readonly today: string;
}

/** Everything one hazard wants of one person: a major one may want several things at once. */
function itemsOf(context: ReadContext, row: Hazard, asked: Asked): readonly HazardTodo[] {
  const { person, workers, desk, today } = asked;
  const { title, severity } = row;
  const open = (text: string, date: string | null = null): HazardTodo => ({
    text: date === null ? text : `${text} ${shortDay(date, today)}`,
    action: 'hazard.open',
    reference: { hazard: row.id },
    // Due dates of hazards have no clock: they count until the day's end.
    ...(date === null ? {} : { at: instantOf(date, '23:59', context.timeZone) }),
  });
  const items: HazardTodo[] = [];
  const isOffice = desk.office.includes(row.schoolId);
  const isPrincipal = desk.principal.includes(row.schoolId);
  const isOwner = row.ownerId !== null && workers.includes(row.ownerId);
  if (row.state === 'assigned' || row.state === 'rectifying') {
    if (isOwner) items.push(open(`${row.due !== null && row.due < today ? '逾期' : '待整改'}：${title}`, row.due));
    const decides = severity === 'general' ? desk.vice : severity === 'serious' ? desk.principal : [];
    if (row.extension === 'asked' && decides.includes(row.schoolId)) items.push(open(`请批延期：${title}`, row.due));
  } else if (row.state !== 'pending_recheck') {
    if (isOffice) items.push(open(`${row.major === 'candidate' ? '疑似重大' : '待认定'}：${title}`, row.due));
  } else if (row.recheckResult === 'passed') {
    if (isPrincipal && row.consentedAt === null) items.push(open(`请定销号：${title}`));
    if (isOffice && row.receipt === null) items.push({ ...open(`登记回执：${title}`), ...asking('receipt', row) });
  } else if (!isOwner && (row.recheckerId === person || (row.recheckerId === null && isOffice)))
    items.push(open(`待复查：${title}`, row.recheckDue));
  if ((isOffice || isPrincipal) && row.major === 'confirmed' && row.authorityReport === null) {
    const at = waitFor(context, row, 'authority').since + AUTHORITY_REPORT_MS;
    const by = at < context.now ? '已过 24 小时' : `${momentText(at, context.now, context.timeZone)} 前`;
    items.push({ text: `登记上报：${title} ${by}`, at, ...asking('authority', row) });
  }
  return items;
}

/** Opens the small form at once, not the card with the button for it. */
const asking = (ask: string, row: Hazard) => ({ action: 'hazard.ask', reference: { hazard: row.id, ask } });
