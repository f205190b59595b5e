import { createHash } from 'node:crypto';
import type { PhotoHash } from '../../cards/model.ts';
import { refusalTexts, stripMetadata } from '../photos/strip_metadata.ts';
import type { Files } from '../store/files.ts';
import { PHOTOS } from './show_field.ts';

/** Pictures taken from one submission. */
export const MOST_PHOTOS = 9;
/** A picture that is to be shown on a card may not be larger (reference/feishu.md §7 Upload). */
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;

export interface Uploads {
  readonly hashes: readonly PhotoHash[];
  /** What could not be kept, in words for the person. */
  readonly refusals: readonly string[];
}

/** Stores the submitted pictures like those of the chat: without where and by which device they were made, by their hash. */
export async function readUploads(entered: FormData, files: Files): Promise<Uploads> {
  // An empty file field comes as one nameless file of no bytes.
  const given = entered.getAll(PHOTOS).filter((one): one is File => typeof one !== 'string' && one.size > 0);
  const hashes: PhotoHash[] = [];
  const refusals = new Set<string>();
  if (given.length > MOST_PHOTOS) refusals.add(`一次最多 ${MOST_PHOTOS} 张，其余的请再传一次。`);
  for (const file of given.slice(0, MOST_PHOTOS)) {
    if (file.size > MAX_PHOTO_BYTES) {
      refusals.add('这张照片太大，没有存上。请换一张。');
      continue;
    }
    const stripped = stripMetadata(new Uint8Array(await file.arrayBuffer()));
    if (!stripped.ok) {
      refusals.add(refusalTexts[stripped.why].replace('发来', '上传').replace('重新发', '重新选'));
      continue;
    }
    const hash = createHash('sha256').update(stripped.bytes).digest('hex');
    await files.put(hash, stripped.bytes);
    hashes.push(hash);
  }
  return { hashes: [...new Set(hashes)], refusals: [...refusals] };
}
