import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm';
import { z } from 'zod';
import { minutesPaper } from '../digests/meeting/minutes.ts';
import { signedMeetingOf } from '../digests/meeting/queries.ts';
import { dutyById } from '../duties/catalogue/index.ts';
import type { Duty, DutyField } from '../duties/duty.ts';
import { isTappedOnly } from '../duties/form.ts';
import { scopeName } from '../duties/scope_name.ts';
import type { Task } from '../duties/tasks.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { span } from '../records/duty_ledger.ts';
import type { Period } from '../records/ledger.ts';
import { nameOf } from '../school/people.ts';
import { dutyTask } from '../store/schema/index.ts';
import type { Part } from './parts.ts';
import { folders, pathSafe } from './rules.ts';

/** Meetings of the whole school: one document each. */
const meetings = ['weekly-safety-meeting', 'police-school-meeting'];
/** Of every class: one document a month with all classes. */
const CLASS_MEETING = 'monthly-theme-class-meeting';

/**
 * The records of meetings as documents: the signed minutes where the meeting was held in Anyuan, else what was filled in
 * when the duty was done.
 */
export function* minutesOf(context: ReadContext, schoolId: number, period: Period): Generator<Part> {
  for (const id of meetings) {
    const duty = dutyById(id);
    if (duty) for (const task of heldIn(context, schoolId, period, id)) yield meetingPart(context, duty, task);
  }
  const duty = dutyById(CLASS_MEETING);
  const held = duty ? heldIn(context, schoolId, period, CLASS_MEETING) : [];
  const months = Map.groupBy(held, (task) => dateOf(task.dueAt, context.timeZone).slice(0, 7));
  if (duty) for (const [month, tasks] of months) yield classMeetingsPart(context, duty, month, tasks);
}

const heldIn = (context: ReadContext, schoolId: number, period: Period, duty: string): readonly Task[] => {
  const { start, end } = span(context, period);
  return context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, schoolId),
        inArray(dutyTask.dutyId, [duty]),
        eq(dutyTask.state, 'done'),
        gte(dutyTask.dueAt, start),
        lt(dutyTask.dueAt, end),
      ),
    )
    .orderBy(asc(dutyTask.dueAt), asc(dutyTask.id))
    .all();
};

const values = z.record(z.string(), z.unknown());

function answerOf(context: ReadContext, task: Task, field: DutyField): string {
  const value = values.safeParse(task.content).data?.[field.key];
  if (value === undefined || value === null || typeof value === 'object')
    return Array.isArray(value) ? value.join('、') : '';
  if (field.kind === 'person') return typeof value === 'number' ? nameOf(context, value) : '';
  if (field.kind === 'bool') return value === true ? '是' : '否';
  return String(value);
}

/** When it was held as the form says, else when it was done. */
const dayOf = (context: ReadContext, task: Task): string => {
  const said = values.safeParse(task.content).data?.held_at;
  return typeof said === 'string' && /^\d{4}-\d{2}-\d{2}/.test(said)
    ? said.slice(0, 10)
    : dateOf(task.doneAt ?? task.dueAt, context.timeZone);
};

function enteredText(context: ReadContext, task: Task): string {
  const at = task.doneAt ?? task.dueAt;
  const when = `${dateOf(at, context.timeZone)} ${clockOf(at, context.timeZone)}`;
  return `${nameOf(context, task.doneById)} ${when} 登记${task.late ? '（补录）' : ''}`;
}

function meetingPart(context: ReadContext, duty: Duty, task: Task): Part {
  const held = signedMeetingOf(context, task.id);
  const day = held ? dateOf(held.heldAt, context.timeZone) : dayOf(context, task);
  const path = `${folders.meetings}/${pathSafe(duty.name)}/${day} ${pathSafe(duty.name)}-${task.id}.docx`;
  if (held) return { is: 'paper', path, duty: duty.id, paper: minutesPaper(context, held) };
  const fields = duty.form.filter((field) => field.kind !== 'file' && field.kind !== 'photo');
  const short = fields.filter((field) => field.kind !== 'longText');
  const empty = isTappedOnly(duty, task.content);
  return {
    is: 'paper',
    path,
    duty: duty.id,
    paper: {
      title: `${duty.name}记录`,
      blocks: [
        {
          kind: 'facts',
          facts: [
            ...short.map((field) => [field.label, answerOf(context, task, field) || '—'] as const),
            ['登记', enteredText(context, task)],
          ],
        },
        ...(empty ? [{ kind: 'text' as const, text: '只登记了已开会，内容没有填写。' }] : []),
        ...fields
          .filter((field) => field.kind === 'longText' && !empty)
          .flatMap((field) => [
            { kind: 'heading' as const, text: field.label },
            { kind: 'text' as const, text: answerOf(context, task, field) || '—' },
          ]),
        { kind: 'signatures', names: ['主持签字', '记录人签字'] },
      ],
    },
  };
}

function classMeetingsPart(context: ReadContext, duty: Duty, month: string, tasks: readonly Task[]): Part {
  const fields = duty.form.filter((field) => field.kind !== 'file' && field.kind !== 'photo');
  return {
    is: 'paper',
    path: `${folders.meetings}/${pathSafe(duty.name)}/${month} ${pathSafe(duty.name)}.docx`,
    duty: duty.id,
    paper: {
      title: `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月${duty.name}记录`,
      blocks: [
        { kind: 'text', text: `共 ${tasks.length} 个班有记录。` },
        {
          kind: 'table',
          headers: ['班级', ...fields.map((field) => field.label), '登记'],
          rows: tasks.map((task) => [
            scopeName(context, task),
            ...fields.map((field) => answerOf(context, task, field) || '—'),
            enteredText(context, task),
          ]),
        },
      ],
    },
  };
}
