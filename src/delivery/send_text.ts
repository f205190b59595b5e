import { z } from 'zod';
import { idempotencyKeyOf, resultOf } from './result.ts';
import { learnDirectChat } from './send_card.ts';
import type { Sender } from './sender.ts';

/** A plain sentence. */
export const sendTextRow: Sender = async ({ row, platform, recipient }) => {
  if (!recipient || row.text === null) throw new Error('delivery.row: a text row without words or addressee');
  const verdict = await platform.sendText(recipient, row.text, idempotencyKeyOf(row));
  if (verdict.is !== 'sent') return resultOf(verdict, true);
  return { is: 'sent', write: (context) => learnDirectChat(context, platform.name, recipient, verdict) };
};

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
