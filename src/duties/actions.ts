import { z } from 'zod';
import { field, fields } from '../../cards/fields.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import { staff } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { STAFF_TIMER } from '../school/staff_known.ts';

import { campaignActions, campaignTimers } from './campaign_actions.ts';
import { campaignPresentations } from './campaign_presentations.ts';
import { completeTask, undoTask } from './complete.ts';
import { dutyRosterFeature } from './duty_roster_feature.ts';
import { eventActions, eventPresentations } from './events/actions.ts';
import { excuseLeft, undoExcuse } from './excuse_left.ts';
import { filingActions } from './filings/actions.ts';
import { datesTimer } from './filings/dates.ts';
import { filingPresentations } from './filings/show.ts';
import { formOf, oneTapField, TAPPED } from './form.ts';
import { meetingItemActions } from './meeting_items/actions.ts';
import { WEEKLY_MEETING } from './meeting_items/duty.ts';
import { meetingItemPresentations } from './meeting_items/show.ts';
import { climbDutyLadder, nudgeLeft } from './nudge.ts';
import { ownedBy } from './owned_by.ts';
import { DEADLINE_TIMER, LADDER_TIMER, showDeadline } from './period_ladder.ts';
import { OPEN_TIMER, openDuty } from './plan_duty.ts';
import { PLAN_TIMER, planNightly } from './planning.ts';
import { dutyPresentations } from './presentations.ts';
import { readOut, reminderForm, reminderPresentation, tellOwnReminder } from './reminder_choice.ts';
import { roundActions, roundTimers } from './rounds/actions.ts';
import { gatherPhotos, lacksPhoto } from './rounds/gather.ts';
import { roundPresentations } from './rounds/show.ts';
import { schoolDuty } from './settings.ts';
import { openSummary } from './summary.ts';
import { classesHeadedBy, leftOf, type PeriodRow, periodRow, type Task, taskById, tasksOfPeriod } from './tasks.ts';
import { openUnderWay } from './under_way.ts';
import { doer, leaders, leadersAndGrades } from './who.ts';

const id = z.number().int().positive();
const taskReference = z.object({ task: id });
const periodReference = z.object({ period: id });
const findTask = (context: Context, reference: { task: number }): Task | undefined => taskById(context, reference.task);
const findPeriod = (context: Context, reference: { period: number }): PeriodRow | undefined =>
  periodRow(context, reference.period);

const nothing = fields({});
const taskForm = (context: Context, task: Task) => {
  const duty = schoolDuty(context, task.schoolId, task.dutyId);
  return duty ? formOf(duty) : nothing;
};

/** One tap says yes to the one thing the duty asks; a reminder's tap also says what was read out. */
function tapped(context: Context, task: Task, person: number, card: 'shared' | 'own') {
  const duty = schoolDuty(context, task.schoolId, task.dutyId);
  const yes = duty ? oneTapField(duty) : undefined;
  const values = { [yes ?? TAPPED]: true, ...readOut(context, task, card) };
  return completeTask(context, task, { person, values, byForm: false });
}

/** 本班已讲 on a shared card: the classes somebody heads are known, so one tap is enough. */
function tapBoard(context: Context, row: PeriodRow, person: number) {
  const mine = classesHeadedBy(context, person, row.schoolId);
  const tasks = tasksOfPeriod(context, row);
  const duty = schoolDuty(context, row.schoolId, row.dutyId);
  const isOwned = ownedBy(context, person, duty);
  const own = tasks.filter((task) => mine.includes(task.scopeId) || isOwned(task));
  const open = own.filter((task) => task.state === 'open' || task.state === 'missed');
  const [first] = open.length > 0 ? open : own;
  if (!first) throw new Refused('duty.not_your_class', '您今天不带班', '代讲请点“代班已讲”，会问是哪个班。');
  // A head of two classes reads it out once for both.
  return (open.length > 0 ? open : [first]).map((task) => tapped(context, task, person, 'shared')).at(-1) ?? {};
}

