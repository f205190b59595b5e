import { createHash, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { privateKey } from '../store/schema/index.ts';

/** No I, L, O, U: read aloud or copied by hand they are taken for 1, 0 and V. 32 signs, 5 bits each. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const typed =
  /^\s*(?:查询码\s*(?:是|[:：])?\s*)?([0-9A-Z]{4})[\s‐-―－-]?([0-9A-Z]{4})[\s‐-―－-]?([0-9A-Z]{4})[\s。.]*$/;

/** A digit and a letter at least, so that no word and no number is one. */
const isMixed = (signs: string): boolean => /\d/.test(signs) && /[A-Z]/.test(signs);

/** 60 random bits as K7M2-9QXD-4TPV. */
export function newReturnKey(context: Pick<Context, 'random'>): string {
  for (;;) {
    const bytes = Buffer.from(context.random(LENGTH), 'hex');
    const signs = [...bytes].map((byte) => SIGNS[byte % SIGNS.length]).join('');
    if (isMixed(signs)) return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
  }
}

/** The key a message consists of, in its one spelling; undefined when the message is something else. */
export function readReturnKey(words: string): string | undefined {
  const found = typed.exec(words.normalize('NFKC').toUpperCase());
  if (!found) return undefined;
  const signs = found.slice(1).join('');
  if (!isMixed(signs)) return undefined;
  const meant = signs.replaceAll('O', '0').replace(/[IL]/g, '1').replaceAll('U', 'V');
  return `${meant.slice(0, 4)}-${meant.slice(4, 8)}-${meant.slice(8)}`;
}

const digestOf = (salt: string, key: string): string => createHash('sha256').update(`${salt}\n${key}`).digest('hex');

/** Keeps a key by its salted digest; the key itself is for the reporter's card and for nothing else. */
export function keepReturnKey(context: Context, matter: { number: string; schoolId: number }, key: string): void {
  const salt = context.random(16);
  context.db
    .insert(privateKey)
    .values({ ...matter, salt, digest: digestOf(salt, key), madeAt: context.now })
    .run();
}

/** The matter a key belongs to. Every kept key is compared, in constant time: there are tens at most. */
export function matterOfKey(context: Pick<ReadContext, 'db'>, key: string): string | undefined {
  let found: string | undefined;
  for (const row of context.db.select().from(privateKey).all()) {
    const [given, kept] = [Buffer.from(digestOf(row.salt, key)), Buffer.from(row.digest)];
    if (given.length === kept.length && timingSafeEqual(given, kept)) found = row.number;
  }
  return found;
}

/** Whether somebody can come back to this matter with a key. */
export const hasReturnKey = (context: Pick<ReadContext, 'db'>, number: string): boolean =>
  context.db.select({ number: privateKey.number }).from(privateKey).where(eq(privateKey.number, number)).get() !==
  undefined;
