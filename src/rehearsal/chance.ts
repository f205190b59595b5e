/**
 * Chance that can be repeated: a number in [0, 1) from a seed and what it is about. It depends on nothing that was
 * asked before, so that one more card does not change everybody's day.
 */
export function chance(seed: number, ...about: readonly (string | number)[]): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of about.join('\u0000')) {
    value ^= character.codePointAt(0) ?? 0;
    value = Math.imul(value, 0x01000193) >>> 0;
  }
  // FNV alone leaves neighbours close together; this spreads them (MurmurHash3's finalizer).
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b) >>> 0;
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35) >>> 0;
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}

/** A whole number from `from` to `to`, both included. */
export const between = (from: number, to: number, share: number): number => from + Math.floor(share * (to - from + 1));
