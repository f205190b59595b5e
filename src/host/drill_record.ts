import { createHash } from 'node:crypto';
import { findDrill } from '../drills/queries.ts';
import { drillRecord } from '../drills/record.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile } from '../kernel/send.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';

/** Writes 演练记录表 as spreadsheet and as document, and sends both to whoever asked. The libraries are large and loaded only here. */
export async function writeDrillRecord(
  errand: Extract<HostErrand, { errand: 'write-drill-record' }>,
  reading: Context,
  files: Files,
): Promise<ErrandOutcome> {
  const of = findDrill(reading, errand.drill);
  if (!of) return { done: () => {} };
  const record = drillRecord(reading, of);
  const [{ spreadsheetOf }, { documentOf }] = await Promise.all([
    import('./drill_record_xlsx.ts'),
    import('./drill_record_docx.ts'),
  ]);
  const made = [
    await keep(files, `${record.name}.xlsx`, await spreadsheetOf(record)),
    await keep(files, `${record.name}.docx`, await documentOf(record)),
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

async function keep(files: Files, name: string, bytes: Uint8Array) {
  const hash = createHash('sha256').update(bytes).digest('hex');
  await files.put(hash, bytes);
  return { name, hash };
}
