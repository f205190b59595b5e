import { and, eq, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import type { Platform } from '../platforms/platform.ts';
import { platformBudget } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { forecastOf, monthOf } from './budget.ts';
import type { OutboxRow } from './claim.ts';
import { atOnce } from './saving.ts';

/** From this share on, once the month will not last: when the safety office has been told so (domain/voice.md 〔admin.quota〕). */
const TOLD_FROM = 0.7;

const spent = prepared((db) =>
  db
    .select({ calls: platformBudget.calls, uses: platformBudget.uses })
    .from(platformBudget)
    .where(
      and(eq(platformBudget.platform, sql.placeholder('platform')), eq(platformBudget.month, sql.placeholder('month'))),
    )
    .prepare(),
);

/**
 * Whether a form leaves as words with the address of its page: it does when the vendor counts presses as well and the
 * month's calls or uses will not last. Danger, drills and what only named handlers see keep their cards.
 */
export function formGoesToPage(
  context: ReadContext,
  { name, limits }: Pick<Platform, 'name' | 'limits'>,
  row: Pick<OutboxRow, 'rank' | 'card'>,
): boolean {
  const { callsPerMonth, usesPerMonth } = limits;
  if (usesPerMonth === undefined || row.rank === 0 || row.card === null || atOnce.test(row.card)) return false;
  const month = monthOf(context.now, context.timeZone);
  const { calls, uses } = spent(context.db).get({ platform: name, month }) ?? { calls: 0, uses: 0 };
  const willNotLast = (used: number, limit: number): boolean =>
    used >= limit * TOLD_FROM && forecastOf(used, context.now, context.timeZone) > limit;
  return willNotLast(calls, callsPerMonth) || willNotLast(uses, usesPerMonth);
}
