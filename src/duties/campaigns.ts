import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { plusDays } from '../kernel/time.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { setting } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { type CampaignDays, campaignDays } from './campaign_dates.ts';
import { type Campaign, campaigns } from './catalogue/index.ts';

type Reading = Pick<ReadContext, 'db'>;

/** What a school decided about a campaign of a year. */
export interface CampaignWord {
  /** Not held this year. */
  readonly off?: boolean | undefined;
  /** The school's own days, inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const stored = z.record(
  z.string(),
  z.object({ off: z.boolean().optional(), from: z.string().optional(), to: z.string().optional() }),
);

const keyOf = (schoolId: number): string => `school:${schoolId}:campaigns`;
const yearKey = (campaign: string, year: number): string => `${campaign}-${year}`;

const settingByKey = prepared((db) =>
  db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, sql.placeholder('key')))
    .prepare(),
);

const wordsOf = (context: Reading, schoolId: number): Readonly<Record<string, CampaignWord>> => {
  const row = settingByKey(context.db).get({ key: keyOf(schoolId) });
  const read = stored.safeParse(row?.value ?? {});
  return read.success ? read.data : {};
};

export const campaignWord = (context: Reading, schoolId: number, campaign: string, year: number): CampaignWord =>
  wordsOf(context, schoolId)[yearKey(campaign, year)] ?? {};

/** Keeps what the school decided about a campaign of a year; the caller checked permission and dates. */
export function setCampaignWord(
  context: Context,
  schoolId: number,
  campaign: string,
  year: number,
  word: CampaignWord,
): void {
  const value = { ...wordsOf(context, schoolId), [yearKey(campaign, year)]: word };
  context.db
    .insert(setting)
    .values({ key: keyOf(schoolId), value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
  record(context, 'campaign.setting', `school:${schoolId}`, { campaign, year, word });
}

export interface CampaignOfYear {
  readonly campaign: Campaign;
  /** The year the campaign is named by: the one it begins in by the catalogue. */
  readonly year: number;
  readonly days: CampaignDays;
  /** The school has not named the days yet; what differs by place is only proposed until then. */
  readonly proposed: boolean;
}

/**
 * A campaign's days of a year as the school has them: its own, else the catalogue's. Undefined when it is not held, and
 * where somebody has to announce the days first.
 */
export function campaignOfYear(
  campaign: Campaign,
  year: number,
  word: CampaignWord,
  calendar: SchoolCalendar,
): CampaignOfYear | undefined {
  if (word.off) return undefined;
  const own = word.from === undefined ? undefined : { from: word.from, to: word.to ?? word.from };
  const days = own ?? campaignDays(campaign, year, calendar);
  return days && { campaign, year, days, proposed: own === undefined && campaign.confirm };
}

/**
 * Campaigns of a school that run on any day between two dates, both inclusive, the earliest first; proposed ones only
 * where they are asked for.
 */
export function campaignsBetween(
  context: Reading,
  schoolId: number,
  from: string,
  to: string,
  options: { readonly proposed?: boolean; readonly calendar?: SchoolCalendar } = {},
): readonly CampaignOfYear[] {
  const calendar = options.calendar ?? schoolCalendar(context, schoolId);
  const words = wordsOf(context, schoolId);
  const year = Number(from.slice(0, 4));
  const years = [year - 1, year, year + 1];
  return campaigns
    .flatMap((campaign) =>
      years.flatMap((one) => campaignOfYear(campaign, one, words[yearKey(campaign.id, one)] ?? {}, calendar) ?? []),
    )
    .filter((one) => one.days.from <= to && from <= one.days.to && (options.proposed === true || !one.proposed))
    .sort((left, right) => (left.days.from < right.days.from ? -1 : left.days.from > right.days.from ? 1 : 0));
}

/** A week before its first day a campaign is already spoken of (domain/reminders.json). */
const AHEAD_DAYS = 7;

/**
 * The campaigns a school speaks of on a date: those that run, and those that begin within seven days. For the chooser
 * of the daily reminder.
 */
export const campaignsOn = (
  context: Reading,
  schoolId: number,
  date: string,
  calendar?: SchoolCalendar,
): readonly Campaign[] =>
  campaignsBetween(context, schoolId, date, plusDays(date, AHEAD_DAYS), calendar ? { calendar } : {}).map(
    (one) => one.campaign,
  );
