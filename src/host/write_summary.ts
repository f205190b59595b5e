import { summaryPaper } from '../digests/summary/paper.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile, sendText } from '../kernel/send.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import { keepPaper, type WritePaper } from './paper_aside.ts';

/** Writes a summary's draft and sends it to whoever asked, and to nobody else. */
export async function writeSummary(
  errand: Extract<HostErrand, { errand: 'write-summary' }>,
  reading: Context,
  files: Files,
  write: WritePaper,
): Promise<ErrandOutcome> {
  const { person, school, kind, from, to, text, photos } = errand;
  const made = await keepPaper(summaryPaper(reading, school, { kind, from, to, text }, photos), files, write);
  return {
    done: (context) => {
      const key = `summary-file:${person}:${made.hash}:${context.now}`;
      sendFile(context, made, { person }, { dedupeKey: key });
      sendText(context, '初稿好了。标“请补”的几处写上，改完再报。', { person }, { dedupeKey: `${key}:text` });
    },
  };
}
