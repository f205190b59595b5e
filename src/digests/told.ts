import { type DutyFinder, dutyFinder } from '../duties/settings.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import { rhythmOf } from './rhythm.ts';
import { type Counted, countedIn, nextWeek, type Rhythm, summaryAt, type Week, weekOf } from './week.ts';

/**
 * What one summary of a school tells about: every number and every list behind it reads the same stretch of time, the
 * same calendar and the same duties. A snapshot: made anew for every reading.
 */
export interface Told extends Counted {
  readonly schoolId: number;
  readonly week: Week;
  readonly calendar: SchoolCalendar;
  readonly rhythm: Rhythm;
  readonly duty: DutyFinder;
}

/** As a card's subject carries it. */
export interface ToldSubject {
  readonly school: number;
  /** The week's Monday, YYYY-MM-DD. */
  readonly week: string;
  /** ms; 0 where the school's time says it. */
  readonly after: number;
  readonly upTo: number;
}

export function toldOf(context: ReadContext, of: ToldSubject): Told {
  const week = weekOf(of.week);
  const calendar = schoolCalendar(context, of.school);
  const rhythm = rhythmOf(context, of.school, calendar);
  const usual = countedIn(week, rhythm);
  return {
    schoolId: of.school,
    week,
    after: of.after || usual.after,
    upTo: of.upTo || usual.upTo,
    calendar,
    rhythm,
    duty: dutyFinder(context, of.school),
  };
}

/** How far back summaries are looked for, weeks; longer than any vacation. */
const LOOK_BACK_WEEKS = 30;

/**
 * What this summary and those before it told about, the latest first, at most so many; they join without a gap. The
 * weeks of a vacation have one together.
 */
export function toldBefore(told: Told, wanted: number): readonly Told[] {
  const all = [told];
  for (let back = 1; back < LOOK_BACK_WEEKS && all.length < wanted; back += 1) {
    const week = weekOf(plusDays(told.week.from, -7 * back));
    const { after, upTo } = countedIn(week, told.rhythm);
    const later = all.at(-1);
    if (!later || after >= later.after) continue;
    all.push({ ...told, week, after, upTo: Math.min(upTo, later.after) });
  }
  return all;
}

/** What the next summary will tell about, and what the last one told; a school's first has none before it. */
export function weeksTold(context: ReadContext, schoolId: number): readonly Told[] {
  const current = nextWeek(context.now, rhythmOf(context, schoolId)).from;
  return toldBefore(toldOf(context, { school: schoolId, week: current, after: 0, upTo: 0 }), 2);
}

/** What the last summary told about, at a school's time as it is now. */
export function lastTold(context: ReadContext, schoolId: number): Told {
  const monday = weekOf(dateOf(context.now, context.timeZone)).from;
  const isOut = summaryAt(weekOf(monday), rhythmOf(context, schoolId)) <= context.now;
  return toldOf(context, { school: schoolId, week: isOut ? monday : plusDays(monday, -7), after: 0, upTo: 0 });
}
