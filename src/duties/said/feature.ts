import { z } from 'zod';
import { confirmCard } from '../../../cards/duties/confirm.ts';
import { defineAction } from '../../kernel/action.ts';
import type { Feature } from '../../kernel/feature.ts';
import { staff } from '../../kernel/permission.ts';
import { definePresentation } from '../../kernel/presentation.ts';
import { dateOf, momentText } from '../../kernel/time.ts';
import { nameOf } from '../../school/people.ts';
import { completeTask, UNDO_WINDOW_MS } from '../complete.ts';
import { oneTapField } from '../form.ts';
import { periodText } from '../period_text.ts';
import { scopeName } from '../scope_name.ts';
import { schoolDuty } from '../settings.ts';
import { ownersOf, taskById, taskTopic } from '../tasks.ts';

const ofTask = z.object({ task: z.number().int().positive() });

/** What somebody wrote about a duty becomes one tap; nothing is kept before the tap. */
export const dutyWordsFeature: Feature = {
  name: 'duty words',
  actions: [
    defineAction({
      name: 'duty.confirm',
      reference: ofTask,
      subject: (context, { task }) => taskById(context, task),
      // Whoever stood in for a class says so; it is kept as done by a deputy.
      who: staff,
      run(context, { subject, person }) {
        const duty = schoolDuty(context, subject.schoolId, subject.dutyId);
        const yes = duty && oneTapField(duty);
        return completeTask(context, subject, { person, values: { [yes ?? 'delivered']: true }, byForm: false });
      },
    }),
  ],
  presentations: [
    definePresentation({
      card: 'duty.confirm',
      subject: ofTask,
      topic: ({ task }) => taskTopic(task),
      show(context, of, viewer) {
        const task = taskById(context, of.task);
        const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
        if (!task || !duty || viewer.kind !== 'person') return undefined;
        const isReminder = duty.id === 'daily-safety-reminder';
        const done =
          task.state === 'done' && task.doneAt !== null
            ? `${nameOf(context, task.doneById)} ${momentText(task.doneAt, context.now, context.timeZone)}`
            : (task.excuse ?? '');
        return confirmCard({
          task: task.id,
          duty: duty.name,
          scope: scopeName(context, task),
          period: periodText(duty, task.period, dateOf(context.now, context.timeZone)),
          isReminder,
          isDeputy: !ownersOf(context, task, duty).includes(viewer.person),
          hasForm: !isReminder && oneTapField(duty) === undefined,
          state: task.state,
          done,
          mayUndo:
            task.state === 'done' &&
            task.doneById === viewer.person &&
            context.now - (task.doneAt ?? 0) <= UNDO_WINDOW_MS,
        });
      },
    }),
  ],
  timers: [],
};
