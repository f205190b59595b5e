import { and, eq, gt, isNotNull, lte } from 'drizzle-orm';
import { allPhotosOf } from '../../hazards/queries.ts';
import { placeKindOf } from '../../hazards/taxonomy.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { hazard } from '../../store/schema/index.ts';
import { countedInstants, type SummarySpan } from './span.ts';

/** A rectified hazard with a picture of before and one of after. */
export interface Pair {
  readonly hazard: number;
  readonly number: string;
  readonly title: string;
  readonly isMajor: boolean;
  readonly before: string;
  readonly after: string;
}

/** More than a person chooses from; a form's options end at 20 (domain/voice.md §2). */
const OFFERED = 20;
/** What is taken when nobody chooses. */
export const USUAL = 5;

/** Rectified in the span and seen before and after: major ones first, then those that took longest. */
export function picturePairs(
  context: ReadContext,
  schoolId: number,
  span: Pick<SummarySpan, 'from' | 'to'>,
): readonly Pair[] {
  const { after, upTo } = countedInstants(context, span);
  const rows = context.db
    .select()
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, schoolId),
        eq(hazard.state, 'closed'),
        isNotNull(hazard.closedAt),
        gt(hazard.closedAt, after),
        lte(hazard.closedAt, upTo),
      ),
    )
    .all()
    .sort(
      (left, right) =>
        Number(right.severity === 'major') - Number(left.severity === 'major') ||
        (right.closedAt ?? 0) - right.reportedAt - ((left.closedAt ?? 0) - left.reportedAt) ||
        left.id - right.id,
    );
  const pairs: Pair[] = [];
  for (const row of rows) {
    if (pairs.length === OFFERED) break;
    const pictures = allPhotosOf(context, row.id);
    const first = pictures.find((one) => one.moment === 'before' && one.hash !== null)?.hash;
    const last = pictures.findLast((one) => one.moment === 'after' && one.hash !== null)?.hash;
    if (!first || !last) continue;
    pairs.push({
      hazard: row.id,
      number: row.number,
      title: row.title || placeKindOf(row.placeKind).name,
      isMajor: row.severity === 'major',
      before: first,
      after: last,
    });
  }
  return pairs;
}

/** The chosen ones in the order they are offered; 'usual' is the first five, '' none. */
export function chosenPairs(pairs: readonly Pair[], photos: string): readonly Pair[] {
  if (photos === 'usual') return pairs.slice(0, USUAL);
  const wanted = new Set(photos.split(',').filter((one) => one !== ''));
  return pairs.filter((pair) => wanted.has(String(pair.hazard)));
}
