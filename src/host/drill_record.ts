import { findDrill } from '../drills/queries.ts';
import { type DrillRecord, drillRecord } from '../drills/record.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile } from '../kernel/send.ts';
import { drillPaper } from '../records/drill_paper.ts';
import type { Cell, Ledger } from '../records/ledger.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import { keepFile, keepPaper, type WritePaper } from './paper_aside.ts';
import { textWidth } from './text_width.ts';
import { workbookBytes } from './write_workbook.ts';

/** Widest column, in characters; a Chinese character is two wide. */
const WIDEST = 28;
const widthOf = (value: string | number): number => textWidth(String(value));

/** A long header takes two lines: printed, the sheet of the form would be too small to read otherwise. */
const headWidth = (header: string): number => Math.max(4, Math.ceil(widthOf(header) / 2));

/** A day is a day in a spreadsheet, so that it can be sorted and counted. */
const cellOf = (header: string | undefined, value: string | number): Cell =>
  header === '日期' && /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? { date: String(value) } : value;

/** The record as a workbook: the form in one row under its columns (domain/drills.md §6), and a sheet for each attachment. */
export function workbookOf(record: DrillRecord): Ledger {
  const sheet = (title: string, headers: readonly string[], rows: readonly (readonly (string | number)[])[]) => ({
    title,
    columns: headers.map((header, index) => ({
      header,
      width: Math.min(WIDEST, Math.max(headWidth(header), ...rows.map((row) => widthOf(row[index] ?? ''))) + 2),
    })),
    rows: () => rows.map((row) => row.map((value, index) => cellOf(headers[index], value))),
  });
  return {
    title: record.heading,
    heading: record.heading,
    sheets: [
      sheet(
        '演练记录表',
        record.columns.map(([label]) => label),
        [record.columns.map(([, value]) => value)],
      ),
      ...record.tables.map(({ title, headers, rows }) => sheet(title, headers, rows)),
    ],
  };
}

/** Writes 演练记录表 as spreadsheet and as document, and sends both to whoever asked. The libraries are large and loaded only here. */
export async function writeDrillRecord(
  errand: Extract<HostErrand, { errand: 'write-drill-record' }>,
  reading: Context,
  files: Files,
  write: WritePaper,
): Promise<ErrandOutcome> {
  const of = findDrill(reading, errand.drill);
  if (!of) return { done: () => {} };
  const record = drillRecord(reading, of);
  const made = [
    await keepFile(files, `${record.name}.xlsx`, (await workbookBytes(workbookOf(record))).bytes),
    await keepPaper(drillPaper(record), files, write),
  ];
  return {
    done: (context) => {
      for (const file of made)
        sendFile(
          context,
          file,
          { person: errand.person },
          { dedupeKey: `drill-record:${errand.drill}:${errand.person}:${file.hash}:${context.now}` },
        );
    },
  };
}
