import { PassThrough, type Writable } from 'node:stream';
import type { PaperSize, Workbook } from 'exceljs';
import type { Cell, Column, Ledger, Sheet } from '../records/ledger.ts';
import { linesIn } from './text_width.ts';

/** The widest a column gets; a longer text wraps. */
const FONT = { name: '宋体', size: 11 } as const;
const BODY = { font: FONT, alignment: { vertical: 'top', wrapText: true } } as const;
/** One object for all: the library knows a style it has seen by the object, and makes every other anew. */
const DAY_STYLE = { ...BODY, numFmt: 'yyyy-mm-dd' };
const HEADER = { name: '宋体', size: 11, bold: true } as const;
/** Rows written before others get the event loop (design.md §2: no stall above 50 ms). */
const ROWS_AT_ONCE = 50;
/** Longest text one cell of a spreadsheet takes, and longest name of a sheet. */
const LONGEST_TEXT = 32_000;
const LONGEST_NAME = 31;

/** As the file format numbers them. */
const A3 = 8;
const A4 = 9;
/** Height of a line of the font, and of the tallest row a spreadsheet takes, points. */
const LINE = 15;
const TALLEST = 400;
/** More columns than these are printed on A3. */
const ON_A4 = 16;

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

function asValue(cell: Cell): string | number | Date | null {
  if (cell === null || typeof cell === 'number') return cell;
  if (typeof cell === 'string') return asText(cell);
  if ('date' in cell) return asDay(cell.date);
  return cell.photos.map((photo) => photo.label).join('；');
}

/** Whole texts are seen: not every office program makes rows as high as what is wrapped in them. */
function heightOf(values: readonly (string | number | Date | null)[], columns: readonly Column[]): number {
  let lines = 1;
  values.forEach((value, index) => {
    const width = columns[index]?.width ?? 10;
    // Half as many letters as the column is wide always fit.
    if (typeof value === 'string' && (value.length * 2 > width || value.includes('\n')))
      lines = Math.max(lines, linesIn(value, width - 1));
  });
  return Math.min(TALLEST, lines * LINE);
}

/** Names of sheets are unique, short, and without the characters spreadsheets refuse. */
function sheetName(title: string, taken: Set<string>): string {
  const plain = title.replace(/[\\/?*[\]:]/g, ' ').slice(0, LONGEST_NAME - 3) || '台账';
  let name = plain;
  for (let count = 2; taken.has(name); count += 1) name = `${plain} ${count}`;
  taken.add(name);
  return name;
}

async function writeSheet(workbook: Workbook, sheet: Sheet, name: string): Promise<number> {
  const worksheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: {
      orientation: 'landscape',
      // The library writes the number as it is; its list of sizes leaves A3 out.
      paperSize: (sheet.columns.length > ON_A4 ? A3 : A4) as PaperSize,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
  });
  worksheet.columns = sheet.columns.map(({ header, width }) => ({
    header,
    width,
    style: BODY,
  }));
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
  const header = worksheet.getRow(1);
  header.font = HEADER;
  header.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF7' } };
  header.commit();
  let rows = 0;
  for (const cells of sheet.rows()) {
    const values = cells.map(asValue);
    const row = worksheet.addRow(values);
    row.height = heightOf(values, sheet.columns);
    cells.forEach((cell, index) => {
      if (cell !== null && typeof cell === 'object' && 'date' in cell) row.getCell(index + 1).style = DAY_STYLE;
    });
    row.commit();
    rows += 1;
    if (rows % ROWS_AT_ONCE === 0) await breath();
  }
  return rows;
}

/** Writes a ledger as xlsx, row by row; answers how many rows it has. Others run in between. */
export async function writeWorkbook(ledger: Ledger, to: Writable): Promise<number> {
  const { stream } = (await import('exceljs')).default;
  const workbook = new stream.xlsx.WorkbookWriter({ stream: to, useStyles: true, useSharedStrings: false });
  workbook.creator = '安园 Anyuan';
  const taken = new Set<string>();
  let rows = 0;
  for (const sheet of ledger.sheets) {
    const name = sheetName(sheet.title, taken);
    rows += await writeSheet(workbook, sheet, name);
    // The streaming writer's sheets end one by one, which its types do not say.
    (workbook.getWorksheet(name) as unknown as { commit(): void }).commit();
  }
  await workbook.commit();
  return rows;
}

/** The same as bytes, for sending. */
export async function workbookBytes(ledger: Ledger): Promise<{ readonly bytes: Uint8Array; readonly rows: number }> {
  const pipe = new PassThrough();
  const parts: Buffer[] = [];
  pipe.on('data', (part: Buffer) => parts.push(part));
  const rows = await writeWorkbook(ledger, pipe);
  return { bytes: Buffer.concat(parts), rows };
}
