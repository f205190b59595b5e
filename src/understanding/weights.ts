/**
 * How much each sign of a sentence speaks for each answer to one question, learnt from labelled sentences. Signs are kept
 * by a hash, a few of them together: no list of them has to be read at start, and what is stored is a plain table.
 */
export interface Weights {
  readonly answers: readonly string[];
  /** Rows of the table, a power of two. */
  readonly rows: number;
  /** What one unit of the table is worth. */
  readonly unit: number;
  /** A row of weights, in units, for each hash: as many as there are answers. */
  readonly table: Int8Array;
}

/** What speaks without any sign. */
export const ALWAYS = '';

/** Which row a sign is kept in (FNV-1a over its UTF-16 units). */
export function rowOf(sign: string, rows: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sign.length; at += 1) hash = Math.imul(hash ^ sign.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) & (rows - 1);
}

/** How likely each answer is, in their order; sums to 1. */
export function sharesOf({ answers, rows, unit, table }: Weights, signs: readonly string[]): readonly number[] {
  const sums = answers.map(() => 0);
  let known = 0;
  for (const sign of [ALWAYS, ...signs]) {
    const row = rowOf(sign, rows) * answers.length;
    let isKnown = false;
    for (let answer = 0; answer < answers.length; answer += 1) {
      const weight = table[row + answer] ?? 0;
      if (weight === 0) continue;
      isKnown = true;
      sums[answer] = (sums[answer] ?? 0) + weight * unit;
    }
    if (isKnown) known += 1;
  }
  // A long story has more signs, not more certainty.
  const parts = sums.map((sum) => Math.exp(sum / Math.sqrt(Math.max(known, 1))));
  const whole = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / whole);
}

/** The same as JSON holds it: the table in base 64. */
export interface WrittenWeights extends Omit<Weights, 'table'> {
  /** How many labelled sentences it was learnt from, and what they were and how they were read, in few characters. */
  readonly sentences: number;
  readonly fingerprint: string;
  readonly table: string;
}

/** As JSON holds them. */
export function writeWeights(
  { table, ...weights }: Weights,
  lessons: Pick<WrittenWeights, 'sentences' | 'fingerprint'>,
): WrittenWeights {
  let binary = '';
  for (const byte of new Uint8Array(table.buffer, table.byteOffset, table.byteLength))
    binary += String.fromCharCode(byte);
  return { ...lessons, ...weights, table: btoa(binary) };
}

/** Back from JSON, as they were written. */
export function readWeights({ answers, rows, unit, table }: WrittenWeights): Weights {
  const binary = atob(table);
  const bytes = new Int8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return { answers, rows, unit, table: bytes };
}
