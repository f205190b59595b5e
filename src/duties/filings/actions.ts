import { z } from 'zod';
import { type Action, defineAction } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { staff } from '../../kernel/permission.ts';
import { sendCard } from '../../kernel/send.ts';
import { schoolOf } from '../../school/people.ts';
import { excuseTask } from '../complete.ts';
import type { Task } from '../tasks.ts';
import { doer, leaders } from '../who.ts';
import { datesForm, noDates, saveDates } from './dates.ts';
import { changeFiling, createFiling, findFiling, handOverFiling, reportFiling, templateById } from './filing.ts';
import { editForm, handForm, reportForm, startForm } from './forms.ts';

const id = z.number().int().positive();
const taskReference = z.object({ task: id });
const schoolReference = z.object({ school: id });
const editReference = z.object({ school: id, task: z.number().int().nonnegative(), template: z.string().max(40) });
const subject = (context: Context, of: { task: number }): Task | undefined => findFiling(context, of.task);
const revision = (task: Task): number => task.revision;
const inSchool = (_context: Context, of: { school: number }) => ({ schoolId: of.school });

const termReference = z.object({ school: id, term: z.string().max(40) });
const inTerm = (_context: Context, of: { school: number; term: string }) => ({ schoolId: of.school, term: of.term });

/** A button that turns the pressed card into another one about the same filing. */
const turns = (name: string, card: string): Action =>
  defineAction({
    name,
    reference: taskReference,
    subject,
    who: doer,
    run: (_context, { subject: task }) => ({ become: { card, subject: { task: task.id } } }),
  });

export const filingActions: readonly Action[] = [
  turns('filing.report', 'filing.report'),
  turns('filing.hand', 'filing.hand'),
  turns('filing.back', 'filing.nudge'),
  defineAction({
    name: 'filing.submit',
    reference: taskReference,
    subject,
    who: doer,
    form: reportForm,
    revision,
    run: (context, { subject: task, person, values }) => reportFiling(context, task, person, values),
  }),
  defineAction({
    name: 'filing.hand-over',
    reference: taskReference,
    subject,
    who: doer,
    form: handForm,
    revision,
    run: (context, { subject: task, values }) => handOverFiling(context, task, values.to),
  }),
  defineAction({
    name: 'filing.list',
    reference: z.object({}),
    subject: (context, _reference, person) => {
      const schoolId = schoolOf(context, person);
      return schoolId === undefined ? undefined : { schoolId };
    },
    who: staff,
    run: (context, { subject: of, person }) => {
      sendCard(context, 'filing.list', { school: of.schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'filing.new',
    reference: schoolReference,
    subject: inSchool,
    who: leaders,
    run: (context, { subject: of, person }) => {
      sendCard(context, 'filing.start', { school: of.schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'filing.dates-save',
    reference: termReference,
    subject: inTerm,
    who: leaders,
    form: datesForm,
    revision: () => 1,
    run: (context, { subject: of, values }) => saveDates(context, of, values),
  }),
  defineAction({
    name: 'filing.dates-none',
    reference: termReference,
    subject: inTerm,
    who: leaders,
    run: (context, { subject: of }) => noDates(context, of),
  }),
  defineAction({
    name: 'filing.begin',
    reference: schoolReference,
    subject: inSchool,
    who: leaders,
    form: startForm,
    run: (_context, { subject: of, values }) => ({
      become: {
        card: 'filing.edit',
        subject: { school: of.schoolId, task: 0, template: templateById(values.template ?? '')?.id ?? '' },
      },
    }),
  }),
  defineAction({
    name: 'filing.open-edit',
    reference: taskReference,
    subject,
    who: leaders,
    run: (context, { subject: task, person }) => {
      const edit = { school: task.schoolId, task: task.id, template: '' };
      sendCard(context, 'filing.edit', edit, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'filing.save',
    reference: editReference,
    subject: (context, of) => {
      const task = of.task === 0 ? undefined : findFiling(context, of.task);
      // A filing of another school never comes with a school the person may act for.
      if (of.task !== 0 && task?.schoolId !== of.school) return undefined;
      return { schoolId: of.school, task };
    },
    who: leaders,
    form: editForm,
    revision: (of) => of.task?.revision ?? 1,
    run: (context, { subject: of, values }) => {
      const saved = of.task ? changeFiling(context, of.task, values) : createFiling(context, of.schoolId, values);
      return {
        toast: { tone: 'success', text: '已保存，到时提醒' },
        become: { card: 'filing.nudge', subject: { task: saved.id } },
      };
    },
  }),
  defineAction({
    name: 'filing.cancel',
    reference: taskReference,
    subject,
    who: leaders,
    run: (context, { subject: task }) => ({
      ...excuseTask(context, task, '不用报送'),
      toast: { tone: 'success', text: '已取消，不再提醒' },
    }),
  }),
];
