import { plusDays, weekdayOf } from '../kernel/time.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import type { Campaign } from './catalogue/campaign.ts';
import type { Period } from './duty.ts';
import { edgeSchoolDay, mondayOf, monthEnd } from './period_units.ts';

/** First and last day of a campaign, inclusive. */
export interface CampaignDays {
  readonly from: string;
  readonly to: string;
}

/** A summary is wanted within so many school days after the campaign (safety-campaign, domain/duties.md §3). */
const SUMMARY_SCHOOL_DAYS = 3;

/** How far a school day is looked for around a date; the summer is shorter. */
const SEARCH_DAYS = 80;

/** Two weeks before a month of a term is safely inside it, whatever the school's dates. */
const insideTerm = { autumn: '10-15', spring: '05-15' } as const;

/**
 * The days of a campaign that begins in a calendar year, by the school's calendar; undefined where somebody has to
 * announce them. What `confirm` is set for is a proposal. On a day off a single day moves to the school day before (D8).
 */
export function campaignDays(campaign: Campaign, year: number, calendar: SchoolCalendar): CampaignDays | undefined {
  const days = plainDays(campaign, year, calendar);
  if (!days || campaign.onDayOff !== 'earlier-school-day' || days.from !== days.to) return days;
  const moved = schoolDayBefore(plusDays(days.from, 1), calendar) ?? days.from;
  return { from: moved, to: moved };
}

function plainDays(campaign: Campaign, year: number, calendar: SchoolCalendar): CampaignDays | undefined {
  const rule = campaign.date;
  switch (rule.by) {
    case 'announced':
      return undefined;
    case 'days':
      return { from: `${year}-${rule.from}`, to: `${rule.to < rule.from ? year + 1 : year}-${rule.to}` };
    case 'weekday': {
      const last = monthEnd(`${year}-${String(rule.month).padStart(2, '0')}-01`);
      const day = plusDays(last, -((weekdayOf(last) - (rule.weekday % 7) + 7) % 7));
      return { from: day, to: day };
    }
    case 'week-of':
      return weekFrom(mondayOf(`${year}-${rule.date}`));
    case 'week': {
      const first = `${year}-${String(rule.month).padStart(2, '0')}-01`;
      const monday = plusDays(first, (8 - weekdayOf(first)) % 7);
      return weekFrom(plusDays(monday, 7 * (rule.week - 1)));
    }
    case 'term-week': {
      const term = calendar.termOf(`${year}-${rule.half === 1 ? insideTerm.autumn : insideTerm.spring}`);
      const first = term && edgeSchoolDay(term, 'first', calendar);
      return first ? { from: first, to: plusDays(mondayOf(first), 6) } : undefined;
    }
    case 'term-end': {
      const inside = rule.half === 1 ? `${year - 1}-${insideTerm.autumn}` : `${year}-${insideTerm.spring}`;
      const term = calendar.termOf(inside);
      const last = term && edgeSchoolDay(term, 'last', calendar);
      return last ? { from: last, to: last } : undefined;
    }
    case 'school-day-before': {
      const day = schoolDayBefore(`${year}-${rule.date}`, calendar);
      return day ? { from: day, to: day } : undefined;
    }
  }
}

const weekFrom = (monday: string): CampaignDays => ({ from: monday, to: plusDays(monday, 6) });

function schoolDayBefore(date: string, calendar: SchoolCalendar): string | undefined {
  for (let step = 1; step <= SEARCH_DAYS; step += 1)
    if (calendar.isSchoolDay(plusDays(date, -step))) return plusDays(date, -step);
  return undefined;
}

/**
 * The period of `safety-campaign` for days that are settled: from `offsetDays` before the first day to the third
 * school day after the last, when the summary is due.
 */
export function campaignPeriod(campaign: Campaign, days: CampaignDays, calendar: SchoolCalendar): Period {
  let to = days.to;
  let left = SUMMARY_SCHOOL_DAYS;
  for (let step = 1; step <= SEARCH_DAYS && left > 0; step += 1) {
    const day = plusDays(days.to, step);
    if (!calendar.isSchoolDay(day)) continue;
    to = day;
    left -= 1;
  }
  return {
    key: `C${campaign.id}-${days.from.slice(0, 4)}`,
    from: plusDays(days.from, -campaign.offsetDays),
    to,
    text: campaign.name,
  };
}

/** The campaigns that run on a date or begin within `ahead` days, by the calendar alone. */
export function campaignsNear(
  campaigns: readonly Campaign[],
  date: string,
  calendar: SchoolCalendar,
  ahead = 7,
): readonly Campaign[] {
  const year = Number(date.slice(0, 4));
  return campaigns.filter((campaign) =>
    // One that began last year may still run, one of January is near in December.
    [year - 1, year, year + 1].some((begins) => {
      const days = campaignDays(campaign, begins, calendar);
      return days !== undefined && plusDays(days.from, -ahead) <= date && date <= days.to;
    }),
  );
}
