import { z } from 'zod';
import type { PlatformName, Recipient, Verdict } from '../platforms/platform.ts';
import { idempotencyKeyOf, isAgain, type Result, resultOf } from './result.ts';
import { learnDirectChat } from './send_card.ts';
import type { Letter, Sender } from './sender.ts';

/** A plain sentence. */
export const sendTextRow: Sender = async ({ row, platform, recipient, bySession = false }) => {
  if (!recipient || row.text === null) throw new Error('delivery.row: a text row without words or addressee');
  const attempt = { again: isAgain(row), bySession };
  const verdict = await platform.sendText(recipient, row.text, idempotencyKeyOf(row), attempt);
  return textResult(verdict, platform.name, recipient);
};

function textResult(verdict: Verdict, platform: PlatformName, recipient: Recipient): Result {
  if (verdict.is !== 'sent') return resultOf(verdict, true);
  return { is: 'sent', write: (context) => learnDirectChat(context, platform, recipient, verdict) };
}

/** The same words to several people in one call: a result for each, in the same order. */
export async function sendTextTogether(letters: readonly Letter[]): Promise<readonly Result[]> {
  const [first] = letters;
  const people = letters.flatMap(({ recipient }) => (recipient?.kind === 'person' ? [recipient] : []));
  const batch = first?.platform.textBatch;
  if (!batch || first.row.text === null || people.length !== letters.length)
    throw new Error('delivery.row: texts to people that cannot leave together');
  const userIds = people.map(({ userId }) => userId);
  const verdicts = await batch.send(userIds, first.row.text, { again: isAgain(first.row) });
  return people.map((person, index) => {
    const verdict = verdicts[index] ?? { is: 'later', why: 'unanswered', detail: 'no verdict for this receiver' };
    return textResult(verdict, first.platform.name, person);
  });
}

const storedFile = z.object({ hash: z.string() });

/** A stored file: `text` is its name, `subject.hash` its bytes. */
export const sendFileRow: Sender = async ({ row, platform, recipient }, { files }) => {
  const stored = storedFile.parse(row.subject);
  if (!recipient || row.text === null) throw new Error('delivery.row: a file row without name or addressee');
  const bytes = await files.get(stored.hash);
  if (!bytes) return { is: 'failed', why: 'file_missing: the stored file is not there', isNews: true };
  const verdict = await platform.sendFile(recipient, row.text, bytes, idempotencyKeyOf(row));
  return verdict.is === 'sent' ? { is: 'sent' } : resultOf(verdict, true);
};
