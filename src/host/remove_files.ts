import type { Context } from '../kernel/context.ts';
import type { HostErrand } from '../kernel/send.ts';
import { DAY } from '../kernel/time.ts';
import { unusedFiles } from '../records/file_uses.ts';
import { filesRemoved } from '../records/retention.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';

/** A file stored again within this time is on its way into a record that is not there yet. */
const STORED_AGAIN_MS = DAY;

/** Takes files from the store that no record has any more. Run again after a crash it finds them gone and counts them. */
export async function removeFiles(
  errand: Extract<HostErrand, { errand: 'remove-files' }>,
  reading: Context,
  files: Files,
): Promise<ErrandOutcome> {
  const removed: string[] = [];
  for (const hash of unusedFiles(reading, errand.files.split(',')))
    if (await files.remove?.(hash, reading.now - STORED_AGAIN_MS)) removed.push(hash);
  return { done: (context) => filesRemoved(context, errand, removed) };
}
