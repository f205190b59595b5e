/**
 * The one database of an organisation, whichever engine holds it. Everything here is synchronous: an async callback in
 * a transaction is not atomic on Durable Objects and throws on better-sqlite3 (reference/runtime.md §3), so it does
 * not compile.
 */
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type * as schema from './schema/index.ts';

/** `unknown`: what run() gives back differs between the engines; use `.returning()`. */
export type Db = BaseSQLiteDatabase<'sync', unknown, typeof schema>;

export type Sync<T> = T extends PromiseLike<unknown> ? never : T;

export interface Store {
  readonly engine: 'better-sqlite3' | 'durable-object';
  readonly db: Db;
  /** Runs the work atomically; inside another transaction it is a savepoint, so a failing part rolls back alone. */
  transaction<T>(work: () => Sync<T>): T;
  close(): void;
}

const cache = new WeakMap<Db, Map<symbol, unknown>>();

/**
 * A statement that is prepared once per database and used on hot paths: building and preparing a dynamic query costs
 * more than running it (reference/runtime.md §6).
 */
export function prepared<T>(build: (db: Db) => T): (db: Db) => T {
  const key = Symbol('statement');
  return (db) => {
    let statements = cache.get(db);
    if (!statements) {
      statements = new Map();
      cache.set(db, statements);
    }
    const known = statements.get(key);
    // Only `build` of this very key ever writes the entry.
    if (known !== undefined) return known as T;
    const made = build(db);
    statements.set(key, made);
    return made;
  };
}
