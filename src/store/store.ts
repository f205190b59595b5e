/**
 * The one database of an organisation, whichever engine holds it. Everything here is synchronous: an async callback in
 * a transaction is not atomic on Durable Objects and throws on better-sqlite3 (reference/runtime.md §3), so it does
 * not compile.
 */
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import { withQuickRows } from './mapping.ts';
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

/** The part of drizzle's dialect that turns a query into text; drizzle's own types hide it. */
interface Dialect {
  readonly escapeParam: (index: number) => string;
  readonly sqlToQuery: (this: Dialect, query: { inlineParams(): unknown }, source?: string) => unknown;
}

/**
 * The same database for statements that stay: constants stand in the SQL text, placeholders are written `+?`. SQLite
 * looks at the value behind a bare `?` (on a column without an index, in a join, in `limit ?`) to guess how many rows
 * will match, and then plans the prepared statement anew at every run: 16 µs instead of 2. The plus changes no value.
 */
function forStatements(db: Db): Db {
  // `dialect` is marked internal in drizzle and missing from its types; the pinned version has it (drizzle-orm 0.45.4).
  const { dialect } = db as unknown as { readonly dialect: Dialect };
  const lasting: Dialect = Object.create(dialect, {
    escapeParam: { value: () => '+?' },
    sqlToQuery: {
      value: (query: { inlineParams(): unknown }, source?: string) => {
        query.inlineParams();
        return dialect.sqlToQuery.call(lasting, query, source);
      },
    },
  });
  return Object.create(db, { dialect: { value: lasting } });
}

/**
 * A statement that is prepared once per database and used on hot paths: building and preparing a dynamic query costs
 * more than running it (reference/runtime.md §6). Only what is a placeholder stays a parameter.
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
    const made = withQuickRows(build(forStatements(db)));
    statements.set(key, made);
    return made;
  };
}
