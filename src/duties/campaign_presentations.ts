import { z } from 'zod';
import { campaignEditCard, campaignListCard, campaignTaskCard } from '../../cards/duties/campaign.ts';
import { field, fields } from '../../cards/fields.ts';
import type { Card } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Entered, type Presentation } from '../kernel/presentation.ts';
import { dateOf, daysBetween, dayText, momentText, plusDays, shortDay } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { nameOf } from '../school/people.ts';
import type { CampaignDays } from './campaign_dates.ts';
import { CAMPAIGN, campaignMatter, campaignOfTask } from './campaign_tasks.ts';
import { campaignOfYear, campaignsBetween, campaignWord } from './campaigns.ts';
import { campaignById } from './catalogue/index.ts';
import { UNDO_WINDOW_MS } from './complete.ts';
import { filesKept } from './evidence.ts';
import { showForm } from './form.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { photosOfTask } from './task_photos.ts';
import { type Task, taskById, taskTopic } from './tasks.ts';
import { leaders } from './who.ts';

/** How far the list looks, calendar days. */
const AHEAD_DAYS = 60;

export const campaignForm = fields({
  held: field.bool('今年办', { required: true }),
  from: field.date('开始日期', { hint: '不填按通常日期' }),
  to: field.date('结束日期', { hint: '只有一天不填' }),
});

const daysText = (days: CampaignDays, today: string): string =>
  days.from === days.to ? shortDay(days.from, today) : `${shortDay(days.from, today)}到${shortDay(days.to, today)}`;

const summaryShape = z.object({ summary: z.string() });

export function showCampaign(
  context: ReadContext,
  task: Task,
  duty: SchoolDuty,
  entered: Entered | undefined,
): Card | undefined {
  const matter = campaignMatter(task);
  const campaign = campaignOfTask(task);
  if (!matter || !campaign) return undefined;
  const today = dateOf(context.now, context.timeZone);
  const said = summaryShape.safeParse(task.content);
  return campaignTaskCard({
    task: task.id,
    revision: task.revision,
    name: campaign.name,
    days: daysText(matter, today),
    focus: campaign.focus,
    due: shortDay(dateOf(task.dueAt, context.timeZone), today),
    daysTo: daysBetween(today, matter.from),
    state: task.state,
    doneBy: nameOf(context, task.doneById),
    doneAt: task.doneAt === null ? '' : momentText(task.doneAt, context.now, context.timeZone),
    late: task.late,
    summary: said.success ? said.data.summary : '',
    excuse: task.excuse ?? '今年不办',
    mayUndo: task.state === 'done' && context.now - (task.doneAt ?? 0) <= UNDO_WINDOW_MS,
    fields: showForm(duty, {
      candidates: [],
      photos: photosOfTask(context, task.id).length,
      files: filesKept(context, task.id),
      initial: { date: matter.from },
      entered: entered?.values,
    }),
    ...(entered ? { message: entered.message } : {}),
  });
}

export const campaignPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'campaign.task',
    subject: z.object({ task: z.number().int() }),
    topic: (of) => taskTopic(of.task),
    show: (context, of, _viewer, entered) => {
      const task = taskById(context, of.task);
      const duty = task && schoolDuty(context, task.schoolId, task.dutyId);
      return task && duty ? showCampaign(context, task, duty, entered) : undefined;
    },
    wanted: (context, of) => {
      const state = taskById(context, of.task)?.state;
      return state === 'open' || state === 'missed';
    },
  }),
  definePresentation({
    card: 'campaign.list',
    subject: z.object({ school: z.number().int() }),
    topic: () => 'list',
    show: (context, of, viewer) => {
      const today = dateOf(context.now, context.timeZone);
      const coming = campaignsBetween(context, of.school, today, plusDays(today, AHEAD_DAYS), { proposed: true });
      return campaignListCard({
        school: of.school,
        date: dayText(today, today),
        on: schoolDuty(context, of.school, CAMPAIGN)?.on ?? false,
        rows: coming.slice(0, 9).map((one) => ({
          campaign: one.campaign.id,
          year: one.year,
          text: `${daysText(one.days, today)} ${one.campaign.name}${one.proposed ? '（日期待确认）' : ''}`,
        })),
        mayEdit: viewer.kind === 'person' && leaders.allows(context, viewer.person, { schoolId: of.school }),
      });
    },
  }),
  definePresentation({
    card: 'campaign.edit',
    subject: z.object({ school: z.number().int(), campaign: z.string(), year: z.number().int() }),
    topic: (of) => `campaign:${of.school}:${of.campaign}`,
    show: (context, of, _viewer, entered) => {
      const campaign = campaignById(of.campaign);
      if (!campaign) return undefined;
      const today = dateOf(context.now, context.timeZone);
      const word = campaignWord(context, of.school, campaign.id, of.year);
      const now = campaignOfYear(campaign, of.year, word, schoolCalendar(context, of.school));
      const decided = word.off ? '今年不办' : word.from && now ? daysText(now.days, today) : undefined;
      return campaignEditCard({
        ...of,
        name: campaign.name,
        dateText: campaign.dateText,
        source: campaign.source,
        ...(decided ? { saved: decided } : {}),
        fields: campaignForm.show(
          { held: { initial: word.off !== true }, from: { initial: now?.days.from }, to: { initial: now?.days.to } },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
];
