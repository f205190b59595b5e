/** Reading and joining bytes of picture files; nothing here reads past the end. */

export const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

export const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  bytes.length >= signature.length && signature.every((byte, index) => bytes[index] === byte);

export const uint16 = (bytes: Uint8Array, at: number, littleEndian = false): number =>
  littleEndian ? byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) : (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);

export const uint32 = (bytes: Uint8Array, at: number, littleEndian = false): number =>
  littleEndian
    ? uint16(bytes, at, true) + uint16(bytes, at + 2, true) * 0x10000
    : uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2);

/** Past the end reads as 0; every caller checks lengths before it trusts what it read. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
