import type { ReadContext } from '../../kernel/context.ts';
import { dateOf, plusDays } from '../../kernel/time.ts';
import { type SchoolCalendar, schoolCalendar } from '../../school/calendar.ts';
import { peopleWithRole, roleNames } from '../../school/people.ts';
import { classesOf } from '../../school/queries.ts';
import type { Cadence } from '../duty.ts';
import { ladderOf } from '../nudge_times.ts';
import { nextPeriod } from '../periods.ts';
import type { SchoolDuty } from '../settings.ts';

/** Part of the scopes that are still open when a rung before, and one after the deadline speaks: a guess, stated here. */
const LEFT_BEFORE = 0.2;
const LEFT_AFTER = 0.08;
/** How often anybody is left at all, so that a group nudge or a summary is sent. */
const SOMEBODY_LEFT = 0.6;

export interface MonthlyCost {
  /** Periods that open in a month of term; for what comes by event or date 0. */
  readonly periods: number;
  /** Classes, kinds of places, or 1 for the school. */
  readonly scopes: number;
  /** Who taps: how many people hold the role, and how often each of them taps a month. */
  readonly taps: readonly {
    readonly role: string;
    readonly who: string;
    readonly people: number;
    readonly each: number;
  }[];
  /** Calls to the platform a month: prompts, updates of cards, nudges, summaries. */
  readonly calls: number;
}

/**
 * What a duty costs a school in an ordinary month of term, whether or not it is switched on. A shared card is one send
 * and an update per tap; personal ones are a send and an update each. Estimates for the settings card and for comparing
 * with what a rehearsal counts; not a promise.
 */
export function monthlyCost(
  context: Pick<ReadContext, 'db' | 'now' | 'timeZone'>,
  duty: SchoolDuty,
  calendar: SchoolCalendar = schoolCalendar(context, duty.schoolId),
): MonthlyCost {
  const periods = periodsPerMonth(duty.cadence, dateOf(context.now, context.timeZone), calendar);
  const scopes = scopeCount(context, duty);
  const holder = firstHeld(context, duty);
  const people = Math.max(holder.people, 1);
  // A class, and a post with its own people, is asked once; what the school has to do is asked of every holder.
  const asked = duty.scope === 'school' ? people : scopes;
  const isShared = duty.scope === 'class' && duty.reach === 'shared';
  const prompts = isShared ? 1 : asked;
  const updates = isShared ? scopes : asked;
  const calls = periods * (prompts + updates + nudges(duty, asked, isShared));
  const each = (periods * scopes) / (duty.scope === 'school' ? 1 : Math.min(people, Math.max(scopes, 1)));
  return {
    periods,
    scopes,
    taps: [{ role: holder.role, who: roleNames[holder.role] ?? '教职工', people: holder.people, each: round(each) }],
    calls: Math.ceil(calls),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function nudges(duty: SchoolDuty, asked: number, isShared: boolean): number {
  // The board and the group's nudge turn to 已截止 once, where somebody is left.
  let calls = isShared ? SOMEBODY_LEFT * 2 : 0;
  for (const rung of ladderOf(duty)) {
    const isBefore = 'minutes' in rung.when ? rung.when.minutes < 0 : 'days' in rung.when ? rung.when.days < 0 : true;
    if (rung.to !== 'owners') calls += SOMEBODY_LEFT;
    else if (rung.inGroup && isShared) calls += SOMEBODY_LEFT * 2;
    else calls += asked * (isBefore ? LEFT_BEFORE : LEFT_AFTER);
  }
  return calls;
}

/** How many tasks a period has. */
function scopeCount(context: Pick<ReadContext, 'db'>, duty: SchoolDuty): number {
  if (duty.scope === 'class') return classesOf(context, duty.schoolId).length;
  if (duty.scope === 'place') return duty.places?.length ?? 1;
  return 1;
}

function firstHeld(context: Pick<ReadContext, 'db'>, duty: SchoolDuty): { role: string; people: number } {
  for (const role of duty.roles) {
    const people = peopleWithRole(context, duty.schoolId, role).length;
    if (people > 0) return { role, people };
  }
  return { role: duty.roles[0] ?? 'staff', people: 0 };
}

/** Counted over the coming year of this school's calendar, per month that has lessons. */
function periodsPerMonth(cadence: Cadence, today: string, calendar: SchoolCalendar): number {
  // A roster has at least one shift a school day; events and dates cannot be foreseen.
  const counted = cadence === 'shift' ? 'daily' : cadence;
  const end = plusDays(today, 365);
  let total = 0;
  for (let period = nextPeriod(counted, today, calendar); period && period.from <= end; ) {
    total += 1;
    period = nextPeriod(counted, period, calendar);
  }
  const runsAlways = ['every-day', 'quarter', 'year'].includes(cadence);
  return total / (runsAlways ? 12 : Math.max(monthsOfTerm(today, calendar), 1));
}

/** Months of the coming year that have at least five school days. */
function monthsOfTerm(today: string, calendar: SchoolCalendar): number {
  const days = new Map<string, number>();
  for (let step = 1; step <= 365; step += 1) {
    const day = plusDays(today, step);
    if (calendar.isSchoolDay(day)) days.set(day.slice(0, 7), (days.get(day.slice(0, 7)) ?? 0) + 1);
  }
  return [...days.values()].filter((count) => count >= 5).length;
}

/** The cost in the words of the settings card. */
export function costText(cost: MonthlyCost): string {
  if (cost.periods === 0) return '有事时才提醒，平时不占。';
  const [one] = cost.taps;
  const often = (times: number): string =>
    times >= 1 ? `每月点约 ${Math.round(times)} 次` : `约 ${Math.round(1 / Math.max(times, 0.01))} 个月点 1 次`;
  const who = one ? `${one.who}每人${often(one.each)}；` : '';
  return `${who}全校每月约 ${cost.calls} 次平台调用。`;
}
