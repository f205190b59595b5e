import { type ClassName, canonicalClass } from '../class_name.ts';
import { foldText } from './cell_text.ts';
import type { ClassFacts, ScopedRole } from './model.ts';

/** The largest class any school writes down; more is a telephone number in the wrong column. */
const MOST_STUDENTS = 120;
const NOTHING = /^(?:无|暂无|-+|—+|\/|0?)$/;

export interface ClassFactsReading {
  readonly facts: readonly ClassFacts[];
  /** What could not be taken, in words for the office. */
  readonly problem?: string;
}

/**
 * 人数 and 楼层 of the class a row's head leads: numbers and places only, never a student's name. Taken where the row
 * names one class; with several nobody knows whose number it is. A blank cell says nothing and changes nothing.
 */
export function readClassFacts(students: string, floor: string, roles: readonly ScopedRole[]): ClassFactsReading {
  const count = foldText(students).replace(/(?:人|名)$/, '');
  const place = floor.trim();
  if (NOTHING.test(count) && NOTHING.test(place)) return { facts: [] };
  const headed = new Map<string, ClassName>();
  for (const { role, scope } of roles)
    if (role === 'class_teacher' && scope.kind === 'class') headed.set(canonicalClass(scope.class), scope.class);
  const [only, another] = headed.values();
  if (!only) return { facts: [] };
  if (another) return { facts: [], problem: '带几个班，人数没有分开，没有记' };
  const known = /^\d{1,3}$/.test(count) && Number(count) <= MOST_STUDENTS ? Number(count) : undefined;
  const isUnread = known === undefined && !NOTHING.test(count);
  if (known === undefined && NOTHING.test(place)) return { facts: [], problem: '人数没读出来' };
  return {
    facts: [
      {
        class: only,
        ...(known === undefined ? {} : { students: known }),
        ...(NOTHING.test(place) ? {} : { floor: [...place].slice(0, 20).join('') }),
      },
    ],
    ...(isUnread ? { problem: '人数没读出来' } : {}),
  };
}
