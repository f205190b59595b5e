/**
 * For whom a drill counts. domain/drills.md §依据 says how often a school holds one and not who takes part; our default:
 * a drill of the whole school counts at once, a drill of a part counts for the classes that were counted in it, and
 * drills of parts make one drill of the school when every class of today has been in one within the period. A dormitory
 * or a bus without a class covers nobody's class: it is held besides.
 */
import type { ReadContext } from '../kernel/context.ts';
import { classesOf } from '../school/queries.ts';
import { partOf } from './part.ts';
import { unitsOf } from './queries.ts';
import type { Drill } from './rules.ts';

type Reading = Pick<ReadContext, 'db'>;

const isPart = (of: Drill): boolean => partOf(of) !== undefined;

/** The drills that were of a part only. */
export const partsAmong = (drills: readonly Drill[]): readonly Drill[] => drills.filter(isPart);

/** The school's classes that were in none of these drills, by name; none when one was of the whole school. */
export function classesLeft(context: Reading, schoolId: number, drills: readonly Drill[]): readonly string[] {
  if (drills.some((one) => !isPart(one))) return [];
  const been = new Set(
    drills.flatMap((one) =>
      unitsOf(context, one.id).flatMap((unit) => (unit.kind === 'class' ? [unit.reference] : [])),
    ),
  );
  return classesOf(context, schoolId).flatMap((one) => (been.has(String(one.id)) ? [] : [one.name]));
}

/** How many drills of the school these make: whole ones each, those of parts one together once no class is left. */
export function countOf(context: Reading, schoolId: number, drills: readonly Drill[]): number {
  const parts = partsAmong(drills);
  const together = parts.length > 0 && classesLeft(context, schoolId, parts).length === 0 ? 1 : 0;
  return drills.length - parts.length + together;
}

/** 还差 初二1班等 3 班; '' when no class is left. */
export const leftText = (left: readonly string[]): string =>
  left.length === 0 ? '' : `还差 ${left[0]}${left.length > 1 ? `等 ${left.length} 班` : ''}`;
