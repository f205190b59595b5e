import { asc } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { school } from '../store/schema/index.ts';
import { CommandFailed } from './command_failed.ts';

/** The schools whose name holds the words, all without words. Throws CommandFailed when there is none. */
export function schoolsNamed(context: Pick<ReadContext, 'db'>, name: string | undefined) {
  const all = context.db.select({ id: school.id, name: school.name }).from(school).orderBy(asc(school.id)).all();
  const found = name === undefined ? all : all.filter((one) => one.name.includes(name));
  if (found.length === 0)
    throw new CommandFailed(
      all.length === 0
        ? '还没有学校，没有可导出的。(no school yet)'
        : `没有叫“${name}”的学校：${all.map((one) => one.name).join('、')}`,
    );
  return found;
}
