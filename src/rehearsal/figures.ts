import type { PersonId } from '../../cards/model.ts';
import { plusDays, weekdayOf } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { holidayName } from '../school/calendar.ts';
import { roleNames } from '../school/people.ts';
import type { DutyFigures } from './duty_figures.ts';
import { type CountingProfile, profiles } from './profiles.ts';
import type { Rehearsed } from './rehearse.ts';
import { median, quantile } from './statistics.ts';
import { type Month, sumOf } from './tally.ts';

/** How often a phone may speak by itself on a day, for nine people in ten (issue 3). */
export const DAILY_AIM = 3;
export const PEOPLE_AIM = 0.9;

export interface RoleFigures {
  readonly role: string;
  readonly people: number;
  /** Interruptions a school day in people's own chats: of all people and days, and the worst day of one person. */
  readonly median: number;
  readonly worst: number;
  /** The same with messages in groups they are in. */
  readonly medianWithGroups: number;
  readonly worstWithGroups: number;
}

export interface MonthFigures {
  /** YYYY-MM */
  readonly month: string;
  readonly calls: number;
  readonly byCall: Readonly<Record<string, number>>;
  readonly arrivals: number;
}

/** Days in a row on which nothing left, with the reason. */
export interface Silence {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly why: '周末' | '放假' | '学期外' | '停课' | '有课却没有消息' | (string & {});
  /** Lessons were held: somebody should look. */
  readonly isOdd: boolean;
}

export interface Figures {
  readonly platform: PlatformName;
  readonly span: { readonly from: string; readonly to: string };
  readonly schoolDays: number;
  readonly calendarKnown: boolean;
  readonly people: number;
  readonly classes: number;
  readonly habits: Readonly<Record<string, number>>;
  readonly madeUpShifts: boolean;
  readonly roles: readonly RoleFigures[];
  /** The number of interruptions that nine people in ten do not exceed on a day: on the day that is worst for all of them, and with groups. */
  readonly nineInTen: number;
  readonly nineInTenWithGroups: number;
  /** Share of people who never had more than the aim on one day. */
  readonly neverAbove: number;
  readonly months: readonly MonthFigures[];
  readonly duties: readonly DutyFigures[];
  readonly tasks: number;
  readonly silences: readonly Silence[];
  readonly digests: readonly string[];
  readonly refusals: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  /** What does not hold, in words; empty when all limits hold. */
  readonly broken: readonly string[];
}

/** Puts what was counted into figures. Pure. */
export function figuresOf(rehearsed: Rehearsed): Figures {
  const { tally, staff, span, platform } = rehearsed;
  const own = countByDay(rehearsed, false);
  const all = countByDay(rehearsed, true);
  const days = [...tally.schoolDays];
  const nineInTen = worstOfDays(days, (date) => staff.map((one) => own(one.person, date)));
  const worst = staff.map((one) => Math.max(0, ...tally.sentByDate.keys().map((date) => own(one.person, date))));
  const months = [...tally.months].map(([month, counted]) => monthFigures(month, counted));
  return {
    platform,
    span,
    schoolDays: days.length,
    calendarKnown: rehearsed.calendarKnown,
    people: staff.length,
    classes: rehearsed.classes,
    habits: countOf(staff.map((one) => one.habit.text)),
    madeUpShifts: rehearsed.madeUpShifts,
    roles: roleFigures(rehearsed, days, own, all),
    nineInTen,
    nineInTenWithGroups: worstOfDays(days, (date) => staff.map((one) => all(one.person, date))),
    neverAbove: staff.length === 0 ? 1 : worst.filter((count) => count <= DAILY_AIM).length / staff.length,
    months,
    duties: rehearsed.duties,
    tasks: rehearsed.duties.reduce((sum, duty) => sum + duty.tasks, 0),
    silences: silencesOf(rehearsed),
    digests: tally.digests,
    refusals: alike(tally.refusals),
    problems: rehearsed.problems,
    broken: brokenLimits(profiles[platform], months, nineInTen),
  };
}

