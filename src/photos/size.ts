import { ascii, byteAt, uint16, uint32 } from './bytes.ts';

/** What a document needs to know of a picture: pixels as they are stored. */
export interface PictureSize {
  readonly type: 'jpg' | 'png' | 'gif';
  readonly width: number;
  readonly height: number;
}

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** JPEG, ITU-T T.81 annex B: the size stands in the first frame's header. */
function jpegSize(bytes: Uint8Array): PictureSize | undefined {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (byteAt(bytes, at) !== 0xff) return undefined;
    const marker = byteAt(bytes, at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) return sized('jpg', uint16(bytes, at + 7), uint16(bytes, at + 5));
    at += 2 + uint16(bytes, at + 2);
  }
  return undefined;
}

const sized = (type: PictureSize['type'], width: number, height: number): PictureSize | undefined =>
  width > 0 && height > 0 ? { type, width, height } : undefined;

/** Size and kind of a JPEG, PNG or GIF; undefined for anything else, which a document cannot hold. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  if (bytes.length > 24 && ascii(bytes, 1, 3) === 'PNG') return sized('png', uint32(bytes, 16), uint32(bytes, 20));
  // GIF89a §18: the logical screen, little-endian.
  if (bytes.length > 10 && ascii(bytes, 0, 3) === 'GIF')
    return sized('gif', uint16(bytes, 6, true), uint16(bytes, 8, true));
  return byteAt(bytes, 0) === 0xff && byteAt(bytes, 1) === 0xd8 ? jpegSize(bytes) : undefined;
}
