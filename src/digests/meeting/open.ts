import type { PersonId } from '../../../cards/model.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { Refused } from '../../kernel/refused.ts';
import { sendCard } from '../../kernel/send.ts';
import { clockOf, dateOf, HOUR, instantOf, momentText } from '../../kernel/time.ts';
import { setTimer } from '../../kernel/timers.ts';
import { plusSchoolDays } from '../../school/calendar.ts';
import { groupOnEach } from '../../school/queries.ts';
import { meeting, meetingAttendance } from '../../store/schema/index.ts';
import { agendaOf } from './agenda.ts';
import { changeMeeting, requireOpen } from './change.ts';
import { giveBack, takeUp } from './entries.ts';
import { findMeeting, lastItems, linesOf, type Meeting, meetingTopic, openMeetingOf } from './queries.ts';
import { leadershipOf, signersOf } from './who.ts';

export const REMIND_TIMER = 'meeting.remind';

/** A meeting nobody has ended by then was probably forgotten. */
const FORGOTTEN_MS = 3 * HOUR;
/** Unfinished or unsigned minutes are asked for on so many school days, at this time. */
const ASKED_DAYS = 5;
const CLOCK = '10:00';

/**
 * 开会: the minutes begin, the leading group gets the attendance card, the opener the desk. Pressed again, or by two
 * people at once, there is one meeting, and whoever comes second gets its desk.
 */
export function openMeeting(context: Context, schoolId: number, person: PersonId): Outcome {
  const running = openMeetingOf(context, schoolId);
  if (running) {
    attend(context, running, person);
    showDesk(context, running, person);
    const since = momentText(running.heldAt, context.now, context.timeZone);
    return { toast: { tone: 'info', text: `例会 ${since} 已开始` } };
  }
  const items = lastItems(context, schoolId);
  const of = context.db
    .insert(meeting)
    .values({
      schoolId,
      heldAt: context.now,
      openedById: person,
      agenda: agendaOf(context, schoolId),
      itemsDone: items.done,
      itemsTotal: items.total,
    })
    .returning()
    .get();
  takeUp(context, of);
  record(context, 'meeting.opened', meetingTopic(of.id), { school: schoolId });
  attend(context, of, person);
  const groups = groupOnEach(context, schoolId, 'leading_group');
  for (const { id, once } of groups)
    sendCard(
      context,
      'meeting.attendance',
      { meeting: of.id },
      { group: id },
      { lane: 'press', dedupeKey: `meeting.attendance:${of.id}${once}` },
    );
  if (groups.length === 0)
    for (const one of leadershipOf(context, schoolId))
      sendCard(
        context,
        'meeting.attendance',
        { meeting: of.id },
        { person: one },
        { lane: 'press', dedupeKey: `meeting.attendance:${of.id}:${one}` },
      );
  showDesk(context, of, person);
  setTimer(context, REMIND_TIMER, meetingTopic(of.id), context.now + FORGOTTEN_MS);
  return { toast: { tone: 'success', text: '例会开始，请记决定' } };
}

function attend(context: Context, of: Meeting, person: PersonId): void {
  context.db
    .insert(meetingAttendance)
    .values({ meetingId: of.id, personId: person, at: context.now, here: true })
    .onConflictDoNothing()
    .run();
}

export const showDesk = (context: Context, of: Meeting, person: PersonId): void =>
  sendCard(context, 'meeting.desk', { meeting: of.id }, { person }, { lane: 'press' });

/** 不开了: only while nothing has been written, so that nothing is lost. */
export function dropMeeting(context: Context, of: Meeting): Outcome {
  requireOpen(context, of);
  if (linesOf(context, of.id).length > 0) throw new Refused('meeting.has_lines', '已经记了内容，请按散会');
  changeMeeting(context, of, 'dropped', { state: 'dropped' });
  giveBack(context, of);
  return { toast: { tone: 'success', text: '已取消，没有开' } };
}

/** Minutes that wait to be ended or signed are asked for, once on each of some school days. */
export function remindMeeting(context: Context, subject: string): void {
  const of = findMeeting(context, Number(subject.split(':')[1]));
  if (!of || (of.state !== 'open' && of.state !== 'closed')) return;
  const today = dateOf(context.now, context.timeZone);
  const [card, people] =
    of.state === 'open' ? ['meeting.desk', [of.openedById]] : ['meeting.minutes', signersOf(context, of.schoolId)];
  for (const person of people)
    sendCard(
      context,
      card,
      { meeting: of.id },
      { person },
      { dedupeKey: `meeting.remind:${of.id}:${of.state}:${today}:${clockOf(context.now, context.timeZone)}:${person}` },
    );
  planReminder(context, of);
}

export function planReminder(context: Context, of: Meeting): void {
  const held = dateOf(of.heldAt, context.timeZone);
  const days = Array.from({ length: ASKED_DAYS }, (_, index) =>
    instantOf(plusSchoolDays(context, of.schoolId, held, index + 1), CLOCK, context.timeZone),
  );
  const next = days.find((at) => at > context.now);
  if (next !== undefined) setTimer(context, REMIND_TIMER, meetingTopic(of.id), next);
}
