import { and, eq } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { Refused } from '../../kernel/refused.ts';
import { refresh } from '../../kernel/send.ts';
import { clockOf, momentText } from '../../kernel/time.ts';
import { nameOf } from '../../school/people.ts';
import { type Lane, meeting } from '../../store/schema/index.ts';
import { type Meeting, meetingTopic } from './queries.ts';

type Columns = Partial<Omit<typeof meeting.$inferInsert, 'id' | 'revision' | 'schoolId'>>;

/**
 * The one place where a meeting changes. The update carries the revision that was read, so two presses of the same
 * moment cannot both win. Gives back the meeting as it is now.
 */
export function changeMeeting(context: Context, from: Meeting, step: string, columns: Columns): Meeting {
  const moved = context.db
    .update(meeting)
    .set({ ...columns, revision: from.revision + 1 })
    .where(and(eq(meeting.id, from.id), eq(meeting.revision, from.revision)))
    .returning()
    .get();
  if (!moved) throw new Refused('meeting.moved_on', '内容有更新，请按新卡填');
  record(context, `meeting.${step}`, meetingTopic(from.id), { state: moved.state });
  refreshMeeting(context, moved.id);
  return moved;
}

/** Every card about the meeting: the group's, the desks, the minutes. */
export const refreshMeeting = (context: Context, id: number, lane: Lane = 'press'): void =>
  refresh(context, meetingTopic(id), lane);

/** Refuses what only a meeting under way takes. */
export function requireOpen(context: Context, of: Meeting): void {
  if (of.state === 'open') return;
  if (of.state === 'dropped') throw new Refused('meeting.dropped', '这次例会没有开', undefined, 'info');
  const at = of.closedAt ?? context.now;
  throw new Refused(
    'meeting.closed',
    `例会已于 ${clockOf(at, context.timeZone)} 结束`,
    `${momentText(at, context.now, context.timeZone)} 由${nameOf(context, of.closedById)}结束。要补，请分管副校长退回补充。`,
    'info',
  );
}
