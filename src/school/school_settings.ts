import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { school } from '../store/schema/index.ts';
import { schoolById } from './people.ts';

export const schoolTopic = (id: number): string => `school:${id}`;

/** Names a school. `shortName` becomes two to four capital letters; numbers given before keep theirs. Throws FormRefused. */
export function nameSchool(
  context: Context,
  input: { readonly school: number; readonly name: string; readonly shortName: string },
): void {
  const before = schoolById(context, input.school);
  if (!before) throw new Refused('school.gone', '这张卡已过期，请发“待办”');
  const name = input.name.replace(/\s+/g, ' ').trim();
  const shortName = input.shortName.normalize('NFKC').trim().toUpperCase();
  if (!/^[A-Z]{2,4}$/.test(shortName)) throw new FormRefused('简称请填 2–4 个字母');
  if (name === before.name && shortName === before.shortName) return;
  context.db.update(school).set({ name, shortName }).where(eq(school.id, input.school)).run();
  record(context, 'school.named', schoolTopic(input.school), {
    before: { name: before.name, shortName: before.shortName },
    after: { name, shortName },
  });
  refresh(context, schoolTopic(input.school));
}
