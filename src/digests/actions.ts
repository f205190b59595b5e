import type { z } from 'zod';
import { chooseListFields } from '../../cards/digests/lists.ts';
import { summaryTimeFields } from '../../cards/digests/settings.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import { safetyOffice } from '../kernel/permission.ts';
import { FormRefused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { schoolById } from '../school/people.ts';
import { exportWeek, reader } from './ask_week_ledger.ts';
import { mayReadList, numberList } from './lists.ts';
import { meetingActions, meetingTimers } from './meeting/actions.ts';
import { agendaActions } from './meeting/agenda_actions.ts';
import { agendaPresentations } from './meeting/agenda_show.ts';
import { meetingPresentations } from './meeting/show.ts';
import { digestPresentations } from './presentations.ts';
import { changeSummaryTime } from './rhythm.ts';
import { listReference, schoolReference, toldReference, trendsReference } from './subjects.ts';
import { summaryActions, summaryTimers } from './summary/actions.ts';
import { summaryPresentations } from './summary/show.ts';
import { TIP_TIMER, tellTips } from './tips.ts';
import { toldOf } from './told.ts';
import { trendPresentations } from './trend_presentations.ts';
import { planSummary, postSummary, SUMMARY_TIMER } from './weekly_summary.ts';

interface AboutTold {
  readonly schoolId: number;
  /** The told stretch as it stands in a reference. */
  readonly told: z.infer<typeof toldReference>;
}

const toldSubject = (
  context: Context,
  { school, week, after, upTo }: z.infer<typeof toldReference>,
): AboutTold | undefined => schoolById(context, school) && { schoolId: school, told: { school, week, after, upTo } };

const trendsSubject = (context: Context, { school, by }: z.infer<typeof trendsReference>) =>
  schoolById(context, school) && { schoolId: school, by };

const digestActions: readonly Action[] = [
  defineAction({
    name: 'digest.lists',
    reference: toldReference,
    subject: toldSubject,
    who: reader,
    // Pressed on the group's card: the lists come to whoever pressed, the card stays.
    run: (context, { subject, person }) => {
      sendCard(context, 'digest.lists', subject.told, { person }, { lane: 'press' });
      return { toast: { tone: 'info', text: '清单私聊发给您了' } };
    },
  }),
  defineAction({
    name: 'digest.lists-again',
    reference: toldReference,
    subject: toldSubject,
    who: reader,
    run: (_context, { subject }) => ({ become: { card: 'digest.lists', subject: subject.told } }),
  }),
  defineAction({
    name: 'digest.list-open',
    reference: toldReference,
    subject: toldSubject,
    who: reader,
    form: chooseListFields,
    run: (context, { subject, person, values }) => {
      const list = numberList(values.list);
      if (!list || !mayReadList(context, person, subject.schoolId, list)) throw new FormRefused('请从给出的里面选一项');
      return { become: { card: 'digest.list', subject: { ...subject.told, list: list.key, page: 0 } } };
    },
  }),
  defineAction({
    name: 'digest.export',
    reference: toldReference,
    subject: toldSubject,
    who: reader,
    run: (context, { subject, person }) => {
      exportWeek(context, person, toldOf(context, subject.told));
      return { toast: { tone: 'info', text: '正在整理，好了发给您' } };
    },
  }),
  defineAction({
    name: 'digest.list-page',
    reference: listReference,
    subject: (context, reference) => {
      const told = toldSubject(context, reference);
      return told && { ...told, list: reference.list, page: reference.page };
    },
    who: reader,
    run: (_context, { subject }) => ({
      become: { card: 'digest.list', subject: { ...subject.told, list: subject.list, page: subject.page } },
    }),
  }),
  defineAction({
    name: 'digest.trends',
    reference: trendsReference,
    subject: trendsSubject,
    who: reader,
    run: (_context, { subject }) => ({
      become: { card: 'digest.trends', subject: { school: subject.schoolId, by: subject.by } },
    }),
  }),
  defineAction({
    name: 'digest.show-trends',
    reference: trendsReference,
    subject: trendsSubject,
    who: reader,
    run: (context, { subject, person }) => {
      const wanted = { school: subject.schoolId, by: subject.by };
      sendCard(context, 'digest.trends', wanted, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'digest.settings-save',
    reference: schoolReference,
    subject: (context, { school }) => schoolById(context, school) && { schoolId: school },
    who: safetyOffice,
    form: summaryTimeFields,
    run: (context, { subject, values }) => {
      const weekday = Number(values.weekday);
      if (!(weekday >= 1 && weekday <= 7)) throw new FormRefused('周几请从给出的里面选');
      changeSummaryTime(context, subject.schoolId, { weekday, clock: values.clock });
      planSummary(context, subject.schoolId);
      return {
        toast: { tone: 'success', text: '已保存' },
        become: { card: 'digest.settings', subject: { school: subject.schoolId } },
      };
    },
  }),
];

export const digestFeature: Feature = {
  name: 'digests',
  actions: [...digestActions, ...meetingActions, ...agendaActions, ...summaryActions],
  presentations: [
    ...digestPresentations,
    ...trendPresentations,
    ...meetingPresentations,
    ...agendaPresentations,
    ...summaryPresentations,
  ],
  timers: [
    { kind: SUMMARY_TIMER, run: postSummary },
    { kind: TIP_TIMER, run: tellTips },
    ...meetingTimers,
    ...summaryTimers,
  ],
};
