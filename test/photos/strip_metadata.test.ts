import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripMetadata } from '../../src/photos/strip_metadata.ts';
import * as pictures from './pictures.ts';

const { bytesOf, SECRETS } = pictures;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const all: readonly [string, Uint8Array][] = [
  ['jpeg', pictures.jpeg(6)],
  ['jpeg, little-endian', pictures.jpeg(8, true)],
  ['png', pictures.png],
  ['webp', pictures.webp],
  ['moving webp', pictures.movingWebp],
  ['gif', pictures.gif],
];
const orientationOf = (value: number): Uint8Array =>
  bytesOf([0xff, 0xe1, 0, 34], 'Exif\0\0MM', [
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    value,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

function bare(bytes: Uint8Array): Uint8Array {
  const stripped = stripMetadata(bytes);
  if (!stripped.ok) throw new Error(stripped.why);
  return stripped.bytes;
}

describe('what a picture tells besides itself', () => {
  test.each(all)('%s: nothing of it survives', (_name, bytes) => {
    const text = Buffer.from(bare(bytes)).toString('latin1');
    for (const secret of SECRETS) {
      expect(Buffer.from(bytes).includes(Buffer.from(secret))).toBe(true);
      expect(text.includes(Buffer.from(secret).toString('latin1'))).toBe(false);
    }
  });

  test.each([
    ['png', pictures.png, pictures.barePng],
    ['webp', pictures.webp, pictures.bareWebp],
    ['moving webp', pictures.movingWebp, pictures.bareMovingWebp],
    ['gif', pictures.gif, pictures.bareGif],
    ['jpeg without Exif', pictures.jpeg(), pictures.bareJpeg()],
  ])('%s: the picture itself stays, byte for byte', (_name, full, expected) => {
    expect(hex(bare(full))).toBe(hex(expected));
  });

  test.each([2, 3, 4, 5, 6, 7, 8])('a JPEG keeps orientation %d, in either byte order', (orientation) => {
    const expected = hex(pictures.bareJpeg(orientationOf(orientation)));
    expect(hex(bare(pictures.jpeg(orientation)))).toBe(expected);
    expect(hex(bare(pictures.jpeg(orientation, true)))).toBe(expected);
  });

  test.each([0, 1, 9, 65_535])('orientation %d needs no Exif', (orientation) => {
    expect(hex(bare(pictures.jpeg(orientation)))).toBe(hex(pictures.bareJpeg()));
  });

  test.each(all)('%s: stripping twice changes nothing more', (_name, bytes) => {
    expect(hex(bare(bare(bytes)))).toBe(hex(bare(bytes)));
  });
});

describe('what is no picture', () => {
  test.each([
    ['a document', bytesOf('%PDF-1.7')],
    ['a program called .jpg', bytesOf('MZ', new Uint8Array(200))],
    ['a page', bytesOf('<html><img src=x onerror=alert(1)></html>')],
    ['a drawing with scripts', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', bytesOf()],
  ])('%s is refused', (_name, bytes) => {
    expect(stripMetadata(bytes)).toEqual({ ok: false, why: 'not_an_image' });
  });

  test('HEIC is named as such', () => {
    expect(stripMetadata(pictures.heic)).toEqual({ ok: false, why: 'heic' });
  });

  test.each([
    ['a JPEG of markers only', bytesOf([0xff, 0xd8, 0xff, 0xd9])],
    ['a JPEG that opens again', bytesOf([0xff, 0xd8, 0xff, 0xd8, 0xff, 0xd9])],
    ['a PNG without a picture', bytesOf(pictures.barePng.subarray(0, 33), [0, 0, 0, 0], 'IEND', [0, 0, 0, 0])],
    ['a GIF without a picture', bytesOf('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0x3b])],
    ['a WebP without a picture', bytesOf('RIFF', [4, 0, 0, 0], 'WEBP')],
    ['a WebP that claims 4 GB', bytesOf('RIFF', [255, 255, 255, 255], 'WEBPVP8 ')],
  ])('%s is broken', (_name, bytes) => {
    expect(stripMetadata(bytes)).toEqual({ ok: false, why: 'broken' });
  });

  test('cut anywhere it is broken or no picture, never half a one', () => {
    for (const whole of [
      pictures.bareJpeg(),
      pictures.barePng,
      pictures.bareWebp,
      pictures.bareMovingWebp,
      pictures.bareGif,
    ]) {
      for (let length = 0; length < whole.length; length += 1) {
        const stripped = stripMetadata(whole.subarray(0, length));
        expect([length, stripped.ok]).toEqual([length, false]);
      }
    }
  });
});

describe('hostile input', () => {
  const starts = all.map(([, bytes]) => bytes);

  test('random bytes behind a true signature never throw and never grow', () => {
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.nat(40), fc.uint8Array({ maxLength: 400 }), (start, kept, noise) => {
        const bytes = bytesOf(start.subarray(0, kept), noise);
        const stripped = stripMetadata(bytes);
        // A minimal Exif may take the place of a larger one.
        if (stripped.ok) expect(stripped.bytes.length).toBeLessThanOrEqual(bytes.length + 36);
      }),
      { numRuns: 3_000 },
    );
  });

  test('a picture with bytes changed never throws, and what comes out can be stripped again', () => {
    const changes = fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...starts), changes, (start, edits) => {
        const bytes = Uint8Array.from(start);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        const stripped = stripMetadata(bytes);
        if (stripped.ok) expect(hex(bare(stripped.bytes))).toBe(hex(stripped.bytes));
      }),
      { numRuns: 3_000 },
    );
  });

  test('place data does not survive wherever a JPEG carries it', () => {
    const marker = fc.constantFrom(0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xec, 0xed, 0xef, 0xfe);
    const payload = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(marker, payload), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        (segments, orientation) => {
          const place = Buffer.from('GPS 31.2304 121.4737');
          const extra = segments.map(([name, bytes]) => {
            const data = bytesOf(bytes, place);
            return bytesOf([0xff, name, (data.length + 2) >> 8, (data.length + 2) & 0xff], data);
          });
          const whole = pictures.jpeg(orientation);
          const stripped = bare(bytesOf(whole.subarray(0, 2), ...extra, whole.subarray(2)));
          expect(Buffer.from(stripped).includes(place)).toBe(false);
        },
      ),
    );
  });
});
