import { sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { schoolById } from '../school/people.ts';
import { counter } from '../store/schema/index.ts';

/** GS-SM-202509-0001: says that there was something, not what. */
export function nextPrivateNumber(context: Context, schoolId: number): string {
  const month = dateOf(context.now, context.timeZone).slice(0, 7).replace('-', '');
  const key = `${schoolById(context, schoolId)?.shortName ?? 'XX'}-SM-${month}`;
  const { value } = context.db
    .insert(counter)
    .values({ key, value: 1 })
    .onConflictDoUpdate({ target: counter.key, set: { value: sql`${counter.value} + 1` } })
    .returning({ value: counter.value })
    .get();
  return `${key}-${String(value).padStart(4, '0')}`;
}
