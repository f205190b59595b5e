import { and, asc, eq, gte } from 'drizzle-orm';
import { type CalendarView, dayMarks } from '../../../cards/duties/calendar.ts';
import type { Option } from '../../../cards/model.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { dateOf, daysBetween, dayText, plusDays, shortDay, weekdayOf } from '../../kernel/time.ts';
import {
  holidayName,
  isCalendarKnown,
  isWorkingDay,
  schoolCalendar,
  type TermSpan,
  termNames,
} from '../../school/calendar.ts';
import { classesOf } from '../../school/queries.ts';
import { calendarDay } from '../../store/schema/index.ts';
import { mondayOf } from '../period_units.ts';

/** How far ahead holidays are shown, days. */
const AHEAD_DAYS = 120;
/** A year nobody has holidays for is news this long before it begins, days. */
const WARN_DAYS = 45;

type Reading = Pick<ReadContext, 'db' | 'now' | 'timeZone'>;

/** The grades a school's classes have, as they were entered. */
export const gradesOf = (context: Pick<ReadContext, 'db'>, schoolId: number): readonly string[] => [
  ...new Set(classesOf(context, schoolId).map((one) => one.grade)),
];

/** The two halves of this school year and the first of the next, by name. */
export function termOptions(today: string): readonly Option[] {
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '07-10' ? 1 : 0);
  return [`${year}-1`, `${year}-2`, `${year + 1}-1`].map((value) => ({ value, text: termNames(value).long }));
}

/** What the calendar card says, without its form. */
export function calendarWords(
  context: Reading,
  schoolId: number,
): Omit<CalendarView, 'fields' | 'message' | 'revision'> {
  const today = dateOf(context.now, context.timeZone);
  const calendar = schoolCalendar(context, schoolId);
  const term = calendar.termOf(today);
  const unknown = unknownFrom(today);
  return {
    school: schoolId,
    term: term ? termNames(term.name).long : '',
    span: term ? `${shortDay(term.from, today)}—${shortDay(term.to, today)}` : '',
    week: term ? `第${calendar.weekOfTerm(today) ?? 1}周，共 ${weeksOf(term)} 周` : '',
    assumed: term?.assumed ?? false,
    holidays: holidaysAhead(today),
    marks: marksAhead(context, schoolId, today),
    ...(unknown === undefined ? {} : { unknownFrom: shortDay(unknown, today), unknownNow: unknown === today }),
  };
}

const weeksOf = (term: TermSpan): number => Math.floor(daysBetween(mondayOf(term.from), term.to) / 7) + 1;

function unknownFrom(today: string): string | undefined {
  if (!isCalendarKnown(today)) return today;
  const soon = plusDays(today, WARN_DAYS);
  return isCalendarKnown(soon) ? undefined : `${soon.slice(0, 4)}-01-01`;
}

/** 国庆节：10月1日—10月8日, and make-up days between. At most six lines. */
function holidaysAhead(today: string): readonly string[] {
  const lines: string[] = [];
  for (let step = 0; step <= AHEAD_DAYS && lines.length < 6; step += 1) {
    const date = plusDays(today, step);
    if (isWorkingDay(date)) {
      if ([0, 6].includes(weekdayOf(date)) && isCalendarKnown(date)) lines.push(`补课：${dayText(date, today)}`);
      continue;
    }
    const names = new Set<string>();
    let end = date;
    for (let day = date; !isWorkingDay(day) && daysBetween(date, day) < 60; day = plusDays(day, 1)) {
      const name = holidayName(day);
      if (name) names.add(name);
      end = day;
    }
    if (names.size > 0) {
      const span = end === date ? shortDay(date, today) : `${shortDay(date, today)}—${shortDay(end, today)}`;
      lines.push(`${[...names].join('、')}：${span}`);
    }
    step += daysBetween(date, end);
  }
  return lines;
}

/** The school's own marks from today on; at most eight. */
function marksAhead(context: Reading, schoolId: number, today: string): readonly string[] {
  return context.db
    .select()
    .from(calendarDay)
    .where(and(eq(calendarDay.schoolId, schoolId), gte(calendarDay.date, today)))
    .orderBy(asc(calendarDay.date), asc(calendarDay.grade))
    .limit(8)
    .all()
    .map((row) => {
      const kind = dayMarks.find((one) => one.value === row.kind)?.text ?? '';
      return `${dayText(row.date, today)} ${kind}${row.grade === '' ? '' : `（${row.grade}）`}${row.note ? `：${row.note}` : ''}`;
    });
}
