import { z } from 'zod';
import { type Action, defineAction } from '../kernel/action.ts';
import { staff } from '../kernel/permission.ts';
import { sendCard } from '../kernel/send.ts';
import type { TimerHandler } from '../kernel/timers.ts';
import { schoolOf } from '../school/people.ts';
import { campaignForm } from './campaign_presentations.ts';
import { CAMPAIGN_TIMER, campaignMatter, changeCampaign, openCampaigns } from './campaign_tasks.ts';
import { campaignById } from './catalogue/index.ts';
import { taskById } from './tasks.ts';
import { leaders } from './who.ts';

const id = z.number().int().positive();
const editReference = z.object({
  school: id,
  campaign: z.string().max(60),
  year: z.number().int().min(2000).max(2100),
});

export const campaignActions: readonly Action[] = [
  defineAction({
    name: 'campaign.list',
    reference: z.object({}),
    subject: (context, _reference, person) => {
      const schoolId = schoolOf(context, person);
      return schoolId === undefined ? undefined : { schoolId };
    },
    who: staff,
    run: (context, { subject, person }) => {
      sendCard(context, 'campaign.list', { school: subject.schoolId }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'campaign.edit',
    reference: editReference,
    subject: (_context, of) => (campaignById(of.campaign) ? { ...of, schoolId: of.school } : undefined),
    who: leaders,
    run: (context, { subject: { school, campaign, year }, person }) => {
      sendCard(context, 'campaign.edit', { school, campaign, year }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'campaign.change',
    reference: z.object({ task: id }),
    subject: (context, of) => {
      const task = taskById(context, of.task);
      return task && campaignMatter(task) ? task : undefined;
    },
    who: leaders,
    run: (context, { subject: task, person }) => {
      const matter = campaignMatter(task);
      if (matter) {
        const { campaign, year } = matter;
        sendCard(context, 'campaign.edit', { school: task.schoolId, campaign, year }, { person }, { lane: 'press' });
      }
      return {};
    },
  }),
  defineAction({
    name: 'campaign.save',
    reference: editReference,
    subject: (_context, of) => {
      const campaign = campaignById(of.campaign);
      return campaign && { schoolId: of.school, campaign, year: of.year };
    },
    who: leaders,
    form: campaignForm,
    run: (context, { subject, values }) => {
      changeCampaign(context, subject.schoolId, subject.campaign, subject.year, values);
      return { toast: { tone: 'success', text: values.held ? '已保存' : '已记：今年不办' } };
    },
  }),
];

export const campaignTimers: readonly TimerHandler[] = [{ kind: CAMPAIGN_TIMER, run: openCampaigns }];
