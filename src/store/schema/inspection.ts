import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { person, school } from './school.ts';

/**
 * `asked` → `making` → `made` → `removed` when its time on the host is over, or `failed` and `making` again; one nobody
 * wants is `dropped`.
 */
export type PackageState = 'asked' | 'making' | 'made' | 'removed' | 'failed' | 'dropped';

/** An inspection package (迎检包) somebody asked for: which period, and what became of it. The file lies on the host. */
export const inspectionPackage = sqliteTable(
  'inspection_package',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    schoolId: integer('school_id')
      .notNull()
      .references(() => school.id),
    personId: integer('person_id')
      .notNull()
      .references(() => person.id),
    /** First and last day, inclusive, YYYY-MM-DD, and what the asker calls the period. */
    fromDay: text('from_day').notNull(),
    toDay: text('to_day').notNull(),
    periodText: text('period_text').notNull(),
    state: text('state').$type<PackageState>().notNull(),
    askedAt: integer('asked_at').notNull(),
    /** Tells this file from another of the same period. */
    key: text('key').notNull(),
    startedAt: integer('started_at'),
    /** How often the making was cut short and began anew. */
    restarts: integer('restarts').notNull().default(0),
    finishedAt: integer('finished_at'),
    fileName: text('file_name'),
    bytes: integer('bytes'),
    /** sha-256 of the zip. */
    hash: text('hash'),
    files: integer('files'),
    photos: integer('photos'),
    /** What is missing in the period, counted by the index. */
    missing: integer('missing'),
    /** The audit chain as it was found: its rows, and the hash of the last; 0 rows and no hash where it is broken. */
    chainRows: integer('chain_rows'),
    chainHead: text('chain_head'),
    failure: text('failure'),
  },
  (table) => [index('inspection_package_school').on(table.schoolId, table.state)],
);
