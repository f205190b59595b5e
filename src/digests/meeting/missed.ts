import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import { refreshTask } from '../../duties/complete.ts';
import { WEEKLY_MEETING } from '../../duties/meeting_items/duty.ts';
import { type PeriodRow, periodRow, type Task, tasksOfPeriod, taskTopic } from '../../duties/tasks.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { DAY, dateOf, instantOf } from '../../kernel/time.ts';
import { dutyTask, meeting } from '../../store/schema/index.ts';
import { agendaOf } from './agenda.ts';
import { takeUp } from './entries.ts';
import { decide } from './lines.ts';
import { lastItems, type Meeting, meetingTopic, openMeetingOf } from './queries.ts';

/** Minutes are written down afterwards for so long. */
const LATE_ENTRY_MS = 60 * DAY;

/** The week's meeting a period is about, with its one task. */
export function meetingPeriod(
  context: Pick<ReadContext, 'db'>,
  id: number,
): { readonly row: PeriodRow; readonly task: Task } | undefined {
  const row = periodRow(context, id);
  const [task] = row?.dutyId === WEEKLY_MEETING ? tasksOfPeriod(context, row) : [];
  return row && task && { row, task };
}

/** Whether the vice principal still has something to say about it: neither held nor explained. */
export const isUnexplained = (task: Task): boolean =>
  (task.state === 'open' || task.state === 'missed') && task.excuse === null;

/** 补录: a meeting held elsewhere is written down; items can follow on its desk before it is closed. */
export function enterLate(
  context: Context,
  schoolId: number,
  person: PersonId,
  values: { readonly heldAt: string; readonly attendees: string; readonly decisions: string },
): Outcome {
  if (openMeetingOf(context, schoolId))
    throw new Refused('meeting.another', '有一次例会正在开', '那次散会以后，再补录。');
  const heldAt = instantOf(values.heldAt.slice(0, 10), values.heldAt.slice(11), context.timeZone);
  if (heldAt > context.now) throw new FormRefused('开会时间不能晚于现在');
  if (context.now - heldAt > LATE_ENTRY_MS) throw new FormRefused('只补录 60 天以内的例会');
  const items = lastItems(context, schoolId);
  const of: Meeting = context.db
    .insert(meeting)
    .values({
      schoolId,
      heldAt,
      openedById: person,
      lateEntry: true,
      attendees: values.attendees,
      agenda: agendaOf(context, schoolId, { until: heldAt }),
      itemsDone: items.done,
      itemsTotal: items.total,
    })
    .returning()
    .get();
  takeUp(context, of);
  record(context, 'meeting.entered_late', meetingTopic(of.id), { school: schoolId, held: values.heldAt });
  decide(context, of, person, values.decisions);
  return {
    toast: { tone: 'success', text: '已记下，有事项再加' },
    become: { card: 'meeting.desk', subject: { meeting: of.id } },
  };
}

/** 没有开, with the reason: it stays missed, and the next agenda says why. */
export function explainNotHeld(
  context: Context,
  task: Task,
  values: { readonly reason: string; readonly note?: string | undefined },
): Outcome {
  if (!isUnexplained(task)) throw new Refused('meeting.explained', '已经记过了', undefined, 'info');
  const why = `没有开：${values.reason}${values.note ? `，${values.note}` : ''}`;
  const moved = context.db
    .update(dutyTask)
    .set({ state: 'missed', excuse: why, revision: task.revision + 1 })
    .where(and(eq(dutyTask.id, task.id), eq(dutyTask.revision, task.revision)))
    .returning()
    .get();
  if (!moved) throw new Refused('meeting.moved_on', '内容有更新，请按新卡填');
  record(context, 'meeting.not_held', taskTopic(task.id), {
    reason: values.reason,
    date: dateOf(context.now, context.timeZone),
  });
  refreshTask(context, moved);
  return { toast: { tone: 'success', text: '已记下原因' } };
}
