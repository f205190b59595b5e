import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { PersonId } from '../../../cards/model.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { sendCard, sendText } from '../../kernel/send.ts';
import { dateOf, instantOf, shortDay } from '../../kernel/time.ts';
import { peopleWithRole } from '../../school/people.ts';
import { dutyPeriod, dutyTask } from '../../store/schema/index.ts';
import { completeTask, refreshTask } from '../complete.ts';
import { inOrder, ladderTimes, planLadder } from '../period_ladder.ts';
import { schoolDuty } from '../settings.ts';
import { ownersOf, periodOfTask, type Task, taskById, taskTopic } from '../tasks.ts';
import { MEETING_ITEM } from './duty.ts';

const CLOSES = '17:00';

const asked = z.object({ due: z.string(), reason: z.string(), person: z.number().int() });
const shape = z.object({
  item: z.object({
    text: z.string(),
    /** The day of the meeting, and the date it set: they stay when the date is moved. */
    held: z.string(),
    firstDue: z.string(),
    /** More time that somebody asked for and nobody has answered. */
    asked: asked.optional(),
  }),
});
export type Item = z.infer<typeof shape>['item'];

/** What an action item is about; undefined for tasks that are none. */
export const itemOf = (task: Pick<Task, 'matter' | 'dutyId'>): Item | undefined => {
  const read = task.dutyId === MEETING_ITEM ? shape.safeParse(task.matter) : undefined;
  return read?.success ? read.data.item : undefined;
};

export const findItem = (context: Pick<ReadContext, 'db'>, id: number): Task | undefined => {
  const task = taskById(context, id);
  return task && itemOf(task) ? task : undefined;
};

/** The day an item is due, YYYY-MM-DD. */
export const dueDayOf = (context: Pick<ReadContext, 'timeZone'>, task: Task): string =>
  dateOf(task.dueAt, context.timeZone);

/** Action items of a school that are not done, the earliest first; those whose ladder has ended too. */
export const openItems = (context: Pick<ReadContext, 'db'>, schoolId: number): readonly Task[] =>
  context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, schoolId),
        eq(dutyTask.dutyId, MEETING_ITEM),
        inArray(dutyTask.state, ['open', 'missed']),
      ),
    )
    .orderBy(asc(dutyTask.dueAt), asc(dutyTask.id))
    .limit(100)
    .all();

export interface NewItem {
  readonly schoolId: number;
  /** The line of the minutes: an item becomes a task once. */
  readonly line: number;
  readonly text: string;
  readonly owner: PersonId;
  /** YYYY-MM-DD. */
  readonly due: string;
  readonly held: string;
}

/** An item of the minutes becomes its owner's task, with the ladder E3 and a card. Gives the task's id. */
export function assignItem(context: Context, item: NewItem): number {
  const { schoolId, owner, due } = item;
  const duty = schoolDuty(context, schoolId, MEETING_ITEM);
  const dueAt = instantOf(due, CLOSES, context.timeZone);
  const common = {
    schoolId,
    dutyId: MEETING_ITEM,
    period: `M${item.line}`,
    openAt: context.now,
    dueAt,
    matter: { item: { text: item.text, held: item.held, firstDue: due } },
  };
  const ladder = inOrder(context, duty ?? { schoolId, escalation: 'E3' }, dueAt);
  const row = context.db
    .insert(dutyPeriod)
    .values({ ...common, ladder })
    .returning()
    .get();
  const task = context.db
    .insert(dutyTask)
    .values({ ...common, scope: 'school', assigneeId: owner })
    .returning()
    .get();
  record(context, 'meeting_item.assigned', taskTopic(task.id), { owner, due });
  planLadder(context, row);
  for (const person of ownersOf(context, task))
    sendCard(
      context,
      'meeting.item',
      { task: task.id },
      { person },
      { dedupeKey: `meeting.item:${task.id}:${person}` },
    );
  return task.id;
}

/** 已完成. */
export function finishItem(context: Context, task: Task, person: PersonId): Outcome {
  const item = itemOf(task);
  completeTask(context, task, { person, values: { item: item?.text ?? '' }, byForm: false });
  return { toast: { tone: 'success', text: '已记：完成' } };
}

function requireOpen(task: Task): void {
  if (task.state === 'done') throw new Refused('meeting_item.done', '这项已经办完', undefined, 'info');
  if (task.state === 'excused') throw new Refused('meeting_item.excused', '这项不用办了', undefined, 'info');
}

