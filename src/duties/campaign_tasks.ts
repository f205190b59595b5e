import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, ReadContext } from '../kernel/context.ts';
import { FormRefused } from '../kernel/refused.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { dutyPeriod, dutyTask, slot } from '../store/schema/index.ts';
import { campaignPeriod } from './campaign_dates.ts';
import { type CampaignOfYear, campaignOfYear, campaignsBetween, campaignWord, setCampaignWord } from './campaigns.ts';
import { type Campaign, campaignById } from './catalogue/index.ts';
import { excuseTask, refreshTask } from './complete.ts';
import { openPeriod } from './open_period.ts';
import { ladderTimes, planLadder } from './period_ladder.ts';
import { dueAt, opensAt } from './periods.ts';
import { schoolDuty } from './settings.ts';
import { type Task, tasksOfPeriod } from './tasks.ts';

export const CAMPAIGN = 'safety-campaign';
export const CAMPAIGN_TIMER = 'duty.campaign';

/** After an outage a campaign that ended so many days ago may still wait for its summary. */
const SUMMARY_DAYS = 14;

/** How far ahead openings are looked for: the earliest task opens 30 days before its campaign. */
const LOOK_DAYS = 75;

const matterShape = z.object({ campaign: z.string(), year: z.number(), from: z.string(), to: z.string() });
export type CampaignMatter = z.infer<typeof matterShape>;

export const campaignMatter = (task: Pick<Task, 'matter' | 'dutyId'>): CampaignMatter | undefined => {
  const read = task.dutyId === CAMPAIGN ? matterShape.safeParse(task.matter) : undefined;
  return read?.success ? read.data : undefined;
};

/** The key belongs to the campaign and its year, so that moving its days keeps its task. */
const periodOf = (one: CampaignOfYear, calendar: Parameters<typeof campaignPeriod>[2]) => ({
  ...campaignPeriod(one.campaign, one.days, calendar),
  key: `C${one.campaign.id}-${one.year}`,
});

/** Opens the campaigns of a school whose time has come, and wakes up for the next. What is over is not opened. */
export function openCampaigns(context: Context, subject: string): void {
  const schoolId = Number(subject.split(':')[1]);
  const duty = schoolDuty(context, schoolId, CAMPAIGN);
  if (!duty?.on) {
    cancelTimer(context, CAMPAIGN_TIMER, subject);
    return;
  }
  const calendar = schoolCalendar(context, schoolId);
  const today = dateOf(context.now, context.timeZone);
  const known = knownSince(context, schoolId);
  const from = plusDays(today, -SUMMARY_DAYS);
  let next: number | undefined;
  for (const one of campaignsBetween(context, schoolId, from, plusDays(today, LOOK_DAYS), { calendar })) {
    const period = periodOf(one, calendar);
    if (period.to < today || one.days.to < known) continue;
    const opens = opensAt(duty, period, calendar, context.timeZone);
    if (opens > context.now) {
      next = Math.min(next ?? opens, opens);
      continue;
    }
    if (find(context, schoolId, period.key)) continue;
    openPeriod(context, duty, period, calendar);
    keepMatter(context, schoolId, period.key, one);
  }
  if (next === undefined) cancelTimer(context, CAMPAIGN_TIMER, subject);
  else setTimer(context, CAMPAIGN_TIMER, subject, next);
}

/** The date since which a school runs its campaigns: what was over by then is never asked. */
function knownSince(context: Context, schoolId: number): string {
  const name = `campaigns:${schoolId}`;
  context.db.insert(slot).values({ name, knownSince: context.now, lastSlot: context.now }).onConflictDoNothing().run();
  const row = context.db.select({ since: slot.knownSince }).from(slot).where(eq(slot.name, name)).get();
  return dateOf(row?.since ?? context.now, context.timeZone);
}

const find = (context: Pick<ReadContext, 'db'>, schoolId: number, key: string) =>
  context.db
    .select()
    .from(dutyPeriod)
    .where(and(eq(dutyPeriod.schoolId, schoolId), eq(dutyPeriod.dutyId, CAMPAIGN), eq(dutyPeriod.period, key)))
    .get();

/** The card is drawn when it is sent, so the matter may be written just after the period was opened. */
function keepMatter(context: Context, schoolId: number, key: string, one: CampaignOfYear): void {
  const matter: CampaignMatter = { campaign: one.campaign.id, year: one.year, ...one.days };
  context.db
    .update(dutyPeriod)
    .set({ matter })
    .where(and(eq(dutyPeriod.schoolId, schoolId), eq(dutyPeriod.dutyId, CAMPAIGN), eq(dutyPeriod.period, key)))
    .run();
  context.db
    .update(dutyTask)
    .set({ matter })
    .where(and(eq(dutyTask.schoolId, schoolId), eq(dutyTask.dutyId, CAMPAIGN), eq(dutyTask.period, key)))
    .run();
}

export interface CampaignChange {
  readonly held: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The school switches a campaign of a year off, or names its days; a task that is open already follows. */
export function changeCampaign(
  context: Context,
  schoolId: number,
  campaign: Campaign,
  year: number,
  change: CampaignChange,
): void {
  const { held, from, to } = change;
  if (held && to !== undefined && (from === undefined || to < from)) throw new FormRefused('结束日期不能早于开始日期');
  if (held && from !== undefined && Math.abs(Number(from.slice(0, 4)) - year) > 1)
    throw new FormRefused('日期不在这一年，请核对年份');
  setCampaignWord(context, schoolId, campaign.id, year, held ? { from, to } : { off: true });
  const calendar = schoolCalendar(context, schoolId);
  const row = find(context, schoolId, `C${campaign.id}-${year}`);
  const duty = schoolDuty(context, schoolId, CAMPAIGN);
  if (row && duty) {
    const now = campaignOfYear(campaign, year, campaignWord(context, schoolId, campaign.id, year), calendar);
    for (const task of tasksOfPeriod(context, row)) {
      if (task.state === 'done') continue;
      if (!now) {
        if (task.state !== 'excused') excuseTask(context, task, '今年不办');
        continue;
      }
      const period = periodOf(now, calendar);
      const due = dueAt(duty, period, calendar, context.timeZone);
      const moved = { openAt: opensAt(duty, period, calendar, context.timeZone), dueAt: due };
      context.db
        .update(dutyTask)
        .set({ ...moved, state: 'open', excuse: null, revision: task.revision + 1 })
        .where(eq(dutyTask.id, task.id))
        .run();
      const current = context.db
        .update(dutyPeriod)
        .set({ ...moved, ladderDone: -1 })
        .where(eq(dutyPeriod.id, row.id))
        .returning()
        .get();
      keepMatter(context, schoolId, row.period, now);
      const passed = ladderTimes(context, current).reduce((last, at, index) => (at <= context.now ? index : last), -1);
      context.db.update(dutyPeriod).set({ ladderDone: passed }).where(eq(dutyPeriod.id, row.id)).run();
      planLadder(context, { ...current, ladderDone: passed });
      refreshTask(context, task);
    }
  }
  openCampaigns(context, `school:${schoolId}`);
}

export const campaignOfTask = (task: Pick<Task, 'matter' | 'dutyId'>): Campaign | undefined => {
  const matter = campaignMatter(task);
  return matter && campaignById(matter.campaign);
};
