import { type ClassName, canonicalClass, type Grade, parseGrade } from '../class_name.ts';
import { foldText } from './cell_text.ts';
import { joinDuplicates } from './duplicates.ts';
import { type Header, isStudentHeader, readHeader } from './header.ts';
import { indexKnown, type KnownIndex } from './known_index.ts';
import type {
  IgnoredRow,
  Known,
  RoleScope,
  RosterPlace,
  RosterProblem,
  RosterReading,
  RosterRow,
  Sheet,
  SheetRow,
} from './model.ts';
import { readPersonRow } from './person_row.ts';
import { ignoredReason } from './row_kind.ts';

/**
 * Reads a staff roster out of sheets as school offices keep them: title rows above the header, header synonyms, repeated headers, section and
 * total rows, lists side by side. Every filled row of a sheet with a header ends in `rows` (at or alsoAt), in `problems` or in `ignored`; a
 * row with a usable name is always kept, without what could not be read. Lists of students are left unread. Pure and synchronous; never throws.
 */
export function readRoster(sheets: readonly Sheet[], known: Known): RosterReading {
  const visible = sheets.filter((sheet) => !sheet.hidden && sheet.rows.length > 0);
  const index = indexKnown(known);
  const several = visible.length > 1;
  const drafts: RosterRow[] = [];
  const problems: RosterProblem[] = sheets
    .filter((sheet) => sheet.hidden)
    .map((sheet) => note('sheet-hidden', sheet, `工作表“${sheet.name}”是隐藏的，没有读`));
  const ignored: IgnoredRow[] = [];
  for (const sheet of visible) {
    const read = readSheet(sheet, index);
    drafts.push(...read.drafts);
    problems.push(...read.problems);
    ignored.push(...read.ignored);
  }
  const joined = joinDuplicates(drafts, several);
  const all = [...problems, ...joined.problems].map((one) =>
    several && one.row !== undefined ? { ...one, text: `“${one.sheet}”${one.text}` } : one,
  );
  return { ...withOneNameEach(joined.rows, index), problems: inSheetOrder(all, sheets), ignored };
}

interface SheetReading {
  drafts: RosterRow[];
  problems: RosterProblem[];
  ignored: IgnoredRow[];
}

function readSheet(sheet: Sheet, known: KnownIndex): SheetReading {
  const found: SheetReading = { drafts: [], problems: [], ignored: [] };
  let header: Header | undefined;
  let section: Grade | undefined;
  let unread: SheetRow[] = [];
  for (const row of sheet.rows) {
    if (row.cells.every((cell) => foldText(cell) === '')) continue;
    const at = { sheet: sheet.name, row: row.number };
    if (isStudentHeader(row.cells, header !== undefined))
      return { ...found, problems: [...found.problems, studentList(sheet, row)] };
    const next = readHeader(row.cells);
    if (next) {
      found.ignored.push(
        ...unread.map((one): IgnoredRow => ({ sheet: sheet.name, row: one.number, reason: 'title' })),
        { ...at, reason: 'header' },
      );
      [header, unread] = [next, []];
    } else if (!header) unread.push(row);
    else {
      const reason = ignoredReason(row.cells, header);
      if (reason === undefined) readPeople(row, header, section, sheet, known, found);
      else found.ignored.push({ ...at, reason });
      if (reason === 'separator') section = parseGrade(row.cells.find((cell) => foldText(cell) !== '') ?? '');
    }
  }
  if (!header) found.problems.push(noHeader(sheet));
  const read = new Set(found.drafts.map((draft) => draft.at.row));
  const hidden = sheet.rows.filter((row) => row.hidden && read.has(row.number));
  if (hidden[0])
    found.problems.push({
      ...note(
        'row-hidden',
        sheet,
        `第${hidden[0].number}行 ${hidden.length > 1 ? `等 ${hidden.length} 行` : ''}是隐藏行，也读进来了，请核对`,
      ),
      row: hidden[0].number,
    });
  return found;
}

function readPeople(
  row: SheetRow,
  header: Header,
  section: Grade | undefined,
  sheet: Sheet,
  known: KnownIndex,
  found: SheetReading,
): void {
  const at = { sheet: sheet.name, row: row.number };
  const readings = header.groups.map((columns) => readPersonRow(row.cells, columns, at, section, known));
  found.drafts.push(...readings.flatMap((reading) => reading.people));
  found.problems.push(...readings.flatMap((reading) => reading.problems));
  if (readings.every((reading) => reading.people.length + reading.problems.length === 0))
    found.ignored.push({ ...at, reason: 'nothing-to-read' });
}

function note(code: RosterProblem['code'], sheet: Sheet, text: string): RosterProblem {
  return { code, severity: 'kept-with-note', sheet: sheet.name, text };
}

function noHeader(sheet: Sheet): RosterProblem {
  return {
    code: 'no-header',
    severity: 'row-skipped',
    sheet: sheet.name,
    text: `工作表“${sheet.name}”里没找到表头，没有读。请加一行表头：姓名、手机号、角色、班级、场所`,
  };
}

function studentList(sheet: Sheet, row: SheetRow): RosterProblem {
  const text = `工作表“${sheet.name}”第${row.number}行起像学生名单，安园不收学生信息，没有读`;
  return { code: 'student-list', severity: 'row-skipped', sheet: sheet.name, row: row.number, text };
}

function inSheetOrder(problems: readonly RosterProblem[], sheets: readonly Sheet[]): RosterProblem[] {
  const order = new Map(sheets.map((sheet, index) => [sheet.name, index]));
  return problems.toSorted(
    (a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || (a.row ?? 0) - (b.row ?? 0),
  );
}

/** One class and one place keep one spelling throughout: the known one, else the first that was written. */
function withOneNameEach(
  rows: readonly RosterRow[],
  known: KnownIndex,
): Pick<RosterReading, 'rows' | 'classes' | 'places'> {
  const classes = new Map<string, ClassName>();
  const places = new Map<string, RosterPlace>();
  const settled = (scope: RoleScope): RoleScope => {
    if (scope.kind === 'class') {
      const key = canonicalClass(scope.class);
      const one = classes.get(key) ?? known.classesByKey.get(key) ?? scope.class;
      classes.set(key, one);
      return { kind: 'class', class: one };
    }
    if (scope.kind !== 'place') return scope;
    const key = foldText(scope.place.name);
    const one = places.get(key) ?? scope.place;
    places.set(key, one);
    return { kind: 'place', place: one };
  };
  const named = rows.map((row) => ({
    ...row,
    roles: row.roles.map(({ role, scope }) => ({ role, scope: settled(scope) })),
  }));
  return { rows: named, classes: [...classes.values()], places: [...places.values()] };
}
