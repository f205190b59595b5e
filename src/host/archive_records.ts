import { createHash } from 'node:crypto';
import type { Context } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { archiveLedger } from '../records/archive_ledger.ts';
import { archived } from '../records/retention.ts';
import { schoolById } from '../school/people.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import { workbookBytes } from './write_workbook.ts';

/**
 * Writes what is past its time into one workbook and keeps it by its hash (and by its name, where the host has a folder
 * for that), before anything is taken out. Written again after a crash it is another file with the same rows.
 */
export async function archiveRecords(
  errand: Extract<HostErrand, { errand: 'archive-records' }>,
  reading: Context,
  files: Files,
): Promise<ErrandOutcome> {
  const { bytes, rows } = await workbookBytes(archiveLedger(reading, errand.school, errand.day));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const short = schoolById(reading, errand.school)?.shortName ?? String(errand.school);
  const name = `${short.replace(/[^\p{L}\p{N}]/gu, '')}归档-${errand.day}-${hash.slice(0, 12)}.xlsx`;
  await files.put(hash, bytes);
  await files.keepNamed?.(name, bytes);
  return { done: (context) => archived(context, errand, { name, hash, rows }) };
}
