import { createHash } from 'node:crypto';
import { evidenceArrived } from '../duties/evidence_files.ts';
import { evidenceRefusal } from '../duties/evidence_kinds.ts';
import type { HostErrand } from '../kernel/send.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Files } from '../store/files.ts';
import type { ErrandOutcome } from './errands.ts';

/** Fetches a file sent for a task and keeps it by its hash; what cannot be had or kept is said to its sender. */
export async function storeEvidence(
  errand: Extract<HostErrand, { errand: 'store-evidence' }>,
  platform: Platform,
  files: Files,
): Promise<ErrandOutcome> {
  const refused = (refusal: string): ErrandOutcome => ({
    done: (context) => evidenceArrived(context, errand.evidence, { refusal }),
  });
  const media = await platform.download(errand.messageId, errand.file, 'file');
  if (!media.ok) {
    const tryAgain = media.verdict.is !== 'never' || media.verdict.why === 'quota_exhausted';
    return tryAgain ? { failed: media.verdict } : refused('没有取到，可能超过 20 MB 或已撤回，请重发一次。');
  }
  const refusal = evidenceRefusal(errand.fileName, media.bytes);
  if (refusal) return refused(refusal);
  const hash = createHash('sha256').update(media.bytes).digest('hex');
  await files.put(hash, media.bytes);
  return { done: (context) => evidenceArrived(context, errand.evidence, { hash }) };
}
