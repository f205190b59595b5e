/** JPEG, ITU-T T.81 annex B (markers) and Exif 2.3 §4.5 (the TIFF inside APP1). */
import { ascii, byteAt, joined, uint16, uint32 } from './bytes.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;

/** Markers that stand alone, without a length: TEM and the restarts. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Keeps what the picture is made of, its colours (JFIF, Adobe, ICC) and how it must be turned; drops every other
 * application segment, comments, and whatever follows the picture (previews, motion clips). Undefined when the
 * picture is incomplete.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const header: Uint8Array[] = [];
  const body: Uint8Array[] = [];
  let orientation = 1;
  let hasFrame = false;
  let hasScan = false;
  let at = 2;
  for (;;) {
    if (byteAt(bytes, at) !== 0xff) return undefined;
    while (byteAt(bytes, at + 1) === 0xff) at += 1;
    if (at + 1 >= bytes.length) return undefined;
    const marker = byteAt(bytes, at + 1);
    if (marker === EOI) break;
    if (marker === SOI || marker === 0) return undefined;
    if (standsAlone(marker)) {
      at += 2;
      continue;
    }
    const length = uint16(bytes, at + 2);
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    const payload = bytes.subarray(at + 4, end);
    if (marker === APP1) orientation = orientationOf(payload) ?? orientation;
    if (marker === SOS) {
      hasScan = true;
      end = scanEnd(bytes, end);
    }
    hasFrame ||= isFrame(marker);
    if (isKept(marker, payload)) (marker === APP0 ? header : body).push(bytes.subarray(at, end));
    at = end;
  }
  if (!hasFrame || !hasScan) return undefined;
  const turned = orientation === 1 ? [] : [orientationSegment(orientation)];
  return joined([Uint8Array.of(0xff, SOI), ...header, ...turned, ...body, Uint8Array.of(0xff, EOI)]);
}

function isKept(marker: number, payload: Uint8Array): boolean {
  // JFIF may carry a thumbnail of another picture; its fixed part alone is 14 bytes. JFXX is a thumbnail altogether.
  if (marker === APP0) return ascii(payload, 0, 5) === 'JFIF\0' && payload.length === 14;
  // APP2 also holds multi-picture lists that point at previews with metadata of their own.
  if (marker === APP2) return ascii(payload, 0, 12) === 'ICC_PROFILE\0';
  if (marker === APP14) return ascii(payload, 0, 5) === 'Adobe' && payload.length === 12;
  return marker !== COM && !(marker >= APP0 && marker <= APP15);
}

/** Where the compressed data that starts at `from` ends: the first marker that is neither stuffing nor a restart. */
function scanEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1) return bytes.length;
    const next = byteAt(bytes, at + 1);
    if (next !== 0 && next !== 0xff && !standsAlone(next)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/** 1–8 from an Exif segment; undefined for anything else. */
function orientationOf(payload: Uint8Array): number | undefined {
  if (ascii(payload, 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = payload.subarray(6);
  const order = ascii(tiff, 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const isLittle = order === 'II';
  if (uint16(tiff, 2, isLittle) !== 42) return undefined;
  const directory = uint32(tiff, 4, isLittle);
  const count = uint16(tiff, directory, isLittle);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (uint16(tiff, entry, isLittle) !== ORIENTATION_TAG || uint16(tiff, entry + 2, isLittle) !== SHORT) continue;
    const value = uint16(tiff, entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** The smallest Exif there is: one entry. Without it photos taken upright lie on their side. */
function orientationSegment(orientation: number): Uint8Array {
  return Uint8Array.of(
    ...[0xff, APP1, 0x00, 0x22],
    ...[0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
    ...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08],
    ...[0x00, 0x01],
    ...[0x01, 0x12, 0x00, SHORT, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00],
    ...[0x00, 0x00, 0x00, 0x00],
  );
}
