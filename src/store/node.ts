import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from './migrate.ts';
import * as schema from './schema/index.ts';
import type { Store } from './store.ts';

/** Another process holds this data directory. */
export class DataDirectoryInUse extends Error {
  readonly code = 'store.in_use';
  constructor(directory: string) {
    super(
      `store.in_use: another Anyuan server already runs on ${directory}; stop it first, or give this one its own DATA_DIR (who: the person who runs the server)`,
    );
  }
}

/**
 * Takes the data directory for this process by an exclusive SQLite lock on `writer.lock`, which the system frees after
 * a crash; the function it returns gives it back. Throws `DataDirectoryInUse`.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const lock = new Database(join(directory, 'writer.lock'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive');
  } catch {
    lock.close();
    throw new DataDirectoryInUse(directory);
  }
  return () => void lock.close();
}

/**
 * Opens the database of a data directory for the one process that may write it: WAL, synchronous=FULL, foreign keys.
 * The writer holds the directory's lock as long as it lives. Throws `DataDirectoryInUse`.
 */
export function openNodeStore(directory: string, now: number): Store {
  const unlock = lockDirectory(directory);
  const client = new Database(join(directory, 'anyuan.db'));
  const store = storeOf(client, unlock);
  migrate(store, now);
  // What a savepoint may have to undo (20 pages a press) stays in memory; otherwise SQLite writes it to a file in /var/tmp.
  // After the migrations: building an index of a large table does not fit there.
  client.pragma('temp_store = MEMORY');
  return store;
}

/** An empty database with every migration applied; those of one process are copies of it. */
let emptyImage: Buffer | undefined;

/** A private database in memory: tests and rehearsals. */
export function openMemoryStore(now: number): Store {
  if (!emptyImage) {
    const client = new Database(':memory:');
    migrate(
      storeOf(client, () => {}),
      now,
    );
    emptyImage = client.serialize();
    client.close();
  }
  return storeOf(new Database(emptyImage), () => {});
}

/** A reader beside the running server: sees every committed row, can write nothing. Throws when there is no database. */
export function openReadOnlyStore(directory: string): Store {
  const client = new Database(join(directory, 'anyuan.db'), { readonly: true, fileMustExist: true });
  return {
    engine: 'better-sqlite3',
    db: drizzle(client, { schema }),
    transaction: () => {
      throw new Error('store.read_only: this connection only reads; writes go through the running server');
    },
    close: () => client.close(),
  };
}

/** More pages than any database has: the copy is made in one step, so that a writer cannot make it start again. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies the database as it is at one moment into a new single file (no write-ahead log beside it), also while another
 * process writes. Throws when there is no database.
 */
export async function copyDatabase(directory: string, to: string): Promise<void> {
  const source = new Database(join(directory, 'anyuan.db'), { readonly: true, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new Database(to);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** Pages copied into the database file at a checkpoint; 4,000 × 4 KiB keeps each pause short and the WAL small. */
const CHECKPOINT_PAGES = 4000;

/** KiB of pages kept in memory: the indexes of a busy school; the system keeps the rest of the file (bench/README.md). */
const CACHE_KIB = 6_000;

/** Some kilobytes each; the whole product uses a few hundred. */
const STATEMENTS_KEPT = 500;

function storeOf(client: Database.Database, onClose: () => void): Store {
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('foreign_keys = ON');
  client.pragma(`cache_size = -${CACHE_KIB}`);
  client.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  keepStatements(client);
  const runs = client.transaction((work: () => unknown) => work());
  return {
    engine: 'better-sqlite3',
    db: drizzle(client, { schema }),
    // better-sqlite3 hands back what `work` returned; its own typing of generic transactions loses that.
    transaction: <T>(work: () => unknown) => runs.immediate(work) as T,
    close: () => {
      client.close();
      onClose();
    },
  };
}

/**
 * Preparing a statement costs as much as running it; drizzle prepares anew at every call. The last ones used are kept,
 * by their text. Each is run to its end before the next is prepared (no iterators), so one of each is enough.
 */
function keepStatements(client: Database.Database): void {
  const kept = new Map<string, Database.Statement>();
  const prepare = client.prepare.bind(client);
  const prepareOnce = (text: string): Database.Statement => {
    const known = kept.get(text);
    if (!known) {
      const made = prepare(text);
      kept.set(text, made);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
      return made;
    }
    kept.delete(text);
    kept.set(text, known);
    // A fresh one gives objects until it is asked for bare rows.
    return known.reader ? known.raw(false) : known;
  };
  // The same function; its overloads are about the types of parameters and rows only.
  client.prepare = prepareOnce as typeof client.prepare;
}
