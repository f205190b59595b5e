import { plusDays } from '../../src/kernel/time.ts';
import {
  calendarFrom,
  type DayKind,
  isWorkingDay,
  type SchoolCalendar,
  type TermSpan,
  usualDayTimes,
} from '../../src/school/calendar.ts';

/** The statutory calendar with the usual terms, and whatever marks a test adds; no database. */
export function realCalendar(
  marks: ReadonlyMap<string, DayKind> = new Map(),
  termOf: (date: string) => TermSpan | undefined = usualTerm,
): SchoolCalendar {
  return calendarFrom({
    held: (date) => {
      const word = marks.get(date);
      return word ? word === 'school_day' || word === 'exam' : isWorkingDay(date);
    },
    word: (date) => marks.get(date),
    termOf,
    dayTimes: usualDayTimes,
  });
}

/** 1 September to 20 January and 20 February to 5 July. */
export function usualTerm(date: string): TermSpan | undefined {
  const year = Number(date.slice(0, 4));
  const day = date.slice(5);
  if (day >= '09-01') return { name: `${year}-1`, from: `${year}-09-01`, to: `${year + 1}-01-20`, assumed: true };
  if (day <= '01-20') return { name: `${year - 1}-1`, from: `${year - 1}-09-01`, to: `${year}-01-20`, assumed: true };
  if (day >= '02-20' && day <= '07-05')
    return { name: `${year - 1}-2`, from: `${year}-02-20`, to: `${year}-07-05`, assumed: true };
  return undefined;
}

export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) dates.push(day);
  return dates;
}

/** Ten years of dates; 2027 is not published yet, so Monday to Friday stands in. */
export const tenYears = datesBetween('2018-01-01', '2027-12-31');
