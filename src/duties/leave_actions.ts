import { z } from 'zod';
import {
  type LeaveView,
  type LeaveWaitingView,
  leaveAnswerCard,
  leaveDismissedCard,
  leaveFields,
  leaveFormCard,
  leaveMineCard,
  leaveOffCard,
  leaveOfficeCard,
  leaveRequestCard,
  leaveWaitingCard,
} from '../../cards/duties/leave.ts';
import type { Card } from '../../cards/model.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { related, staff } from '../kernel/permission.ts';
import { definePresentation, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { agreeLeave, askLeave, declineLeave, withdrawLeave } from './leave.ts';
import {
  type Absence,
  absenceById,
  daysText,
  leaveTopic,
  substituteCandidates,
  type Work,
  waitingOf,
  workNames,
  worksOf,
  workText,
} from './leave_rows.ts';

const id = z.number().int().positive();
/** YYYY-MM-DD; '' where the words named no day. */
const date = z.string().regex(/^(?:\d{4}-\d{2}-\d{2})?$/);
const ofSchool = z.object({ school: id });
const ofLeave = z.object({ leave: id });
const leaveSubject = (context: Context, { leave }: { readonly leave: number }): Absence | undefined =>
  absenceById(context, leave);
const schoolSubject = (_context: Context, { school }: { readonly school: number }) => ({ schoolId: school });
const person = related<Absence>('请假的老师', (who, row) => row.personId === who);
const substitute = related<Absence>('被请的代班人', (who, row) => row.substituteId === who);

const isWork = (value: string): value is Work => Object.hasOwn(workNames, value);

export const leaveActions: readonly Action[] = [
  defineAction({
    name: 'leave.submit',
    reference: ofSchool,
    subject: schoolSubject,
    who: staff,
    form: leaveFields,
    run: (context, { subject, person: who, values }) =>
      askLeave(context, { ...values, schoolId: subject.schoolId, person: who, work: values.work.filter(isWork) }),
  }),
  defineAction({
    name: 'leave.dismiss',
    reference: ofSchool,
    subject: schoolSubject,
    who: staff,
    run: () => ({ become: { card: 'leave.dismissed', subject: {} } }),
  }),
  defineAction({
    name: 'leave.open',
    reference: ofLeave,
    subject: leaveSubject,
    who: substitute,
    run: (context, { subject }) => {
      if (subject.state !== 'asked') throw new Refused('leave.answered', '已经答复过，或对方已撤回', undefined, 'info');
      sendCard(context, 'leave.request', { leave: subject.id }, { person: subject.substituteId }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'leave.agree',
    reference: ofLeave,
    subject: leaveSubject,
    who: substitute,
    run: (context, { subject }) => agreeLeave(context, subject),
  }),
  defineAction({
    name: 'leave.decline',
    reference: ofLeave,
    subject: leaveSubject,
    who: substitute,
    run: (context, { subject }) => declineLeave(context, subject),
  }),
  defineAction({
    name: 'leave.withdraw',
    reference: ofLeave,
    subject: leaveSubject,
    who: person,
    run: (context, { subject }) => withdrawLeave(context, subject),
  }),
  defineAction({
    name: 'leave.again',
    reference: ofLeave,
    subject: leaveSubject,
    who: person,
    run: (context, { subject, person: who }) => {
      // Asking somebody else takes the open request back first, so that two people never agree to the same days.
      if (subject.state === 'asked') withdrawLeave(context, subject);
      const { schoolId, firstDay, lastDay } = subject;
      const work = worksOf(subject).join(',');
      const form = { school: schoolId, person: who, from: firstDay, to: lastDay, work };
      sendCard(context, 'leave.form', form, { person: who }, { lane: 'press' });
      return {};
    },
  }),
];

function viewOf(context: ReadContext, row: Absence): LeaveView {
  const today = dateOf(context.now, context.timeZone);
  return {
    leave: row.id,
    person: nameOf(context, row.personId),
    substitute: nameOf(context, row.substituteId),
    days: daysText(row, today),
    work: workText(worksOf(row)),
    state: row.state,
    over: row.lastDay < today,
  };
}

const waitingView = (context: ReadContext, row: Absence): LeaveWaitingView => ({
  ...viewOf(context, row),
  begun: row.firstDay <= dateOf(context.now, context.timeZone),
  ...waitingOf(context, row),
});

const leaveCard = (
  card: string,
  show: (context: ReadContext, row: Absence, viewer: Viewer) => Card,
  wanted: (row: Absence, viewer: Viewer) => boolean = () => true,
): Presentation =>
  definePresentation({
    card,
    subject: ofLeave,
    topic: ({ leave }) => leaveTopic(leave),
    show: (context, { leave }, viewer) => {
      const row = absenceById(context, leave);
      return row && show(context, row, viewer);
    },
    wanted: (context, { leave }, viewer) => {
      const row = absenceById(context, leave);
      return row !== undefined && wanted(row, viewer);
    },
  });

const isPerson = (viewer: Viewer, who: number): boolean => viewer.kind === 'person' && viewer.person === who;

export const leavePresentations: readonly Presentation[] = [
  definePresentation({
    card: 'leave.form',
    subject: z.object({
      school: id,
      person: id,
      from: date.default(''),
      to: date.default(''),
      substitute: z.number().int().default(0),
      work: z.string().default(''),
    }),
    topic: (of) => `leave-form:${of.person}`,
    show: (context, of, _viewer, entered) => {
      const tomorrow = plusDays(dateOf(context.now, context.timeZone), 1);
      return leaveFormCard({
        school: of.school,
        fields: leaveFields.show(
          {
            from: { initial: of.from || tomorrow },
            to: { initial: of.to || of.from || tomorrow },
            substitute: { candidates: substituteCandidates(context, of.school, of.person), initial: of.substitute },
            work: { initial: of.work === '' ? ['reminder', 'lesson', 'shift'] : of.work.split(',').filter(isWork) },
          },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'leave.dismissed',
    subject: z.object({}),
    topic: () => 'leave-dismissed',
    show: () => leaveDismissedCard(),
  }),
  leaveCard('leave.mine', (context, row) => leaveMineCard(viewOf(context, row))),
  leaveCard(
    'leave.answer',
    (context, row, viewer) =>
      isPerson(viewer, row.substituteId) ? leaveOffCard(viewOf(context, row)) : leaveAnswerCard(viewOf(context, row)),
    (row, viewer) => row.state !== 'withdrawn' || isPerson(viewer, row.substituteId),
  ),
  leaveCard(
    'leave.request',
    (context, row) => leaveRequestCard(viewOf(context, row)),
    (row) => row.state === 'asked',
  ),
  leaveCard('leave.waiting', (context, row) => leaveWaitingCard(waitingView(context, row))),
  leaveCard(
    'leave.office',
    (context, row) => leaveOfficeCard(waitingView(context, row)),
    (row) => row.state === 'agreed',
  ),
];
