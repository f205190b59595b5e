import { and, asc, count, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import { MEETING_ITEM } from '../../duties/meeting_items/duty.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { dutyTask, meeting, meetingAttendance, meetingLine } from '../../store/schema/index.ts';

export type Meeting = typeof meeting.$inferSelect;
export type Line = typeof meetingLine.$inferSelect;
type Reading = Pick<ReadContext, 'db'>;

export const meetingTopic = (id: number): string => `meeting:${id}`;

export const findMeeting = (context: Reading, id: number): Meeting | undefined =>
  context.db.select().from(meeting).where(eq(meeting.id, id)).get();

/** The meeting under way at a school; the database holds no second one. */
export const openMeetingOf = (context: Reading, schoolId: number): Meeting | undefined =>
  context.db
    .select()
    .from(meeting)
    .where(and(eq(meeting.schoolId, schoolId), eq(meeting.state, 'open')))
    .get();

/** The latest meetings whose minutes are signed, newest first. */
export const signedMeetings = (context: Reading, schoolId: number, limit: number): readonly Meeting[] =>
  context.db
    .select()
    .from(meeting)
    .where(and(eq(meeting.schoolId, schoolId), eq(meeting.state, 'signed')))
    .orderBy(desc(meeting.heldAt), desc(meeting.id))
    .limit(limit)
    .all();

/** The meeting whose signed minutes are evidence of a task. */
export const signedMeetingOf = (context: Reading, taskId: number): Meeting | undefined =>
  context.db
    .select()
    .from(meeting)
    .where(and(eq(meeting.taskId, taskId), eq(meeting.state, 'signed')))
    .get();

/** Meetings held within a span of time, ms, whatever became of their minutes. */
export const meetingsBetween = (context: Reading, schoolId: number, from: number, until: number): readonly Meeting[] =>
  context.db
    .select()
    .from(meeting)
    .where(
      and(
        eq(meeting.schoolId, schoolId),
        inArray(meeting.state, ['closed', 'signed']),
        gte(meeting.heldAt, from),
        lt(meeting.heldAt, until),
      ),
    )
    .orderBy(asc(meeting.heldAt))
    .all();

/** Who is there, in the order they said so. */
export const presentAt = (context: Reading, meetingId: number): readonly PersonId[] =>
  context.db
    .select({ person: meetingAttendance.personId })
    .from(meetingAttendance)
    .where(and(eq(meetingAttendance.meetingId, meetingId), eq(meetingAttendance.here, true)))
    .orderBy(asc(meetingAttendance.at), asc(meetingAttendance.personId))
    .all()
    .map((row) => row.person);

/** Decisions and items as they stand, in the order they were written. */
export const linesOf = (context: Reading, meetingId: number): readonly Line[] =>
  context.db
    .select()
    .from(meetingLine)
    .where(and(eq(meetingLine.meetingId, meetingId), isNull(meetingLine.withdrawnAt)))
    .orderBy(asc(meetingLine.id))
    .all();

/** Action items of a school's meetings: done, and all of them; of a span by the day they were given, ms, where one is named. */
export function itemsCount(
  context: Reading,
  schoolId: number,
  span?: { readonly from: number; readonly until: number },
): { readonly done: number; readonly total: number } {
  const row = context.db
    .select({ total: count(), done: sql<number>`coalesce(sum(${dutyTask.state} = 'done'), 0)` })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, schoolId),
        eq(dutyTask.dutyId, MEETING_ITEM),
        span ? gte(dutyTask.openAt, span.from) : undefined,
        span ? lt(dutyTask.openAt, span.until) : undefined,
      ),
    )
    .get();
  return { done: row?.done ?? 0, total: row?.total ?? 0 };
}

/** Of the meeting before: how many of its items are done, and how many it gave. */
export function lastItems(context: Reading, schoolId: number): { readonly done: number; readonly total: number } {
  const last = context.db
    .select({ id: meeting.id })
    .from(meeting)
    .where(and(eq(meeting.schoolId, schoolId), inArray(meeting.state, ['closed', 'signed'])))
    .orderBy(desc(meeting.heldAt), desc(meeting.id))
    .get();
  const tasks = last
    ? linesOf(context, last.id).flatMap((line) => (line.kind === 'item' && line.taskId !== null ? [line.taskId] : []))
    : [];
  if (tasks.length === 0) return { done: 0, total: 0 };
  const row = context.db
    .select({ done: count() })
    .from(dutyTask)
    .where(and(inArray(dutyTask.id, tasks), eq(dutyTask.state, 'done')))
    .get();
  return { done: row?.done ?? 0, total: tasks.length };
}
