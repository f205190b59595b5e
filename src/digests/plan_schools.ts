import { notExists, sql } from 'drizzle-orm';
import { planAll } from '../duties/open_period.ts';
import type { Context } from '../kernel/context.ts';
import { school, slot } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { planSummaries } from './weekly_summary.ts';

const unplanned = prepared((db) =>
  db
    .select({ id: school.id })
    .from(school)
    .where(
      notExists(db.select({ name: slot.name }).from(slot).where(sql`${slot.name} = 'digest.weekly:' || ${school.id}`)),
    )
    .limit(1)
    .prepare(),
);

/** Starts the calendar of schools that are new: duties and the weekly summary run by themselves from then on. */
export function planNewSchools(context: Context): void {
  if (!unplanned(context.db).get()) return;
  planAll(context);
  planSummaries(context);
}
