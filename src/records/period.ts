import { daysBetween, plusDays } from '../kernel/time.ts';
import type { Period } from './ledger.ts';

const two = (value: number): string => String(value).padStart(2, '0');

const lastOfMonth = (year: number, month: number): string =>
  plusDays(month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`, -1);

export const monthPeriod = (year: number, month: number): Period => ({
  from: `${year}-${two(month)}-01`,
  to: lastOfMonth(year, month),
  text: `${year}年${month}月`,
});

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;

/** Longest period of one export, days: two school years with their summer. */
const LONGEST = 800;

/** Both days exist, in order, and not absurdly far apart. */
function between(from: string, to: string): Period | undefined {
  if (!isDate(from) || !isDate(to) || from > to || daysBetween(from, to) > LONGEST) return undefined;
  return { from, to, text: `${from} 至 ${to}` };
}

interface Known {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** The term the day lies in, where there is one. */
  readonly term?: { readonly from: string; readonly to: string } | undefined;
}

/**
 * What a person means by a period: 9月 (the latest that has begun), 2025年9月, 2025-09, 上月, 本月, 今年, 2025年, 本学期,
 * 9月1日至9月15日, 2025-09-01..2025-09-15. Nothing said is this month. Undefined when it is not understood.
 */
export function readPeriod(said: string, known: Known): Period | undefined {
  const words = said.normalize('NFKC').replace(/\s+/g, '').replace(/份$/, '');
  const year = Number(known.today.slice(0, 4));
  const month = Number(known.today.slice(5, 7));
  if (words === '' || words === '本月' || words === '这个月') return monthPeriod(year, month);
  if (words === '上月' || words === '上个月')
    return month === 1 ? monthPeriod(year - 1, 12) : monthPeriod(year, month - 1);
  if (words === '今年' || words === '本年' || words === '本年度')
    return { from: `${year}-01-01`, to: `${year}-12-31`, text: `${year}年` };
  if (words === '本学期' || words === '这学期') return known.term ? { ...known.term, text: '本学期' } : undefined;
  const wholeYear = /^(\d{4})年?度?$/.exec(words);
  if (wholeYear) return { from: `${wholeYear[1]}-01-01`, to: `${wholeYear[1]}-12-31`, text: `${wholeYear[1]}年` };
  const span = /^(.+?)(?:至|到|\.\.|~|—)(.+)$/.exec(words);
  if (span) {
    const from = readDay(span[1] ?? '', year);
    return from === undefined ? undefined : between(from, readDay(span[2] ?? '', Number(from.slice(0, 4))) ?? '');
  }
  const inYear = /^(\d{4})(?:年|-)(\d{1,2})月?$/.exec(words);
  if (inYear) return validMonth(Number(inYear[1]), Number(inYear[2]));
  const alone = /^(\d{1,2})月$/.exec(words);
  // 12月 said in January means the one that has been.
  if (alone) return validMonth(Number(alone[1]) > month ? year - 1 : year, Number(alone[1]));
  return undefined;
}

const validMonth = (year: number, month: number): Period | undefined =>
  month >= 1 && month <= 12 ? monthPeriod(year, month) : undefined;

/** 2025-09-01, 2025年9月1日, 9月1日. */
function readDay(text: string, year: number): string | undefined {
  const found = /^(?:(\d{4})(?:年|-))?(\d{1,2})(?:月|-)(\d{1,2})日?$/.exec(text);
  return found ? `${found[1] ?? year}-${two(Number(found[2]))}-${two(Number(found[3]))}` : undefined;
}
