import type { DrillRecord } from '../drills/record.ts';

const WIDEST = 40;
/** A Chinese character is about two columns wide. */
const widthOf = (value: string | number): number =>
  [...String(value)].reduce((sum, letter) => sum + (letter > '\u00ff' ? 2 : 1), 0);

/**
 * The record as a workbook: the form in one row under its columns (domain/drills.md §6), and a sheet for each attachment.
 * What people typed is written as text, never as a formula.
 */
export async function spreadsheetOf(record: DrillRecord): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  const add = (title: string, headers: readonly string[], rows: readonly (readonly (string | number)[])[]): void => {
    const sheet = book.addWorksheet(title);
    const head = sheet.addRow([...headers]);
    head.font = { bold: true };
    for (const row of rows) sheet.addRow([...row]);
    headers.forEach((header, index) => {
      const widest = Math.max(widthOf(header), ...rows.map((row) => widthOf(row[index] ?? '')));
      sheet.getColumn(index + 1).width = Math.min(WIDEST, widest + 2);
    });
    sheet.views = [{ state: 'frozen', ySplit: 1 }];
  };
  add(
    '演练记录表',
    record.columns.map(([label]) => label),
    [record.columns.map(([, value]) => value)],
  );
  for (const { title, headers, rows } of record.tables) add(title, headers, rows);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
