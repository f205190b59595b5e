import { eq } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { inList } from '../store/in_list.ts';
import { evidence, meeting, photo, vendorImage } from '../store/schema/index.ts';

/** Those of the files that no record has any more; a picture sent twice stays until both records are gone. */
export function unusedFiles(context: Pick<ReadContext, 'db'>, hashes: readonly string[]): readonly string[] {
  const { db } = context;
  const used = new Set<string | null>();
  for (const row of db.select({ hash: photo.hash }).from(photo).where(inList(photo.hash, hashes)).all())
    used.add(row.hash);
  for (const row of db.select({ hash: evidence.hash }).from(evidence).where(inList(evidence.hash, hashes)).all())
    used.add(row.hash);
  for (const row of db
    .select({ hash: meeting.minutesHash })
    .from(meeting)
    .where(inList(meeting.minutesHash, hashes))
    .all())
    used.add(row.hash);
  return [...new Set(hashes)].filter((hash) => !used.has(hash));
}

/** The vendors' keys of a picture that is gone: sent again one day, it is uploaded again. */
export function forgetUploads(context: Context, hashes: readonly string[]): void {
  for (const hash of hashes) context.db.delete(vendorImage).where(eq(vendorImage.hash, hash)).run();
}
