import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import { leftAgain } from '../duties/audience.ts';
import { isSealed } from '../duties/duty.ts';
import { isTappedOnly, TAPPED } from '../duties/form.ts';
import { type DutyFinder, dutyFinder } from '../duties/settings.ts';
import { className } from '../duties/tasks.ts';
import type { ReadContext } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';
import { dutyPeriod, dutyShift, dutyTask } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { RECEIPTS, receiptsOf, receiptsText } from './receipts.ts';
import type { Told } from './told.ts';
import type { Counted } from './week.ts';

const nameOfDuty = (find: DutyFinder, duty: string): string | undefined => {
  const found = find(duty);
  return found && !isSealed(found) ? found.name : undefined;
};

export interface DutyLine {
  readonly duty: string;
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly missed: number;
  /** Held, and its content is missing (duties/form.ts). */
  readonly toFill?: number;
  /** 回执率 97%（36/40 个班已报）, of duties that bring a letter. */
  readonly receipts?: string;
}

const dueIn = and(
  eq(dutyTask.schoolId, sql.placeholder('school')),
  gt(dutyTask.dueAt, sql.placeholder('after')),
  lte(dutyTask.dueAt, sql.placeholder('upTo')),
);

const stretchOf = (schoolId: number, { after, upTo }: Counted) => ({ school: schoolId, after, upTo });

const dueByDuty = prepared((db) =>
  db
    .select({
      duty: dutyTask.dutyId,
      total: sql<number>`sum(${dutyTask.state} != 'excused')`,
      done: sql<number>`sum(${dutyTask.state} = 'done')`,
      tapped: sql<number>`sum(${dutyTask.state} = 'done' and json_extract(${dutyTask.content}, ${`$.${TAPPED}`}) = 1)`,
    })
    .from(dutyTask)
    .where(dueIn)
    .groupBy(dutyTask.dutyId)
    .prepare(),
);

/** Duties that fell due since the summary before, with what was done. */
export const weekDuties = (context: ReadContext, told: Told): readonly DutyLine[] =>
  dutiesBetween(context, told.schoolId, told, told.duty);

/** Duties that fell due in a stretch of time, with what was done. */
export const dutiesBetween = (
  context: ReadContext,
  schoolId: number,
  counted: Counted,
  find: DutyFinder = dutyFinder(context, schoolId),
): readonly DutyLine[] =>
  dueByDuty(context.db)
    .all(stretchOf(schoolId, counted))
    .flatMap(({ duty, total, done, tapped }) => {
      const name = nameOfDuty(find, duty);
      const known = find(duty);
      if (name === undefined || total === 0) return [];
      const toFill = known && isTappedOnly(known, { [TAPPED]: true }) ? tapped : 0;
      const letters = known?.form.some((one) => one.key === RECEIPTS)
        ? { receipts: receiptsText(receiptsOf(context, schoolId, duty, counted)) }
        : {};
      return [{ duty, name, done, total, missed: total - done, toFill, ...letters }];
    });

const notDone = prepared((db) =>
  db
    .select()
    .from(dutyTask)
    .where(and(dueIn, inArray(dutyTask.state, ['open', 'missed'])))
    .orderBy(asc(dutyTask.dutyId), asc(dutyTask.dueAt), asc(dutyTask.id))
    .prepare(),
);

/** The tasks of those duties that were not done, by duty and deadline: what `missed` counts. */
export const missedTasks = (context: ReadContext, told: Told) =>
  notDone(context.db)
    .all(stretchOf(told.schoolId, told))
    .flatMap((task) => {
      const name = nameOfDuty(told.duty, task.dutyId);
      return name ? [{ name, task }] : [];
    });

/** Minutes after which a shift without anybody is the safety office's business (domain/duties.md E7). */
const SHIFT_GRACE = 15 * MINUTE;

const begunIn = and(
  eq(dutyShift.schoolId, sql.placeholder('school')),
  gt(dutyShift.startsAt, sql.placeholder('after')),
  lte(dutyShift.startsAt, sql.placeholder('upTo')),
);

/** Begun so long before a stretch and its end that somebody should have stood there within it. */
const graced = (schoolId: number, { after, upTo }: Counted) =>
  stretchOf(schoolId, { after: after - SHIFT_GRACE, upTo: upTo - SHIFT_GRACE });

const shiftsByDuty = prepared((db) =>
  db
    .select({
      duty: dutyShift.dutyId,
      total: sql<number>`count(*)`,
      done: sql<number>`count(${dutyShift.checkedInAt})`,
    })
    .from(dutyShift)
    .where(begunIn)
    .groupBy(dutyShift.dutyId)
    .prepare(),
);

/** Shifts that began since the summary before, with how many somebody stood. */
export const weekShifts = (context: ReadContext, told: Told): readonly DutyLine[] =>
  shiftsBetween(context, told.schoolId, told, told.duty);

/** Shifts that began in a stretch of time, with how many somebody stood. */
export const shiftsBetween = (
  context: ReadContext,
  schoolId: number,
  counted: Counted,
  find: DutyFinder = dutyFinder(context, schoolId),
): readonly DutyLine[] =>
  shiftsByDuty(context.db)
    .all(graced(schoolId, counted))
    .flatMap(({ duty, total, done }) => {
      const name = nameOfDuty(find, duty);
      return name ? [{ duty, name, done, total, missed: total - done }] : [];
    });

/** The shifts nobody stood, the earliest first. */
export const missedShifts = (context: ReadContext, told: Told) =>
  unstood(context.db)
    .all(graced(told.schoolId, told))
    .filter((shift) => nameOfDuty(told.duty, shift.dutyId) !== undefined);

const unstood = prepared((db) =>
  db
    .select()
    .from(dutyShift)
    .where(and(begunIn, isNull(dutyShift.checkedInAt)))
    .orderBy(asc(dutyShift.startsAt), asc(dutyShift.id))
    .prepare(),
);

const periodsDue = prepared((db) =>
  db
    .select()
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, sql.placeholder('school')),
        gt(dutyPeriod.dueAt, sql.placeholder('after')),
        lte(dutyPeriod.dueAt, sql.placeholder('upTo')),
      ),
    )
    .orderBy(asc(dutyPeriod.dutyId), asc(dutyPeriod.period))
    .prepare(),
);

/** Classes that left a duty undone in two periods running, the second due since the summary before; no person is named. */
export function missedTwice(
  context: ReadContext,
  told: Told,
): readonly { readonly name: string; readonly classes: readonly string[] }[] {
  const periods = periodsDue(context.db).all(stretchOf(told.schoolId, told));
  const byDuty = new Map<string, Set<string>>();
  for (const row of periods) {
    // What is not asked of classes is left by none.
    if (told.duty(row.dutyId)?.scope !== 'class') continue;
    const classes = leftAgain(context, row).filter((task) => task.scope === 'class');
    if (classes.length === 0) continue;
    const known = byDuty.get(row.dutyId) ?? new Set();
    byDuty.set(row.dutyId, known);
    for (const task of classes) known.add(task.scopeId);
  }
  return [...byDuty].flatMap(([duty, ids]) => {
    const name = nameOfDuty(told.duty, duty);
    return name ? [{ name, classes: [...ids].map((id) => className(context, id)) }] : [];
  });
}
