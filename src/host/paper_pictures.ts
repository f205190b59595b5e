import { pictureSize } from '../photos/picture_size.ts';
import type { Paper } from '../records/paper.ts';
import type { Files } from '../store/files.ts';

/** A picture that goes into a document, with its size in pixels as shown. */
export interface Embedded {
  readonly bytes: Uint8Array;
  readonly kind: 'jpeg' | 'png' | 'gif';
  readonly width: number;
  readonly height: number;
}

/** By hash. */
export type Pictures = ReadonlyMap<string, Embedded>;

/** Vendors take 20–30 MB as a file (reference/feishu.md §7); pictures stop before. */
const LARGEST_PICTURES = 18 * 1024 * 1024;

/** The pictures a paper names, as far as a document can hold them; what is left out the document says itself. */
export async function picturesOf(paper: Paper, files: Files): Promise<Pictures> {
  const found = new Map<string, Embedded>();
  let size = 0;
  for (const block of paper.blocks) {
    if (block.kind !== 'pictures') continue;
    for (const { hash } of block.pictures) {
      const bytes = found.has(hash) ? undefined : await files.get(hash);
      const known = bytes && pictureSize(bytes);
      if (!bytes || !known || size + bytes.length > LARGEST_PICTURES) continue;
      size += bytes.length;
      found.set(hash, { bytes, ...known });
    }
  }
  return found;
}
