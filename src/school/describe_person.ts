import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { person } from '../store/schema/index.ts';
import { roleNames, rolesOf } from './people.ts';
import { classesOf } from './queries.ts';

/** What tells people apart for the safety office: role with class, and the end of the mobile number. */
export function describePerson(
  context: Pick<ReadContext, 'db'>,
  id: PersonId,
): { readonly person: PersonId; readonly mobile: string | null; readonly description: string } {
  const mobile =
    context.db.select({ mobile: person.mobile }).from(person).where(eq(person.id, id)).get()?.mobile ?? null;
  const roles = rolesOf(context, id);
  const first = roles.find((held) => held.role !== 'staff') ?? roles[0];
  const title = (first && roleNames[first.role]) ?? '教职工';
  const schoolClass =
    first?.scope === 'class'
      ? classesOf(context, first.schoolId).find((row) => String(row.id) === first.scopeId)?.name
      : undefined;
  const tail = mobile ? `尾号 ${mobile.slice(-4)}` : '没有手机号';
  return { person: id, mobile, description: `${schoolClass ? `${schoolClass} ` : ''}${title}，${tail}` };
}
