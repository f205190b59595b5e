import { keepMinutes, minutesPaper } from '../digests/meeting/minutes.ts';
import { findMeeting } from '../digests/meeting/queries.ts';
import type { Context } from '../kernel/context.ts';
import { type HostErrand, sendFile } from '../kernel/send.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';
import { keepPaper, type WritePaper } from './paper_aside.ts';

/** Writes the minutes, keeps them, and sends them to whoever asked. Done twice after a crash they are kept once. */
export async function writeMinutes(
  errand: Extract<HostErrand, { errand: 'write-minutes' }>,
  reading: Context,
  files: Files,
  write: WritePaper,
): Promise<ErrandOutcome> {
  const of = findMeeting(reading, errand.meeting);
  if (of?.state !== 'signed') return { done: () => {} };
  const { name, hash } = await keepPaper(minutesPaper(reading, of), files, write);
  return {
    done: (context) => {
      keepMinutes(context, of.id, hash);
      const kept = findMeeting(context, of.id)?.minutesHash ?? hash;
      sendFile(
        context,
        { name, hash: kept },
        { person: errand.person },
        { dedupeKey: `minutes:${of.id}:${errand.person}:${context.now}` },
      );
    },
  };
}
