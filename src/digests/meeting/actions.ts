import { z } from 'zod';
import { type Action, defineAction, type Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { anyOf, type Permission, staff } from '../../kernel/permission.ts';
import { Refused } from '../../kernel/refused.ts';
import { sendCard } from '../../kernel/send.ts';
import type { TimerHandler } from '../../kernel/timers.ts';
import { sayHere } from './attend.ts';
import { requireOpen } from './change.ts';
import { closeMeeting, downloadMinutes, sendBackMinutes, signMinutes } from './close.ts';
import { assignForm, decideForm, lateForm, notHeldForm, removeForm, sendBackForm } from './forms.ts';
import { addItem, decide, removeLines } from './lines.ts';
import { enterLate, explainNotHeld, isUnexplained, meetingPeriod } from './missed.ts';
import { dropMeeting, openMeeting, REMIND_TIMER, remindMeeting } from './open.ts';
import { type Meeting, presentAt } from './queries.ts';
import { findSubject, keeper, meetingReference, schoolReference, signer } from './who.ts';

const inSchool = (_context: Context, of: { school: number }) => ({ schoolId: of.school });

/** A button about a meeting, without a form. */
const button = (
  name: string,
  who: Permission<Meeting>,
  run: (context: Context, of: Meeting, person: number) => Outcome,
): Action =>
  defineAction({
    name,
    reference: meetingReference,
    subject: findSubject,
    who,
    run: (context, { subject, person }) => run(context, subject, person),
  });

/** Who may have the document: whoever may write it, and who was there. */
const reader: Permission<Meeting> = anyOf<Meeting>(keeper, {
  says: '到会的人',
  allows: (context, person, of) => staff.allows(context, person, of) && presentAt(context, of.id).includes(person),
});

const asks = ['decide', 'assign', 'remove', 'send_back'] as const;

export const meetingActions: readonly Action[] = [
  defineAction({
    name: 'meeting.open',
    reference: schoolReference,
    subject: inSchool,
    who: keeper,
    run: (context, { subject, person }) => openMeeting(context, subject.schoolId, person),
  }),
  button('meeting.here', staff, (context, of, person) => sayHere(context, of, person, true)),
  button('meeting.gone', staff, (context, of, person) => sayHere(context, of, person, false)),
  defineAction({
    name: 'meeting.ask',
    reference: meetingReference.extend({ ask: z.enum(asks) }),
    subject: (context, reference) => {
      const of = findSubject(context, reference);
      return of && { ...of, ask: reference.ask };
    },
    who: keeper,
    run: (context, { subject: { ask, ...of }, person }) => {
      if (ask !== 'send_back') requireOpen(context, of);
      else if (of.state !== 'closed') throw new Refused('meeting.signed', '已经签发或退回', undefined, 'info');
      sendCard(context, `meeting.${ask}`, { meeting: of.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  button('meeting.back', keeper, (_context, of) => ({
    become: { card: of.state === 'open' ? 'meeting.desk' : 'meeting.minutes', subject: { meeting: of.id } },
  })),
  defineAction({
    name: 'meeting.decide',
    reference: meetingReference,
    subject: findSubject,
    who: keeper,
    form: decideForm,
    run: (context, { subject, person, values }) => decide(context, subject, person, values.decisions),
  }),
  defineAction({
    name: 'meeting.assign',
    reference: meetingReference,
    subject: findSubject,
    who: keeper,
    form: assignForm,
    run: (context, { subject, person, values }) => addItem(context, subject, person, values),
  }),
  defineAction({
    name: 'meeting.remove',
    reference: meetingReference,
    subject: findSubject,
    who: keeper,
    form: removeForm,
    run: (context, { subject, values }) => removeLines(context, subject, values.lines),
  }),
  button('meeting.close', keeper, closeMeeting),
  button('meeting.drop', keeper, dropMeeting),
  button('meeting.sign', signer, signMinutes),
  defineAction({
    name: 'meeting.send-back',
    reference: meetingReference,
    subject: findSubject,
    who: signer,
    form: sendBackForm,
    run: (context, { subject, values }) => sendBackMinutes(context, subject, values.reason),
  }),
  button('meeting.download', reader, downloadMinutes),
  defineAction({
    name: 'meeting.late',
    reference: schoolReference,
    subject: inSchool,
    who: keeper,
    run: (context, { subject, person }) => {
      sendCard(context, 'meeting.late', { school: subject.schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'meeting.enter-late',
    reference: schoolReference,
    subject: inSchool,
    who: keeper,
    form: lateForm,
    run: (context, { subject, person, values }) => enterLate(context, subject.schoolId, person, values),
  }),
  defineAction({
    name: 'meeting.not-held',
    reference: z.object({ period: z.number().int().positive() }),
    subject: (context, of) => meetingPeriod(context, of.period)?.task,
    who: keeper,
    run: (context, { subject, person, reference }) => {
      if (!isUnexplained(subject)) throw new Refused('meeting.explained', '已经记过了', undefined, 'info');
      sendCard(context, 'meeting.not_held', { period: Number(reference.period) }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'meeting.explain',
    reference: z.object({ period: z.number().int().positive() }),
    subject: (context, of) => meetingPeriod(context, of.period)?.task,
    who: keeper,
    form: notHeldForm,
    run: (context, { subject, values }) => explainNotHeld(context, subject, values),
  }),
];

export const meetingTimers: readonly TimerHandler[] = [{ kind: REMIND_TIMER, run: remindMeeting }];
