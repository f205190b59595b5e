import { z } from 'zod';
import { agendaCard, attendanceCard, deskCard, type MinutesLine, minutesCard } from '../../../cards/digests/meeting.ts';
import {
  assignCard,
  decideCard,
  lateCard,
  missedCard,
  notHeldCard,
  removeCard,
  sendBackCard,
} from '../../../cards/digests/meeting_forms.ts';
import type { Card } from '../../../cards/model.ts';
import { taskById, taskTopic } from '../../duties/tasks.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../../kernel/presentation.ts';
import { clockOf, dateOf, momentText, plusDays, shortDay } from '../../kernel/time.ts';
import { schoolDayFrom } from '../../school/calendar.ts';
import { candidates, nameOf } from '../../school/people.ts';
import { lastTold } from '../told.ts';
import { agendaOf } from './agenda.ts';
import { agendaTopic, waitingEntries } from './entries.ts';
import { assignForm, decideForm, lateForm, notHeldForm, removeForm, sendBackForm } from './forms.ts';
import { isUnexplained, meetingPeriod } from './missed.ts';
import { findMeeting, linesOf, type Meeting, meetingTopic, presentAt } from './queries.ts';
import { keeper, postOf, signer } from './who.ts';

const meetingSubject = z.object({ meeting: z.number().int() });

/** A card about one meeting: found by id, current by its topic. */
const meetingCard = (
  card: string,
  show: (context: ReadContext, of: Meeting, viewer: Viewer, entered?: Entered) => Card | undefined,
  wanted: (of: Meeting) => boolean,
): Presentation =>
  definePresentation({
    card,
    subject: meetingSubject,
    topic: (of) => meetingTopic(of.meeting),
    show: (context, of, viewer, entered) => {
      const found = findMeeting(context, of.meeting);
      return found && show(context, found, viewer, entered);
    },
    wanted: (context, of) => {
      const found = findMeeting(context, of.meeting);
      return found !== undefined && wanted(found);
    },
  });

const isOpen = (of: Meeting): boolean => of.state === 'open';
const started = (context: ReadContext, of: Meeting): string => momentText(of.heldAt, context.now, context.timeZone);

/** Names one to one, posts in a group (domain/voice.md §1). */
function minutesLines(context: ReadContext, of: Meeting, viewer: Viewer): readonly MinutesLine[] {
  const today = dateOf(context.now, context.timeZone);
  return linesOf(context, of.id).map((line) => ({
    kind: line.kind,
    text: line.text,
    owner: viewer.kind === 'person' ? nameOf(context, line.ownerId) : postOf(context, line.ownerId, of.schoolId),
    due: line.due === null ? '' : shortDay(line.due, today),
  }));
}

function showMinutes(context: ReadContext, of: Meeting, viewer: Viewer): Card | undefined {
  if (of.state === 'dropped') return undefined;
  const today = dateOf(context.now, context.timeZone);
  const inGroup = viewer.kind !== 'person';
  const present = presentAt(context, of.id).length;
  const signedAt = of.signedAt === null ? '' : momentText(of.signedAt, context.now, context.timeZone);
  return minutesCard({
    meeting: of.id,
    state: of.state,
    date: shortDay(dateOf(of.heldAt, context.timeZone), today),
    host: inGroup ? postOf(context, of.hostId, of.schoolId) : nameOf(context, of.hostId),
    present: of.attendees === null ? `${present} 人` : inGroup ? '见纪要' : of.attendees,
    lastItems: of.itemsTotal === 0 ? '无' : `完成 ${of.itemsDone}/${of.itemsTotal}`,
    lines: minutesLines(context, of, viewer),
    ...(of.signedAt === null ? {} : { signed: inGroup ? signedAt : `${nameOf(context, of.signedById)} ${signedAt}` }),
    lateEntry: of.lateEntry,
    maySign: !inGroup && signer.allows(context, viewer.person, of),
    mayDownload: !inGroup,
  });
}

function showDesk(context: ReadContext, of: Meeting, viewer: Viewer): Card | undefined {
  if (of.state === 'dropped') return showAttendance(context, of);
  if (!isOpen(of)) return showMinutes(context, of, viewer);
  return deskCard({
    meeting: of.id,
    started: started(context, of),
    present: presentAt(context, of.id).map((person) => nameOf(context, person)),
    ...(of.attendees === null ? {} : { attendees: of.attendees }),
    lines: minutesLines(context, of, viewer),
    ...(of.sentBack === null ? {} : { sentBack: of.sentBack }),
    lateEntry: of.lateEntry,
  });
}

function showAttendance(context: ReadContext, of: Meeting): Card {
  const present = presentAt(context, of.id);
  // Written by openMeeting and enterLate only: lines of text.
  const agenda = of.agenda as readonly string[];
  return attendanceCard({
    meeting: of.id,
    state: of.state,
    started: started(context, of),
    present: present.length,
    posts: [...new Set(present.map((person) => postOf(context, person, of.schoolId)))],
    agenda,
  });
}

/** A small form about a meeting under way; afterwards the card is the desk. */
const formCard = (
  card: string,
  show: (context: ReadContext, of: Meeting, entered: Entered | undefined) => Card,
): Presentation =>
  meetingCard(
    card,
    (context, of, viewer, entered) => (isOpen(of) ? show(context, of, entered) : showDesk(context, of, viewer)),
    isOpen,
  );

