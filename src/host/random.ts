import { randomFillSync } from 'node:crypto';

/** Bytes asked of the system at once: a press needs some 40, and asking costs more than what is got. */
const POOL = 4096;

/** Fresh randomness as hex, each byte given out once. */
export function pooledRandom(): (bytes: number) => string {
  const pool = Buffer.alloc(POOL);
  let used = POOL;
  return (bytes) => {
    if (used + bytes > POOL) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    const given = pool.subarray(used - bytes, used);
    const text = given.toString('hex');
    given.fill(0);
    return text;
  };
}
