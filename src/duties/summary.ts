import { z } from 'zod';
import { summaryCard } from '../../cards/duties/board.ts';
import type { Card } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, shortDay } from '../kernel/time.ts';
import { leadsSchool, leftAgain, tasksFor } from './audience.ts';
import { excusedByHand } from './excuse_left.ts';
import type { DutyRung } from './ladders.ts';
import { unitOf, whyLeft } from './nudge.ts';
import { scopeName } from './scope_name.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { leftOf, type PeriodRow, periodRow, periodTopic, type Task, tasksOfPeriod } from './tasks.ts';

/** What is left of a period as one person is told of it, now. */
export interface Summary {
  readonly row: PeriodRow;
  readonly duty: SchoolDuty;
  readonly left: readonly Task[];
  readonly done: number;
  readonly total: number;
}

/** `again`: only who missed the period before too. Undefined for a period that is not there. */
export function summaryOf(
  context: ReadContext,
  period: number,
  person: number | undefined,
  again: boolean,
): Summary | undefined {
  const row = periodRow(context, period);
  const duty = row && schoolDuty(context, row.schoolId, row.dutyId);
  if (!row || !duty) return undefined;
  const all = tasksFor(context, row, person, tasksOfPeriod(context, row));
  const left = tasksFor(context, row, person, again ? leftAgain(context, row) : leftOf(context, row));
  const done = all.filter((task) => task.state === 'done' || task.state === 'excused').length;
  return { row, duty, left, done, total: all.length };
}

/** 9月19日: the day a period began, as summaries name it. */
export const summaryDay = (context: ReadContext, row: PeriodRow): string =>
  shortDay(dateOf(row.openAt, context.timeZone), dateOf(context.now, context.timeZone));

/** Ladders that tell the principal of two periods running say so to everybody above. */
const tellsAgain = (row: PeriodRow): boolean =>
  // Written by `openPeriod` only, from the tables of ladders.ts.
  (row.ladder as readonly DutyRung[]).some((rung) => rung.again === true);

const subjectShape = z.object({ period: z.number().int(), again: z.number().default(0) });

const presented = (card: string, topic: (period: number) => string, turn: (shown: Card) => Card): Presentation =>
  definePresentation({
    card,
    subject: subjectShape,
    topic: (of) => topic(of.period),
    show: (context, of, viewer) => {
      const shown = showSummary(context, of, viewer.kind === 'person' ? viewer.person : undefined);
      return shown && turn(shown);
    },
    wanted: (context, of, viewer) => {
      const person = viewer.kind === 'person' ? viewer.person : undefined;
      return (summaryOf(context, of.period, person, of.again === 1)?.left.length ?? 0) > 0;
    },
  });

export const summaryPresentations: readonly Presentation[] = [
  presented('duty.summary', periodTopic, (shown) => shown),
  // 抄送: what was left at the deadline. Brought up to date with each late tap it would cost more than all the rest.
  presented(
    'duty.copy',
    (period) => `duty-copy:${period}`,
    (shown) => ({ ...shown, key: 'duty.copy' }),
  ),
];

function showSummary(context: ReadContext, of: z.infer<typeof subjectShape>, person: number | undefined) {
  const summary = summaryOf(context, of.period, person, of.again === 1);
  if (!summary) return undefined;
  const { row, duty, left, done, total } = summary;
  // Names of people go to the safety office only; those above it read classes and posts.
  const isOffice = person !== undefined && hasRole(context, person, row.schoolId, 'safety_office');
  const twice = new Set(tellsAgain(row) ? leftAgain(context, row).map((task) => task.id) : []);
  return summaryCard({
    period: row.id,
    duty: duty.name,
    date: summaryDay(context, row),
    done,
    total,
    unit: unitOf(duty),
    left: left.map((task) => ({
      name: scopeName(context, task) || duty.name,
      why: `${whyLeft(context, task, isOffice)}${twice.has(task.id) ? '，上一期也没办' : ''}`,
    })),
    mayNudge: person !== undefined && leadsSchool(context, person, row.schoolId),
    isForClasses: duty.scope === 'class',
    excused: excusedByHand(context, row).length,
    ...(of.again === 1 ? { again: true } : {}),
  });
}

/** 看第 1 项: one of several summaries by itself. */
export function openSummary(context: Context, row: PeriodRow, person: number): Outcome {
  if (tasksFor(context, row, person, leftOf(context, row)).length === 0)
    return { toast: { tone: 'info', text: '这项已经办完了' } };
  sendCard(context, 'duty.summary', { period: row.id }, { person }, { lane: 'press' });
  return {};
}
