import { z } from 'zod';
import { type Action, defineAction, type Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { Task } from '../tasks.ts';
import { doer, leaders } from '../who.ts';
import { moreTimeForm } from './forms.ts';
import { answerTime, askForTime, findItem, finishItem } from './item.ts';

const taskReference = z.object({ task: z.number().int().positive() });
const subject = (context: Context, of: { task: number }): Task | undefined => findItem(context, of.task);

const button = (
  name: string,
  who: Permission<Task>,
  run: (context: Context, task: Task, person: number) => Outcome,
): Action =>
  defineAction({
    name,
    reference: taskReference,
    subject,
    who,
    run: (context, input) => run(context, input.subject, input.person),
  });

/** What the owner of an action item presses, and whoever decides on more time. */
export const meetingItemActions: readonly Action[] = [
  button('meeting_item.done', doer, finishItem),
  button('meeting_item.more', doer, (_context, task) => ({
    become: { card: 'meeting.more_time', subject: { task: task.id } },
  })),
  button('meeting_item.back', doer, (_context, task) => ({
    become: { card: 'meeting.item', subject: { task: task.id } },
  })),
  defineAction({
    name: 'meeting_item.ask-time',
    reference: taskReference,
    subject,
    who: doer,
    form: moreTimeForm,
    revision: (task) => task.revision,
    run: (context, { subject: task, person, values }) => askForTime(context, task, person, values),
  }),
  button('meeting_item.grant', leaders, (context, task, person) => answerTime(context, task, person, true)),
  button('meeting_item.keep', leaders, (context, task, person) => answerTime(context, task, person, false)),
];
