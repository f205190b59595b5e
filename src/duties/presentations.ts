import { z } from 'zod';
import { boardCard, deputyCard, groupNudgeCard } from '../../cards/duties/board.ts';
import { asked, dutySourceCard, dutyTaskCard, forContent } from '../../cards/duties/task.ts';
import type { FieldValue } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { clockOf, dateOf, dayText, momentText } from '../kernel/time.ts';
import { isCalendarKnown } from '../school/calendar.ts';
import { candidates, nameOf } from '../school/people.ts';

import { UNDO_WINDOW_MS } from './complete.ts';
import { filesKept } from './evidence.ts';
import { rememberedExpiries } from './expiries.ts';
import { fillInPresentation } from './fill_in.ts';
import { initialValues, isTappedOnly, oneTapField, showForm } from './form.ts';
import { showOwnCard } from './own_shows.ts';
import { periodText } from './period_text.ts';
import { choicesFor } from './reminder_choice.ts';
import { scopeName } from './scope_name.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { summaryPresentations } from './summary.ts';
import { photosOfTask } from './task_photos.ts';
import {
  leftOf,
  type PeriodRow,
  periodOfTask,
  periodRow,
  periodTopic,
  progressOf,
  type Task,
  taskById,
  taskTopic,
} from './tasks.ts';

const taskReference = z.object({ task: z.number().int() });
const periodReference = z.object({ period: z.number().int() });
const personOf = (viewer: Viewer): number | undefined => (viewer.kind === 'person' ? viewer.person : undefined);

/** The words a period brings: the reminder to read out. */
export const matterText = (matter: unknown): { readonly topic?: string; readonly text?: string } => {
  const read = z.object({ topic: z.string().optional(), text: z.string().optional() }).safeParse(matter ?? {});
  if (!read.success) return {};
  return {
    ...(read.data.topic ? { topic: read.data.topic } : {}),
    ...(read.data.text ? { text: read.data.text } : {}),
  };
};

/** What is known of the form before anybody fills it: whoever opened the task said it already. */
const knownValues = (matter: unknown): Readonly<Record<string, FieldValue>> => {
  const read = z.object({ values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) });
  return read.safeParse(matter).data?.values ?? {};
};

function showTask(
  context: ReadContext,
  task: Task,
  duty: SchoolDuty,
  person: number | undefined,
  entered: Entered | undefined,
) {
  const period = periodOfTask(context, task);
  const today = dateOf(context.now, context.timeZone);
  // A class hears what is for its own stage; the shared card holds those of all stages.
  const text = choicesFor(context, task)[0]?.text ?? matterText(task.matter ?? period?.matter).text;
  const mayUndo =
    task.state === 'done' && task.doneById === person && context.now - (task.doneAt ?? 0) <= UNDO_WINDOW_MS;
  return dutyTaskCard({
    task: task.id,
    revision: task.revision,
    duty: duty.name,
    scope: scopeName(context, task),
    period: periodText(duty, task.period, today),
    what: duty.prompt ?? duty.what,
    due: momentText(task.dueAt, context.now, context.timeZone),
    state: task.state,
    late: task.late,
    doneBy: nameOf(context, task.doneById),
    doneAt: task.doneAt === null ? '' : momentText(task.doneAt, context.now, context.timeZone),
    excuse: task.excuse ?? '免记',
    calendarKnown: isCalendarKnown(today),
    oneTap: oneTapField(duty) !== undefined || duty.id === 'daily-safety-reminder' || duty.build === 'handoff',
    fields: showForm(duty, {
      candidates: candidates(context, task.schoolId, duty.roles),
      photos: photosOfTask(context, task.id).length,
      files: filesKept(context, task.id),
      initial: {
        ...initialValues(duty, { date: today, clock: clockOf(context.now, context.timeZone), person }),
        ...rememberedExpiries(context, task, duty),
        ...knownValues(task.matter),
      },
      entered: entered?.values,
    }),
    ...(text ? { text } : {}),
    ...(task.state === 'done' && isTappedOnly(duty, task.content) ? { mayFillIn: true } : {}),
    mayUndo,
    ...(duty.cadence === 'event' && task.state === 'open' ? { mayDrop: true } : {}),
    ...(duty.build === 'handoff' ? { handoff: '这件事的内容只写在纸质册上，这里只记“已办”。' } : {}),
    ...(entered ? { message: entered.message } : {}),
  });
}

