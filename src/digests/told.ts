import type { ReadContext } from '../kernel/context.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { rhythmOf } from './rhythm.ts';
import { type Counted, countedIn, summaryAt, type Week, weekOf } from './week.ts';

/** What one summary of a school tells about: every number and every list behind it reads the same stretch of time. */
export interface Told extends Counted {
  readonly schoolId: number;
  readonly week: Week;
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
  const usual = countedIn(week, rhythmOf(context, of.school));
  return { schoolId: of.school, week, after: of.after || usual.after, upTo: of.upTo || usual.upTo };
}

/** How far back summaries are looked for, weeks; longer than any vacation. */
const LOOK_BACK_WEEKS = 30;

/**
 * What this summary and those before it told about, the latest first, at most so many; they join without a gap. The
 * weeks of a vacation have one together.
 */
export function toldBefore(context: ReadContext, told: Told, wanted: number): readonly Told[] {
  const rhythm = rhythmOf(context, told.schoolId);
  const all = [told];
  for (let back = 1; back < LOOK_BACK_WEEKS && all.length < wanted; back += 1) {
    const week = weekOf(plusDays(told.week.from, -7 * back));
    const { after, upTo } = countedIn(week, rhythm);
    const later = all.at(-1);
    if (!later || after >= later.after) continue;
    all.push({ schoolId: told.schoolId, week, after, upTo: Math.min(upTo, later.after) });
  }
  return all;
}

/** What the last summary told about, at a school's time as it is now. */
export function lastTold(context: ReadContext, schoolId: number): Told {
  const monday = weekOf(dateOf(context.now, context.timeZone)).from;
  const isOut = summaryAt(weekOf(monday), rhythmOf(context, schoolId)) <= context.now;
  return toldOf(context, { school: schoolId, week: isOut ? monday : plusDays(monday, -7), after: 0, upTo: 0 });
}
