import { createHash } from 'node:crypto';
import { keepMinutes, minutesReport } from '../digests/meeting/minutes.ts';
import { findMeeting } from '../digests/meeting/queries.ts';
import type { Report } from '../digests/report.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile } from '../kernel/send.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import type { Embedded } from './report_docx.ts';

/**
 * The document is made in one piece, so it is made in a thread of its own (design.md §2: nothing stalls the loop for more
 * than 50 ms). A host without threads makes it in place.
 */
export async function reportAside(
  report: Report,
  pictures: ReadonlyMap<string, Embedded> = new Map(),
): Promise<Uint8Array> {
  try {
    const [{ Worker }, { fileURLToPath }] = await Promise.all([import('node:worker_threads'), import('node:url')]);
    const file = fileURLToPath(import.meta.resolve('./report_thread.ts'));
    const thread = new Worker(file, { workerData: { report, pictures } });
    return await new Promise<Uint8Array>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`report: the thread ended with ${code}`)));
    });
  } catch {
    const { reportDocument } = await import('./report_docx.ts');
    return reportDocument(report, pictures);
  }
}

/** Writes the minutes, keeps them, and sends them to whoever asked. Done twice after a crash they are kept once. */
export async function writeMinutes(
  errand: Extract<HostErrand, { errand: 'write-minutes' }>,
  reading: Context,
  files: Files,
): Promise<ErrandOutcome> {
  const of = findMeeting(reading, errand.meeting);
  if (of?.state !== 'signed') return { done: () => {} };
  const report = minutesReport(reading, of);
  const bytes = await reportAside(report);
  const hash = createHash('sha256').update(bytes).digest('hex');
  await files.put(hash, bytes);
  return {
    done: (context) => {
      keepMinutes(context, of.id, hash);
      const kept = findMeeting(context, of.id)?.minutesHash ?? hash;
      sendFile(
        context,
        { name: `${report.name}.docx`, hash: kept },
        { person: errand.person },
        { dedupeKey: `minutes:${of.id}:${errand.person}:${context.now}` },
      );
    },
  };
}
