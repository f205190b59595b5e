import { and, eq, gt, isNotNull, or } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { DAY } from '../kernel/time.ts';
import { dutyTask } from '../store/schema/index.ts';

import { SUSPENDED } from './classes_off.ts';
import { excuseTask, UNDO_WINDOW_MS } from './complete.ts';
import { unitOf } from './nudge.ts';
import { planLadder } from './period_ladder.ts';
import { schoolDuty } from './settings.ts';
import { leftOf, type PeriodRow, periodTopic, type Task, tasksOfPeriod, taskTopic } from './tasks.ts';

/** 停课免记 for everything that is left of a period; who said so, and when, stays with the tasks. */
export function excuseLeft(context: Context, row: PeriodRow, person: PersonId): Outcome {
  const left = leftOf(context, row);
  for (const task of left) {
    excuseTask(context, task, SUSPENDED);
    context.db.update(dutyTask).set({ doneAt: context.now, doneById: person }).where(eq(dutyTask.id, task.id)).run();
  }
  refresh(context, periodTopic(row.id));
  return { toast: { tone: 'success', text: `已免记 ${left.length} ${unit(context, row)}` } };
}

const unit = (context: ReadContext, row: PeriodRow): string => {
  const duty = schoolDuty(context, row.schoolId, row.dutyId);
  return duty ? unitOf(duty) : '项';
};

/** Excused by hand: the calendar's own excuses carry nobody's name and are undone in the calendar. */
export const excusedByHand = (context: Pick<ReadContext, 'db'>, row: PeriodRow): readonly Task[] =>
  tasksOfPeriod(context, row).filter(
    (task) => task.state === 'excused' && task.excuse === SUSPENDED && task.doneById !== null,
  );

/**
 * 撤回免记: lessons are held after all. What is not due yet is asked for again; past its deadline it stays exempt, since
 * nobody could still have done it. A mis-tap is another matter: within ten minutes everything comes back.
 */
export function undoExcuse(context: Context, row: PeriodRow): Outcome {
  const excused = excusedByHand(context, row);
  if (excused.length === 0) return { toast: { tone: 'info', text: '没有手工免记的' } };
  const back = context.db
    .update(dutyTask)
    .set({ state: context.now > row.dueAt + DAY ? 'missed' : 'open', excuse: null, doneAt: null, doneById: null })
    .where(
      and(
        eq(dutyTask.schoolId, row.schoolId),
        eq(dutyTask.dutyId, row.dutyId),
        eq(dutyTask.period, row.period),
        eq(dutyTask.state, 'excused'),
        eq(dutyTask.excuse, SUSPENDED),
        isNotNull(dutyTask.doneById),
        or(gt(dutyTask.dueAt, context.now), gt(dutyTask.doneAt, context.now - UNDO_WINDOW_MS)),
      ),
    )
    .returning({ id: dutyTask.id })
    .all();
  for (const task of back) {
    record(context, 'duty.reopened', taskTopic(task.id), { duty: row.dutyId, period: row.period });
    refresh(context, taskTopic(task.id));
  }
  planLadder(context, row);
  refresh(context, periodTopic(row.id));
  const stays = excused.length - back.length;
  const also = stays > 0 ? `，过了截止的 ${stays} ${unit(context, row)}仍免记` : '';
  return back.length === 0
    ? { toast: { tone: 'info', text: `已过截止，${stays} ${unit(context, row)}仍免记` } }
    : { toast: { tone: 'success', text: `已撤回 ${back.length} ${unit(context, row)}${also}` } };
}
