import { PassThrough, type Writable } from 'node:stream';
import type { CellValue, PaperSize, Workbook } from 'exceljs';
import type { Cell, Ledger, Picture, Sheet } from '../records/ledger.ts';
import {
  openPictureShelf,
  PICTURE_COLUMN_WIDTH,
  PICTURE_ROW_POINTS,
  type PictureShelf,
  type ReadPicture,
} from './embed_pictures.ts';
import { linesIn } from './text_width.ts';

/** What becomes of a ledger's pictures: named only, linked to files beside it, or shown in their cells. */
export type Photos =
  | { readonly as: 'names' }
  | { readonly as: 'link'; readonly folder: string }
  | { readonly as: 'embed'; readonly read: ReadPicture };

type Pictures = { readonly photos: readonly Picture[] };

/** Paper sizes as spreadsheets number them; 26 columns are not to be read on A4. */
const A3 = 8 as PaperSize; // its types name some sizes only; 8 is A3
const A4 = 9;
const WIDE_COLUMNS = 14;

/** The widest a column gets; a longer text wraps. */
const FONT = { name: '宋体', size: 11 } as const;
const EDGE = { style: 'thin', color: { argb: 'FFBFBFBF' } } as const;
/** Inspectors print ledgers: lines between the cells. */
const GRID = { top: EDGE, left: EDGE, bottom: EDGE, right: EDGE } as const;
/** One object for each kind of cell: the library knows a style it has seen by the object, and makes every other anew. */
const BODY = { font: FONT, alignment: { vertical: 'top', wrapText: true }, border: GRID } as const;
const DAY_STYLE = { ...BODY, alignment: { vertical: 'top', horizontal: 'center' }, numFmt: 'yyyy-mm-dd' } as const;
/** Height of one line, points. */
const LINE_POINTS = 18;
/** The highest a row can be, points. */
const HIGHEST = 400;
const HEADER = { name: '宋体', size: 11, bold: true } as const;
/** Rows written before others get the event loop (design.md §2: no stall above 50 ms). */
const ROWS_AT_ONCE = 50;
/** Longest text one cell of a spreadsheet takes, and longest name of a sheet. */
const LONGEST_TEXT = 32_000;
const LONGEST_NAME = 31;

