import { dateOf, instantOf, plusDays, weekdayOf } from '../kernel/time.ts';

/** When a school's summary is posted; weekday 1 Monday … 7 Sunday. */
export interface SummaryTime {
  readonly weekday: number;
  /** HH:mm */
  readonly clock: string;
}

/** Friday 16:00 (domain/duties.json weekly-leader-digest); the clock time is the product's default. */
export const USUAL_TIME: SummaryTime = { weekday: 5, clock: '16:00' };

/** What decides when a school's summaries are due. `schoolDayFrom` gives the first school day of a term on or after a date. */
export interface Rhythm extends SummaryTime {
  readonly schoolDayFrom: (date: string) => string;
  readonly timeZone: string;
}

export interface Week {
  /** Monday and Sunday, inclusive. */
  readonly from: string;
  readonly to: string;
}

/** The week a date lies in, Monday to Sunday. */
export function weekOf(date: string): Week {
  const back = (weekdayOf(date) + 6) % 7;
  const from = plusDays(date, -back);
  return { from, to: plusDays(from, 6) };
}

/**
 * When the summary of a week is due: on its weekday, or where that is no school day of a term on the next one (issue: weekly digest;
 * teaching weeks only, D2 of domain/duties.md §1.3): the weeks of a vacation are one summary on the first day of the term.
 */
export const summaryAt = (week: Week, rhythm: Rhythm): number =>
  instantOf(rhythm.schoolDayFrom(plusDays(week.from, rhythm.weekday - 1)), rhythm.clock, rhythm.timeZone);

/** The first week whose summary is due after an instant. */
export function nextWeek(after: number, rhythm: Rhythm): Week {
  let week = weekOf(plusDays(dateOf(after, rhythm.timeZone), -14));
  while (summaryAt(week, rhythm) <= after) week = weekOf(plusDays(week.to, 1));
  return week;
}

/** A stretch of time that a summary counts, ms: later than `after`, up to and with `upTo`. */
export interface Counted {
  readonly after: number;
  readonly upTo: number;
}

/**
 * What the summary of a week counts: everything after the summary before it up to its own moment. Friday evening's
 * deadlines and the weekend's reports are in the next one; nothing falls between two.
 */
export function countedIn(week: Week, rhythm: Rhythm): Counted {
  const upTo = summaryAt(week, rhythm);
  // The weeks of a vacation share one summary, whichever of them it is named after.
  for (let back = 1; ; back += 1) {
    const after = summaryAt(weekOf(plusDays(week.from, -7 * back)), rhythm);
    if (after < upTo) return { after, upTo };
  }
}
