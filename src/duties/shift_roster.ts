import type { PersonId } from '../../cards/model.ts';
import { columnLetter } from '../school/roster/cell_text.ts';
import type { Sheet, SheetRow } from '../school/roster/model.ts';
import { readNameCell, usableName } from '../school/roster/person_name.ts';
import { dutyIn, fold, type Label, readLabel } from './roster_columns.ts';
import { type MonthHint, readMonthHint, weekdayNumber } from './roster_dates.ts';
import { type Column, type Day, dayIn, type ListTable, type Table, tableOf, type WeekTable } from './roster_table.ts';
import { LEADER, type RosterDuty } from './shift_times.ts';

/** One cell of a duty roster: who stands what, on a date or every such weekday of the term. */
export interface ShiftRow {
  readonly duty: RosterDuty;
  readonly when: { readonly date: string } | { readonly weekday: number };
  readonly slot: string;
  readonly post: string;
  readonly people: readonly PersonId[];
}

export interface ShiftReading {
  readonly rows: readonly ShiftRow[];
  /** Sentences with row and column; they hold no names. */
  readonly problems: readonly string[];
  /** Entries of days that are over. */
  readonly past: number;
}

export interface KnownPerson {
  readonly person: PersonId;
  readonly name: string;
}

const NOBODY = /^(?:休息?|放假|轮休|补休|调休|停课|全体.*|同上|国庆.*|中秋.*|元旦.*|清明.*|端午.*|劳动.*|周末|×|x|X)$/;

/**
 * Reads duty rosters as offices keep them: one row a day (日期, 班次, 岗位, names), or one column a weekday or a date;
 * titles above, merged and left-out days, several names in a cell. Pure; never throws. `today`: YYYY-MM-DD.
 */
export function readShiftRoster(sheets: readonly Sheet[], people: readonly KnownPerson[], today: string): ShiftReading {
  const byName = new Map<string, PersonId[]>();
  for (const { person, name } of people) byName.set(name, [...(byName.get(name) ?? []), person]);
  const visible = sheets.filter((sheet) => !sheet.hidden && sheet.rows.length > 0);
  const readings = visible.map((sheet) => readSheet(sheet, byName, today));
  const prefix = (sheet: Sheet, text: string) => (visible.length > 1 ? `“${sheet.name}”${text}` : text);
  return {
    rows: readings.flatMap((one) => one.rows),
    problems: [
      ...sheets.filter((sheet) => sheet.hidden).map((sheet) => `工作表“${sheet.name}”是隐藏的，没有读`),
      ...readings.flatMap((one, index) => {
        const sheet = visible[index];
        return sheet ? one.problems.map((text) => prefix(sheet, text)) : [];
      }),
    ],
    past: readings.reduce((sum, one) => sum + one.past, 0),
  };
}

interface Reader {
  readonly byName: ReadonlyMap<string, readonly PersonId[]>;
  readonly today: string;
  /** What titles above say about the month. */
  hint: MonthHint;
  readonly rows: ShiftRow[];
  readonly problems: string[];
  past: number;
}

function readSheet(sheet: Sheet, byName: Reader['byName'], today: string): Reader {
  const titles: string[] = [sheet.name];
  let table: Table | undefined;
  let carried: Day | undefined;
  const reader: Reader = { byName, today, hint: {}, rows: [], problems: [], past: 0 };
  let duty: RosterDuty | undefined;
  for (const row of sheet.rows) {
    const hint = readMonthHint(titles.join(' '));
    const next = tableOf(row.cells, today, hint);
    if (next) {
      [table, carried] = [next, undefined];
      duty = dutyIn(titles.join(' ')) ?? duty;
      reader.hint = hint;
    } else if (!table) titles.push(row.cells.filter((cell) => cell.trim() !== '').join(' '));
    else if (table.shape === 'week') readWeekRow(reader, row, table, duty);
    else carried = readListRow(reader, row, table, duty, carried);
  }
  if (!table) reader.problems.push(`工作表“${sheet.name}”里没找到“日期”或“周一…周五”，没有读`);
  return reader;
}

function readListRow(
  reader: Reader,
  row: SheetRow,
  table: ListTable,
  duty: RosterDuty | undefined,
  carried: Day | undefined,
): Day | undefined {
  const cell = (index: number | undefined) => (index === undefined ? '' : (row.cells[index] ?? '').trim());
  const holdsPeople = table.people.some((column) => cell(column.index) !== '');
  if (
    !holdsPeople ||
    /^(?:合计|备注|注[:：]|说明|填表|制表)/.test(fold(row.cells.find((one) => one.trim() !== '') ?? ''))
  )
    return carried;
  const day = dayOfRow(reader, row, table, cell, carried);
  if (!day) return carried;
  const slot = cell(table.slot).replace(/\s+/g, ' ');
  const post = cell(table.post).replace(/\s+/g, ' ');
  for (const column of table.people) {
    if (cell(column.index) === '') continue;
    const label: Label = { ...column.label, slot: column.label.slot || slot, post: column.label.post || post };
    take(reader, row, column, label, duty, day);
  }
  return day;
}

