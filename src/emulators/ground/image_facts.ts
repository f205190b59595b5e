export interface ImageFacts {
  readonly contentType: string;
  /** 0 when the format keeps its size where this reader does not look. */
  readonly width: number;
  readonly height: number;
}

/** The format of image bytes by their first bytes, and the size of PNG, GIF and JPEG; undefined for anything else. */
export function imageFacts(bytes: Uint8Array): ImageFacts | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.subarray(0, 12).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n') && view.length >= 24) {
    return { contentType: 'image/png', width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
  }
  if (/^GIF8[79]a/.test(start) && view.length >= 10) {
    return { contentType: 'image/gif', width: view.readUInt16LE(6), height: view.readUInt16LE(8) };
  }
  if (start.startsWith('\xff\xd8\xff')) return { contentType: 'image/jpeg', ...jpegSize(view) };
  if (/^RIFF....WEBP/s.test(start)) return { contentType: 'image/webp', width: 0, height: 0 };
  if (start.startsWith('BM')) return { contentType: 'image/bmp', width: 0, height: 0 };
  if (/^(II\*\0|MM\0\*)/.test(start)) return { contentType: 'image/tiff', width: 0, height: 0 };
  if (/^....ftyp(hei|mif)/s.test(start)) return { contentType: 'image/heic', width: 0, height: 0 };
  return undefined;
}

/** Walks the JPEG segments to the frame header. */
function jpegSize(view: Buffer): { width: number; height: number } {
  let offset = 2;
  while (offset + 9 < view.length && view[offset] === 0xff) {
    const marker = view[offset + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.readUInt16BE(offset + 5), width: view.readUInt16BE(offset + 7) };
    offset += 2 + view.readUInt16BE(offset + 2);
  }
  return { width: 0, height: 0 };
}
