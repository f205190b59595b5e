/** WebP (RFC 9649): RIFF chunks, padded to even length. */
import { ascii, byteAt, joined, uint32 } from './bytes.ts';

const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH']);
const KEPT_IN_FRAME = new Set(['VP8 ', 'VP8L', 'ALPH']);
/** Bits of VP8X that announce Exif and XMP (RFC 9649 §2.7.1). */
const METADATA_FLAGS = 0b0000_1100;
const FRAME_HEADER = 16;

export function stripWebp(bytes: Uint8Array): Uint8Array | undefined {
  const end = 8 + uint32(bytes, 4, true);
  // An odd end may or may not have been padded.
  if (end > bytes.length || end < 12) return undefined;
  const chunks = keptChunks(bytes.subarray(12, end), KEPT);
  if (!chunks?.some((chunk) => /^(VP8 |VP8L|ANMF)$/.test(ascii(chunk, 0, 4)))) return undefined;
  const body = joined(chunks);
  return joined([bytes.subarray(0, 4), littleEndian(body.length + 4), bytes.subarray(8, 12), body]);
}

function keptChunks(bytes: Uint8Array, kept: ReadonlySet<string>): Uint8Array[] | undefined {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = uint32(bytes, at + 4, true);
    const end = at + 8 + size;
    if (at + 8 > bytes.length || end > bytes.length) return undefined;
    const type = ascii(bytes, at, 4);
    if (kept.has(type)) {
      const data = type === 'ANMF' ? keptFrame(bytes.subarray(at + 8, end)) : bytes.slice(at + 8, end);
      if (!data) return undefined;
      if (type === 'VP8X' && data.length > 0) data[0] = byteAt(data, 0) & ~METADATA_FLAGS;
      const padding = new Uint8Array(data.length % 2);
      chunks.push(joined([bytes.subarray(at, at + 4), littleEndian(data.length), data, padding]));
    }
    at = end + (size % 2);
  }
  return chunks;
}

/** A frame of an animation holds chunks of its own. */
function keptFrame(data: Uint8Array): Uint8Array | undefined {
  if (data.length < FRAME_HEADER) return undefined;
  const chunks = keptChunks(data.subarray(FRAME_HEADER), KEPT_IN_FRAME);
  return chunks && joined([data.subarray(0, FRAME_HEADER), ...chunks]);
}

const littleEndian = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff);
