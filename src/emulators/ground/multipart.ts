/** One part of a multipart/form-data body. */
export interface Part {
  readonly filename?: string;
  readonly bytes: Uint8Array;
}

/**
 * The parts of a body by field name; undefined when the content type names no boundary. Needed because the official SDK
 * sends a Buffer as a part without a file name, which ordinary form readers decode as text and so destroy.
 */
export function readMultipart(contentType: string, body: Uint8Array): Map<string, Part> | undefined {
  const boundary = contentType.match(/boundary="?([^";]+)"?/)?.[1];
  if (boundary === undefined) return undefined;
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  const parts = new Map<string, Part>();
  let from = whole.indexOf(mark);
  while (from >= 0) {
    const next = whole.indexOf(mark, from + mark.length);
    if (next < 0) break;
    // A part is: mark CRLF headers CRLF CRLF content CRLF next mark.
    const part = whole.subarray(from + mark.length + 2, next - 2);
    from = next;
    const end = part.indexOf('\r\n\r\n');
    if (end < 0) continue;
    const headers = part.subarray(0, end).toString('utf8');
    const name = headers.match(/\bname="([^"]*)"/)?.[1];
    const filename = headers.match(/\bfilename="([^"]*)"/)?.[1];
    if (name === undefined) continue;
    parts.set(name, { bytes: part.subarray(end + 4), ...(filename === undefined ? {} : { filename }) });
  }
  return parts;
}
