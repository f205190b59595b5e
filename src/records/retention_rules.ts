import { retentions } from '../duties/catalogue/index.ts';
import { plusDays } from '../kernel/time.ts';

/** 1 September of the school year a date lies in. */
export const schoolYearOf = (date: string): string => {
  const year = Number(date.slice(0, 4));
  return date.slice(5) >= '09-01' ? `${year}-09-01` : `${year - 1}-09-01`;
};

/** What is due when its time is over: a copy outside first, or only the words taken out (domain/duties.md §1.5 KV). */
export type Ending = 'archive' | 'strip';

/**
 * Records of a retention code that fell due before this day are past their time; undefined for what is kept for good, is
 * purged by itself (KS), or ends with the equipment (KE). Years are counted to the school year's beginning, so nothing
 * goes sooner than its years and everything goes at one boundary. Pure.
 */
export function expiryOf(
  code: string,
  today: string,
): { readonly before: string; readonly ending: Ending } | undefined {
  if (code.startsWith('KS')) return undefined;
  const rule = retentions[code];
  if (rule?.years !== undefined) {
    const start = schoolYearOf(today);
    return { before: `${Number(start.slice(0, 4)) - rule.years}${start.slice(4)}`, ending: 'archive' };
  }
  return rule?.days === undefined ? undefined : { before: plusDays(today, -rule.days), ending: 'strip' };
}

/** The days on which somebody is asked: the school year's and the spring term's beginning. */
const ASKED_ON = ['02-20', '09-05'] as const;

/** The first such day after a date. Pure. */
export function nextAsking(today: string): string {
  const year = Number(today.slice(0, 4));
  return (
    [year, year + 1].flatMap((one) => ASKED_ON.map((day) => `${one}-${day}`)).find((date) => date > today) ??
    `${year + 1}-${ASKED_ON[0]}`
  );
}
