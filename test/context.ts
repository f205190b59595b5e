import { createHash } from 'node:crypto';
import { asc, gt } from 'drizzle-orm';
import type { Actor, Context, Sealer } from '../src/kernel/context.ts';
import { openMemoryStore } from '../src/store/node.ts';
import { outbox } from '../src/store/schema/index.ts';
import type { Store } from '../src/store/store.ts';

/** Thursday 2025-09-18 10:20 in Shanghai. */
export const THURSDAY = Date.UTC(2025, 8, 18, 2, 20);

export const system: Actor = { kind: 'system' };
export const operator: Actor = { kind: 'operator' };
export const asPerson = (person: number): Actor => ({ kind: 'person', person, platform: 'feishu' });
export const asStranger = (userId: string): Actor => ({ kind: 'stranger', platform: 'feishu', userId });

/** Seals so that the words cannot be read in the rows, and opens again; no secrecy, only the shape. */
const fakeSealer: Sealer = {
  seal: (words) => `sealed:${Buffer.from(words, 'utf8').toString('base64')}`,
  open: (sealed) => Buffer.from(sealed.replace(/^sealed:/, ''), 'base64').toString('utf8'),
};

/** Hex that is different at every call and the same in every run. */
function repeatableRandom(): (bytes: number) => string {
  let drawn = 0;
  return (bytes) => {
    drawn += 1;
    let hex = '';
    for (let part = 0; hex.length < bytes * 2; part += 1)
      hex += createHash('sha256').update(`${drawn}.${part}`).digest('hex');
    return hex.slice(0, bytes * 2);
  };
}

/** A database in memory, a clock that is moved by hand, and contexts for whoever acts. */
export interface World {
  readonly store: Store;
  readonly as: (actor: Actor) => Context;
  /** The system's own context: reading, timers, hosts. */
  readonly context: () => Context;
  /** Moves the clock, ms. */
  readonly later: (milliseconds: number) => void;
  /** What has been put into the outbox since the last look, oldest first. */
  readonly sent: () => readonly (typeof outbox.$inferSelect)[];
}

export function makeWorld(start = THURSDAY): World {
  const store = openMemoryStore(start);
  const random = repeatableRandom();
  let now = start;
  let seen = 0;
  const as = (actor: Actor): Context => ({
    store,
    db: store.db,
    now,
    timeZone: 'Asia/Shanghai',
    actor,
    sealer: fakeSealer,
    random,
  });
  return {
    store,
    as,
    context: () => as(system),
    later: (milliseconds) => {
      now += milliseconds;
    },
    sent: () => {
      const rows = store.db.select().from(outbox).where(gt(outbox.id, seen)).orderBy(asc(outbox.id)).all();
      seen = rows.at(-1)?.id ?? seen;
      return rows;
    },
  };
}
