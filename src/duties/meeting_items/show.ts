import { z } from 'zod';
import {
  type MeetingItemView,
  meetingItemCard,
  moreTimeCard,
  timeAskedCard,
} from '../../../cards/duties/meeting_item.ts';
import type { Card, PersonId } from '../../../cards/model.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { definePresentation, type Presentation } from '../../kernel/presentation.ts';
import { dateOf, daysBetween, momentText, shortDay } from '../../kernel/time.ts';
import { nameOf } from '../../school/people.ts';
import { UNDO_WINDOW_MS } from '../complete.ts';
import { ownersOf, type Task, taskTopic } from '../tasks.ts';
import { moreTimeForm } from './forms.ts';
import { dueDayOf, findItem, itemOf } from './item.ts';

const taskReference = z.object({ task: z.number().int() });

function viewOf(context: ReadContext, task: Task, person: PersonId | undefined): MeetingItemView | undefined {
  const item = itemOf(task);
  if (!item) return undefined;
  const today = dateOf(context.now, context.timeZone);
  const day = (date: string): string => shortDay(date, today);
  const due = dueDayOf(context, task);
  return {
    task: task.id,
    revision: task.revision,
    text: item.text,
    state: task.state,
    held: day(item.held),
    due: day(due),
    ...(item.firstDue === due ? {} : { firstDue: day(item.firstDue) }),
    overdue: Math.max(0, daysBetween(due, today)),
    ...(item.asked ? { asked: { due: day(item.asked.due), reason: item.asked.reason } } : {}),
    doneBy: nameOf(context, task.doneById),
    doneAt: task.doneAt === null ? '' : momentText(task.doneAt, context.now, context.timeZone),
    mayUndo: task.state === 'done' && task.doneById === person && context.now - (task.doneAt ?? 0) <= UNDO_WINDOW_MS,
  };
}

/** The owner's card, wherever the plain task card would stand. */
export function showItem(context: ReadContext, task: Task, person: PersonId | undefined): Card | undefined {
  const view = viewOf(context, task, person);
  return view && meetingItemCard(view);
}

const isOpen = (task: Task | undefined): boolean => task?.state === 'open' || task?.state === 'missed';

export const meetingItemPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'meeting.item',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer) => {
      const task = findItem(context, of.task);
      return task && showItem(context, task, viewer.kind === 'person' ? viewer.person : undefined);
    },
    wanted: (context, of) => isOpen(findItem(context, of.task)),
  }),
  definePresentation({
    card: 'meeting.more_time',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer, entered) => {
      const task = findItem(context, of.task);
      const view = task && viewOf(context, task, viewer.kind === 'person' ? viewer.person : undefined);
      if (!view || !isOpen(task)) return view && meetingItemCard(view);
      return moreTimeCard({
        ...view,
        fields: moreTimeForm.show({}, entered?.values),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'meeting.time_asked',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of) => {
      const task = findItem(context, of.task);
      const view = task && viewOf(context, task, undefined);
      if (!task || !view) return undefined;
      const owner = ownersOf(context, task)
        .slice(0, 2)
        .map((person) => nameOf(context, person))
        .join('、');
      return timeAskedCard({
        task: task.id,
        text: view.text,
        owner: owner || '—',
        due: view.due,
        ...(view.asked && isOpen(task) ? { asked: view.asked } : {}),
      });
    },
    wanted: (context, of) => {
      const task = findItem(context, of.task);
      return isOpen(task) && task !== undefined && itemOf(task)?.asked !== undefined;
    },
  }),
];
