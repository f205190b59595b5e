import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from './migrate.ts';
import * as schema from './schema/index.ts';
import type { Store } from './store.ts';

/** What we need of a Durable Object's storage; the real one is assignable. */
export type DurableStorage = Parameters<typeof drizzle>[0];

/** The same store on Durable Object SQLite. Nested transactions are savepoints there too. */
export function openDurableObjectStore(storage: DurableStorage, now: number): Store {
  const store: Store = {
    engine: 'durable-object',
    db: drizzle(storage, { schema }),
    // The runtime's own typing takes any closure; `Sync` in Store keeps promises out.
    transaction: <T>(work: () => unknown) => storage.transactionSync(work) as T,
    close: () => {},
  };
  migrate(store, now);
  return store;
}
