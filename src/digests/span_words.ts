import { dateOf, daysBetween, plusDays, shortDay, weekdayOf } from '../kernel/time.ts';
import { type Counted, weekOf } from './week.ts';

/** 9月26日: a title has no room for the year, and nobody takes last December for another. */
const dayOf = (date: string): string => shortDay(date, date);

/** Counted from Monday, 0. */
const THURSDAY = 3;

/**
 * What people call the stretch a summary counts, so that nobody takes the weeks of a vacation for one: 本周, 上周, 近一周,
 * else by its days: 9月26日以来, later 9月26日–10月9日. Pure; the year is left out.
 */
export function spanWords({ after, upTo }: Counted, now: number, timeZone: string): string {
  const first = dateOf(after, timeZone);
  const last = dateOf(upTo, timeZone);
  const today = dateOf(now, timeZone);
  const monday = weekOf(last).from;
  // It goes on for a while, and this week began before it.
  if (today < monday) return `${dayOf(first)}以来`;
  const isOfThisWeek = today <= plusDays(monday, 6);
  const isOneWeek = daysBetween(first, last) === 7;
  // Friday to Friday is called the week it ends in; from Monday to Monday most of it was the week before.
  const isNamedAfterItsEnd = first >= monday || (isOneWeek && (weekdayOf(last) + 6) % 7 >= THURSDAY);
  if (isNamedAfterItsEnd && isOfThisWeek) return '本周';
  if (isNamedAfterItsEnd && today <= plusDays(monday, 13)) return '上周';
  if (!isOfThisWeek) return `${dayOf(first)}–${dayOf(last)}`;
  return isOneWeek ? '近一周' : `${dayOf(first)}以来`;
}
