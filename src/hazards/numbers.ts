import { sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { counter } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';

const next = prepared((db) =>
  db
    .insert(counter)
    .values({ key: sql.placeholder('key'), value: 1 })
    .onConflictDoUpdate({ target: counter.key, set: { value: sql`${counter.value} + 1` } })
    .returning({ value: counter.value })
    .prepare(),
);

/** 校简称-年月-流水, e.g. GS-202509-0012 (domain/hazards.md §5): gapless within a prefix and a month. */
export function nextNumber(context: Context, prefix: string, at: number): string {
  const month = dateOf(at, context.timeZone).slice(0, 7).replace('-', '');
  const key = `${prefix}-${month}`;
  const { value } = next(context.db).get({ key });
  return `${key}-${String(value).padStart(4, '0')}`;
}
