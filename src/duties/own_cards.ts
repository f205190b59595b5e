import type { Reference } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { isFiling } from './filings/duties.ts';
import { MEETING_ITEM, WEEKLY_MEETING } from './meeting_items/duty.ts';
import { isRound } from './rounds/pages.ts';
import { periodOfTask, type Task } from './tasks.ts';

/** What asks an owner. A person is asked once per `once`, so that several tasks can share a card. */
export interface Asking {
  readonly card: string;
  readonly subject: Reference;
  readonly once: string;
}

/** The card a task is asked with: its own where its duty has one, else the plain task card. */
export function askingOf(context: ReadContext, task: Task): Asking {
  const subject = { task: task.id };
  const once = String(task.id);
  if (isRound(task.dutyId)) {
    const period = periodOfTask(context, task);
    // Somebody's places of one round are one card.
    if (period) return { card: 'round.list', subject: { period: period.id }, once: `period:${period.id}` };
  }
  // Their dates can be moved, and then the same rungs speak again.
  const dated = `${once}@${task.dueAt}`;
  if (isFiling(task.dutyId)) return { card: 'filing.nudge', subject, once: dated };
  // Its agenda is gathered by digests/meeting, which knows what the week was.
  if (task.dutyId === WEEKLY_MEETING)
    return { card: 'meeting.agenda', subject: { ...subject, school: task.schoolId }, once };
  if (task.dutyId === MEETING_ITEM) return { card: 'meeting.item', subject, once: dated };
  if (task.dutyId === 'safety-campaign') return { card: 'campaign.task', subject, once: dated };
  return { card: 'duty.task', subject, once };
}
