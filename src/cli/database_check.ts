import { sql } from 'drizzle-orm';
import { migrations } from '../../migrations/bundled.ts';
import { type ChainCheck, verifyChain } from '../kernel/record.ts';
import type { Store } from '../store/store.ts';

export interface DatabaseState {
  /** What SQLite finds damaged; empty when nothing is. */
  readonly damage: readonly string[];
  /** Rows that refer to rows that are not there. */
  readonly brokenReferences: number;
  readonly chain: ChainCheck;
  readonly migrations: readonly string[];
  /** Migrations this program brings and the database has not seen: applied at the next start. */
  readonly waiting: readonly string[];
  /** Migrations of a newer program: this one must not write here. */
  readonly unknown: readonly string[];
}

/** Looks through the whole database; reads only. Throws where the file is no database at all. */
export function checkDatabase(store: Store): DatabaseState {
  const { db } = store;
  const damage = db
    .all<{ quick_check: string }>(sql`pragma quick_check`)
    .map((row) => row.quick_check)
    .filter((line) => line !== 'ok');
  const applied = db
    .all<{ name: string }>(sql`select name from applied_migration order by name`)
    .map((row) => row.name);
  const known = migrations.map((migration) => migration.name);
  return {
    damage,
    brokenReferences: db.all(sql`pragma foreign_key_check`).length,
    chain: verifyChain(db),
    migrations: applied,
    waiting: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** The first thing that is wrong, for a sentence; undefined when the database is sound. */
export function wrongWith(state: DatabaseState): string | undefined {
  const [first] = state.damage;
  if (first !== undefined) return `数据库有损坏：${first} (damaged)`;
  if (state.brokenReferences > 0) return `${state.brokenReferences} 行指向不存在的记录 (foreign keys)`;
  if (!state.chain.ok) return `审计链在第 ${state.chain.brokenAt} 行断开，记录被改过或缺失 (audit chain broken)`;
  if (state.unknown.length > 0)
    return `数据库由更新的版本写过：${state.unknown.join('、')}；请用那个版本或更新的版本 (newer version)`;
  return undefined;
}
