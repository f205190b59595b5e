import { and, count, desc, eq, gte, inArray, lte, ne, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { hazard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Hazard } from './queries.ts';
import { openStates, REPEAT_WINDOW_MS } from './rules.ts';

const recentAtPlace = prepared((db) =>
  db
    .select()
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, sql.placeholder('school')),
        eq(hazard.placeKind, sql.placeholder('placeKind')),
        eq(hazard.category, sql.placeholder('category')),
        inArray(hazard.state, [...openStates]),
        gte(hazard.reportedAt, sql.placeholder('since')),
      ),
    )
    .orderBy(desc(hazard.reportedAt))
    .limit(20)
    .prepare(),
);

/** Open hazards of the same school and place that could be the same one, best first, at most 5. */
export function likelyDuplicates(
  context: ReadContext,
  wanted: { schoolId: number; placeKind: string; placeDetail: string; category: string; sub: string; except?: number },
): readonly Hazard[] {
  const { schoolId: school, placeKind, category } = wanted;
  const rows = recentAtPlace(context.db).all({ school, placeKind, category, since: context.now - REPEAT_WINDOW_MS });
  const closeness = (row: Hazard): number =>
    (row.sub === wanted.sub && wanted.sub !== '' ? 2 : 0) + (sameDetail(row.placeDetail, wanted.placeDetail) ? 3 : 0);
  return rows
    .filter((row) => row.id !== wanted.except)
    .sort((left, right) => closeness(right) - closeness(left))
    .slice(0, 5);
}

const bare = (detail: string): string => detail.replace(/[\s，。、的]/g, '');

/** The same spot by its words: equal, or one says more than the other. */
export function sameDetail(left: string, right: string): boolean {
  const [one, other] = [bare(left), bare(right)];
  if (one === '' || other === '') return one === other;
  return one === other || (Math.min(one.length, other.length) >= 3 && (one.includes(other) || other.includes(one)));
}

const repeats = prepared((db) =>
  db
    .select({ times: count() })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, sql.placeholder('school')),
        eq(hazard.placeKind, sql.placeholder('placeKind')),
        eq(hazard.category, sql.placeholder('category')),
        eq(hazard.sub, sql.placeholder('sub')),
        ne(hazard.id, sql.placeholder('id')),
        lte(hazard.reportedAt, sql.placeholder('until')),
        gte(hazard.reportedAt, sql.placeholder('since')),
        inArray(hazard.state, [...openStates, 'closed']),
      ),
    )
    .prepare(),
);

/** How often the same place and sub-category came up within 90 days before (domain/hazards.md §6). */
export function repeatsOf(context: Pick<ReadContext, 'db'>, of: Hazard, windowMs: number = REPEAT_WINDOW_MS): number {
  const { id, schoolId: school, placeKind, category, sub, reportedAt: until } = of;
  return repeats(context.db).get({ id, school, placeKind, category, sub, until, since: until - windowMs })?.times ?? 0;
}
