import { notExists, sql } from 'drizzle-orm';
import { keepQuotas } from '../drills/quota.ts';
import { planNewSchool } from '../duties/planning.ts';
import type { Context } from '../kernel/context.ts';
import { planRetention, RETENTION_TIMER } from '../records/retention.ts';
import { school, slot } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { keepForEverySchool } from './keep_schools.ts';
import { planTips, TIP_TIMER } from './tips.ts';
import { planSummary } from './weekly_summary.ts';

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

/**
 * Starts the calendar of one school that is new: duties, drills and the weekly summary run by themselves from then on. False
 * when there is none left; one at a time, so that a district of a hundred holds up nobody.
 */
export function planOneNewSchool(context: Context): boolean {
  keepQuotas(context);
  keepForEverySchool(context, TIP_TIMER, planTips);
  keepForEverySchool(context, RETENTION_TIMER, planRetention);
  const found = unplanned(context.db).get();
  if (!found) return false;
  planNewSchool(context, found.id);
  planSummary(context, found.id);
  return true;
}
