/** Times as people in China write them; the demo's school is in UTC+8 wherever the browser is. */

const ZONE = 'Asia/Shanghai';
const clockFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, month: 'numeric', day: 'numeric' });
const weekdayFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, weekday: 'short' });

/** 「10:20」 */
export function clockTime(at: number): string {
  return clockFormat.format(at);
}

/** 「9月18日」 */
export function monthDay(at: number): string {
  const parts = dayFormat.formatToParts(at);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('month')}月${part('day')}日`;
}

/** 「周四」 */
export function weekday(at: number): string {
  return weekdayFormat.format(at);
}

/** 「10:20」 today, 「昨天 10:20」, else 「9月18日 10:20」. */
export function messageTime(at: number, now: number): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return clockTime(at);
  if (days === 1) return `昨天 ${clockTime(at)}`;
  return `${monthDay(at)} ${clockTime(at)}`;
}

/** For the chat list: 「10:20」 today, 「昨天」, else 「9月18日」. */
export function listTime(at: number, now: number): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return clockTime(at);
  return days === 1 ? '昨天' : monthDay(at);
}

/** What a date or time field shows: 2025-09-25 → 「9月25日 周四」; 15:30 stays; both together are joined. */
export function fieldTime(value: string): string {
  const match = /^(?:(\d{4})-(\d{2})-(\d{2}))?[ T]?(\d{2}:\d{2})?/.exec(value);
  if (!match?.[1] && !match?.[4]) return '';
  const noon = match[1] ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T12:00:00+08:00`) : Number.NaN;
  const date = Number.isNaN(noon) ? '' : `${monthDay(noon)} ${weekday(noon)}`;
  return [date, match[4] ?? ''].filter(Boolean).join(' ');
}

function dayNumber(at: number): number {
  return Math.floor((at + 8 * 3_600_000) / 86_400_000);
}
