/** Days and times as people write them. All results are local: `YYYY-MM-DD`, `HH:mm`. Text is NFKC-normalised. */

const pad = (number: number): string => String(number).padStart(2, '0');

function dayOf(year: number, month: number, day: number): string | undefined {
  const text = `${year}-${pad(month)}-${pad(day)}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : undefined;
}

const shifted = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const near: Readonly<Record<string, number>> = { 今天: 0, 今日: 0, 明天: 1, 明日: 1, 后天: 2 };
/** A day without a year that is this far behind means the next year. */
const HALF_A_YEAR = 183;

/** 2025-9-20, 2025年9月20日, 9月20日, 9-20, 9/20, 今天, 明天, 后天. */
export function readDate(text: string, today: string): string | undefined {
  const words = text.trim();
  const days = near[words];
  if (days !== undefined) return shifted(today, days);
  const full = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*周.)?$/.exec(words);
  if (full) return dayOf(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s*周.)?$/.exec(words);
  if (!short) return undefined;
  const year = Number(today.slice(0, 4));
  const found = dayOf(year, Number(short[1]), Number(short[2]));
  const isBehind = found !== undefined && found < shifted(today, -HALF_A_YEAR);
  return isBehind ? dayOf(year + 1, Number(short[1]), Number(short[2])) : found;
}

/** 16:00, 16点, 16点30, 8点半, 下午4点. */
export function readTime(text: string): string | undefined {
  const found = /^(上午|早上|中午|下午|晚上)?\s*(\d{1,2})\s*[:点时]\s*(?:(\d{1,2})\s*分?|(半))?$/.exec(text.trim());
  if (!found) return undefined;
  const isLate = found[1] === '下午' || found[1] === '晚上';
  const hour = Number(found[2]) + (isLate && Number(found[2]) < 12 ? 12 : 0);
  const minute = found[4] ? 30 : Number(found[3] ?? 0);
  return hour < 24 && minute < 60 ? `${pad(hour)}:${pad(minute)}` : undefined;
}

/** A day and a time with a blank or nothing between them. */
export function readDateTime(text: string, today: string): string | undefined {
  const found = /^(.+?)[\sT]*((?:上午|早上|中午|下午|晚上)?\s*\d{1,2}\s*[:点时].*)$/.exec(text.trim());
  const date = readDate(found?.[1] ?? '', today);
  const time = readTime(found?.[2] ?? '');
  return date && time ? `${date} ${time}` : undefined;
}
