import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from '../kernel/context.ts';
import { MINUTE } from '../kernel/time.ts';

/** Fires when the code has run out. */
export const PAIRING_TIMER = 'school.pairing';
/** How long a code can be used (design.md §7 "First administrator"). */
export const CODE_LIVES_MS = 30 * MINUTE;
/** Wrong tries a code survives; the fifth makes a new one (design.md §7). */
export const TRIES_PER_CODE = 5;
/**
 * Codes that wrong tries may use up within one life before pairing shuts until the code runs out or the server starts
 * again: 30 guesses at a million codes, so that guessing all day is hopeless.
 */
export const CODES_PER_LIFE = 6;

/** Six digits out of 64 random bits: the remainder's bias is far below one in a billion. */
export const newCode = (context: Pick<Context, 'random'>): string =>
  String(BigInt(`0x${context.random(8)}`) % 1_000_000n).padStart(6, '0');

export const digestOf = (salt: string, code: string): string =>
  createHash('sha256').update(`${salt}\n${code}`).digest('hex');

/** Compares in constant time; '' (no code) fits nothing. */
export function fits(row: { readonly salt: string; readonly codeDigest: string }, code: string): boolean {
  const [given, kept] = [Buffer.from(digestOf(row.salt, code)), Buffer.from(row.codeDigest)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
