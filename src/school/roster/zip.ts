import { inflateRawSync } from 'node:zlib';

/** What is wrong with an archive, for the caller to put into words. */
export type ZipFault = 'broken' | 'encrypted' | 'too-large';

export type ZipReading = { entries: Map<string, Uint8Array>; names: string[] } | { fault: ZipFault };

const MOST_ENTRIES = 4000;

/**
 * Unpacks the entries `wanted` picks, at most `budget` bytes in all: the archive's own words about sizes are not believed (zip bombs).
 * `names` lists every entry. Pure: bytes in, bytes out; never throws.
 */
export function readZip(bytes: Uint8Array, wanted: (name: string) => boolean, budget: number): ZipReading {
  try {
    return unpack(bytes, wanted, budget);
  } catch {
    // A RangeError from reading past the end: the directory points outside the file.
    return { fault: 'broken' };
  }
}

function unpack(bytes: Uint8Array, wanted: (name: string) => boolean, budget: number): ZipReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === undefined) return { fault: 'broken' };
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) return { fault: 'too-large' };
  let at = view.getUint32(end + 16, true);
  let left = budget;
  const entries = new Map<string, Uint8Array>();
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) return { fault: 'broken' };
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder()
      .decode(bytes.subarray(at + 46, at + 46 + nameLength))
      .replace(/\\/g, '/')
      .replace(/^\//, '');
    names.push(name);
    if (wanted(name)) {
      if ((view.getUint16(at + 8, true) & 1) === 1) return { fault: 'encrypted' };
      const content = entry(bytes, view, at, left);
      if (!(content instanceof Uint8Array)) return { fault: content };
      left -= content.byteLength;
      entries.set(name, content);
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return { entries, names };
}

function endOfDirectory(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at -= 1) if (view.getUint32(at, true) === 0x06054b50) return at;
  return undefined;
}

function entry(bytes: Uint8Array, view: DataView, directoryAt: number, left: number): Uint8Array | ZipFault {
  const method = view.getUint16(directoryAt + 10, true);
  const packed = view.getUint32(directoryAt + 20, true);
  const local = view.getUint32(directoryAt + 42, true);
  if (view.getUint32(local, true) !== 0x04034b50) return 'broken';
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > bytes.byteLength) return 'broken';
  const body = bytes.subarray(start, start + packed);
  if (method === 0) return body.byteLength > left ? 'too-large' : body;
  if (method !== 8) return 'broken';
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'broken';
  }
}

/** Packs entries without compression. Checksums are left 0: the only reader is exceljs, which does not look at them. */
export function storeZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const encoded = [...entries].map(([name, content]) => ({ name: new TextEncoder().encode(name), content }));
  const size = encoded.reduce((sum, one) => sum + 30 + 46 + one.name.length * 2 + one.content.length, 22);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const offsets = encoded.map(({ name, content }) => {
    const offset = at;
    view.setUint32(at, 0x04034b50, true);
    header(view, at + 4, name.length, content.length);
    bytes.set(name, at + 30);
    bytes.set(content, at + 30 + name.length);
    at += 30 + name.length + content.length;
    return offset;
  });
  const directory = at;
  encoded.forEach(({ name, content }, index) => {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, 20, true);
    header(view, at + 6, name.length, content.length);
    view.setUint32(at + 42, offsets[index] ?? 0, true);
    bytes.set(name, at + 46);
    at += 46 + name.length;
  });
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, encoded.length, true);
  view.setUint16(at + 10, encoded.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return bytes;
}

/** The fields both headers share: version, UTF-8 names, method 0, sizes, name length. */
function header(view: DataView, at: number, nameLength: number, size: number): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, 0x0800, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameLength, true);
}
