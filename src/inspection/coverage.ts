import { and, asc, eq, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Cadence } from '../duties/duty.ts';
import { periodInRecord } from '../duties/period_text.ts';
import { scopeName } from '../duties/scope_name.ts';
import { applies, dutiesOf, profileOf, type SchoolDuty } from '../duties/settings.ts';
import { cadenceNames } from '../duties/setup/cadences.ts';
import type { ReadContext } from '../kernel/context.ts';
import { span } from '../records/duty_ledger.ts';
import { allLedgerKinds, ledgerKinds } from '../records/kinds.ts';
import type { Period } from '../records/ledger.ts';
import { dutyShift, dutyTask } from '../store/schema/index.ts';
import { type Counts, hazardCounts, hazardDuties, NONE } from './hazard_coverage.ts';
import { isKeptApart, ledgerPath } from './rules.ts';

/** In the order an inspector minds them. */
export const verdicts = ['缺', '齐全', '未发生', '无应办', '未启用', '不适用', '另存'] as const;
export type CoverageVerdict = (typeof verdicts)[number];

/** What a school has to show for one duty in the period. */
export interface Coverage {
  readonly duty: SchoolDuty;
  readonly cadence: string;
  readonly verdict: CoverageVerdict;
  /** Due in the period and by now, what is excused left out. */
  readonly due: number;
  readonly done: number;
  readonly late: number;
  readonly missing: number;
  /** 9月18日 初二3班, the first few. */
  readonly missed: readonly string[];
  /** The ledger it stands in; none where nothing is shown. */
  readonly ledger?: string;
}

const added = (left: Counts, right: Counts): Counts => ({
  due: left.due + right.due,
  done: left.done + right.done,
  late: left.late + right.late,
  missing: left.missing + right.missing,
});

/** Missed ones named in a cell; the sheet of what is missing has all of them. */
const NAMED = 3;

/** Every duty of the catalogue with what was due, done and missed in the period; counted from the rows. */
export function coverageOf(context: ReadContext, schoolId: number, period: Period): readonly Coverage[] {
  const tasks = taskCounts(context, schoolId, period);
  const shifts = shiftCounts(context, schoolId, period);
  const hazards = hazardCounts(context, schoolId, period);
  const profile = profileOf(context, schoolId);
  return dutiesOf(context, schoolId).map((duty) => {
    const cadence = cadenceNames[duty.cadence];
    if (isKeptApart(duty)) return { duty, cadence, verdict: '另存', ...NONE, missed: [] };
    const ofHazards = hazardDuties.find((id) => id === duty.id);
    const isHazards = ofHazards !== undefined;
    const counts = ofHazards ? hazards[ofHazards] : added(tasks.get(duty.id) ?? NONE, shifts.get(duty.id) ?? NONE);
    const ledger = ledgerOf(duty.id, shifts.has(duty.id), isHazards);
    return {
      duty,
      cadence,
      verdict: verdictOf(duty, counts, applies(duty.appliesIf, profile)),
      ...counts,
      missed: counts.missing === 0 || isHazards ? [] : firstMissed(context, schoolId, period, duty),
      ...(counts.due > 0 ? { ledger } : {}),
    };
  });
}

function verdictOf(duty: SchoolDuty, counts: Counts, isFitting: boolean): CoverageVerdict {
  if (counts.missing > 0) return '缺';
  if (counts.due > 0) return '齐全';
  if (!isFitting) return '不适用';
  // Hazards are always heard; no school switches that on or off.
  if (!duty.on && !hazardDuties.some((id) => id === duty.id)) return '未启用';
  // Of what happens by itself there is nothing to be missing.
  const onOccasion: readonly Cadence[] = ['event', 'dated'];
  return onOccasion.includes(duty.cadence) ? '未发生' : '无应办';
}

function ledgerOf(duty: string, hasShifts: boolean, isHazards: boolean): string {
  const kind = isHazards
    ? 'hazards'
    : hasShifts
      ? 'rosters'
      : (allLedgerKinds.find((one) => one !== 'duties' && ledgerKinds[one].duties.some((other) => other.id === duty)) ??
        'duties');
  return ledgerPath(ledgerKinds[kind]);
}

/** Fallen due and neither done nor excused. */
const missedNow = (context: ReadContext) =>
  and(inArray(dutyTask.state, ['open', 'missed']), lte(dutyTask.dueAt, context.now));

function inPeriod(context: ReadContext, schoolId: number, period: Period) {
  const { start, end } = span(context, period);
  return and(eq(dutyTask.schoolId, schoolId), gte(dutyTask.dueAt, start), lt(dutyTask.dueAt, end));
}

function taskCounts(context: ReadContext, schoolId: number, period: Period): ReadonlyMap<string, Counts> {
  const { now } = context;
  const rows = context.db
    .select({
      duty: dutyTask.dutyId,
      done: sql<number>`sum(${dutyTask.state} = 'done')`,
      late: sql<number>`sum(${dutyTask.state} = 'done' and ${dutyTask.late})`,
      missing: sql<number>`sum(${dutyTask.state} in ('open', 'missed') and ${dutyTask.dueAt} <= ${now})`,
    })
    .from(dutyTask)
    .where(inPeriod(context, schoolId, period))
    .groupBy(dutyTask.dutyId)
    .all();
  return new Map(
    rows.map(({ duty, done, late, missing }) => [duty, { due: done + missing, done, late, missing }] as const),
  );
}

const shiftsOver = (context: ReadContext, schoolId: number, period: Period) =>
  and(
    eq(dutyShift.schoolId, schoolId),
    gte(dutyShift.date, period.from),
    lte(dutyShift.date, period.to),
    lte(dutyShift.endsAt, context.now),
  );

function shiftCounts(context: ReadContext, schoolId: number, period: Period): ReadonlyMap<string, Counts> {
  const rows = context.db
    .select({
      duty: dutyShift.dutyId,
      due: sql<number>`count(*)`,
      done: sql<number>`count(${dutyShift.checkedInAt})`,
    })
    .from(dutyShift)
    .where(shiftsOver(context, schoolId, period))
    .groupBy(dutyShift.dutyId)
    .all();
  return new Map(rows.map(({ duty, due, done }) => [duty, { due, done, late: 0, missing: due - done }] as const));
}

function firstMissed(context: ReadContext, schoolId: number, period: Period, duty: SchoolDuty): readonly string[] {
  const tasks = context.db
    .select()
    .from(dutyTask)
    .where(and(inPeriod(context, schoolId, period), eq(dutyTask.dutyId, duty.id), missedNow(context)))
    .orderBy(asc(dutyTask.dueAt), asc(dutyTask.id))
    .limit(NAMED)
    .all();
  const shifts = context.db
    .select()
    .from(dutyShift)
    .where(and(shiftsOver(context, schoolId, period), eq(dutyShift.dutyId, duty.id), isNull(dutyShift.checkedInAt)))
    .orderBy(asc(dutyShift.date), asc(dutyShift.id))
    .limit(NAMED - tasks.length)
    .all();
  return [
    ...tasks.map((task) => [periodInRecord(task.period), scopeName(context, task)].filter(Boolean).join(' ')),
    ...shifts.map((shift) => [shift.date, shift.slot].filter(Boolean).join(' ')),
  ];
}
