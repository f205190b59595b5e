import { and, between, eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { daysBetween, plusDays, weekdayOf } from '../kernel/time.ts';
import { calendarDay } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { type DayTimes, dayTimesOf } from './day_times.ts';
import { dayAfter } from './days.ts';
import { isWorkingDay } from './statutory.ts';
import { type TermSpan, termFinder } from './terms.ts';

export { type DayTimes, dayTimesOf, setDayTimes, usualDayTimes } from './day_times.ts';
export { holidayName, isCalendarKnown, isWorkingDay } from './statutory.ts';
export { type TermSpan, termNames, termOf, termsOf } from './terms.ts';

export type DayKind = typeof calendarDay.$inferSelect.kind;

/** Why no school day could be found: an empty calendar must not swallow deadlines. */
const SEARCH_DAYS = 120;

/** How many days off make a break (D11, domain/duties.md §1.3), and how far one is looked for. */
const BREAK_DAYS = 3;
const LONGEST_BREAK_DAYS = 20;

const marksOfDay = prepared((db) =>
  db
    .select({ grade: calendarDay.grade, kind: calendarDay.kind })
    .from(calendarDay)
    .where(and(eq(calendarDay.schoolId, sql.placeholder('school')), eq(calendarDay.date, sql.placeholder('date'))))
    .prepare(),
);

const marksBetween = prepared((db) =>
  db
    .select({ date: calendarDay.date, grade: calendarDay.grade, kind: calendarDay.kind })
    .from(calendarDay)
    .where(
      and(
        eq(calendarDay.schoolId, sql.placeholder('school')),
        between(calendarDay.date, sql.placeholder('from'), sql.placeholder('to')),
      ),
    )
    .prepare(),
);

type Reading = Pick<ReadContext, 'db'>;
interface Mark {
  readonly grade: string;
  readonly kind: DayKind;
}

/**
 * What the school says about a day: the grade's own word before the whole school's. Only an exam gives way when the
 * whole school is suspended or closed: it was entered weeks before, and says nothing about the storm.
 */
function wordOn(marks: readonly Mark[], grade: string): DayKind | undefined {
  const whole = marks.find((mark) => mark.grade === '')?.kind;
  const own = grade === '' ? undefined : marks.find((mark) => mark.grade === grade)?.kind;
  if (own === 'exam' && (whole === 'suspended' || whole === 'day_off')) return whole;
  return own ?? whole;
}

const heldOn = (date: string, word: DayKind | undefined): boolean =>
  word === undefined ? isWorkingDay(date) : word === 'school_day' || word === 'exam';

/**
 * Whether lessons are held: the school's own word first, then statutory holidays and make-up days (chinese-days);
 * where no calendar is known Monday to Friday count (design.md §5). Terms do not matter here: work that runs through
 * the summer counts its days as well. `grade`: the grade's own marks before the school's.
 */
export const isSchoolDay = (context: Reading, schoolId: number, date: string, grade = ''): boolean =>
  heldOn(date, wordOn(marksOfDay(context.db).all({ school: schoolId, date }), grade));

/** The dates from one to another, both inclusive, that the whole school has marked as days of exams, in order. */
export const examDays = (context: Reading, schoolId: number, from: string, to: string): readonly string[] =>
  marksBetween(context.db)
    .all({ school: schoolId, from, to })
    .flatMap((mark) => (mark.grade === '' && mark.kind === 'exam' ? [mark.date] : []))
    .sort();

/** The first school day on or after `date`. Throws when there is none within 120 days. */
export function schoolDayFrom(context: Reading, schoolId: number, date: string): string {
  let day = date;
  for (let step = 0; step < SEARCH_DAYS; step += 1) {
    if (isSchoolDay(context, schoolId, day)) return day;
    day = plusDays(day, 1);
  }
  throw new Error(
    `calendar.empty: no school day within ${SEARCH_DAYS} days of ${date} for school ${schoolId}; check the school calendar (who: safety office)`,
  );
}

/**
 * The first school day of a term on or after `date`; in a vacation that is the first of the next term. Where no term
 * comes within 120 days, the first day that would be one.
 */
export function teachingDayFrom(
  context: Reading,
  schoolId: number,
  date: string,
  calendar: SchoolCalendar = schoolCalendar(context, schoolId),
): string {
  let day = date;
  for (let step = 0; step < SEARCH_DAYS; step += 1) {
    if (calendar.isSchoolDay(day)) return day;
    day = plusDays(day, 1);
  }
  return schoolDayFrom(context, schoolId, date);
}

/** The last school day on or before `date`; `date` itself where there is none within 120 days. */
export function schoolDayUpTo(context: Reading, schoolId: number, date: string): string {
  for (let step = 0; step < SEARCH_DAYS; step += 1) {
    const day = plusDays(date, -step);
    if (isSchoolDay(context, schoolId, day)) return day;
  }
  return date;
}

/** The date `count` school days after `date`, which itself does not count; 0 gives the first school day from `date`. */
export function plusSchoolDays(context: Reading, schoolId: number, date: string, count: number): string {
  if (count === 0) return schoolDayFrom(context, schoolId, date);
  let day = date;
  for (let left = count; left > 0; left -= 1) day = schoolDayFrom(context, schoolId, plusDays(day, 1));
  return day;
}

/** A school's calendar as duties see it: only days of a term count, and every answer is remembered. */
export interface SchoolCalendar {
  /** A day with lessons (exams too) within a term. */
  isSchoolDay(date: string): boolean;
  /** A school day with exams: what disturbs is put off or kept short. */
  isExamDay(date: string): boolean;
  /** Was to be a school day and is excused (停课). */
  isSuspended(date: string): boolean;
  termOf(date: string): TermSpan | undefined;
  /** 1-based teaching week, Monday to Sunday, the week of the term's first day being 1; undefined outside terms. */
  weekOfTerm(date: string): number | undefined;
  /** The date is the last school day before at least three days off (D11); suspended days are not days off. */
  breakAfter(date: string): boolean;
  readonly dayTimes: DayTimes;
}

/** Facts about one date, as `calendarFrom` needs them. */
export interface CalendarFacts {
  /** Lessons are held, whatever the term. */
  readonly held: (date: string) => boolean;
  readonly word: (date: string) => DayKind | undefined;
  readonly termOf: (date: string) => TermSpan | undefined;
  readonly dayTimes: DayTimes;
}

/** Puts a calendar together from facts; without a database, for rehearsals and tests. */
export function calendarFrom(facts: CalendarFacts): SchoolCalendar {
  const days = new Map<string, boolean>();
  const isSchoolDayOf = (date: string): boolean => {
    let answer = days.get(date);
    if (answer === undefined) {
      answer = facts.held(date) && facts.termOf(date) !== undefined;
      days.set(date, answer);
    }
    return answer;
  };
  return {
    isSchoolDay: isSchoolDayOf,
    isExamDay: (date) => facts.word(date) === 'exam' && isSchoolDayOf(date),
    isSuspended: (date) => facts.word(date) === 'suspended',
    termOf: facts.termOf,
    weekOfTerm: (date) => {
      const span = facts.termOf(date);
      if (!span) return undefined;
      const monday = plusDays(span.from, -((weekdayOf(span.from) + 6) % 7));
      return Math.floor(daysBetween(monday, date) / 7) + 1;
    },
    breakAfter: (date) => {
      if (!isSchoolDayOf(date)) return false;
      let off = 0;
      let day = date;
      for (let step = 1; step <= LONGEST_BREAK_DAYS; step += 1) {
        day = dayAfter(day);
        if (isSchoolDayOf(day)) return false;
        if (facts.word(day) !== 'suspended') off += 1;
        if (off >= BREAK_DAYS) return true;
      }
      return false;
    },
    dayTimes: facts.dayTimes,
  };
}

/**
 * The calendar of a school, or of one grade in it, as it is now: marks and terms are read once, by year, when they are
 * first asked for. Ask for a new one after the calendar has changed.
 */
export function schoolCalendar(context: Reading, schoolId: number, grade = ''): SchoolCalendar {
  const years = new Map<string, Map<string, Mark[]>>();
  const marksOf = (date: string): readonly Mark[] => {
    const year = date.slice(0, 4);
    let marks = years.get(year);
    if (!marks) {
      marks = new Map();
      for (const row of marksBetween(context.db).all({ school: schoolId, from: `${year}-01-01`, to: `${year}-12-31` }))
        marks.set(row.date, [...(marks.get(row.date) ?? []), row]);
      years.set(year, marks);
    }
    return marks.get(date) ?? [];
  };
  const word = (date: string): DayKind | undefined => wordOn(marksOf(date), grade);
  return calendarFrom({
    held: (date) => heldOn(date, word(date)),
    word,
    termOf: termFinder(context, schoolId),
    dayTimes: dayTimesOf(context, schoolId),
  });
}

/** Whether `date` is the last school day before at least three days off. */
export const breakAfter = (context: Reading, schoolId: number, date: string): boolean =>
  schoolCalendar(context, schoolId).breakAfter(date);
