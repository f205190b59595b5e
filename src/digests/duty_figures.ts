import { and, count, eq, gt, lte, sql } from 'drizzle-orm';
import { leftAgain } from '../duties/audience.ts';
import { isTappedOnly, TAPPED } from '../duties/form.ts';
import { schoolDuty } from '../duties/settings.ts';
import { className } from '../duties/tasks.ts';
import type { ReadContext } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';
import { dutyPeriod, dutyShift, dutyTask } from '../store/schema/index.ts';
import { counted } from './counted.ts';

/** Classes that left a duty undone in two periods running, the second due since the summary before; no person is named. */
export function missedTwice(context: ReadContext, schoolId: number, from: string): readonly string[] {
  const { after, upTo } = counted(context, schoolId, from);
  const periods = context.db
    .select()
    .from(dutyPeriod)
    .where(and(eq(dutyPeriod.schoolId, schoolId), gt(dutyPeriod.dueAt, after), lte(dutyPeriod.dueAt, upTo)))
    .all();
  const byDuty = new Map<string, Set<string>>();
  for (const row of periods) {
    const classes = leftAgain(context, row).filter((task) => task.scope === 'class');
    if (classes.length === 0) continue;
    const known = byDuty.get(row.dutyId) ?? new Set();
    byDuty.set(row.dutyId, known);
    for (const task of classes) known.add(task.scopeId);
  }
  return [...byDuty].flatMap(([duty, ids]) => {
    const name = schoolDuty(context, schoolId, duty)?.name;
    const classes = [...ids].map((id) => className(context, id));
    return name
      ? [`${name}：${classes.slice(0, 6).join('、')}${classes.length > 6 ? ` 等 ${classes.length} 个班` : ''}`]
      : [];
  });
}

/** Duties that fell due since the summary before, with what was done. */
export function weekDuties(context: ReadContext, schoolId: number, from: string) {
  const { after, upTo } = counted(context, schoolId, from);
  return context.db
    .select({
      duty: dutyTask.dutyId,
      total: sql<number>`sum(${dutyTask.state} != 'excused')`,
      done: sql<number>`sum(${dutyTask.state} = 'done')`,
      tapped: sql<number>`sum(${dutyTask.state} = 'done' and json_extract(${dutyTask.content}, ${`$.${TAPPED}`}) = 1)`,
    })
    .from(dutyTask)
    .where(and(eq(dutyTask.schoolId, schoolId), gt(dutyTask.dueAt, after), lte(dutyTask.dueAt, upTo)))
    .groupBy(dutyTask.dutyId)
    .all()
    .flatMap((row) => {
      const duty = schoolDuty(context, schoolId, row.duty);
      if (!duty || row.total === 0) return [];
      // Held, and its content is missing (duties/form.ts).
      const toFill = isTappedOnly(duty, { [TAPPED]: true }) ? row.tapped : 0;
      return [{ name: duty.name, done: row.done, total: row.total, missed: row.total - row.done, toFill }];
    });
}

/** Minutes after which a shift without anybody is the safety office's business (domain/duties.md E7). */
const SHIFT_GRACE = 15 * MINUTE;

/** Shifts that began since the summary before, with how many somebody stood. */
export function weekShifts(context: ReadContext, schoolId: number, from: string) {
  const { after, upTo } = counted(context, schoolId, from);
  return context.db
    .select({ duty: dutyShift.dutyId, total: count(), done: count(dutyShift.checkedInAt) })
    .from(dutyShift)
    .where(
      and(
        eq(dutyShift.schoolId, schoolId),
        gt(dutyShift.startsAt, after - SHIFT_GRACE),
        lte(dutyShift.startsAt, upTo - SHIFT_GRACE),
      ),
    )
    .groupBy(dutyShift.dutyId)
    .all()
    .flatMap(({ duty, total, done }) => {
      const name = schoolDuty(context, schoolId, duty)?.name;
      return name ? [{ name, done, total, missed: total - done }] : [];
    });
}
