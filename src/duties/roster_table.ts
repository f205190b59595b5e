import type { Sheet, SheetRow } from '../school/roster/model.ts';
import { type ColumnKind, columnKind, DUTY_WORDS, fold, type Label, readLabel } from './roster_columns.ts';
import { type MonthHint, readDates, readWeekday } from './roster_dates.ts';

/** How many rows are looked at to tell what a file is. */
const LOOKED_AT = 15;

/** What a cell says about days: dates, or a weekday of every week. */
export interface Day {
  readonly dates: readonly string[];
  readonly weekday?: number;
}

export const dayIn = (cell: string, today: string, hint: MonthHint): Day | undefined => {
  const folded = fold(cell);
  const weekday = readWeekday(folded);
  if (weekday !== undefined) return { dates: [], weekday };
  // 周一9月15日, 周一(9.15)
  const led = /^((?:周|星期|礼拜)[一二三四五六日天])(.+)$/.exec(folded);
  const read = readDates(led ? (led[2] ?? '') : cell, today, hint);
  if (!read) return undefined;
  const said = read.weekday ?? (led ? readWeekday(led[1] ?? '') : undefined);
  return { dates: read.dates, ...(said === undefined ? {} : { weekday: said }) };
};

export interface Column {
  readonly index: number;
  readonly header: string;
  readonly label: Label;
}

/** A table with one row a day. */
export interface ListTable {
  readonly shape: 'list';
  readonly date: number | undefined;
  readonly weekday: number | undefined;
  readonly slot: number | undefined;
  readonly post: number | undefined;
  readonly people: readonly Column[];
}
/** A table with one column a day. */
export interface WeekTable {
  readonly shape: 'week';
  readonly days: readonly { readonly index: number; readonly header: string; readonly day: Day }[];
}
export type Table = ListTable | WeekTable;

/** The table a row heads, or undefined when it is not a header. */
export function tableOf(cells: readonly string[], today: string, hint: MonthHint): Table | undefined {
  const kinds = cells.map(columnKind);
  const at = (kind: ColumnKind) => {
    const index = kinds.indexOf(kind);
    return index < 0 ? undefined : index;
  };
  const days = cells.flatMap((cell, index) => {
    const day = /^\d{1,2}$/.test(fold(cell)) ? undefined : dayIn(cell, today, hint);
    return day ? [{ index, header: fold(cell), day }] : [];
  });
  if (days.length >= 3) return { shape: 'week', days };
  const [date, weekday] = [at('date') ?? (at('weekday') === undefined ? timeColumn(cells) : undefined), at('weekday')];
  if (date === undefined && weekday === undefined) return undefined;
  const hasLeader = cells.some((cell) => /带班|领导|干部/.test(cell));
  const people = cells.flatMap((cell, index) =>
    kinds[index] === 'people' && index !== date
      ? [{ index, header: fold(cell), label: readLabel(cell, hasLeader) }]
      : [],
  );
  if (people.length === 0) return undefined;
  const slot = kinds.findIndex((kind, index) => kind === 'slot' && index !== date);
  return { shape: 'list', date, weekday, slot: slot < 0 ? undefined : slot, post: at('post'), people };
}

/** 时间 heads the dates where nothing else does and people stand beside it. */
function timeColumn(cells: readonly string[]): number | undefined {
  const index = cells.findIndex((cell) => fold(cell) === '时间');
  return index < 0 || !cells.some((cell) => DUTY_WORDS.test(cell)) ? undefined : index;
}

const holdsDay = (row: SheetRow | undefined, table: ListTable, today: string): boolean =>
  [table.date, table.weekday].some(
    (index) => index !== undefined && dayIn(row?.cells[index] ?? '', today, { month: 1 }) !== undefined,
  );

/**
 * Whether a file is a duty roster and not a staff roster: days in a row or a column, with words of duty, and no
 * column of roles. `today`: YYYY-MM-DD.
 */
export function isShiftRoster(sheets: readonly Sheet[], today: string): boolean {
  return sheets.some((sheet) => {
    if (sheet.hidden) return false;
    const rows = sheet.rows.slice(0, LOOKED_AT);
    const speaks = DUTY_WORDS.test(sheet.name) || rows.some((row) => row.cells.some((cell) => DUTY_WORDS.test(cell)));
    if (!speaks) return false;
    return rows.some((row, index) => {
      if (row.cells.some((cell) => /^(?:角色|role)$/i.test(fold(cell)))) return false;
      const table = tableOf(row.cells, today, {});
      if (!table) return false;
      return table.shape === 'week' || rows.slice(index + 1).some((below) => holdsDay(below, table, today));
    });
  });
}
