import type { ReadContext } from '../kernel/context.ts';
import { plusDays } from '../kernel/time.ts';
import { rhythmOf } from './rhythm.ts';
import { type Counted, countedIn, type Week, weekOf } from './week.ts';

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

/** What the summary so many weeks earlier told about; 0 is this one. They join without a gap. */
export function toldBefore(context: ReadContext, told: Told, weeks: number): Told {
  if (weeks === 0) return told;
  const week = weekOf(plusDays(told.week.from, -7 * weeks));
  const counted = countedIn(week, rhythmOf(context, told.schoolId));
  return { schoolId: told.schoolId, week, after: counted.after, upTo: weeks === 1 ? told.after : counted.upTo };
}
