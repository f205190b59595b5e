import { z } from 'zod';
import { fields } from '../../../cards/fields.ts';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import type { TimerHandler } from '../../kernel/timers.ts';
import { schoolDuty } from '../settings.ts';
import { type Task, taskById } from '../tasks.ts';
import { doer } from '../who.ts';
import { fillFindings, registerFindings } from './findings.ts';
import { endIdle, GATHER_TIMER, gatherPhotos } from './gather.ts';
import { isRound, pageForm, roundOf } from './pages.ts';
import { listOf, submitPage } from './sign.ts';

const reference = z.object({ task: z.number().int().positive() });
const subject = (context: Context, of: { task: number }): Task | undefined => {
  const task = taskById(context, of.task);
  return task && isRound(task.dutyId) ? task : undefined;
};

export const roundActions: readonly Action[] = [
  defineAction({
    name: 'round.open',
    reference,
    subject,
    who: doer,
    run: (context, { subject: task, person }) => {
      if (task.state === 'open' || task.state === 'missed') gatherPhotos(context, task, person);
      return { become: { card: 'round.form', subject: { task: task.id } } };
    },
  }),
  defineAction({
    name: 'round.submit',
    reference,
    subject,
    who: doer,
    form: (context, task) => {
      const duty = schoolDuty(context, task.schoolId, task.dutyId);
      return duty ? pageForm(roundOf(context, task), duty, task) : fields({});
    },
    revision: (task) => task.revision,
    // Checked by the page's own form just before; its fields depend on the page.
    run: (context, { subject: task, person, values }) =>
      submitPage(context, task, person, values as Record<string, never>),
  }),
  defineAction({
    name: 'round.back',
    reference,
    subject,
    who: doer,
    run: (context, { subject: task }) => ({ become: listOf(context, task) }),
  }),
  defineAction({
    name: 'round.register-all',
    reference,
    subject,
    who: doer,
    run: (context, { subject: task, person }) => registerFindings(context, task, person),
  }),
  defineAction({
    name: 'round.one-by-one',
    reference,
    subject,
    who: doer,
    run: (context, { subject: task, person }) => fillFindings(context, task, person),
  }),
];

export const roundTimers: readonly TimerHandler[] = [{ kind: GATHER_TIMER, run: endIdle }];
