import chineseDays from 'chinese-days';
import { weekdayOf } from '../kernel/time.ts';

/** Statutory holidays and make-up days by year; the data never changes while the process runs. */
const known = new Map<string, boolean>();
const working = new Map<string, boolean>();

/** Whether the State Council's holidays of that year are in chinese-days; they are published each November. */
function yearKnown(year: string): boolean {
  let answer = known.get(year);
  if (answer === undefined) {
    answer = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
    known.set(year, answer);
  }
  return answer;
}

/** False: only Monday to Friday is known for that date, and cards say 校历未导入 (design.md §5). */
export const isCalendarKnown = (date: string): boolean => yearKnown(date.slice(0, 4));

/** Monday to Friday without statutory holidays, and make-up days; Monday to Friday where the year is not known. */
export function isWorkingDay(date: string): boolean {
  let answer = working.get(date);
  if (answer === undefined) {
    const weekday = weekdayOf(date);
    const ordinary = weekday >= 1 && weekday <= 5;
    answer = ordinary ? !chineseDays.isHoliday(date) : chineseDays.isWorkday(date);
    // Twenty years of dates; more come only from dates somebody mistyped.
    if (working.size > 7_500) working.clear();
    working.set(date, answer);
  }
  return answer;
}

/** 国庆节, 春节 …; undefined on every other day, and on make-up days. */
export function holidayName(date: string): string | undefined {
  if (!isCalendarKnown(date)) return undefined;
  const detail = chineseDays.getDayDetail(date);
  if (detail.work) return undefined;
  // Weekends are named in English alone: "Saturday".
  return detail.name.split(',')[1];
}
