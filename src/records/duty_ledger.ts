import { and, asc, eq, gt, gte, inArray, lt } from 'drizzle-orm';
import { z } from 'zod';
import { dutyById } from '../duties/catalogue/index.ts';
import { type Duty, type DutyField, isSealed } from '../duties/duty.ts';
import { isTappedOnly } from '../duties/form.ts';
import { periodInRecord } from '../duties/period_text.ts';
import { scopeName } from '../duties/scope_name.ts';
import type { Task } from '../duties/tasks.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { dutyTask, evidence } from '../store/schema/index.ts';
import { type Cell, type Column, type Ledger, type Period, paged, type Sheet } from './ledger.ts';

const head: readonly Column[] = [
  { header: '周期', width: 18 },
  { header: '班级或部位', width: 14 },
  { header: '应办截止', width: 12 },
  { header: '办理情况', width: 10 },
  { header: '办理时间', width: 17 },
  { header: '办理人', width: 10 },
];

/**
 * Everything due in the period: one sheet with all duties, then one per duty that had something done, with the columns
 * of its own form.
 */
export function dutyLedger(
  context: ReadContext,
  schoolId: number,
  period: Period,
  ledger: { readonly title: string; readonly duties: readonly Duty[] },
): Ledger {
  const ids = ledger.duties.map((duty) => duty.id);
  const read = tasksDue(context, schoolId, period);
  const overview: Sheet = {
    title: '办理总表',
    columns: [{ header: '职责', width: 22 }, ...head, { header: '说明', width: 24 }],
    rows: function* () {
      for (const task of read(ids)) {
        const duty = dutyById(task.dutyId);
        if (duty) yield [duty.name, ...headCells(context, duty, task), task.excuse ?? ''];
      }
    },
  };
  const used = dutiesDone(context, schoolId, period, ids);
  const own = ledger.duties
    .filter((duty) => used.has(duty.id) && !isSealed(duty) && duty.form.length > 0)
    .map(
      (duty): Sheet => ({
        title: duty.name,
        columns: [...head, ...duty.form.map(columnOf), { header: '附件', width: 30 }],
        rows: function* () {
          for (const task of read([duty.id])) {
            if (task.state !== 'done') continue;
            yield [...headCells(context, duty, task), ...formCells(context, duty, task), filesText(context, task)];
          }
        },
      }),
    );
  return { title: ledger.title, sheets: [overview, ...own] };
}

/** The instants a period begins and, exclusive, ends. */
export const span = (context: Pick<ReadContext, 'timeZone'>, period: Period) => ({
  start: instantOf(period.from, '00:00', context.timeZone),
  end: instantOf(plusDays(period.to, 1), '00:00', context.timeZone),
});

function tasksDue(context: ReadContext, schoolId: number, period: Period) {
  const { start, end } = span(context, period);
  return (duties: readonly string[]): Iterable<Task> =>
    paged(
      (after: number | undefined, limit) =>
        context.db
          .select()
          .from(dutyTask)
          .where(
            and(
              eq(dutyTask.schoolId, schoolId),
              inArray(dutyTask.dutyId, [...duties]),
              gte(dutyTask.dueAt, start),
              lt(dutyTask.dueAt, end),
              gt(dutyTask.id, after ?? 0),
            ),
          )
          .orderBy(asc(dutyTask.id))
          .limit(limit)
          .all(),
      (task) => task.id,
    );
}

const dutiesDone = (
  context: ReadContext,
  schoolId: number,
  period: Period,
  ids: readonly string[],
): ReadonlySet<string> => {
  const { start, end } = span(context, period);
  return new Set(
    context.db
      .selectDistinct({ duty: dutyTask.dutyId })
      .from(dutyTask)
      .where(
        and(
          eq(dutyTask.schoolId, schoolId),
          eq(dutyTask.state, 'done'),
          inArray(dutyTask.dutyId, [...ids]),
          gte(dutyTask.dueAt, start),
          lt(dutyTask.dueAt, end),
        ),
      )
      .all()
      .map((row) => row.duty),
  );
};

function headCells(context: ReadContext, duty: Duty, task: Task): readonly Cell[] {
  return [
    periodInRecord(task.period),
    task.scope === 'person' ? nameOf(context, Number(task.scopeId)) : scopeName(context, task),
    { date: dateOf(task.dueAt, context.timeZone) },
    stateText(context, duty, task),
    task.doneAt === null ? '' : `${dateOf(task.doneAt, context.timeZone)} ${clockOf(task.doneAt, context.timeZone)}`,
    task.doneById === null ? '' : nameOf(context, task.doneById),
  ];
}

function stateText(context: ReadContext, duty: Duty, task: Task): string {
  if (task.state === 'done')
    return [
      task.late ? '补录' : '按时',
      task.byDeputy ? '代办' : '',
      isTappedOnly(duty, task.content) ? '已讲，待补内容' : '',
    ]
      .filter(Boolean)
      .join('，');
  if (task.state === 'excused') return '不用办';
  return task.state === 'missed' || task.dueAt < context.now ? '未办' : '未到期';
}

/** What a value of a kind needs to stand well, where it is more than usual. */
const leastWidth: Partial<Record<DutyField['kind'], number>> = { longText: 36, dateTime: 17 };

const columnOf = (field: DutyField): Column => ({
  header: field.label,
  width: Math.max(leastWidth[field.kind] ?? 12, field.label.length * 2 + 2),
});

const values = z.record(z.string(), z.unknown());

function formCells(context: ReadContext, duty: Duty, task: Task): readonly Cell[] {
  const content = values.safeParse(task.content);
  return duty.form.map((field) => cellOf(context, field, content.data?.[field.key]));
}

/** One value as a ledger shows it; dates stay dates, numbers stay numbers. */
function cellOf(context: ReadContext, field: DutyField, value: unknown): Cell {
  if (value === undefined || value === null) return '';
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' ? value : String(value);
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? { date: value } : String(value);
    case 'bool':
      return value === true ? '是' : '否';
    case 'person':
      return typeof value === 'number' ? nameOf(context, value) : '';
    default:
      return Array.isArray(value) ? value.map(String).join('、') : typeof value === 'object' ? '' : String(value);
  }
}

const filesText = (context: ReadContext, task: Task): string =>
  context.db
    .select({ name: evidence.fileName })
    .from(evidence)
    .where(eq(evidence.taskId, task.id))
    .orderBy(asc(evidence.id))
    .all()
    .map((row) => row.name)
    .join('；');
