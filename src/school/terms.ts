import { and, asc, between, eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { calendarDay, term } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

/** A term with its first and last day, inclusive; `assumed`: nobody entered it, the usual dates stand in. */
export interface TermSpan {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly assumed: boolean;
}

type Reading = Pick<ReadContext, 'db'>;

/**
 * The usual terms where a school has entered none; product defaults, no policy sets them. `window`: where the school's
 * own school days stretch an assumed term, so that a make-up day marked before 1 September is not lost.
 */
const usual = [
  { half: 1, from: '09-01', to: '01-20', window: { from: '08-10', to: '02-09' } },
  { half: 2, from: '02-20', to: '07-05', window: { from: '02-10', to: '08-09' } },
] as const;

const enteredTerms = prepared((db) =>
  db
    .select()
    .from(term)
    .where(eq(term.schoolId, sql.placeholder('school')))
    .orderBy(asc(term.firstDay))
    .prepare(),
);

const markedBetween = prepared((db) =>
  db
    .select({
      first: sql<string | null>`min(${calendarDay.date})`,
      last: sql<string | null>`max(${calendarDay.date})`,
    })
    .from(calendarDay)
    .where(
      and(
        eq(calendarDay.schoolId, sql.placeholder('school')),
        eq(calendarDay.grade, ''),
        eq(calendarDay.kind, 'school_day'),
        between(calendarDay.date, sql.placeholder('from'), sql.placeholder('to')),
      ),
    )
    .prepare(),
);

/** The terms the school has entered, by date. */
export const termsOf = (context: Reading, schoolId: number): TermSpan[] =>
  enteredTerms(context.db)
    .all({ school: schoolId })
    .map((row) => ({ name: row.name, from: row.firstDay, to: row.lastDay, assumed: false }));

/** The usual terms of a school year, stretched to the school's own school days. `year` is the one it begins in. */
function usualTerms(context: Reading, schoolId: number, year: number): TermSpan[] {
  const on = (half: number, date: string): string => `${date < '08-10' || half === 2 ? year + 1 : year}-${date}`;
  return usual.map(({ half, from, to, window }) => {
    const span = { from: on(half, from), to: on(half, to) };
    const marked = markedBetween(context.db).get({
      school: schoolId,
      from: on(half, window.from),
      to: on(half, window.to),
    });
    return {
      name: `${year}-${half}`,
      from: marked?.first && marked.first < span.from ? marked.first : span.from,
      to: marked?.last && marked.last > span.to ? marked.last : span.to,
      assumed: true,
    };
  });
}

/**
 * Finds the term of a date: one the school entered, or the usual one where that term was not entered (silence would be
 * the worse failure, domain/duties.md §8.6). The function is a snapshot: ask for a new one after terms have changed.
 */
export function termFinder(context: Reading, schoolId: number): (date: string) => TermSpan | undefined {
  const entered = termsOf(context, schoolId);
  const names = new Set(entered.map((one) => one.name));
  const years = new Map<number, readonly TermSpan[]>();
  const assumedOf = (year: number): readonly TermSpan[] => {
    const made = years.get(year);
    if (made) return made;
    const usable = usualTerms(context, schoolId, year).filter(
      (one) => !names.has(one.name) && !entered.some((other) => other.from <= one.to && one.from <= other.to),
    );
    years.set(year, usable);
    return usable;
  };
  return (date) => {
    const found = entered.find((one) => one.from <= date && date <= one.to);
    if (found) return found;
    const year = Number(date.slice(0, 4)) - (date.slice(5) < '08-10' ? 1 : 0);
    return assumedOf(year).find((one) => one.from <= date && date <= one.to);
  };
}

/** The term a date falls in; undefined in the holidays between terms. */
export const termOf = (context: Reading, schoolId: number, date: string): TermSpan | undefined =>
  termFinder(context, schoolId)(date);

/** 2025-1 as people say it: the half, and the whole with its school year. Other names stay as they were entered. */
export function termNames(name: string): { readonly short: string; readonly long: string } {
  const read = /^(\d{4})-([12])$/.exec(name);
  if (!read) return { short: name, long: name };
  const year = Number(read[1]);
  const first = read[2] === '1';
  return {
    short: first ? '第一学期' : '第二学期',
    long: `${year}–${year + 1} 学年${first ? '第一学期' : '第二学期'}`,
  };
}