/** Programs do not fit rows they did not write themselves: the longest text decides, and pictures need their own. */
function heightOf(cells: readonly Cell[], columns: Sheet['columns'], least: number): number {
  let height = least;
  cells.forEach((cell, index) => {
    const width = columns[index]?.width ?? 10;
    const words = typeof cell === 'string' ? cell : isPictures(cell) && least === LINE_POINTS ? namesOf(cell) : '';
    // Half as many letters as the column is wide always fit.
    if (words.length * 2 > width || words.includes('\n'))
      height = Math.max(height, LINE_POINTS * linesIn(words, Math.max(2, width - 1)));
  });
  return Math.min(HIGHEST, height);
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * What a spreadsheet would take for a formula is kept as the text it is: a leading apostrophe shows it and stops it,
 * also when somebody saves the file as csv (OWASP, CSV injection).
 */
export const asText = (text: string): string => {
  const kept = text.slice(0, LONGEST_TEXT);
  return /^[=+\-@\t\r]/.test(kept) && !/^[+-]?\d+(?:\.\d+)?$/.test(kept) ? `'${kept}` : kept;
};

/** A day as a spreadsheet keeps it: no clock, no zone. */
const asDay = (date: string): Date => new Date(`${date}T00:00:00Z`);

const namesOf = (cell: Pictures): string => cell.photos.map((photo) => photo.label).join('；');

/** A picture's file beside the workbook; a cell has one link, which opens the first. */
function linkTo(cell: Pictures, folder: string): CellValue {
  const [first] = cell.photos;
  return first ? { text: namesOf(cell), hyperlink: `${folder}/${encodeURIComponent(first.label)}` } : '';
}

function asValue(cell: Cell, photos: Photos): CellValue {
  if (cell === null || typeof cell === 'number') return cell;
  if (typeof cell === 'string') return asText(cell);
  if ('date' in cell) return asDay(cell.date);
  return photos.as === 'link' ? linkTo(cell, photos.folder) : namesOf(cell);
}

const isPictures = (cell: Cell): cell is Pictures => cell !== null && typeof cell === 'object' && 'photos' in cell;

/** Hangs a row's pictures into their cells; answers which cells, 0-based, still have to name some of theirs. */
async function hangRow(
  shelf: PictureShelf,
  cells: readonly Cell[],
  row: number,
): Promise<ReadonlyMap<number, Pictures>> {
  const named = new Map<number, Pictures>();
  for (const [column, cell] of cells.entries()) {
    if (!isPictures(cell)) continue;
    const left: Picture[] = [];
    let place = 0;
    for (const photo of cell.photos) {
      if (await shelf.place(row, column, place, photo.hash)) place += 1;
      else left.push(photo);
    }
    named.set(column, { photos: left });
  }
  return named;
}

/** Names of sheets are unique, short, and without the characters spreadsheets refuse. */
function sheetName(title: string, taken: Set<string>): string {
  const plain = title.replace(/[\\/?*[\]:]/g, ' ').slice(0, LONGEST_NAME - 3) || '台账';
  let name = plain;
  for (let count = 2; taken.has(name); count += 1) name = `${plain} ${count}`;
  taken.add(name);
  return name;
}

async function writeSheet(
  workbook: Workbook,
  sheet: Sheet,
  name: string,
  photos: Photos,
  shelf: PictureShelf | undefined,
): Promise<number> {
  const worksheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: {
      orientation: 'landscape',
      paperSize: sheet.columns.length > WIDE_COLUMNS ? A3 : A4,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:1',
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.2, footer: 0.2 },
    },
    headerFooter: { oddFooter: '&L&A&R第 &P 页，共 &N 页' },
  });
  worksheet.columns = sheet.columns.map(({ header, width, pictures }) => ({
    header,
    width: shelf && pictures ? PICTURE_COLUMN_WIDTH : width,
    style: BODY,
  }));
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
  const header = worksheet.getRow(1);
  header.font = HEADER;
  header.alignment = { vertical: 'middle', horizontal: 'center', wrapText: true };
  header.border = GRID;
  header.height =
    LINE_POINTS * Math.max(...sheet.columns.map(({ header: words, width }) => linesIn(words, Math.max(2, width - 1))));
  header.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF7' } };
  header.commit();
  let rows = 0;
  for (const cells of sheet.rows()) {
    const hung = shelf ? await hangRow(shelf, cells, rows + 1) : undefined;
    const row = worksheet.addRow(cells.map((cell, index) => asValue(hung?.get(index) ?? cell, photos)));
    const hasPictures = shelf !== undefined && cells.some((cell) => isPictures(cell) && cell.photos.length > 0);
    row.height = heightOf(cells, sheet.columns, hasPictures ? PICTURE_ROW_POINTS : LINE_POINTS);
    cells.forEach((cell, index) => {
      const isDay = cell !== null && typeof cell === 'object' && 'date' in cell;
      // A style taken over from the column is a new object in every cell, which doubles the work of the whole file.
      row.getCell(index + 1).style = isDay ? DAY_STYLE : BODY;
    });
    row.commit();
    rows += 1;
    if (rows % ROWS_AT_ONCE === 0) await breath();
  }
  return rows;
}

/** Writes a ledger as xlsx, row by row; answers how many rows it has. Others run in between. */
export async function writeWorkbook(ledger: Ledger, to: Writable, photos: Photos = { as: 'names' }): Promise<number> {
  const { stream } = (await import('exceljs')).default;
  const workbook = new stream.xlsx.WorkbookWriter({ stream: to, useStyles: true, useSharedStrings: false });
  workbook.creator = '安园 Anyuan';
  const shelf = photos.as === 'embed' ? openPictureShelf(workbook, photos.read) : undefined;
  const taken = new Set<string>();
  let rows = 0;
  for (const sheet of ledger.sheets) {
    const name = sheetName(sheet.title, taken);
    rows += await writeSheet(workbook, sheet, name, photos, shelf);
    shelf?.hang(workbook.getWorksheet(name));
    // The streaming writer's sheets end one by one, which its types do not say.
    (workbook.getWorksheet(name) as unknown as { commit(): void }).commit();
  }
  await workbook.commit();
  return rows;
}

/** The same as bytes, for sending. */
export async function workbookBytes(
  ledger: Ledger,
  photos: Photos = { as: 'names' },
): Promise<{ readonly bytes: Uint8Array; readonly rows: number }> {
  const pipe = new PassThrough();
  const parts: Buffer[] = [];
  pipe.on('data', (part: Buffer) => parts.push(part));
  const rows = await writeWorkbook(ledger, pipe, photos);
  return { bytes: Buffer.concat(parts), rows };
}
