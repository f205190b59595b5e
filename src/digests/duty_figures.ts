import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import { dutyById } from '../duties/catalogue/index.ts';
import { schoolDuty } from '../duties/settings.ts';
import { className } from '../duties/tasks.ts';
import type { ReadContext } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';
import { dutyShift, dutyTask } from '../store/schema/index.ts';
import { type Told, toldBefore } from './told.ts';
import type { Counted } from './week.ts';

/** Matters about children are in no digest (domain/duties.md §1.5 KS, §7). */
const nameOfDuty = (context: ReadContext, schoolId: number, duty: string): string | undefined =>
  dutyById(duty)?.retention.startsWith('KS') ? undefined : schoolDuty(context, schoolId, duty)?.name;

export interface DutyLine {
  readonly duty: string;
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly missed: number;
}

const dueIn = (schoolId: number, { after, upTo }: Counted) =>
  and(eq(dutyTask.schoolId, schoolId), gt(dutyTask.dueAt, after), lte(dutyTask.dueAt, upTo));

/** Duties that fell due since the summary before, with what was done. */
export const weekDuties = (context: ReadContext, told: Told): readonly DutyLine[] =>
  context.db
    .select({
      duty: dutyTask.dutyId,
      total: sql<number>`sum(${dutyTask.state} != 'excused')`,
      done: sql<number>`sum(${dutyTask.state} = 'done')`,
    })
    .from(dutyTask)
    .where(dueIn(told.schoolId, told))
    .groupBy(dutyTask.dutyId)
    .all()
    .flatMap(({ duty, total, done }) => {
      const name = nameOfDuty(context, told.schoolId, duty);
      return name && total > 0 ? [{ duty, name, done, total, missed: total - done }] : [];
    });

/** The tasks of those duties that were not done, by duty and deadline: what `missed` counts. */
export const missedTasks = (context: ReadContext, told: Told) =>
  context.db
    .select()
    .from(dutyTask)
    .where(and(dueIn(told.schoolId, told), inArray(dutyTask.state, ['open', 'missed'])))
    .orderBy(asc(dutyTask.dutyId), asc(dutyTask.dueAt), asc(dutyTask.id))
    .all()
    .flatMap((task) => {
      const name = nameOfDuty(context, told.schoolId, task.dutyId);
      return name ? [{ name, task }] : [];
    });

/** Minutes after which a shift without anybody is the safety office's business (domain/duties.md E7). */
const SHIFT_GRACE = 15 * MINUTE;

const begunIn = (schoolId: number, { after, upTo }: Counted) =>
  and(
    eq(dutyShift.schoolId, schoolId),
    gt(dutyShift.startsAt, after - SHIFT_GRACE),
    lte(dutyShift.startsAt, upTo - SHIFT_GRACE),
  );

/** Shifts that began since the summary before, with how many somebody stood. */
export const weekShifts = (context: ReadContext, told: Told): readonly DutyLine[] =>
  context.db
    .select({
      duty: dutyShift.dutyId,
      total: sql<number>`count(*)`,
      done: sql<number>`count(${dutyShift.checkedInAt})`,
    })
    .from(dutyShift)
    .where(begunIn(told.schoolId, told))
    .groupBy(dutyShift.dutyId)
    .all()
    .flatMap(({ duty, total, done }) => {
      const name = nameOfDuty(context, told.schoolId, duty);
      return name ? [{ duty, name, done, total, missed: total - done }] : [];
    });

/** The shifts nobody stood, the earliest first. */
export const missedShifts = (context: ReadContext, told: Told) =>
  context.db
    .select()
    .from(dutyShift)
    .where(and(begunIn(told.schoolId, told), isNull(dutyShift.checkedInAt)))
    .orderBy(asc(dutyShift.startsAt), asc(dutyShift.id))
    .all()
    .filter((shift) => nameOfDuty(context, told.schoolId, shift.dutyId) !== undefined);

/** Class and duty of every task a class missed in a stretch. */
const missedIn = (context: ReadContext, schoolId: number, counted: Counted): ReadonlySet<string> =>
  new Set(
    context.db
      .select({ duty: dutyTask.dutyId, scopeId: dutyTask.scopeId })
      .from(dutyTask)
      .where(and(dueIn(schoolId, counted), eq(dutyTask.scope, 'class'), inArray(dutyTask.state, ['open', 'missed'])))
      .all()
      .map((row) => `${row.duty}|${row.scopeId}`),
  );

/** Classes that missed the same duty in this stretch and in the one before, by duty; no person is named. */
export function missedTwice(
  context: ReadContext,
  told: Told,
): readonly { readonly name: string; readonly classes: readonly string[] }[] {
  const before = missedIn(context, told.schoolId, toldBefore(context, told, 1));
  const byDuty = new Map<string, string[]>();
  for (const key of missedIn(context, told.schoolId, told)) {
    if (!before.has(key)) continue;
    const [duty = '', scopeId = ''] = key.split('|');
    byDuty.set(duty, [...(byDuty.get(duty) ?? []), className(context, scopeId)]);
  }
  return [...byDuty].flatMap(([duty, classes]) => {
    const name = nameOfDuty(context, told.schoolId, duty);
    return name ? [{ name, classes }] : [];
  });
}