export const dutyActions: readonly Action[] = [
  defineAction({
    name: 'duty.reminder-own',
    reference: taskReference,
    subject: findTask,
    who: doer,
    form: reminderForm,
    revision: (task) => task.revision,
    run: (context, { subject, person, values }) => tellOwnReminder(context, subject, person, values),
  }),
  defineAction({
    name: 'duty.done',
    reference: taskReference,
    subject: findTask,
    who: doer,
    run: (context, { subject, person }) => tapped(context, subject, person, 'own'),
  }),
  defineAction({
    name: 'duty.submit',
    reference: taskReference,
    subject: findTask,
    who: doer,
    form: taskForm,
    revision: (task) => task.revision,
    run: (context, { subject, person, values }) => completeTask(context, subject, { person, values, byForm: true }),
  }),
  defineAction({
    name: 'duty.undo',
    reference: taskReference,
    subject: findTask,
    who: staff,
    run: (context, { subject, person }) => undoTask(context, subject, person),
  }),
  defineAction({
    name: 'duty.source',
    reference: taskReference,
    subject: findTask,
    who: staff,
    run: (context, { subject, person }) => {
      sendCard(context, 'duty.source', { task: subject.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'duty.open',
    reference: taskReference,
    subject: findTask,
    who: doer,
    run: (context, { subject, person }) => {
      if (lacksPhoto(context, subject)) gatherPhotos(context, subject, person);
      const reference = { task: subject.id };
      // The meeting has its agenda to show, which digests/meeting gathers.
      if (subject.dutyId === WEEKLY_MEETING)
        sendCard(context, 'meeting.agenda', { ...reference, school: subject.schoolId }, { person }, { lane: 'press' });
      else sendCard(context, 'duty.mine', reference, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'duty.board-done',
    reference: periodReference,
    subject: findPeriod,
    who: staff,
    run: (context, { subject, person }) => tapBoard(context, subject, person),
  }),
  defineAction({
    name: 'duty.board-mine',
    reference: periodReference,
    subject: findPeriod,
    who: staff,
    run: (context, { subject, person }) => {
      const mine = tasksOfPeriod(context, subject).filter(ownedBy(context, person));
      if (mine.length === 0)
        throw new Refused('duty.not_your_class', '您今天不带班', '代讲请点“代班已讲”，会问是哪个班。');
      const card = subject.dutyId === 'daily-safety-reminder' ? 'duty.reminder' : 'duty.mine';
      for (const task of mine) sendCard(context, card, { task: task.id }, { person }, { lane: 'press' });
      return { toast: { tone: 'info', text: '已发到您的私聊' } };
    },
  }),
  defineAction({
    name: 'duty.board-deputy',
    reference: periodReference,
    subject: findPeriod,
    who: staff,
    run: (context, { subject, person }) => {
      if (leftOf(context, subject).length === 0)
        throw new Refused('duty.all_done', '都办完了，不用代', undefined, 'info');
      sendCard(context, 'duty.deputy', { period: subject.id }, { person }, { lane: 'press' });
      return { toast: { tone: 'info', text: '请在私聊里选哪个班' } };
    },
  }),
  defineAction({
    name: 'duty.deputy',
    reference: periodReference,
    subject: findPeriod,
    who: staff,
    form: fields({ task: field.singleSelect('班级', { required: true }) }),
    run: (context, { subject, person, values }) => {
      const task = tasksOfPeriod(context, subject).find((one) => String(one.id) === values.task);
      if (!task) throw new Refused('duty.unknown_class', '请从给出的里面选');
      return tapped(context, task, person, 'shared');
    },
  }),
  defineAction({
    name: 'duty.summary-open',
    reference: periodReference,
    subject: findPeriod,
    who: leadersAndGrades,
    run: (context, { subject, person }) => openSummary(context, subject, person),
  }),
  defineAction({
    name: 'duty.nudge-left',
    reference: periodReference,
    subject: findPeriod,
    who: leaders,
    run: (context, { subject }) => nudgeLeft(context, subject),
  }),
  defineAction({
    name: 'duty.excuse-left',
    reference: periodReference,
    subject: findPeriod,
    who: leaders,
    run: (context, { subject, person }) => excuseLeft(context, subject, person),
  }),
  defineAction({
    name: 'duty.excuse-undo',
    reference: periodReference,
    subject: findPeriod,
    who: leaders,
    run: (context, { subject }) => undoExcuse(context, subject),
  }),
  ...roundActions,
  ...filingActions,
  ...campaignActions,
  ...eventActions,
  ...meetingItemActions,
];

export const dutyFeature: Feature = {
  name: 'duties',
  actions: [...dutyActions, ...dutyRosterFeature.actions],
  presentations: [
    ...dutyPresentations,
    ...roundPresentations,
    ...filingPresentations,
    ...campaignPresentations,
    ...eventPresentations,
    ...meetingItemPresentations,
    reminderPresentation,
    ...dutyRosterFeature.presentations,
  ],
  timers: [
    { kind: OPEN_TIMER, run: openDuty },
    { kind: LADDER_TIMER, run: climbDutyLadder },
    { kind: DEADLINE_TIMER, run: showDeadline },
    { kind: PLAN_TIMER, run: planNightly },
    { kind: STAFF_TIMER, run: openUnderWay },
    datesTimer,
    ...roundTimers,
    ...campaignTimers,
    ...dutyRosterFeature.timers,
  ],
};
