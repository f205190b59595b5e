import type { Cell, CellValue, Worksheet } from 'exceljs';
import type { Sheet, SheetRow } from './model.ts';
import { RosterUnreadable } from './unreadable.ts';
import { readZip, storeZip } from './zip.ts';

/** Unpacked XML that is read at most; 20,000 rows of a roster are about 10 MB. */
const UNPACKED_BYTES = 32 * 1024 * 1024;
const MERGED_CELLS = 300_000;
const COLUMNS = 100;

/** Nothing of these is text in a cell, and several can make exceljs stall (a list rule on a whole column) or fail (pictures, comments). */
const IGNORED_NODES = [
  'dataValidations',
  'conditionalFormatting',
  'extLst',
  'drawing',
  'legacyDrawing',
  'picture',
  'hyperlinks',
  'tableParts',
  'pageSetup',
  'printOptions',
  'pageMargins',
  'headerFooter',
  'rowBreaks',
  'sheetProtection',
  'autoFilter',
];

const NEEDED =
  /^(?:_rels\/\.rels|xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/sharedStrings\.xml|xl\/styles\.xml|xl\/worksheets\/sheet\d+\.xml)$/;

/** The worksheets of an .xlsx as text; throws RosterUnreadable. Only the parts that hold cells are unpacked and handed to exceljs, which is loaded here. */
export async function readXlsx(fileName: string, bytes: Uint8Array): Promise<Sheet[]> {
  const zip = readZip(bytes, (name) => NEEDED.test(name), UNPACKED_BYTES);
  if ('fault' in zip) throw new RosterUnreadable(`roster.${zip.fault}`, fileName);
  if (!zip.entries.has('xl/workbook.xml')) throw new RosterUnreadable(otherKind(zip.names), fileName);
  for (const [name, content] of zip.entries) {
    if (name.startsWith('xl/worksheets/') && mergedCells(content) > MERGED_CELLS)
      throw new RosterUnreadable('roster.too-large', fileName, 'merged cells');
  }
  const packed = storeZip(zip.entries);
  const sheets = (await load(packed, IGNORED_NODES)) ?? (await load(packed, [...IGNORED_NODES, 'mergeCells']));
  if (!sheets || sheets.length === 0) throw new RosterUnreadable('roster.broken', fileName);
  return sheets.map(sheetText);
}

function otherKind(
  names: readonly string[],
): 'roster.not-a-spreadsheet' | 'roster.other-spreadsheet' | 'roster.broken' {
  if (names.some((name) => /^(?:word|ppt)\//.test(name))) return 'roster.not-a-spreadsheet';
  if (names.some((name) => name === 'mimetype' || name === 'xl/workbook.bin' || /^Index\//.test(name)))
    return 'roster.other-spreadsheet';
  return names.some((name) => name.startsWith('xl/')) ? 'roster.broken' : 'roster.not-a-spreadsheet';
}

async function load(packed: Uint8Array<ArrayBuffer>, ignoreNodes: string[]): Promise<Worksheet[] | undefined> {
  const { default: exceljs } = await import('exceljs');
  try {
    const workbook = new exceljs.Workbook();
    // exceljs types its own Buffer from a time before Node's was generic; it takes any ArrayBuffer.
    await workbook.xlsx.load(packed.buffer as Parameters<typeof workbook.xlsx.load>[0], { ignoreNodes });
    return workbook.worksheets;
  } catch {
    // What exceljs throws is about its own insides; the caller says what the person can do.
    return undefined;
  }
}

function mergedCells(content: Uint8Array): number {
  const xml = new TextDecoder().decode(content);
  let area = 0;
  for (const match of xml.matchAll(/mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"/g)) {
    const [, left, top, right, bottom] = match;
    area += (Math.abs(columnNumber(right) - columnNumber(left)) + 1) * (Math.abs(Number(bottom) - Number(top)) + 1);
  }
  return area;
}

function columnNumber(letters = ''): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function sheetText(worksheet: Worksheet): Sheet {
  const hidden = worksheet.state !== 'visible' && worksheet.state !== undefined;
  const rows: SheetRow[] = [];
  if (hidden) return { name: worksheet.name, hidden, rows };
  worksheet.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column > COLUMNS) return;
      while (cells.length < column) cells.push('');
      cells[column - 1] = cellText(cell);
    });
    if (cells.some((text) => text.trim() !== '')) rows.push({ number, hidden: row.hidden === true, cells });
  });
  return { name: worksheet.name, hidden, rows };
}

/** A merged block counts downwards only: 年级 over four rows belongs to each, a title across eight columns stands in its first. */
function cellText(cell: Cell): string {
  if (cell.isMerged && cell.master.address !== cell.address && cell.master.col !== cell.col) return '';
  return valueText(cell.value, cell.isMerged ? cell.master.numFmt : cell.numFmt);
}

function valueText(value: CellValue, format: string | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, format);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if ('richText' in value) return value.richText.map((run) => run.text ?? '').join('');
  // A hyperlink's text may itself be rich text although the types say string.
  if ('text' in value) return valueText(value.text as CellValue, format);
  if ('result' in value) return valueText(value.result, format);
  return '';
}

/** 3.1 shown as 3.10 is class ten, not class one. */
function numberText(value: number, format: string | undefined): string {
  const decimals = /^0\.(0{1,4})(?:_.*)?$/.exec(format ?? '');
  return decimals ? value.toFixed(decimals[1]?.length ?? 0) : String(value);
}
