import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { refusalTexts, stripMetadata } from '../photos/strip_metadata.ts';
import { photo } from '../store/schema/index.ts';
import { photoOf } from './recipient.ts';
import { type Result, resultOf } from './result.ts';
import type { Sender } from './sender.ts';

/**
 * Fetches a picture from the vendor, takes out where and by which device it was made, and stores it by its hash. What
 * is no picture is refused with words for the person in `photo.refusal`; `onPhoto` hears of both.
 */
export const fetchPhotoRow: Sender = async ({ row, platform }, surroundings) => {
  const wanted = photoOf(surroundings.context().db, row);
  if (wanted?.state !== 'wanted') return { is: 'dropped', why: 'no_longer_needed' };
  const finish = (state: 'stored' | 'refused', values: { hash?: string; refusal?: string }): Result => ({
    is: 'sent',
    note: state,
    write: (context) => {
      context.db
        .update(photo)
        .set({ state, ...values })
        .where(eq(photo.id, wanted.id))
        .run();
      surroundings.onPhoto(context, wanted.id);
    },
  });

  const media = await platform.download(wanted.messageId, wanted.mediaKey, 'image');
  if (!media.ok) {
    if (media.verdict.is === 'sent') throw new Error('delivery.download: a platform answered sent without bytes');
    const result = resultOf(media.verdict, false);
    if (result.is === 'later') return result;
    surroundings.log.warn(
      { photo: wanted.id, ...media.verdict },
      'delivery.photo_lost: the sender is asked to send it again',
    );
    return finish('refused', { refusal: refusalTexts.gone });
  }
  const stripped = stripMetadata(media.bytes);
  if (!stripped.ok) return finish('refused', { refusal: refusalTexts[stripped.why] });
  const hash = createHash('sha256').update(stripped.bytes).digest('hex');
  await surroundings.files.put(hash, stripped.bytes);
  return finish('stored', { hash });
};