function write(context: Context, task: Task, item: Item, more: Partial<typeof dutyTask.$inferInsert> = {}): Task {
  const moved = context.db
    .update(dutyTask)
    .set({ ...more, matter: { item }, revision: task.revision + 1 })
    .where(and(eq(dutyTask.id, task.id), eq(dutyTask.revision, task.revision)))
    .returning()
    .get();
  if (!moved) throw new Refused('meeting_item.moved_on', '内容有更新，请按新卡填');
  refreshTask(context, moved);
  return moved;
}

/** Who decides on more time: the vice principal, else the principal, else the safety office; never the asker, unless alone. */
export function decidersOf(context: Pick<ReadContext, 'db'>, task: Task, asker: PersonId): readonly PersonId[] {
  for (const role of ['vice_principal', 'principal', 'safety_office']) {
    const found = peopleWithRole(context, task.schoolId, role).filter((one) => one.person !== asker);
    if (found.length > 0) return found.map((one) => one.person);
  }
  return [asker];
}

/** 需要更多时间: the date moves only when whoever presides agrees (design.md §5). */
export function askForTime(
  context: Context,
  task: Task,
  person: PersonId,
  values: { readonly due: string; readonly reason: string },
): Outcome {
  requireOpen(task);
  const item = itemOf(task);
  if (!item) throw new Refused('meeting_item.gone', '这张卡已过期，请发“待办”');
  const today = dateOf(context.now, context.timeZone);
  if (values.due < today) throw new FormRefused('日期不能早于今天');
  if (values.due <= dueDayOf(context, task)) throw new FormRefused('新日期要晚于原来的日期');
  const moved = write(context, task, { ...item, asked: { ...values, person } });
  record(context, 'meeting_item.time_asked', taskTopic(task.id), { due: values.due });
  for (const decider of decidersOf(context, moved, person))
    sendCard(
      context,
      'meeting.time_asked',
      { task: task.id },
      { person: decider },
      { dedupeKey: `meeting.time_asked:${task.id}:${moved.revision}:${decider}` },
    );
  return {
    toast: { tone: 'success', text: '已请分管副校长定' },
    become: { card: 'meeting.item', subject: { task: task.id } },
  };
}

/** 同意改期 or 按原定; the owner hears which. Whoever asked does not decide, unless there is nobody else. */
export function answerTime(context: Context, task: Task, person: PersonId, agrees: boolean): Outcome {
  requireOpen(task);
  const item = itemOf(task);
  if (!item?.asked) throw new Refused('meeting_item.answered', '已经定过了', undefined, 'info');
  const { asked: wanted, ...kept } = item;
  if (wanted.person === person && !decidersOf(context, task, person).includes(person))
    throw new Refused('meeting_item.own', '自己申请的，请别人定', '分管副校长、校长或安全办都可以。');
  const today = dateOf(context.now, context.timeZone);
  if (!agrees) {
    write(context, task, kept);
    record(context, 'meeting_item.time_refused', taskTopic(task.id), {});
    const due = shortDay(dueDayOf(context, task), today);
    sendText(context, `“${item.text}”按原定 ${due} 办。有困难可以再说。`, { person: wanted.person });
    return { toast: { tone: 'success', text: '已记：按原定' } };
  }
  moveDue(context, task, kept, wanted.due);
  record(context, 'meeting_item.time_granted', taskTopic(task.id), { due: wanted.due });
  sendText(context, `“${item.text}”改到 ${shortDay(wanted.due, today)}。`, { person: wanted.person });
  return { toast: { tone: 'success', text: `已改到 ${shortDay(wanted.due, today)}` } };
}

/** The new deadline with its ladder; rungs that would have spoken by now stay silent. */
function moveDue(context: Context, task: Task, item: Item, due: string): void {
  const dueAt = instantOf(due, CLOSES, context.timeZone);
  write(context, task, item, { dueAt, state: 'open' });
  const period = periodOfTask(context, task);
  if (!period) return;
  const row = { ...period, dueAt, ladderDone: -1 };
  const passed = ladderTimes(context, row).reduce((last, time, index) => (time <= context.now ? index : last), -1);
  context.db.update(dutyPeriod).set({ dueAt, ladderDone: passed }).where(eq(dutyPeriod.id, period.id)).run();
  planLadder(context, { ...row, ladderDone: passed });
}
