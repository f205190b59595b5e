import { and, asc, between, eq, ne } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { plusDays, weekdayOf } from '../kernel/time.ts';
import { calendarDay } from '../store/schema/index.ts';
import { type DayKind, holidayName, schoolCalendar, type TermSpan } from './calendar.ts';

/** `make-up`: lessons on a weekend; `off`: none on a day of the week; `weekend`: none, as always. */
export type TermDayKind = 'lessons' | 'exam' | 'suspended' | 'off' | 'make-up' | 'weekend';

export interface TermDay {
  readonly date: string;
  readonly kind: TermDayKind;
  /** 国庆节; what the school wrote beside its mark; '' otherwise. */
  readonly note: string;
}

type Reading = Pick<ReadContext, 'db'>;

/** How far another term is looked for, days: longer than any holidays between two. */
const SEARCH_DAYS = 150;

/** Every day of a term as the whole school has it. */
export function termDays(context: Reading, schoolId: number, term: TermSpan): readonly TermDay[] {
  const calendar = schoolCalendar(context, schoolId);
  const notes = new Map(
    context.db
      .select({ date: calendarDay.date, note: calendarDay.note })
      .from(calendarDay)
      .where(
        and(
          eq(calendarDay.schoolId, schoolId),
          eq(calendarDay.grade, ''),
          between(calendarDay.date, term.from, term.to),
        ),
      )
      .all()
      .map((row) => [row.date, row.note ?? '']),
  );
  const kindOf = (date: string): TermDayKind => {
    const isWeekend = [0, 6].includes(weekdayOf(date));
    if (calendar.isSuspended(date)) return 'suspended';
    if (calendar.isExamDay(date)) return 'exam';
    if (calendar.isSchoolDay(date)) return isWeekend ? 'make-up' : 'lessons';
    return isWeekend && holidayName(date) === undefined ? 'weekend' : 'off';
  };
  const days: TermDay[] = [];
  for (let date = term.from; date <= term.to; date = plusDays(date, 1))
    days.push({ date, kind: kindOf(date), note: notes.get(date) || (holidayName(date) ?? '') });
  return days;
}

export interface GradeMark {
  readonly date: string;
  readonly grade: string;
  readonly kind: DayKind;
  readonly note: string;
}

/** What the school marked for single grades within a term, by date. */
export const gradeMarks = (context: Reading, schoolId: number, term: TermSpan): readonly GradeMark[] =>
  context.db
    .select()
    .from(calendarDay)
    .where(
      and(eq(calendarDay.schoolId, schoolId), ne(calendarDay.grade, ''), between(calendarDay.date, term.from, term.to)),
    )
    .orderBy(asc(calendarDay.date), asc(calendarDay.grade))
    .all()
    .map((row) => ({ date: row.date, grade: row.grade, kind: row.kind, note: row.note ?? '' }));

/** The term of a date, or the nearest one on one side of it; undefined where there is none within five months. */
export function termNear(context: Reading, schoolId: number, date: string, side: 1 | -1): TermSpan | undefined {
  const calendar = schoolCalendar(context, schoolId);
  for (let step = 0; step <= SEARCH_DAYS; step += 1) {
    const term = calendar.termOf(plusDays(date, side * step));
    if (term) return term;
  }
  return undefined;
}
