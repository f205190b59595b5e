import { createHash } from 'node:crypto';
import { findDrill } from '../drills/queries.ts';
import { type DrillRecord, drillRecord } from '../drills/record.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile } from '../kernel/send.ts';
import type { Ledger } from '../records/ledger.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import { textWidth } from './text_width.ts';
import { workbookBytes } from './write_workbook.ts';

/** Widest column, in characters; a Chinese character is two wide. */
const WIDEST = 40;
const widthOf = (value: string | number): number => textWidth(String(value));

/** The record as a workbook: the form in one row under its columns (domain/drills.md §6), and a sheet for each attachment. */
export function workbookOf(record: DrillRecord): Ledger {
  const sheet = (title: string, headers: readonly string[], rows: readonly (readonly (string | number)[])[]) => ({
    title,
    columns: headers.map((header, index) => ({
      header,
      width: Math.min(WIDEST, Math.max(widthOf(header), ...rows.map((row) => widthOf(row[index] ?? ''))) + 2),
    })),
    rows: () => rows,
  });
  return {
    title: record.heading,
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
): Promise<ErrandOutcome> {
  const of = findDrill(reading, errand.drill);
  if (!of) return { done: () => {} };
  const record = drillRecord(reading, of);
  const made = [
    await keep(files, `${record.name}.xlsx`, (await workbookBytes(workbookOf(record))).bytes),
    await keep(files, `${record.name}.docx`, await documentAside(record)),
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

/**
 * The document is made in one piece, a tenth of a second for a large school, so it is made in a thread of its own
 * (design.md §2: nothing stalls the loop for more than 50 ms). A host without threads makes it in place.
 */
export async function documentAside(record: DrillRecord): Promise<Uint8Array> {
  try {
    const [{ Worker }, { fileURLToPath }] = await Promise.all([import('node:worker_threads'), import('node:url')]);
    const file = fileURLToPath(import.meta.resolve('./drill_record_thread.ts'));
    const thread = new Worker(file, { workerData: record });
    return await new Promise<Uint8Array>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`drill.record: the thread ended with ${code}`)));
    });
  } catch {
    const { documentOf } = await import('./drill_record_docx.ts');
    return documentOf(record);
  }
}

async function keep(files: Files, name: string, bytes: Uint8Array) {
  const hash = createHash('sha256').update(bytes).digest('hex');
  await files.put(hash, bytes);
  return { name, hash };
}
