import { plusDays, weekdayOf } from '../kernel/time.ts';

const WEEKDAYS = '一二三四五六日';

/** 1 Monday … 7 Sunday; undefined when the text is no weekday. */
export function readWeekday(text: string): number | undefined {
  const match = /^(?:每?(?:周|星期|礼拜))([一二三四五六日天1-7])$/.exec(text) ?? /^([一二三四五六日天])$/.exec(text);
  const said = match?.[1];
  if (said === undefined) return undefined;
  return /\d/.test(said) ? Number(said) : WEEKDAYS.indexOf(said === '天' ? '日' : said) + 1;
}

const pad = (value: number): string => String(value).padStart(2, '0');

function dateFrom(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const date = `${year}-${pad(month)}-${pad(day)}`;
  return plusDays(date, 0) === date ? date : undefined;
}

/** Without a year the date nearest to today counts: a roster is for the months around it. */
function nearest(today: string, month: number, day: number): string | undefined {
  const year = Number(today.slice(0, 4));
  const near = [year, year + 1, year - 1].flatMap((one) => dateFrom(one, month, day) ?? []);
  const distance = (date: string) => Math.abs(Date.parse(date) - Date.parse(today));
  return near.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** Days since 1899-12-30, as spreadsheets keep dates: a cell whose date format got lost. 40,000 is 2009, 60,000 is 2064. */
const serial = (value: number): string | undefined =>
  value >= 40_000 && value <= 60_000 ? plusDays('1899-12-30', value) : undefined;

const FULL = /^(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})[日号]?(?:T.*)?$/;
const SHORT = /^(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?$/;

/** What a header or title says about the month: 2025年9月值班表 gives a bare 18日 its month. */
export interface MonthHint {
  readonly year?: number;
  readonly month?: number;
}

export function readMonthHint(text: string): MonthHint {
  const year = /(20\d{2})年?/.exec(text)?.[1];
  const months = [...text.matchAll(/(\d{1,2})月/g)].map((match) => Number(match[1]));
  const [month] = months;
  return {
    ...(year === undefined ? {} : { year: Number(year) }),
    ...(month !== undefined && months.length === 1 && month >= 1 && month <= 12 ? { month } : {}),
  };
}

/** One date; weekdays in brackets beside it are dropped. Undefined when it cannot be read. */
function readOne(text: string, today: string, hint: MonthHint): string | undefined {
  const full = FULL.exec(text);
  if (full) return dateFrom(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = SHORT.exec(text);
  if (short) {
    const [month, day] = [Number(short[1]), Number(short[2])];
    return hint.year === undefined ? nearest(today, month, day) : dateFrom(hint.year, month, day);
  }
  const bare = /^(\d{1,2})[日号]?$/.exec(text)?.[1];
  if (bare !== undefined && hint.month !== undefined) {
    return hint.year === undefined
      ? nearest(today, hint.month, Number(bare))
      : dateFrom(hint.year, hint.month, Number(bare));
  }
  return /^\d{5}$/.test(text) ? serial(Number(text)) : undefined;
}

const LONGEST_RANGE = 31;

/**
 * The dates a cell names, and the weekday it says beside them: 2025-09-18, 9月18日(周四), 9.15-9.19, 9月15日至19日, 45918.
 * Undefined for what is no date.
 */
export function readDates(
  cell: string,
  today: string,
  hint: MonthHint = {},
): { readonly dates: readonly string[]; readonly weekday?: number } | undefined {
  const folded = cell.normalize('NFKC').replace(/\s+/g, '');
  const beside = /\(?((?:周|星期|礼拜)[一二三四五六日天])\)?$/.exec(folded);
  const weekday = beside ? readWeekday(beside[1] ?? '') : undefined;
  const text = (beside ? folded.slice(0, beside.index) : folded).replace(/^\(|\)$|^第\d+周\(?/g, '');
  const said = weekday === undefined ? {} : { weekday };
  const one = readOne(text, today, hint);
  if (one !== undefined) return { dates: [one], ...said };
  const range = /^(.+?)(?:至|到|[—~–]+|-)(.+)$/.exec(text);
  for (const cut of range ? splits(text) : []) {
    const from = readOne(cut[0], today, hint);
    if (from === undefined) continue;
    const to =
      readOne(cut[1], today, hint) ??
      readOne(`${from.slice(0, 8)}${pad(Number(/^(\d{1,2})[日号]?$/.exec(cut[1])?.[1] ?? 0))}`, today, hint);
    if (to === undefined || to < from || to > plusDays(from, LONGEST_RANGE)) continue;
    const dates: string[] = [];
    for (let day = from; day <= to; day = plusDays(day, 1)) dates.push(day);
    return { dates, ...said };
  }
  return undefined;
}

/** Every way to cut a text at a dash, since dates may hold dashes themselves. */
const splits = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/至|到|[—~–-]+/g)].map(
    (match) => [text.slice(0, match.index), text.slice(match.index + match[0].length)] as const,
  );

/** 1 Monday … 7 Sunday of a date. */
export const weekdayNumber = (date: string): number => ((weekdayOf(date) + 6) % 7) + 1;
