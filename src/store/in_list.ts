import { type Column, type SQL, sql } from 'drizzle-orm';

/**
 * `column in (…)` for a list of any length: one bound parameter instead of one each, since a Durable Object takes at
 * most 100 per statement (reference/runtime.md §3).
 */
export const inList = (column: Column, values: readonly (number | string)[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
