import type { ReadContext } from '../../kernel/context.ts';
import { classesOf } from '../../school/queries.ts';

/**
 * Kinds of places that are too many for one signature, and are inspected grade by grade.
 *
 * The decision: domain/hazards.md §1 gives classrooms to class heads, and 谁检查谁负责 wants whoever looked to sign. One
 * task for all classrooms let a single signature end it; a card for each class head twice a month does not leave a third
 * of DingTalk's free calls in a school of 40 classes (rehearsal). So each grade has a task of its own, asked of its
 * 年级组长, who looks with the class heads and signs.
 */
const byGrade: readonly string[] = ['classroom'];

const MARK = '@';

/** classroom, of `classroom@三年级`; other scopes are kinds already. */
export const kindOfPart = (scopeId: string): string => scopeId.split(MARK)[0] ?? scopeId;

/** 三年级, of `classroom@三年级`. */
export const gradeOfPart = (scopeId: string): string | undefined => scopeId.split(MARK)[1];

/** The tasks a kind of place has in a round: one for each grade where it is cut so, else one. */
export function partsOf(context: Pick<ReadContext, 'db'>, schoolId: number, kind: string): readonly string[] {
  if (!byGrade.includes(kind)) return [kind];
  const grades = [...new Set(classesOf(context, schoolId).map((one) => one.grade))];
  return grades.length === 0 ? [kind] : grades.map((grade) => `${kind}${MARK}${grade}`);
}
