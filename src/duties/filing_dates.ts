import { plusDays, shortDay } from '../kernel/time.ts';
import { isWorkingDay } from '../school/calendar.ts';
import type { FilingTemplate } from './catalogue/filing_templates.ts';
import type { Period } from './duty.ts';

/** Filings are nudged from two weeks before (E4, domain/duties.md §1.4). */
const OPENS_DAYS = 14;

/** The date itself or the working day before it: what is filed cannot arrive on a day off (D8). */
export function workingDayBefore(date: string): string {
  let day = date;
  while (!isWorkingDay(day)) day = plusDays(day, -1);
  return day;
}

/**
 * What a template proposes for a campaign that began in `year`, `YYYY-MM-DD`; undefined where the document names no
 * date. Somebody has to confirm it: documents of other years do not bind this one.
 */
export const proposedDeadline = (template: FilingTemplate, year: number): string | undefined =>
  template.usual && `${template.usual.nextYear ? year + 1 : year}-${template.usual.date}`;

/** The period of a filing whose deadline somebody has confirmed: two weeks up to it, or to the working day before. */
export function filingPeriod(filing: { readonly id: string; readonly name: string }, deadline: string): Period {
  const to = workingDayBefore(deadline);
  return {
    key: `F${filing.id}-${deadline}`,
    from: plusDays(to, -OPENS_DAYS),
    to,
    text: `${filing.name}（${shortDay(deadline, deadline)}前）`,
  };
}
