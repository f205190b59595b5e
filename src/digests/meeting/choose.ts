import type { z } from 'zod';
import type { Option } from '../../../cards/model.ts';
import { shorten } from '../../../cards/school/shorten.ts';
import type { Hazard } from '../../hazards/queries.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { hazardLine, hazardsBehind } from '../hazard_rows.ts';
import { type ListRow, numberList, PAGE_LINES } from '../lists.ts';
import type { listReference } from '../subjects.ts';
import { toldOf } from '../told.ts';
import { isOnAgenda, type Wanted, waitingEntries } from './entries.ts';

export type From = z.infer<typeof listReference>;

/** Options of one field (domain/voice.md §2). */
const MOST_OPTIONS = 20;
const OPTION_LETTERS = 60;

/** What the summary as a whole gives to speak about: the hazards leaders decide on, the gravest first. */
function gravest(context: ReadContext, from: From): readonly ListRow[] {
  const told = toldOf(context, from);
  const found = new Map<number, Hazard>();
  for (const list of ['suspected', 'major', 'listed', 'overdue'] as const)
    for (const row of hazardsBehind(context, told, list)) found.set(row.id, row);
  return [...found.values()].map((row) => ({ text: hazardLine(context, row), hazard: row.id }));
}

/** The lines one list's page shows; none where it may not be put on an agenda. */
function pageOf(context: ReadContext, from: From): readonly ListRow[] {
  const list = numberList(from.list);
  if (!list?.isForMeeting) return [];
  return list.rows(context, toldOf(context, from)).slice(from.page * PAGE_LINES, (from.page + 1) * PAGE_LINES);
}

const wantedOf = (row: ListRow): Wanted =>
  row.hazard === undefined ? { text: shorten(row.text, OPTION_LETTERS) } : { hazard: row.hazard };

const optionOf = (row: ListRow): string =>
  row.hazard === undefined ? shorten(row.text, OPTION_LETTERS) : `hazard:${row.hazard}`;

const rowsOf = (context: ReadContext, from: From): readonly ListRow[] =>
  from.list === '' ? gravest(context, from) : pageOf(context, from);

/** What can be put on the agenda from a summary or from a page of one of its lists, without what is there. */
export function agendaChoices(context: ReadContext, from: From): readonly Option[] {
  const waiting = waitingEntries(context, from.school);
  return rowsOf(context, from)
    .filter((row) => !isOnAgenda(waiting, wantedOf(row)))
    .slice(0, MOST_OPTIONS)
    .map((row) => ({ value: optionOf(row), text: shorten(row.text, OPTION_LETTERS) }));
}

/** What somebody chose of it; what is not (any more) among the rows is left out. */
export function chosenOf(context: ReadContext, from: From, values: readonly string[]): readonly Wanted[] {
  const chosen = new Set(values);
  return rowsOf(context, from)
    .filter((row) => chosen.has(optionOf(row)))
    .map(wantedOf);
}
