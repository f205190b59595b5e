import { and, eq, inArray } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import { completeTask } from '../../duties/complete.ts';
import { WEEKLY_MEETING } from '../../duties/meeting_items/duty.ts';
import { assignItem } from '../../duties/meeting_items/item.ts';
import { periodOf } from '../../duties/periods.ts';
import { schoolDuty } from '../../duties/settings.ts';
import type { Task } from '../../duties/tasks.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { Refused } from '../../kernel/refused.ts';
import { requestErrand, sendCard, sendFile } from '../../kernel/send.ts';
import { clockOf, DAY, dateOf } from '../../kernel/time.ts';
import { cancelTimer } from '../../kernel/timers.ts';
import { schoolCalendar } from '../../school/calendar.ts';
import { nameOf } from '../../school/people.ts';
import { groupOnEach } from '../../school/queries.ts';
import { dutyTask, meetingLine } from '../../store/schema/index.ts';
import { changeMeeting, requireOpen } from './change.ts';
import { minutesName } from './minutes.ts';
import { planReminder, REMIND_TIMER } from './open.ts';
import { linesOf, type Meeting, meetingTopic, openMeetingOf, presentAt } from './queries.ts';
import { leadershipOf, mayPreside, signersOf } from './who.ts';

/** The minutes may be finished a day after the meeting (domain/duties.md §1.10: 纪要 +24h). */
const MINUTES_MS = DAY;

/** Who presided: the closer or opener if they may, else whoever may and came, else the opener. */
function hostOf(context: Context, of: Meeting, closer: PersonId): PersonId {
  const came = [of.openedById, closer, ...presentAt(context, of.id)];
  return came.find((person) => mayPreside(context, person, of.schoolId)) ?? of.openedById;
}

/**
 * 散会: items become tasks, the week's duty is done, and the minutes go out: at once where whoever presides closes it,
 * else when they have signed (domain/duties.md weekly-safety-meeting: 纪要签发).
 */
export function closeMeeting(context: Context, of: Meeting, person: PersonId): Outcome {
  requireOpen(context, of);
  const lines = linesOf(context, of.id);
  if (lines.length === 0)
    throw new Refused('meeting.empty', '还没记决定，先记一条', '没有新决定，就记“本次无新决定”。');
  const hostId = hostOf(context, of, person);
  const held = dateOf(of.heldAt, context.timeZone);
  for (const line of lines) {
    if (line.kind !== 'item' || line.taskId !== null || line.ownerId === null || line.due === null) continue;
    const { schoolId } = of;
    const taskId = assignItem(context, {
      schoolId,
      line: line.id,
      text: line.text,
      owner: line.ownerId,
      due: line.due,
      held,
    });
    context.db.update(meetingLine).set({ taskId }).where(eq(meetingLine.id, line.id)).run();
  }
  const closed = changeMeeting(context, of, 'closed', {
    state: 'closed',
    hostId,
    closedAt: context.now,
    closedById: person,
    sentBack: null,
    taskId: of.taskId ?? fulfil(context, of, person, hostId),
  });
  const signers = signersOf(context, of.schoolId);
  if (mayPreside(context, person, of.schoolId) || signers.length === 0) {
    signMinutes(context, closed, person);
    return { toast: { tone: 'success', text: '已散会，纪要已发' } };
  }
  for (const signer of signers)
    sendCard(
      context,
      'meeting.minutes',
      { meeting: of.id },
      { person: signer },
      { lane: 'press', dedupeKey: `meeting.minutes:${of.id}:${closed.revision}:${signer}` },
    );
  planReminder(context, closed);
  return { toast: { tone: 'success', text: '已散会，纪要请领导签发' } };
}

/** The duty's task of the week the meeting was held in, while it waits. */
function waitingTask(context: ReadContext, of: Meeting): Task | undefined {
  const duty = schoolDuty(context, of.schoolId, WEEKLY_MEETING);
  const date = dateOf(of.heldAt, context.timeZone);
  const period = duty && periodOf(duty.cadence, date, schoolCalendar(context, of.schoolId));
  if (!period) return undefined;
  return context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, of.schoolId),
        eq(dutyTask.dutyId, WEEKLY_MEETING),
        eq(dutyTask.period, period.key),
        inArray(dutyTask.state, ['open', 'missed']),
      ),
    )
    .get();
}

