import { ascii, byteAt, startsWith, uint16, uint32 } from './bytes.ts';

export interface PictureSize {
  readonly kind: 'jpeg' | 'png' | 'gif';
  /** Pixels as shown: a phone's sideways picture is turned. */
  readonly width: number;
  readonly height: number;
}

/** EXIF orientations 5 to 8 lie on their side. */
function isTurned(bytes: Uint8Array, at: number, length: number): boolean {
  if (ascii(bytes, at, 4) !== 'Exif' || length < 20) return false;
  const tiff = at + 6;
  const little = ascii(bytes, tiff, 2) === 'II';
  const directory = tiff + uint32(bytes, tiff + 4, little);
  const entries = uint16(bytes, directory, little);
  for (let index = 0; index < Math.min(entries, 50); index += 1) {
    const entry = directory + 2 + index * 12;
    if (uint16(bytes, entry, little) === 0x0112) return uint16(bytes, entry + 8, little) >= 5;
  }
  return false;
}

function jpegSize(bytes: Uint8Array): PictureSize | undefined {
  let turned = false;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (byteAt(bytes, at) !== 0xff) return undefined;
    const marker = byteAt(bytes, at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = uint16(bytes, at + 2);
    if (marker === 0xe1) turned ||= isTurned(bytes, at + 4, length);
    // Start of frame, of whichever coding; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [uint16(bytes, at + 5), uint16(bytes, at + 7)];
      return { kind: 'jpeg', width: turned ? height : width, height: turned ? width : height };
    }
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

/**
 * How large a picture is, read from its first bytes; undefined for what office programs do not show (WebP) and for
 * what is no picture. Never throws.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  if (startsWith(bytes, [0xff, 0xd8])) return positive(jpegSize(bytes));
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) && bytes.length >= 24)
    return positive({ kind: 'png', width: uint32(bytes, 16), height: uint32(bytes, 20) });
  if (ascii(bytes, 0, 3) === 'GIF' && bytes.length >= 10)
    return positive({ kind: 'gif', width: uint16(bytes, 6, true), height: uint16(bytes, 8, true) });
  return undefined;
}

const positive = (size: PictureSize | undefined): PictureSize | undefined =>
  size && size.width > 0 && size.height > 0 ? size : undefined;
