import { sql } from 'drizzle-orm';
import { migrations } from '../../migrations/bundled.ts';
import type { Store } from './store.ts';

/** Applies the migrations this database has not seen, each in one transaction. Forward only (migrations/). */
export function migrate(store: Store, now: number): void {
  store.db.run(
    sql`create table if not exists applied_migration (name text primary key not null, applied_at integer not null)`,
  );
  const applied = new Set(
    store.db.all<{ name: string }>(sql`select name from applied_migration`).map((migration) => migration.name),
  );
  for (const migration of migrations) {
    if (applied.has(migration.name)) continue;
    store.transaction(() => {
      for (const statement of migration.statements) store.db.run(sql.raw(statement));
      store.db.run(sql`insert into applied_migration (name, applied_at) values (${migration.name}, ${now})`);
    });
  }
}