const message = (entered: Entered | undefined) => (entered ? { message: entered.message } : {});

const agendaPresentation = definePresentation({
  card: 'meeting.agenda',
  /** Without a task (0) somebody asked for the agenda. */
  subject: z.object({ task: z.number().int(), school: z.number().int() }),
  topic: (of) => (of.task === 0 ? agendaTopic(of.school) : taskTopic(of.task)),
  show: (context, of, viewer) => {
    const task = of.task === 0 ? undefined : taskById(context, of.task);
    const told = lastTold(context, of.school);
    const view = {
      school: of.school,
      lines: agendaOf(context, of.school, { isOneToOne: viewer.kind === 'person' }),
      entries: waitingEntries(context, of.school).length,
      from: { school: of.school, week: told.week.from, after: told.after, upTo: told.upTo, list: '', page: 0 },
    };
    if (!task) return agendaCard(view);
    if (task.state === 'open' || (task.state === 'missed' && task.excuse === null))
      return agendaCard({ ...view, task: task.id, due: momentText(task.dueAt, context.now, context.timeZone) });
    const at = task.doneAt === null ? '' : momentText(task.doneAt, context.now, context.timeZone);
    return agendaCard({
      ...view,
      lines: [],
      done: task.state === 'done' ? `纪要已于 ${at} 记好。` : `${task.excuse ?? '这周免记'}。`,
    });
  },
  wanted: (context, of) => {
    const state = of.task === 0 ? 'open' : taskById(context, of.task)?.state;
    return state === 'open' || state === 'missed';
  },
});

const periodSubject = z.object({ period: z.number().int() });
const missedPresentation = (
  card: string,
  show: (context: ReadContext, of: NonNullable<ReturnType<typeof meetingPeriod>>, entered?: Entered) => Card,
): Presentation =>
  definePresentation({
    card,
    subject: periodSubject,
    topic: (of) => `duty-period:${of.period}`,
    show: (context, of, _viewer, entered) => {
      const found = meetingPeriod(context, of.period);
      if (!found) return undefined;
      if (isUnexplained(found.task)) return show(context, found, entered);
      const { row, task } = found;
      const said = task.state === 'done' ? '已有纪要。' : `${task.excuse ?? '免记'}。下次例会的议题里会列出。`;
      return missedCard({ school: row.schoolId, period: row.id, due: dueOf(context, row.dueAt), said });
    },
    wanted: (context, of) => {
      const found = meetingPeriod(context, of.period);
      return found !== undefined && isUnexplained(found.task);
    },
  });

const dueOf = (context: ReadContext, dueAt: number): string =>
  shortDay(dateOf(dueAt, context.timeZone), dateOf(context.now, context.timeZone));

export const meetingPresentations: readonly Presentation[] = [
  agendaPresentation,
  meetingCard('meeting.attendance', (context, of) => showAttendance(context, of), isOpen),
  meetingCard('meeting.desk', showDesk, (of) => of.state !== 'dropped'),
  meetingCard('meeting.minutes', showMinutes, (of) => of.state === 'closed' || of.state === 'signed'),
  formCard('meeting.decide', (_context, of, entered) =>
    decideCard({ meeting: of.id, fields: decideForm.show({}, entered?.values), ...message(entered) }),
  ),
  formCard('meeting.assign', (context, of, entered) => {
    const today = dateOf(context.now, context.timeZone);
    const fields = assignForm.show(
      {
        owner: { candidates: candidates(context, of.schoolId, ['facility_lead', 'moral_lead', 'safety_office']) },
        // By the next meeting, on a day somebody is at school.
        due: { initial: schoolDayFrom(context, of.schoolId, plusDays(today, 4)) },
      },
      entered?.values,
    );
    return assignCard({ meeting: of.id, fields, ...message(entered) });
  }),
  formCard('meeting.remove', (context, of, entered) => {
    const options = linesOf(context, of.id)
      .filter((line) => line.taskId === null)
      .map((line) => ({ value: String(line.id), text: line.text }));
    return removeCard({
      meeting: of.id,
      fields: removeForm.show({ lines: { options } }, entered?.values),
      ...message(entered),
    });
  }),
  meetingCard(
    'meeting.send_back',
    (context, of, viewer, entered) =>
      of.state === 'closed'
        ? sendBackCard({ meeting: of.id, fields: sendBackForm.show({}, entered?.values), ...message(entered) })
        : showMinutes(context, of, viewer),
    (of) => of.state === 'closed',
  ),
  definePresentation({
    card: 'meeting.late',
    subject: z.object({ school: z.number().int() }),
    topic: (of) => `meeting-late:${of.school}`,
    show: (context, of, viewer, entered) => {
      if (viewer.kind !== 'person' || !keeper.allows(context, viewer.person, { schoolId: of.school })) return undefined;
      const initial = `${dateOf(context.now, context.timeZone)} ${clockOf(context.now, context.timeZone)}`;
      return lateCard({
        school: of.school,
        fields: lateForm.show({ heldAt: { initial } }, entered?.values),
        ...message(entered),
      });
    },
  }),
  missedPresentation('meeting.missed', (context, { row }) =>
    missedCard({ school: row.schoolId, period: row.id, due: dueOf(context, row.dueAt) }),
  ),
  missedPresentation('meeting.not_held', (_context, { row }, entered) =>
    notHeldCard({ period: row.id, fields: notHeldForm.show({}, entered?.values), ...message(entered) }),
  ),
];
