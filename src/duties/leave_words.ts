import { plusDays, weekdayOf } from '../kernel/time.ts';

/** The days somebody says they are away, inclusive, `YYYY-MM-DD`. */
export interface LeaveDays {
  readonly from: string;
  readonly to: string;
}

const WEEKDAYS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
const DIGITS: Readonly<Record<string, number>> = {
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};
const NUMBER = '(\\d{1,2}|[一二两三四五六七八九十])';

const DAY = [
  '(?:(?<year>\\d{4})[年./-])?(?<month>\\d{1,2})(?:月|[./-])(?<day>\\d{1,2})(?:日|号)?',
  '(?<bare>\\d{1,2})(?:日|号)',
  '(?<near>大后天|后天|明天|明早|明儿|今天|今晚|今早)',
  '(?<which>下下|下|这|本)?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])',
].join('|');

const DAY_PATTERN = new RegExp(DAY, 'g');
const NEAR: Readonly<Record<string, number>> = {
  今天: 0,
  今晚: 0,
  今早: 0,
  明天: 1,
  明早: 1,
  明儿: 1,
  后天: 2,
  大后天: 3,
};

const exists = (date: string): boolean => !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && plusDays(date, 0) === date;
const written = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Monday of the week a date lies in. */
const mondayOf = (date: string): string => plusDays(date, -((weekdayOf(date) + 6) % 7));

type Groups = Readonly<Record<string, string | undefined>>;

function dayOf(groups: Groups, today: string, after: string): string | undefined {
  const [year = 0, month = 1] = today.split('-').map(Number);
  if (groups.month !== undefined) {
    const [m, d] = [Number(groups.month), Number(groups.day)];
    const date = written(groups.year === undefined ? year : Number(groups.year), m, d);
    if (!exists(date)) return undefined;
    // 1月3日 said in December is next year's; a day that has just passed stays, and the form says so.
    return groups.year === undefined && date < plusDays(today, -60) ? written(year + 1, m, d) : date;
  }
  if (groups.bare !== undefined) {
    const base = after < today ? today : after;
    const [y = year, m = month] = base.split('-').map(Number);
    const here = written(y, m, Number(groups.bare));
    if (exists(here) && here >= base) return here;
    const next = m === 12 ? written(y + 1, 1, Number(groups.bare)) : written(y, m + 1, Number(groups.bare));
    return exists(next) ? next : undefined;
  }
  if (groups.near !== undefined) return plusDays(today, NEAR[groups.near] ?? 0);
  const weekday = WEEKDAYS[groups.weekday ?? ''];
  if (weekday === undefined) return undefined;
  const weeks = groups.which === '下下' ? 2 : groups.which === '下' ? 1 : 0;
  const day = plusDays(mondayOf(today), weeks * 7 + weekday - 1);
  // 周一 said on a Thursday means the coming one; the second of 下周一到周三 follows the first.
  const least = groups.which === undefined ? (after > today ? after : today) : today;
  return day < least ? plusDays(day, 7 * Math.ceil((Date.parse(least) - Date.parse(day)) / (7 * 86_400_000))) : day;
}

function howMany(text: string): number | undefined {
  const said = new RegExp(`(?:请|休|歇|代|共|连着|假)?${NUMBER}天(?!后)`).exec(text)?.[1];
  if (said === undefined) return undefined;
  const days = DIGITS[said] ?? Number(said);
  return days >= 1 && days <= 60 ? days : undefined;
}

/**
 * The days a sentence like 「明天请假」「9月20日到22日」「下周一请两天假」 names; undefined when it names none. `today` is
 * the school's date. Only guesses for a form that the person sees before it counts.
 */
export function readLeave(text: string, today: string): LeaveDays | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  const found: { readonly date: string; readonly end: number; readonly start: number }[] = [];
  for (const match of plain.matchAll(DAY_PATTERN)) {
    const date = dayOf(match.groups ?? {}, today, found.at(-1)?.date ?? '');
    if (date !== undefined) found.push({ date, start: match.index, end: match.index + match[0].length });
  }
  const [first, second] = found;
  const days = howMany(plain);
  const rest = (from: string) => (days === undefined ? from : plusDays(from, days - 1));
  if (!first) {
    const week = /(下|这|本)(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末])/.exec(plain);
    if (week) {
      const monday = plusDays(mondayOf(today), week[1] === '下' ? 7 : 0);
      const from = monday < today ? today : monday;
      return { from, to: days === undefined ? plusDays(monday, 4) : rest(from) };
    }
    if (/这几天|这两天|这些天/.test(plain)) return { from: today, to: plusDays(today, 1) };
    return days === undefined ? undefined : { from: today, to: rest(today) };
  }
  const joined =
    second && /^(?:上午|下午|早上|晚上)?(?:到|至|[-—~–、和跟及]|起到)/.test(plain.slice(first.end, second.start));
  if (second && joined && second.date >= first.date) return { from: first.date, to: second.date };
  // 9月20日到22日: the second day has no month and its 日 may be missing (9.20-22).
  const tail = /^(?:到|至|[-—~–])(\d{1,2})(?!\d|[:点.月/])/.exec(plain.slice(first.end));
  if (tail) {
    const to = `${first.date.slice(0, 8)}${String(Number(tail[1])).padStart(2, '0')}`;
    if (exists(to) && to >= first.date) return { from: first.date, to };
  }
  return { from: first.date, to: rest(first.date) };
}
