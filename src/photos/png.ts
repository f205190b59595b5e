/** PNG (W3C third edition, §5 and §11): a signature and chunks of length, type, data, check sum. */
import { ascii, joined, uint32 } from './bytes.ts';

/** What the picture is made of and its colours; texts, times, Exif and private chunks are not on the list. */
const KEPT = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'hIST', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
]);

export function stripPng(bytes: Uint8Array): Uint8Array | undefined {
  const parts = [bytes.subarray(0, 8)];
  let hasData = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + uint32(bytes, at);
    const type = ascii(bytes, at + 4, 4);
    if (end > bytes.length || (at === 8) !== (type === 'IHDR')) return undefined;
    if (KEPT.has(type)) parts.push(bytes.subarray(at, end));
    hasData ||= type === 'IDAT';
    if (type === 'IEND') return hasData ? joined(parts) : undefined;
    at = end;
  }
  return undefined;
}
