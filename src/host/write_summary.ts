import { createHash } from 'node:crypto';
import type { Report } from '../digests/report.ts';
import { summaryReport } from '../digests/summary/report.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile, sendText } from '../kernel/send.ts';
import { pictureSize } from '../photos/size.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import type { Embedded } from './report_docx.ts';
import { reportAside } from './write_report.ts';

/** Vendors take 20–30 MB as a file (reference/feishu.md §7); pictures stop before. */
const LARGEST_PICTURES = 18 * 1024 * 1024;

/** The pictures a report names, as far as a document can hold them. */
async function picturesOf(report: Report, files: Files): Promise<ReadonlyMap<string, Embedded>> {
  const found = new Map<string, Embedded>();
  let size = 0;
  for (const part of report.parts) {
    if (part.is !== 'pictures') continue;
    for (const { hash } of part.pictures) {
      const bytes = found.has(hash) ? undefined : await files.get(hash);
      const known = bytes && pictureSize(bytes);
      if (!bytes || !known || size + bytes.length > LARGEST_PICTURES) continue;
      size += bytes.length;
      found.set(hash, { bytes, ...known });
    }
  }
  return found;
}

/** Writes a summary's draft and sends it to whoever asked, and to nobody else. */
export async function writeSummary(
  errand: Extract<HostErrand, { errand: 'write-summary' }>,
  reading: Context,
  files: Files,
): Promise<ErrandOutcome> {
  const { person, school, kind, from, to, text, photos } = errand;
  const report = summaryReport(reading, school, { kind, from, to, text }, photos);
  const bytes = await reportAside(report, await picturesOf(report, files));
  const hash = createHash('sha256').update(bytes).digest('hex');
  await files.put(hash, bytes);
  return {
    done: (context) => {
      const key = `summary-file:${person}:${hash}:${context.now}`;
      sendFile(context, { name: `${report.name}.docx`, hash }, { person }, { dedupeKey: key });
      sendText(context, '初稿好了。标“请补”的几处写上，改完再报。', { person }, { dedupeKey: `${key}:text` });
    },
  };
}
