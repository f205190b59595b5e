import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { meetingAttendance } from '../../store/schema/index.ts';
import { refreshMeeting, requireOpen } from './change.ts';
import { type Meeting, meetingTopic } from './queries.ts';

/** 我在, and 撤回到会: the last word counts; said twice it is one. */
export function sayHere(context: Context, of: Meeting, person: PersonId, here: boolean): Outcome {
  requireOpen(context, of);
  const known = context.db
    .select()
    .from(meetingAttendance)
    .where(and(eq(meetingAttendance.meetingId, of.id), eq(meetingAttendance.personId, person)))
    .get();
  if ((known?.here ?? false) === here) return { toast: { tone: 'info', text: here ? '已记过到会' : '没有记您到会' } };
  context.db
    .insert(meetingAttendance)
    .values({ meetingId: of.id, personId: person, at: context.now, here })
    .onConflictDoUpdate({
      target: [meetingAttendance.meetingId, meetingAttendance.personId],
      set: { at: context.now, here },
    })
    .run();
  record(context, here ? 'meeting.here' : 'meeting.gone', meetingTopic(of.id), { person });
  refreshMeeting(context, of.id);
  return { toast: { tone: 'success', text: here ? '已记到会' : '已撤回到会' } };
}
