import { termFinder } from '../school/terms.ts';
import { openMemoryStore } from '../store/node.ts';
import type { Span } from './school_copy.ts';

/** A school that has entered no term. */
const NO_SCHOOL = 0;

/** A day in the middle of each half of a school year, which every usual term contains. */
const middle = { 1: '10-15', 2: '04-15' } as const;

/**
 * The days of a term by its name, `2026-2` for the second of the school year that begins in 2026: the usual dates, as
 * for a school that has entered none. Undefined when it is no name of a term.
 */
export function spanOfTerm(name: string): Span | undefined {
  const read = /^(\d{4})-([12])$/.exec(name);
  if (!read) return undefined;
  const year = Number(read[1]);
  const date = read[2] === '1' ? `${year}-${middle[1]}` : `${year + 1}-${middle[2]}`;
  const store = openMemoryStore(0);
  try {
    const term = termFinder(store, NO_SCHOOL)(date);
    return term?.name === name ? { from: term.from, to: term.to } : undefined;
  } finally {
    store.close();
  }
}

/** The part of a span that lies in a month, YYYY-MM; undefined when there is none. */
export function monthOf(span: Span, month: string): Span | undefined {
  if (!/^\d{4}-\d{2}$/.test(month)) return undefined;
  const from = span.from > `${month}-01` ? span.from : `${month}-01`;
  const [year = 0, number = 0] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  const to = span.to < last ? span.to : last;
  return from <= to ? { from, to } : undefined;
}