/** The meeting fulfils the week's duty; in time if it was held in time and written down within a day. */
function fulfil(context: Context, of: Meeting, person: PersonId, hostId: PersonId): number | null {
  const task = waitingTask(context, of);
  if (!task) return null;
  const lines = linesOf(context, of.id);
  const said = (kind: 'decision' | 'item'): string =>
    lines
      .filter((line) => line.kind === kind)
      .map((line) => (kind === 'item' ? `${line.text}（${nameOf(context, line.ownerId)}，${line.due}）` : line.text))
      .join('；') || '无';
  // Written by openMeeting and enterLate only: lines of text.
  const agenda = of.agenda as readonly string[];
  completeTask(context, task, {
    person,
    values: {
      held_at: `${dateOf(of.heldAt, context.timeZone)} ${clockOf(of.heldAt, context.timeZone)}`,
      host: hostId,
      attendees: attendeesText(context, of),
      agenda: agenda.join('；') || '无',
      decisions: said('decision'),
      actions: said('item'),
      last_week: `${of.itemsDone}/${of.itemsTotal}`,
    },
    byForm: false,
  });
  const inTime = !of.lateEntry && of.heldAt <= task.dueAt && context.now <= of.heldAt + MINUTES_MS;
  if (inTime) context.db.update(dutyTask).set({ late: false }).where(eq(dutyTask.id, task.id)).run();
  return task.id;
}

/** 孙丽、王芳, or what was written down afterwards. */
export const attendeesText = (context: ReadContext, of: Meeting): string =>
  of.attendees ??
  presentAt(context, of.id)
    .map((person) => nameOf(context, person))
    .join('、');

/** 签发纪要: the group gets the card, the archive and the keeper of the minutes the document. */
export function signMinutes(context: Context, of: Meeting, person: PersonId): Outcome {
  if (of.state === 'signed')
    throw new Refused(
      'meeting.signed',
      `已于 ${clockOf(of.signedAt ?? context.now, context.timeZone)} 签发`,
      undefined,
      'info',
    );
  if (of.state !== 'closed') throw new Refused('meeting.not_closed', '例会还没散会，散会后签发', undefined, 'info');
  const signed = changeMeeting(context, of, 'signed', { state: 'signed', signedAt: context.now, signedById: person });
  cancelTimer(context, REMIND_TIMER, meetingTopic(of.id));
  const groups = groupOnEach(context, of.schoolId, 'leading_group');
  const subject = { meeting: of.id };
  for (const { id, once } of groups) {
    const dedupeKey = `meeting.minutes:${of.id}:group${once}`;
    sendCard(context, 'meeting.minutes', subject, { group: id }, { dedupeKey });
  }
  if (groups.length === 0)
    for (const one of leadershipOf(context, of.schoolId))
      sendCard(
        context,
        'meeting.minutes',
        subject,
        { person: one },
        { dedupeKey: `meeting.minutes:${of.id}:signed:${one}` },
      );
  askForDocument(context, signed, signed.openedById);
  return { toast: { tone: 'success', text: '已签发，纪要已发群' } };
}

function askForDocument(context: Context, of: Meeting, person: PersonId): void {
  const platform = context.actor.kind === 'person' ? context.actor.platform : 'feishu';
  const errand = { errand: 'write-minutes', person, meeting: of.id } as const;
  requestErrand(context, errand, platform, `minutes:${of.id}:${person}:${context.random(6)}`);
}

/** 要纪要文档: the document as it was written when the minutes were signed, to the asker only. */
export function downloadMinutes(context: Context, of: Meeting, person: PersonId): Outcome {
  if (of.state !== 'signed') throw new Refused('meeting.unsigned', '纪要还没签发，签发后可要', undefined, 'info');
  record(context, 'meeting.minutes_taken', meetingTopic(of.id), { person });
  if (of.minutesHash === null) askForDocument(context, of, person);
  else sendFile(context, { name: minutesName(context, of), hash: of.minutesHash }, { person });
  return { toast: { tone: 'success', text: '纪要文档稍后发给您' } };
}

/** 退回补充: whoever keeps the minutes goes on where they stopped. What became a task stays one. */
export function sendBackMinutes(context: Context, of: Meeting, reason: string): Outcome {
  if (of.state === 'signed') throw new Refused('meeting.signed', '已经签发，不能再退回', undefined, 'info');
  if (of.state !== 'closed') throw new Refused('meeting.open', '例会还没散会，可以直接记', undefined, 'info');
  if (openMeetingOf(context, of.schoolId))
    throw new Refused('meeting.another', '有一次例会正在开', '那次散会以后，再退回这次的。');
  const reopened = changeMeeting(context, of, 'sent_back', { state: 'open', sentBack: reason });
  const keeper = of.closedById ?? of.openedById;
  sendCard(
    context,
    'meeting.desk',
    { meeting: of.id },
    { person: keeper },
    { lane: 'press', dedupeKey: `meeting.back:${of.id}:${reopened.revision}` },
  );
  planReminder(context, reopened);
  return {
    toast: { tone: 'success', text: '已退回补充' },
    become: { card: 'meeting.minutes', subject: { meeting: of.id } },
  };
}
