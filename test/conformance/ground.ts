import { asc } from 'drizzle-orm';
import type { Context } from '../../src/kernel/context.ts';
import { person } from '../../src/store/schema/index.ts';
import type { Store } from '../../src/store/store.ts';

export type WithStore = (work: (store: Store) => void | Promise<void>) => Promise<void>;

/** Thursday 2025-09-18 10:20 in Shanghai. */
export const NOW = Date.UTC(2025, 8, 18, 2, 20);

export const systemContext = (store: Store, now = NOW): Context => {
  let drawn = 0;
  return {
    store,
    db: store.db,
    now,
    timeZone: 'Asia/Shanghai',
    actor: { kind: 'system' },
    sealer: { seal: (words) => words, open: (sealed) => sealed },
    random: (bytes) => {
      drawn += 1;
      return String(drawn).padStart(bytes * 2, '0');
    },
  };
};

export const names = (store: Store): string[] =>
  store.db
    .select({ name: person.name })
    .from(person)
    .orderBy(asc(person.id))
    .all()
    .map((row) => row.name);

export const add = (store: Store, name: string): number =>
  store.db.insert(person).values({ name, createdAt: NOW }).returning({ id: person.id }).get().id;

export class Broken extends Error {}
