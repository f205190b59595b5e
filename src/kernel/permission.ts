import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { ReadContext } from './context.ts';

/** Who may: checked at press time against the rows, never against the card (design.md §1 promise 5). */
export interface Permission<S> {
  /** Who may, as a refusal names them: 安全办, 责任人… */
  readonly says: string;
  readonly advice?: string;
  /** The refusal where naming the role is not enough: 这项由赵强负责. */
  readonly refusal?: (context: ReadContext, subject: S) => string;
  readonly allows: (context: ReadContext, person: PersonId, subject: S) => boolean;
}

const held = prepared((db) =>
  db
    .select({ role: role.role, scope: role.scope, scopeId: role.scopeId })
    .from(role)
    .where(and(eq(role.personId, sql.placeholder('person')), eq(role.schoolId, sql.placeholder('school'))))
    .prepare(),
);

/** The person holds the role in this school, whatever its scope. */
export const hasRole = (context: Pick<ReadContext, 'db'>, person: PersonId, schoolId: number, name: string): boolean =>
  held(context.db)
    .all({ person, school: schoolId })
    .some((row) => row.role === name);

/** Anybody who has any role in the subject's school. */
export const staff: Permission<{ schoolId: number }> = {
  says: '本校教职工',
  advice: '请发“我是 姓名”，安全办确认后即可使用。',
  allows: (context, person, subject) => held(context.db).all({ person, school: subject.schoolId }).length > 0,
};

/** Holders of a role in the subject's school. `says` is how the school calls them. */
export const roleHolder = (name: string, says: string, advice?: string): Permission<{ schoolId: number }> => ({
  says,
  ...(advice ? { advice } : {}),
  allows: (context, person, subject) => hasRole(context, person, subject.schoolId, name),
});

/** The person stands in a relation to the subject, e.g. is the hazard's owner. */
export const related = <S>(
  says: string,
  relation: (person: PersonId, subject: S) => boolean,
  advice?: string,
): Permission<S> => ({
  says,
  ...(advice ? { advice } : {}),
  allows: (_context, person, subject) => relation(person, subject),
});

/** Any of several; the refusal names the first. */
export function anyOf<S>(...permissions: readonly [Permission<S>, ...Permission<S>[]]): Permission<S> {
  const [first] = permissions;
  return {
    says: first.says,
    ...(first.advice ? { advice: first.advice } : {}),
    ...(first.refusal ? { refusal: first.refusal } : {}),
    allows: (context, person, subject) => permissions.some((permission) => permission.allows(context, person, subject)),
  };
}

export const safetyOffice = roleHolder('safety_office', '安全办');
