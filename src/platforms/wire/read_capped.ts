/**
 * A body's bytes, or undefined as soon as there are more than `maxBytes`. A declared length above it is not read at
 * all; with no declared length the body is read piece by piece.
 */
export async function readCapped(source: Request | Response, maxBytes: number): Promise<Buffer | undefined> {
  const declared = source.headers.get('content-length');
  // A compressed answer declares its compressed length, so only an upper value decides here.
  if (declared !== null && !(Number(declared) <= maxBytes)) return undefined;
  if (declared !== null && source instanceof Request) {
    const bytes = Buffer.from(await source.arrayBuffer());
    return bytes.length <= maxBytes ? bytes : undefined;
  }
  if (!source.body) return Buffer.alloc(0);
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = source.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces);
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
}
