import { and, asc, eq, gt, gte, inArray, isNull, lt, lte } from 'drizzle-orm';
import { catalogue, dutyById } from '../duties/catalogue/index.ts';
import { periodInRecord } from '../duties/period_text.ts';
import { scopeName } from '../duties/scope_name.ts';
import { postText } from '../duties/shift_rows.ts';
import { placeText } from '../hazards/view.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, daysBetween } from '../kernel/time.ts';
import { span } from '../records/duty_ledger.ts';
import { hazardsListed } from '../records/hazard_ledger.ts';
import { type Cell, type Period, paged, type Sheet } from '../records/ledger.ts';
import { dutyShift, dutyTask } from '../store/schema/index.ts';
import { isKeptApart } from './rules.ts';

/** Everything that is missing in the period, one row each: tasks not done, shifts nobody checked in for, hazards overdue. */
export const missingSheet = (context: ReadContext, schoolId: number, period: Period): Sheet => ({
  title: '缺项明细',
  columns: [
    { header: '职责', width: 24 },
    { header: '周期或编号', width: 20 },
    { header: '班级或部位', width: 24 },
    { header: '应办截止', width: 12 },
    { header: '情况', width: 26 },
  ],
  rows: function* () {
    yield* tasksMissed(context, schoolId, period);
    yield* shiftsMissed(context, schoolId, period);
    yield* hazardsOverdue(context, schoolId, period);
  },
});

function* tasksMissed(context: ReadContext, schoolId: number, period: Period): Generator<readonly Cell[]> {
  const { start, end } = span(context, period);
  const shown = catalogue.filter((duty) => !isKeptApart(duty)).map((duty) => duty.id);
  const page = (after: number | undefined, limit: number) =>
    context.db
      .select()
      .from(dutyTask)
      .where(
        and(
          eq(dutyTask.schoolId, schoolId),
          inArray(dutyTask.state, ['open', 'missed']),
          inArray(dutyTask.dutyId, shown),
          gte(dutyTask.dueAt, start),
          lt(dutyTask.dueAt, end),
          lte(dutyTask.dueAt, context.now),
          gt(dutyTask.id, after ?? 0),
        ),
      )
      .orderBy(asc(dutyTask.id))
      .limit(limit)
      .all();
  for (const task of paged(page, (one) => one.id)) {
    const duty = dutyById(task.dutyId);
    if (!duty) continue;
    yield [
      duty.name,
      periodInRecord(task.period),
      scopeName(context, task),
      { date: dateOf(task.dueAt, context.timeZone) },
      '没有办理记录',
    ];
  }
}

function* shiftsMissed(context: ReadContext, schoolId: number, period: Period): Generator<readonly Cell[]> {
  const page = (after: number | undefined, limit: number) =>
    context.db
      .select()
      .from(dutyShift)
      .where(
        and(
          eq(dutyShift.schoolId, schoolId),
          gte(dutyShift.date, period.from),
          lte(dutyShift.date, period.to),
          lte(dutyShift.endsAt, context.now),
          isNull(dutyShift.checkedInAt),
          gt(dutyShift.id, after ?? 0),
        ),
      )
      .orderBy(asc(dutyShift.id))
      .limit(limit)
      .all();
  for (const shift of paged(page, (one) => one.id)) {
    const where = [shift.slot, postText(shift.post)].filter(Boolean).join(' ');
    yield [dutyById(shift.dutyId)?.name ?? '值守', shift.date, where, { date: shift.date }, '没有签到'];
  }
}

/** Of the hazards found in the period; older ones are in the ledger. */
function* hazardsOverdue(context: ReadContext, schoolId: number, period: Period): Generator<readonly Cell[]> {
  const today = dateOf(context.now, context.timeZone);
  for (const row of hazardsListed(context, schoolId, period)) {
    if (dateOf(row.reportedAt, context.timeZone) < period.from) continue;
    const isWorkedOn = row.state === 'assigned' || row.state === 'rectifying';
    if (isWorkedOn && row.due !== null && row.due < today)
      yield [
        '隐患整改',
        row.number,
        placeText(row),
        { date: row.due },
        `没有整改，逾期 ${daysBetween(row.due, today)} 天`,
      ];
    if (row.state === 'pending_recheck' && row.recheckDue !== null && row.recheckDue < today)
      yield ['隐患复查', row.number, placeText(row), { date: row.recheckDue }, '整改已报，没有复查'];
    if (row.major === 'confirmed' && row.authorityReport === null)
      yield [
        '重大隐患上报',
        row.number,
        placeText(row),
        { date: dateOf(row.reportedAt, context.timeZone) },
        '没有上报记录',
      ];
  }
}