/** Refusals that differ in a date, a number or a name alone are one; the report names nobody. */
function alike(refusals: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [text, times] of refusals) {
    const same = text.replace(/[\d:月日]+ ?/g, '…').replace(/：[^：，。]*?已于/, '：已于');
    counts.set(same, (counts.get(same) ?? 0) + times);
  }
  return Object.fromEntries(counts);
}

type Count = (person: PersonId, date: string) => number;

function countByDay({ tally }: Rehearsed, withGroups: boolean): Count {
  const counts = new Map<string, number>();
  for (const { people, date, isGroup } of tally.everything) {
    if (isGroup && !withGroups) continue;
    for (const person of people) counts.set(`${person} ${date}`, (counts.get(`${person} ${date}`) ?? 0) + 1);
  }
  return (person, date) => counts.get(`${person} ${date}`) ?? 0;
}

/** The worst day: how many interruptions nine people in ten did not exceed on it. */
const worstOfDays = (days: readonly string[], of: (date: string) => readonly number[]): number =>
  Math.max(0, ...days.map((date) => quantile(of(date), PEOPLE_AIM)));

function roleFigures({ staff, tally }: Rehearsed, days: readonly string[], own: Count, all: Count): RoleFigures[] {
  const roles = [...new Set(staff.flatMap((one) => one.roles))];
  return roles
    .map((role): RoleFigures => {
      const people = staff.filter((one) => one.roles.includes(role));
      const everyDay = [...tally.sentByDate.keys()];
      const counts = (of: Count, dates: readonly string[]): readonly number[] =>
        people.flatMap((one) => dates.map((date) => of(one.person, date)));
      return {
        role: roleNames[role] ?? role,
        people: people.length,
        median: median(counts(own, days)),
        worst: Math.max(0, ...counts(own, everyDay)),
        medianWithGroups: median(counts(all, days)),
        worstWithGroups: Math.max(0, ...counts(all, everyDay)),
      };
    })
    .sort((left, right) => right.worst - left.worst || right.median - left.median);
}

const monthFigures = (month: string, { calls, arrivals }: Month): MonthFigures => ({
  month,
  calls: sumOf(calls),
  byCall: Object.fromEntries(calls),
  arrivals: sumOf(arrivals),
});

/** Why nothing left on a day. */
function whyNothing({ calendar }: Rehearsed, date: string): string {
  if (calendar.termOf(date) === undefined) return '学期外';
  if (calendar.isSuspended(date)) return '停课';
  if (calendar.isSchoolDay(date)) return '有课却没有消息';
  const holiday = holidayName(date);
  if (holiday !== undefined) return holiday;
  return weekdayOf(date) % 6 === 0 ? '周末' : '放假';
}

function silencesOf(rehearsed: Rehearsed): Silence[] {
  const { span, tally, calendar } = rehearsed;
  const silences: Silence[] = [];
  for (let date = span.from; date <= span.to; date = plusDays(date, 1)) {
    if ((tally.sentByDate.get(date) ?? 0) > 0) continue;
    const why = whyNothing(rehearsed, date);
    const last = silences.at(-1);
    if (last && last.why === why && plusDays(last.to, 1) === date)
      silences[silences.length - 1] = { ...last, to: date, days: last.days + 1 };
    else silences.push({ from: date, to: date, days: 1, why, isOdd: calendar.isSchoolDay(date) });
  }
  return silences;
}

function brokenLimits(profile: CountingProfile, months: readonly MonthFigures[], nineInTen: number): string[] {
  const broken: string[] = [];
  if (nineInTen > DAILY_AIM) broken.push(`最忙的一天，九成的人也有 ${nineInTen} 次打扰，多于 ${DAILY_AIM} 次`);
  for (const { month, calls, arrivals } of months) {
    if (calls > profile.callsAllowed)
      broken.push(`${month} ${profile.text}调用 ${calls} 次，多于免费额度的三分之二（${profile.callsAllowed}）`);
    if (profile.arrivalsAllowed !== undefined && arrivals * profile.arrival > profile.arrivalsAllowed)
      broken.push(
        `${month} ${profile.text}消息与点击 ${arrivals} 次，多于免费额度的三分之二（${profile.arrivalsAllowed}）`,
      );
  }
  return broken;
}

function countOf(values: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}
