import { ascii, startsWith } from './bytes.ts';
import { stripGif } from './gif.ts';
import { stripJpeg } from './jpeg.ts';
import { stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp';

export type Stripped =
  | { readonly ok: true; readonly kind: PictureKind; readonly contentType: string; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: 'not_an_image' | 'broken' | 'heic' };

/** What the person is told; `gone`: the platform no longer has the picture. */
export const refusalTexts: Readonly<Record<'not_an_image' | 'broken' | 'heic' | 'gone', string>> = {
  not_an_image: '这个文件不是照片，没有存。请用手机拍一张发来。',
  broken: '照片不完整，没有存上。请重新发一次。',
  heic: '这张是 HEIC 格式，暂时存不了。请在手机“设置→相机→格式”选“兼容性最佳”，重拍一张发来。',
  gone: '照片没有取到。请重新发一次。',
};

/** Brands of the ISO container that phones use for photos (HEIC, HEIF) and its close relation AVIF. */
const HEIF_BRANDS = new Set([
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'hevm',
  'hevs',
  'mif1',
  'msf1',
  'avif',
  'avis',
]);

const formats: readonly {
  readonly kind: PictureKind;
  readonly is: (bytes: Uint8Array) => boolean;
  readonly strip: (bytes: Uint8Array) => Uint8Array | undefined;
}[] = [
  { kind: 'jpeg', is: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]), strip: stripJpeg },
  { kind: 'png', is: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), strip: stripPng },
  { kind: 'gif', is: (bytes) => /^GIF8[79]a$/.test(ascii(bytes, 0, 6)), strip: stripGif },
  { kind: 'webp', is: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP', strip: stripWebp },
];

/** What kind of picture these bytes are; undefined when they are none we keep. */
export function contentTypeOf(bytes: Uint8Array): string | undefined {
  const format = formats.find((candidate) => candidate.is(bytes));
  return format && `image/${format.kind}`;
}

/**
 * A picture without what tells where, when, by whom and by which device it was made; the visible picture and its
 * orientation stay. The kind comes from the bytes, never from a name. Never throws: anything may have been sent. The
 * same picture always gives the same bytes, so that one used twice is noticed.
 */
export function stripMetadata(bytes: Uint8Array): Stripped {
  const format = formats.find((candidate) => candidate.is(bytes));
  if (!format) {
    const isHeif = ascii(bytes, 4, 4) === 'ftyp' && HEIF_BRANDS.has(ascii(bytes, 8, 4));
    return { ok: false, why: isHeif ? 'heic' : 'not_an_image' };
  }
  const stripped = format.strip(bytes);
  if (!stripped) return { ok: false, why: 'broken' };
  return { ok: true, kind: format.kind, contentType: `image/${format.kind}`, bytes: stripped };
}