function dayOfRow(
  reader: Reader,
  row: SheetRow,
  table: ListTable,
  cell: (index: number | undefined) => string,
  carried: Day | undefined,
): Day | undefined {
  const [dateText, weekdayText] = [cell(table.date), cell(table.weekday)];
  const weekday = weekdayText === '' ? undefined : dayIn(weekdayText, reader.today, reader.hint)?.weekday;
  if (dateText === '') {
    if (weekday !== undefined && table.date === undefined) return { dates: [], weekday };
    if (weekdayText === '') {
      if (!carried) reader.problems.push(`第${row.number}行 没有日期，没有读`);
      return carried;
    }
    if (weekday !== undefined)
      return carried?.dates.length === 1 && weekdayNumber(carried.dates[0] ?? '') === weekday
        ? carried
        : { dates: [], weekday };
  }
  const read = dateText === '' ? undefined : dayIn(dateText, reader.today, reader.hint);
  if (!read) {
    const index = dateText === '' ? table.weekday : table.date;
    reader.problems.push(`第${row.number}行 ${columnLetter(index ?? 0)}列 日期读不出来，请写成 2025-09-18`);
    return undefined;
  }
  const said = weekday ?? read.weekday;
  const [only] = read.dates;
  if (said !== undefined && only !== undefined && read.dates.length === 1 && weekdayNumber(only) !== said) {
    reader.problems.push(`第${row.number}行 日期和星期对不上，按日期排了`);
  }
  return read;
}

function readWeekRow(reader: Reader, row: SheetRow, table: WeekTable, duty: RosterDuty | undefined): void {
  const first = table.days[0]?.index ?? 0;
  const labels = row.cells
    .slice(0, first)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '' && !/^\d+$/.test(cell))
    .map((cell) => readLabel(cell, false));
  const label: Label = {
    ...(labels.find((one) => one.duty)?.duty ? { duty: labels.find((one) => one.duty)?.duty ?? LEADER } : {}),
    slot: labels.find((one) => one.slot !== '')?.slot ?? '',
    post: labels
      .map((one) => one.post)
      .filter((post) => post !== '')
      .join(' '),
    people: true,
  };
  const isFooter = /^(?:备注|注[:：]|说明|电话|联系)/.test(fold(row.cells.find((one) => one.trim() !== '') ?? ''));
  if (isFooter) return;
  for (const { index, header, day } of table.days) {
    if ((row.cells[index] ?? '').trim() === '') continue;
    take(reader, row, { index, header, label }, label, duty, day);
  }
}

/** Adds what one cell says. */
function take(
  reader: Reader,
  row: SheetRow,
  column: Column,
  label: Label,
  duty: RosterDuty | undefined,
  day: Day,
): void {
  const dates = day.dates.filter((date) => date >= reader.today);
  if (day.dates.length > 0 && dates.length === 0) {
    reader.past += 1;
    return;
  }
  const where = `第${row.number}行 ${columnLetter(column.index)}列“${column.header.slice(0, 8)}”`;
  for (const part of partsOf(row.cells[column.index] ?? '')) {
    const found = peopleIn(reader.byName, part.names);
    // A column nobody said holds people is one only where known names stand in it.
    if (found.people.length === 0 && !label.people) continue;
    if (found.unknown > 0) reader.problems.push(`${where}有 ${found.unknown} 个名字不在名册，没有排`);
    if (found.twice > 0) reader.problems.push(`${where}有同名的老师，没有排，请在卡上另排`);
    if (found.people.length === 0) continue;
    const entry = {
      duty: label.duty ?? duty ?? LEADER,
      slot: label.slot.slice(0, 20),
      post: (part.post || label.post).slice(0, 20),
      people: found.people,
    };
    if (day.dates.length === 0) {
      if (day.weekday !== undefined) reader.rows.push({ ...entry, when: { weekday: day.weekday } });
    } else for (const date of dates) reader.rows.push({ ...entry, when: { date } });
  }
}

/** 北门：张三 李四 on lines of its own names the post for that line. */
function partsOf(cell: string): readonly { readonly post: string; readonly names: string }[] {
  const lines = cell.split('\n').map((line) => /^\s*([^:：\d]{1,8})[:：](.+)$/.exec(line) ?? line);
  if (lines.every((line) => typeof line === 'string')) return [{ post: '', names: cell }];
  return lines.map((line) =>
    typeof line === 'string' ? { post: '', names: line } : { post: (line[1] ?? '').trim(), names: line[2] ?? '' },
  );
}

function peopleIn(byName: Reader['byName'], text: string) {
  const people: PersonId[] = [];
  let [unknown, twice] = [0, 0];
  const look = (name: string): boolean => {
    const known = byName.get(name);
    const [person] = known ?? [];
    if (known === undefined || person === undefined) return false;
    if (known.length > 1) twice += 1;
    else if (!people.includes(person)) people.push(person);
    return true;
  };
  for (const piece of text.split(/[、，,;；/|\n+＋]/)) {
    const whole = readNameCell(piece).filter((name) => !NOBODY.test(name));
    if (whole.every(look)) continue;
    // 张三 李四 stand in one cell with a blank between.
    for (const name of piece.split(/\s+/).flatMap(readNameCell)) {
      if (!NOBODY.test(name) && usableName(name) && !look(name)) unknown += 1;
    }
  }
  return { people, unknown, twice };
}