/** A duty with a card of its own shows that one wherever the plain card would stand. */
const showOwn: typeof showTask = (context, task, duty, person, entered) =>
  showOwnCard(context, task, duty, person, entered) ?? showTask(context, task, duty, person, entered);

function boardOf(context: ReadContext, row: PeriodRow, duty: SchoolDuty) {
  const { done, total } = progressOf(context, row);
  const today = dateOf(context.now, context.timeZone);
  const { topic, text } = matterText(row.matter);
  return {
    period: row.id,
    duty: duty.name,
    ...(topic ? { topic } : {}),
    text: text ?? duty.prompt ?? duty.what,
    date: dayText(dateOf(row.openAt, context.timeZone), today),
    due:
      dateOf(row.dueAt, context.timeZone) === today
        ? clockOf(row.dueAt, context.timeZone)
        : momentText(row.dueAt, context.now, context.timeZone),
    done,
    total,
    left: leftOf(context, row).map((task) => scopeName(context, task)),
    over: context.now > row.dueAt,
    isReminder: duty.id === 'daily-safety-reminder',
  };
}

/** A card about a period: found by id, current by the period's topic. */
const periodCard = (
  card: string,
  show: (
    context: ReadContext,
    row: PeriodRow,
    duty: SchoolDuty,
    person: number | undefined,
  ) => ReturnType<typeof boardCard>,
  wanted: (context: ReadContext, row: PeriodRow) => boolean,
): Presentation =>
  definePresentation({
    card,
    subject: periodReference,
    topic: (of) => periodTopic(of.period),
    show: (context, of, viewer) => {
      const row = periodRow(context, of.period);
      const duty = row && schoolDuty(context, row.schoolId, row.dutyId);
      return row && duty ? show(context, row, duty, personOf(viewer)) : undefined;
    },
    wanted: (context, of) => {
      const row = periodRow(context, of.period);
      return row !== undefined && wanted(context, row);
    },
  });

const somethingLeft = (context: ReadContext, row: PeriodRow): boolean => leftOf(context, row).length > 0;

export const dutyPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'duty.task',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer, entered) => {
      const task = taskById(context, of.task);
      const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
      return task && duty ? showOwn(context, task, duty, personOf(viewer), entered) : undefined;
    },
    wanted: (context, of) => {
      const state = taskById(context, of.task)?.state;
      return state === 'open' || state === 'missed';
    },
  }),
  definePresentation({
    card: 'duty.mine',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer, entered) => {
      const task = taskById(context, of.task);
      const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
      return task && duty ? asked(showOwn(context, task, duty, personOf(viewer), entered)) : undefined;
    },
  }),
  fillInPresentation,
  definePresentation({
    card: 'duty.fill-in-own',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer, entered) => {
      const task = taskById(context, of.task);
      const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
      return task && duty ? forContent(showOwn(context, task, duty, personOf(viewer), entered)) : undefined;
    },
    wanted: (context, of) => {
      const task = taskById(context, of.task);
      const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
      return task?.state === 'done' && duty !== undefined && isTappedOnly(duty, task.content);
    },
  }),
  definePresentation({
    card: 'duty.source',
    subject: taskReference,
    topic: (of) => `duty-source:${of.task}`,
    show: (context, of) => {
      const task = taskById(context, of.task);
      const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
      return (
        duty &&
        dutySourceCard({
          duty: duty.name,
          seed: duty.source.seed,
          norm: duty.source.norm,
          doneText: duty.doneText,
          retention: duty.retention,
        })
      );
    },
  }),
  periodCard(
    'duty.board',
    (context, row, duty) => boardCard(boardOf(context, row, duty)),
    (context, row) => context.now <= row.dueAt || somethingLeft(context, row),
  ),
  periodCard('duty.group-nudge', (context, row, duty) => groupNudgeCard(boardOf(context, row, duty)), somethingLeft),
  ...summaryPresentations,
  periodCard(
    'duty.deputy',
    (context, row, duty) =>
      deputyCard({
        period: row.id,
        duty: duty.name,
        isReminder: duty.id === 'daily-safety-reminder',
        classes: leftOf(context, row).map((task) => ({ task: task.id, name: scopeName(context, task) })),
      }),
    () => true,
  ),
];
