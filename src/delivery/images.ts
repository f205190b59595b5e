import type { Card } from '../../cards/model.ts';
import type { Platform } from '../platforms/platform.ts';
import { vendorImage } from '../store/schema/index.ts';
import { directoryFor, imagesOf } from './directory.ts';
import { type Result, resultOf } from './result.ts';
import type { Surroundings } from './sender.ts';

/**
 * Gives the vendor the pictures a card shows and it does not have yet; each is uploaded once. Answers with a result
 * when the card has to wait; a picture the vendor refuses, or that is missing, is left out and the card goes on.
 */
export async function uploadImages(
  card: Card,
  platform: Platform,
  surroundings: Surroundings,
): Promise<Result | undefined> {
  const { db } = surroundings.context();
  const known = directoryFor(db, platform.name, card).images;
  for (const hash of imagesOf(card)) {
    if (known.has(hash)) continue;
    const bytes = await surroundings.files.get(hash);
    if (!bytes) {
      surroundings.log.error(
        { card: card.key, hash },
        'delivery.image_missing: the stored picture is not there; restore the photos from a backup',
      );
      continue;
    }
    surroundings.spend(platform.name);
    const uploaded = await platform.uploadImage(bytes);
    if (uploaded.ok) {
      const { key } = uploaded;
      surroundings.commit((context) => {
        context.db.insert(vendorImage).values({ platform: platform.name, hash, key }).onConflictDoNothing().run();
      });
    } else if (uploaded.verdict.is === 'later') return resultOf(uploaded.verdict, false);
    else
      surroundings.log.warn(
        { card: card.key, hash, ...uploaded.verdict },
        'delivery.image_refused: the card goes without it',
      );
  }
  return undefined;
}
