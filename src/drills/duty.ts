import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { completeTask } from '../duties/complete.ts';
import { periodOf } from '../duties/periods.ts';
import { type DutyFinder, dutyFinder, type SchoolDuty } from '../duties/settings.ts';
import type { Task } from '../duties/tasks.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { dutyTask } from '../store/schema/index.ts';
import { totalsOf } from './count.ts';
import { lateEntryOf } from './late_entry.ts';
import { findingsOf, scoreOf, unitsOf } from './queries.ts';
import { type Drill, typeOf } from './rules.ts';

/** The catalogue's drill duties: monthly for schools, quarterly for kindergartens (domain/drills.md 依据). */
export const DRILL_DUTIES = ['evacuation-drill', 'evacuation-drill-kindergarten'] as const;

/** The drill duties of a school that are switched on. */
export const drillDutiesOf = (
  context: Pick<ReadContext, 'db'>,
  schoolId: number,
  find: DutyFinder = dutyFinder(context, schoolId),
): readonly SchoolDuty[] =>
  DRILL_DUTIES.flatMap((id) => {
    const duty = find(id);
    return duty?.on ? [duty] : [];
  });

/** The duty's task of the period in which the drill was held, while it waits. */
function openTask(context: ReadContext, of: Drill, duty: SchoolDuty): Task | undefined {
  if (of.startedAt === null) return undefined;
  const period = periodOf(duty.cadence, dateOf(of.startedAt, context.timeZone), schoolCalendar(context, of.schoolId));
  if (!period) return undefined;
  return context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, of.schoolId),
        eq(dutyTask.dutyId, duty.id),
        eq(dutyTask.period, period.key),
        inArray(dutyTask.state, ['open', 'missed']),
        lte(dutyTask.openAt, context.now),
      ),
    )
    .orderBy(asc(dutyTask.id))
    .get();
}

/** Counts as held: a drill, not a real event, everybody accounted for, evaluated, and its findings written down. */
export const isFulfilled = (context: Pick<ReadContext, 'db'>, of: Drill): boolean =>
  of.kind === 'drill' &&
  of.state === 'stood_down' &&
  of.realAt === null &&
  (of.accountedAt !== null || of.late !== null) &&
  of.exception === null &&
  of.findingsAt !== null &&
  scoreOf(context, of.id) !== undefined;

/** A drill that is worked through fulfils the duty's task of its period (domain/duties.md evacuation-drill, done_when). */
export function completeDrillDuty(context: Context, of: Drill, person: PersonId): void {
  if (!isFulfilled(context, of)) return;
  for (const duty of drillDutiesOf(context, of.schoolId)) {
    const task = openTask(context, of, duty);
    if (task) completeTask(context, task, { person, values: valuesOf(context, of), byForm: true });
  }
}

/** The duty's own form, filled from the roll-call. Its 应到 is who is enrolled: 实到 and 已说明未到 together. */
function valuesOf(context: Context, of: Drill): Readonly<Record<string, unknown>> {
  const totals = totalsOf(unitsOf(context, of.id));
  const present = totals.present + totals.resolved;
  const started = of.startedAt ?? context.now;
  const late = lateEntryOf(of);
  const issues = [
    ...(late ? [`补录：据纸质记录 ${late.heldAt} 举行`] : []),
    ...findingsOf(context, of.id).map((one) => one.text),
  ];
  return {
    type: typeOf(of.type).inDuty,
    held_at: `${dateOf(started, context.timeZone)} ${clockOf(started, context.timeZone)}`,
    expected: present + totals.excused,
    present,
    excused: totals.excused,
    duration_s: late?.seconds ?? Math.max(1, Math.round(((of.accountedAt ?? started) - started) / 1_000)),
    score: scoreOf(context, of.id) ?? 0,
    issues: issues.length > 0 ? issues.join('；') : '无',
    drill: of.number,
  };
}
