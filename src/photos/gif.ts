/** GIF89a (CompuServe, 1990): a screen, colour tables, and blocks made of sub-blocks. */
import { ascii, byteAt, joined } from './bytes.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
/** Applications that say how often an animation runs; any other (XMP, for one) is metadata. */
const LOOPS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

export function stripGif(bytes: Uint8Array): Uint8Array | undefined {
  let at = 13 + tableLength(byteAt(bytes, 10));
  if (at > bytes.length) return undefined;
  const parts = [bytes.subarray(0, at)];
  let hasImage = false;
  while (at < bytes.length) {
    const start = at;
    const block = byteAt(bytes, at);
    if (block === TRAILER) return hasImage ? joined([...parts, Uint8Array.of(TRAILER)]) : undefined;
    if (block === IMAGE) at = at + 10 + tableLength(byteAt(bytes, at + 9)) + 1;
    else if (block === EXTENSION) at += 2;
    else return undefined;
    const end = subBlocksEnd(bytes, at);
    if (end === undefined) return undefined;
    if (block === IMAGE || isKept(bytes, start)) parts.push(bytes.subarray(start, end));
    hasImage ||= block === IMAGE;
    at = end;
  }
  return undefined;
}

const tableLength = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

function isKept(bytes: Uint8Array, start: number): boolean {
  const label = byteAt(bytes, start + 1);
  return label === GRAPHIC_CONTROL || (label === APPLICATION && LOOPS.has(ascii(bytes, start + 3, 11)));
}

/** Sub-blocks end with an empty one; undefined when the file ends first. */
function subBlocksEnd(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from; at < bytes.length; ) {
    const length = byteAt(bytes, at);
    at += 1 + length;
    if (length === 0) return at;
  }
  return undefined;
}
