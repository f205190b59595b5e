import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { reminderChoiceCard } from '../../cards/duties/reminder.ts';
import { type FormValues, field, fields } from '../../cards/fields.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { FormRefused } from '../kernel/refused.ts';
import { clockOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { classGroup, dutyPeriod, dutyTask } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { completeTask, taskName, UNDO_WINDOW_MS } from './complete.ts';
import { reminderMatter, topicName } from './reminder_topic.ts';
import { REPEAT_SCHOOL_DAYS } from './reminders.ts';
import { periodOfTask, type Task, taskById, taskTopic } from './tasks.ts';

const OWN = 'own';

export const reminderForm = fields({
  choice: field.singleSelect('讲哪条', { required: true }),
  content: field.longText('自拟内容', { maxLength: 200, hint: '选“自拟”时写' }),
});

const stageOfClass = prepared((db) =>
  db
    .select({ stage: classGroup.stage })
    .from(classGroup)
    .where(eq(classGroup.id, sql.placeholder('id')))
    .prepare(),
);

/** The three of the class's own stage, the one on the shared card first; of the first stage where the class has none. */
function choicesOfStage(context: Pick<ReadContext, 'db'>, task: Task) {
  const matter = reminderMatter(periodOfTask(context, task)?.matter);
  const stage = stageOfClass(context.db).get({ id: Number(task.scopeId) })?.stage;
  return (matter?.stages.find((one) => one.stage === stage) ?? matter?.stages[0])?.choices ?? [];
}

/** Those of the three the class has not heard within 20 school days, by its own choice too; all where none is left. */
export function choicesFor(context: Pick<ReadContext, 'db'>, task: Task) {
  const choices = choicesOfStage(context, task);
  if (choices.length === 0) return choices;
  const heard = heardBy(context, task);
  const fresh = choices.filter((one) => !heard.has(one.id));
  return fresh.length === 0 ? choices : fresh;
}

const contentBefore = prepared((db) => {
  const periods = db
    .select({ period: dutyPeriod.period })
    .from(dutyPeriod)
    .where(
      and(
        eq(dutyPeriod.schoolId, sql.placeholder('school')),
        eq(dutyPeriod.dutyId, sql.placeholder('duty')),
        // A day's key is its date.
        lt(dutyPeriod.period, sql.placeholder('period')),
      ),
    )
    .orderBy(desc(dutyPeriod.period))
    .limit(REPEAT_SCHOOL_DAYS);
  return db
    .select({ content: dutyTask.content })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        eq(dutyTask.dutyId, sql.placeholder('duty')),
        inArray(dutyTask.period, periods),
        eq(dutyTask.scope, sql.placeholder('scope')),
        eq(dutyTask.scopeId, sql.placeholder('scopeId')),
      ),
    )
    .prepare();
});

/** Reminders a class was read in the 20 school days before a task. */
function heardBy(context: Pick<ReadContext, 'db'>, task: Task): ReadonlySet<string> {
  const { schoolId, dutyId, period, scope, scopeId } = task;
  const rows = contentBefore(context.db).all({ school: schoolId, duty: dutyId, period, scope, scopeId });
  return new Set(
    rows.flatMap(({ content }) => {
      const read = kept.safeParse(content);
      return read.success ? [read.data.reminder_id] : [];
    }),
  );
}

const kept = z.object({ reminder_id: z.string() });

/**
 * What a tap says was read out, kept with it for the ledger: the reminder on the card that was tapped, the shared one's
 * or the class's own. Nothing for other duties, and where the library had none.
 */
export function readOut(
  context: Pick<ReadContext, 'db'>,
  task: Task,
  card: 'shared' | 'own',
): Readonly<Record<string, string>> {
  if (task.dutyId !== 'daily-safety-reminder') return {};
  const [on] = card === 'shared' ? choicesOfStage(context, task) : choicesFor(context, task);
  return on ? { topic: topicName(on.topic), reminder_id: on.id, content: on.text } : {};
}

const told = z.object({ topic: z.string() });

export const reminderPresentation: Presentation = definePresentation({
  card: 'duty.reminder',
  subject: z.object({ task: z.number().int() }),
  topic: (of) => taskTopic(of.task),
  show: (context, of, viewer, entered) => {
    const task = taskById(context, of.task);
    if (!task) return undefined;
    const choices = choicesFor(context, task);
    const person = viewer.kind === 'person' ? viewer.person : undefined;
    const said = told.safeParse(task.content);
    const done =
      task.state === 'done'
        ? `${nameOf(context, task.doneById)} ${clockOf(task.doneAt ?? 0, context.timeZone)} 已讲${said.success ? `：${said.data.topic}` : ''}。`
        : undefined;
    return reminderChoiceCard({
      task: task.id,
      revision: task.revision,
      className: taskName({ db: context.db }, task),
      due: clockOf(task.dueAt, context.timeZone),
      choices: choices.map((one) => ({ topic: topicName(one.topic), text: one.text })),
      fields: reminderForm.show(
        {
          choice: {
            options: [
              ...choices.map((one, index) => ({ value: one.id, text: `${index + 1} ${topicName(one.topic)}` })),
              { value: OWN, text: '自拟' },
            ],
            initial: choices[0]?.id ?? OWN,
          },
        },
        entered?.values,
      ),
      ...(done ? { done } : {}),
      mayUndo: task.state === 'done' && task.doneById === person && context.now - (task.doneAt ?? 0) <= UNDO_WINDOW_MS,
      ...(entered ? { message: entered.message } : {}),
    });
  },
});

/** 本班已讲 with another of the three, or one's own words. */
export function tellOwnReminder(
  context: Context,
  task: Task,
  person: number,
  values: FormValues<typeof reminderForm.declarations>,
): Outcome {
  if (values.choice === OWN) {
    if (!values.content) throw new FormRefused('选“自拟”请写一句内容');
    return completeTask(context, task, {
      person,
      values: { delivered: true, topic: '自拟', content: values.content },
      byForm: false,
    });
  }
  const chosen = choicesFor(context, task).find((one) => one.id === values.choice);
  if (!chosen) throw new FormRefused('请从给出的里面选');
  return completeTask(context, task, {
    person,
    values: { delivered: true, topic: topicName(chosen.topic), reminder_id: chosen.id, content: chosen.text },
    byForm: false,
  });
}
