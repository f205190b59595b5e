/** Repeatable randomness: the same seed gives the same ids, socket choices and latencies. */
export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** In [0, below). */
  integer(below: number): number;
  hex(length: number): string;
  /** Lower-case letters and digits. */
  word(length: number): string;
}

const WORD = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32: small, fast, good enough for test data.
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (below: number) => Math.floor(fraction() * below);
  const pick = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(integer(alphabet.length))).join('');
  return {
    fraction,
    integer,
    hex: (length) => pick('0123456789abcdef', length),
    word: (length) => pick(WORD, length),
  };
}
