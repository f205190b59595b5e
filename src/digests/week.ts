import { dateOf, instantOf, plusDays, weekdayOf } from '../kernel/time.ts';

/** Friday 16:00 (domain/duties.json weekly-leader-digest); the clock time is the product's default. */
export const SUMMARY_WEEKDAY = 5;
export const SUMMARY_CLOCK = '16:00';

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
 * When the summary of a week is due: Friday 16:00, or where Friday is no school day of a term the next one at that time
 * (issue: weekly summary; teaching weeks only, D2 of domain/duties.md §1.3): the weeks of a vacation are one summary on
 * the first day of the term. `schoolDayFrom` gives the first such day on or after a date.
 */
export const summaryAt = (week: Week, schoolDayFrom: (date: string) => string, timeZone: string): number =>
  instantOf(schoolDayFrom(plusDays(week.from, SUMMARY_WEEKDAY - 1)), SUMMARY_CLOCK, timeZone);

/** The first week whose summary is due after an instant. */
export function nextWeek(after: number, schoolDayFrom: (date: string) => string, timeZone: string): Week {
  let week = weekOf(plusDays(dateOf(after, timeZone), -14));
  while (summaryAt(week, schoolDayFrom, timeZone) <= after) week = weekOf(plusDays(week.to, 1));
  return week;
}

/**
 * What the summary of a week counts, ms: everything after the summary before it up to its own moment. Friday evening's
 * deadlines and the weekend's reports are in the next one; nothing falls between two.
 */
export function countedIn(
  monday: string,
  schoolDayFrom: (date: string) => string,
  timeZone: string,
): { readonly after: number; readonly upTo: number } {
  const upTo = summaryAt(weekOf(monday), schoolDayFrom, timeZone);
  // The weeks of a vacation share one summary, whichever of them it is named after.
  for (let back = 1; ; back += 1) {
    const after = summaryAt(weekOf(plusDays(monday, -7 * back)), schoolDayFrom, timeZone);
    if (after < upTo) return { after, upTo };
  }
}
