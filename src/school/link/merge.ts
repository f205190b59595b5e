import { eq, sql } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { PersonId } from '../../../cards/model.ts';
import type { Context } from '../../kernel/context.ts';
import * as schema from '../../store/schema/index.ts';
import { accountLink, person } from '../../store/schema/index.ts';
import { UNNAMED_PERSON } from '../queries.ts';

/** What became of two people's rows, so that it can be taken back. */
const movedRows = z.object({
  /** What the two had before they became one. */
  from: z.object({ mobile: z.string().nullable() }),
  into: z.object({ name: z.string(), mobile: z.string().nullable() }),
  rows: z.array(z.object({ table: z.string(), column: z.string(), ids: z.array(z.number()) })),
});
export type MovedRows = z.infer<typeof movedRows>;

export const readMovedRows = (stored: unknown): MovedRows | undefined => movedRows.safeParse(stored).data;

/** Every column that names a person, read from the schema itself: a new table is never forgotten. */
const personColumns: readonly { readonly table: string; readonly column: string }[] = Object.values(schema)
  .filter((table) => table instanceof SQLiteTable && table !== accountLink)
  .flatMap((table) => {
    const { name, foreignKeys } = getTableConfig(table);
    return foreignKeys.flatMap((key) => {
      const { columns, foreignTable } = key.reference();
      return foreignTable === person ? columns.map((column) => ({ table: name, column: column.name })) : [];
    });
  });

/**
 * Two people of the roster are one. Everything that names `from` names `into`: accounts, roles, what they own, what they
 * did, the cards on their phones. So whoever may not check their own work may not do so under their other name either.
 * Where both have a row of which there can be one only (the same role, both reporters of one hazard), the second stays
 * where it is. `from` leaves; the number of the roster goes along where there was none.
 */
export function mergePeople(context: Context, from: PersonId, into: PersonId): MovedRows {
  const { db } = context;
  const both = [from, into].map((id) => db.select().from(person).where(eq(person.id, id)).get());
  const [left, stays] = both;
  if (!left || !stays) throw new Error('school.merge: one of the two is not there (who: developer)');
  const rows = personColumns.flatMap(({ table, column }) => {
    const [named, by] = [sql.identifier(table), sql.identifier(column)];
    const ids = db
      .all<{ id: number }>(
        sql`update or ignore ${named} set ${by} = ${into} where ${by} = ${from} returning rowid as id`,
      )
      .map((row) => row.id);
    return ids.length > 0 ? [{ table, column, ids }] : [];
  });
  const name = stays.name === UNNAMED_PERSON ? left.name : stays.name;
  db.update(person).set({ state: 'left', mobile: null }).where(eq(person.id, from)).run();
  db.update(person)
    .set({ name, mobile: stays.mobile ?? left.mobile })
    .where(eq(person.id, into))
    .run();
  return { from: { mobile: left.mobile }, into: { name: stays.name, mobile: stays.mobile }, rows };
}

/** Takes it back: what moved goes back, what came since stays with `into`. */
export function splitPeople(context: Context, from: PersonId, into: PersonId, moved: MovedRows): void {
  const { db } = context;
  for (const { table, column, ids } of moved.rows) {
    if (!personColumns.some((one) => one.table === table && one.column === column)) continue;
    const [named, by] = [sql.identifier(table), sql.identifier(column)];
    db.run(
      sql`update or ignore ${named} set ${by} = ${from}
        where ${by} = ${into} and rowid in (select value from json_each(${JSON.stringify(ids)}))`,
    );
  }
  db.update(person).set({ state: 'active', mobile: moved.from.mobile }).where(eq(person.id, from)).run();
  const now = db.select({ mobile: person.mobile }).from(person).where(eq(person.id, into)).get();
  // A number that came from the other goes back; one that was learnt since stays.
  const mobile = now?.mobile === moved.from.mobile ? moved.into.mobile : (now?.mobile ?? null);
  db.update(person).set({ name: moved.into.name, mobile }).where(eq(person.id, into)).run();
}
