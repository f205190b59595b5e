import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { completeTask } from '../duties/complete.ts';
import type { Period } from '../duties/duty.ts';
import { periodOf } from '../duties/periods.ts';
import { type DutyFinder, dutyFinder, type SchoolDuty } from '../duties/settings.ts';
import type { Task } from '../duties/tasks.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { dutyTask } from '../store/schema/index.ts';
import { totalsOf } from './count.ts';
import { classesLeft, partsAmong } from './coverage.ts';
import { lateEntryOf } from './late_entry.ts';
import { partOf } from './part.ts';
import { findingsOf, heldBetween, scoreOf, unitsOf } from './queries.ts';
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

/** The duty's period in which a drill was held. */
const periodWith = (context: ReadContext, of: Drill, duty: SchoolDuty): Period | undefined =>
  of.startedAt === null
    ? undefined
    : periodOf(duty.cadence, dateOf(of.startedAt, context.timeZone), schoolCalendar(context, of.schoolId));

/** The duty's task of a period, while it waits. */
function openTask(context: ReadContext, of: Drill, duty: SchoolDuty, period: Period): Task | undefined {
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

/**
 * A drill that is worked through fulfils the duty's task of its period (domain/duties.md evacuation-drill, done_when);
 * one of a part does together with the others of the period, once no class is left (coverage.ts).
 */
export function completeDrillDuty(context: Context, of: Drill, person: PersonId): void {
  if (!isFulfilled(context, of)) return;
  for (const duty of drillDutiesOf(context, of.schoolId)) {
    const period = periodWith(context, of, duty);
    const task = period && openTask(context, of, duty, period);
    if (!task) continue;
    const drills = partOf(of) === undefined ? [of] : partsHeldIn(context, of.schoolId, period);
    if (classesLeft(context, of.schoolId, drills).length > 0) continue;
    completeTask(context, task, {
      person,
      values: together(drills.map((one) => valuesOf(context, one))),
      byForm: true,
    });
  }
}

/** Drills of parts that are worked through, of a period, the earliest first. */
const partsHeldIn = (context: ReadContext, schoolId: number, { from, to }: Period): readonly Drill[] =>
  partsAmong(
    heldBetween(
      context,
      schoolId,
      instantOf(from, '00:00', context.timeZone),
      instantOf(plusDays(to, 1), '00:00', context.timeZone),
    ),
  )
    .filter((one) => isFulfilled(context, one))
    .toReversed();

/** One form for drills that make one together: people added up, the slowest time, the lowest score, every number. */
function together(all: readonly DrillValues[]): DrillValues {
  const last = all.at(-1);
  if (!last || all.length === 1) return last ?? {};
  const numbers = (key: string): readonly number[] => all.map((one) => Number(one[key]));
  const sum = (key: string): number => numbers(key).reduce((total, one) => total + one, 0);
  const texts = (key: string): string => [...new Set(all.map((one) => String(one[key])))].join('；');
  return {
    ...last,
    expected: sum('expected'),
    present: sum('present'),
    excused: sum('excused'),
    duration_s: Math.max(...numbers('duration_s')),
    score: Math.min(...numbers('score')),
    issues: texts('issues'),
    drill: texts('drill'),
  };
}

type DrillValues = Readonly<Record<string, unknown>>;

/** The duty's own form, filled from the roll-call. Its 应到 is who is enrolled: 实到 and 已说明未到 together. */
function valuesOf(context: Context, of: Drill): DrillValues {
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
