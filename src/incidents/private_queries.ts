import { and, asc, desc, eq, gte, sql } from 'drizzle-orm';
import type { Option, PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { DAY } from '../kernel/time.ts';
import { nameOf, peopleWithRole, roleNames } from '../school/people.ts';
import { privateReport } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { handlerRoles, type PrivateKind, privateRules } from './private_rules.ts';
import { reachableWithRole } from './reachable.ts';

export type PrivateReport = typeof privateReport.$inferSelect;

type Reading = Pick<ReadContext, 'db'>;

export const privateTopicOf = (id: number): string => `private:${id}`;

const byId = prepared((db) =>
  db
    .select()
    .from(privateReport)
    .where(eq(privateReport.id, sql.placeholder('id')))
    .prepare(),
);

export const privateReportById = (context: Reading, id: number): PrivateReport | undefined =>
  byId(context.db).get({ id });

/** One matter entrusted to two handlers is two rows with one number: each has its own copy, nodes and end. */
export const privateReportsOf = (context: Reading, number: string): readonly PrivateReport[] =>
  context.db.select().from(privateReport).where(eq(privateReport.number, number)).orderBy(asc(privateReport.id)).all();

/** A form of the same kind that this person opened within a day and has neither handed in nor put aside. */
export const openPrivateReportOf = (
  context: ReadContext,
  person: PersonId,
  kind: PrivateKind,
): PrivateReport | undefined =>
  context.db
    .select()
    .from(privateReport)
    .where(
      and(
        eq(privateReport.reporterId, person),
        eq(privateReport.kind, kind),
        eq(privateReport.state, 'asked'),
        gte(privateReport.at, context.now - DAY),
      ),
    )
    .orderBy(desc(privateReport.id))
    .limit(1)
    .get();

interface HandlerOption extends Option {
  readonly people: readonly PersonId[];
}

/**
 * Whom a matter may be entrusted to, the named handlers of its kind first. The value is the people's ids (`5`, or
 * `7+1` where two get it together), so that a choice means the same after the roster has changed. Never the reporter.
 */
export function handlerOptions(context: Reading, report: PrivateReport): readonly HandlerOption[] {
  const options = new Map<string, HandlerOption>();
  const add = (people: readonly PersonId[], text: string): void => {
    const value = people.join('+');
    if (people.length > 0 && !options.has(value)) options.set(value, { value, text, people });
  };
  const holders = (role: string) =>
    reachableWithRole(context, report.schoolId, role).filter(({ person }) => person !== report.reporterId);
  const named = privateRules[report.kind].handlers.flatMap((role) =>
    holders(role)
      .slice(0, 1)
      .map((one) => ({ ...one, role })),
  );
  const together = named.filter((one, index) => named.findIndex((other) => other.person === one.person) === index);
  const sole = together.length === 1 && holders(together[0]?.role ?? '').length > 1;
  if (together.length > 1)
    add(
      together.map((one) => one.person),
      together.map((one) => titleOf(one.role, one.name)).join('和'),
    );
  else if (!sole)
    add(
      together.map((one) => one.person),
      together.map((one) => titleOf(one.role, one.name)).join(''),
    );
  for (const role of [...privateRules[report.kind].handlers, ...handlerRoles]) {
    const all = holders(role);
    for (const one of all)
      add([one.person], all.length > 1 ? `${roleNames[role] ?? role} ${one.name}` : titleOf(role, one.name));
  }
  return [...options.values()].slice(0, 20);
}

/** By the post; an office is not one person, and only one person reads it. */
const titleOf = (role: string, name: string): string =>
  role === 'safety_office' ? `${roleNames[role]} ${name}` : (roleNames[role] ?? role);

/** How the reporter's card calls a handler: by what they are in the school, by name where several are. */
export function handlerTitle(context: Reading, report: PrivateReport, person: PersonId): string {
  const role = handlerRoles.find((each) =>
    peopleWithRole(context, report.schoolId, each).some((one) => one.person === person),
  );
  return role ? titleOf(role, nameOf(context, person)) : nameOf(context, person);
}

/** The principal a handler may pass a matter on to; undefined when there is none, or it is the handler. */
export function principalFor(context: Reading, report: PrivateReport): PersonId | undefined {
  const taken = new Set(privateReportsOf(context, report.number).map((each) => each.handlerId));
  return reachableWithRole(context, report.schoolId, 'principal').find(
    ({ person }) => !taken.has(person) && person !== report.reporterId,
  )?.person;
}
