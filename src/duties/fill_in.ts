import { z } from 'zod';
import { fillInCard } from '../../cards/duties/fill_in.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { record } from '../kernel/record.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, shortDay } from '../kernel/time.ts';
import { groupOnEach } from '../school/queries.ts';
import { isTappedOnly } from './form.ts';
import { scopeName } from './scope_name.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { ownersOf, type PeriodRow, periodRow, periodTopic, type Task, tasksOfPeriod } from './tasks.ts';

/** Tasks of a period that were tapped as held and whose content is still missing. */
const withoutContent = (context: Pick<ReadContext, 'db'>, row: PeriodRow, duty: SchoolDuty): readonly Task[] =>
  tasksOfPeriod(context, row).filter((task) => task.state === 'done' && isTappedOnly(duty, task.content));

/**
 * Asks once, at the deadline, for what taps did not say: one card in each group where the duty is shared, else each
 * owner's own card with the form. Never again after that; the ledger keeps saying it.
 */
export function askForContent(context: Context, row: PeriodRow): void {
  const duty = schoolDuty(context, row.schoolId, row.dutyId);
  const tasks = duty ? withoutContent(context, row, duty) : [];
  if (!duty || tasks.length === 0) return;
  record(context, 'duty.content-asked', periodTopic(row.id), {
    duty: duty.id,
    period: row.period,
    tasks: tasks.length,
  });
  const groups = duty.reach === 'shared' ? groupOnEach(context, row.schoolId, 'class_teachers') : [];
  for (const { id, once } of groups) {
    const dedupeKey = `duty-fill-in:${row.id}${once}`;
    sendCard(context, 'duty.fill-in', { period: row.id }, { group: id }, { lane: 'normal', dedupeKey });
  }
  if (groups.length > 0) return;
  for (const task of tasks)
    for (const person of ownersOf(context, task, duty)) {
      const dedupeKey = `duty-fill-in:${row.id}:${task.id}:${person}`;
      sendCard(context, 'duty.fill-in-own', { task: task.id }, { person }, { lane: 'bulk', dedupeKey });
    }
}

export const fillInPresentation: Presentation = definePresentation({
  card: 'duty.fill-in',
  subject: z.object({ period: z.number().int() }),
  topic: (of) => periodTopic(of.period),
  show: (context, of) => {
    const row = periodRow(context, of.period);
    const duty = row && schoolDuty(context, row.schoolId, row.dutyId);
    if (!row || !duty) return undefined;
    return fillInCard({
      period: row.id,
      duty: duty.name,
      date: shortDay(dateOf(row.dueAt, context.timeZone), dateOf(context.now, context.timeZone)),
      left: withoutContent(context, row, duty).map((task) => scopeName(context, task)),
      asks: duty.form.filter((one) => one.required).map((one) => one.label),
    });
  },
  wanted: (context, of) => {
    const row = periodRow(context, of.period);
    const duty = row && schoolDuty(context, row.schoolId, row.dutyId);
    return row !== undefined && duty !== undefined && withoutContent(context, row, duty).length > 0;
  },
});
