import { and, asc, count, eq, gte, lt, min, ne, notInArray, sql } from 'drizzle-orm';
import { hazardMetrics, type Metrics, windowOfDays } from '../hazards/metrics.ts';
import { categoryOf, placeKindOf } from '../hazards/taxonomy.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, instantOf, plusDays } from '../kernel/time.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { hazard } from '../store/schema/index.ts';
import { HISTORY_WINDOWS, type History, isSpike, type Stretch, stretchesBefore, WINDOW_DAYS } from './spikes.ts';

/** What hazards are told apart by. */
export type By = 'place' | 'category';

const columnOf = { place: hazard.placeKind, category: hazard.category } as const;

/** 厕所, 用电. */
export const nameOfKey = (by: By, key: string): string =>
  by === 'place' ? placeKindOf(key).name : (categoryOf(key)?.name ?? '待定');

const between = (context: ReadContext, schoolId: number, { from, until }: Stretch) =>
  and(
    eq(hazard.schoolId, schoolId),
    // Taken back by its reporter: never a record.
    ne(hazard.state, 'withdrawn'),
    gte(hazard.reportedAt, instantOf(from, '00:00', context.timeZone)),
    lt(hazard.reportedAt, instantOf(until, '00:00', context.timeZone)),
  );

/** Hazards found within a stretch, by place or category. */
export const foundBy = (
  context: ReadContext,
  schoolId: number,
  by: By,
  stretch: Stretch,
): ReadonlyMap<string, number> =>
  new Map(
    context.db
      .select({ key: columnOf[by], total: count() })
      .from(hazard)
      .where(between(context, schoolId, stretch))
      .groupBy(columnOf[by])
      .all()
      .map(({ key, total }) => [key, total]),
  );

export interface MonthFigures {
  /** YYYY-MM */
  readonly month: string;
  readonly found: number;
  readonly closed: number;
  readonly metrics: Metrics;
}

/** The month so many before (positive) or after a month, YYYY-MM. */
function monthBefore(month: string, back: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 - back;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The last months with the one at hand, the oldest first: found, closed, and the figures of domain/hazards.md §6. */
export function monthsOf(context: ReadContext, schoolId: number, months: number): readonly MonthFigures[] {
  const now = dateOf(context.now, context.timeZone).slice(0, 7);
  const stretches = Array.from({ length: months }, (_, index) => {
    const month = monthBefore(now, months - 1 - index);
    return { month, from: `${month}-01`, until: `${monthBefore(month, -1)}-01` };
  });
  const at = (date: string): number => instantOf(date, '00:00', context.timeZone);
  // One walk through the school's rows, whatever the number of months.
  const counts = context.db
    .select(
      Object.fromEntries(
        stretches.flatMap(({ month, from, until }) => [
          [
            `found ${month}`,
            sql<number>`coalesce(sum(${hazard.state} != 'withdrawn' and ${hazard.reportedAt} >= ${at(from)} and ${hazard.reportedAt} < ${at(until)}), 0)`,
          ],
          [
            `closed ${month}`,
            sql<number>`coalesce(sum(${hazard.state} = 'closed' and ${hazard.closedAt} >= ${at(from)} and ${hazard.closedAt} < ${at(until)}), 0)`,
          ],
        ]),
      ),
    )
    .from(hazard)
    .where(eq(hazard.schoolId, schoolId))
    .get();
  return stretches.map(({ month, from, until }) => ({
    month,
    found: Number(counts?.[`found ${month}`] ?? 0),
    closed: Number(counts?.[`closed ${month}`] ?? 0),
    metrics: hazardMetrics(context, schoolId, windowOfDays(from, plusDays(until, -1), context.timeZone)),
  }));
}

/** How far back school days are looked for, calendar days: four stretches with the summer between them. */
const SEARCH_DAYS = 320;

/** The stretches before a day by the school's own calendar, the latest first. */
export function stretchesOf(context: ReadContext, schoolId: number, today: string): readonly Stretch[] {
  const calendar = schoolCalendar(context, schoolId);
  const wanted = WINDOW_DAYS * (HISTORY_WINDOWS + 1);
  const days: string[] = [];
  for (let back = 1; back <= SEARCH_DAYS && days.length < wanted; back += 1) {
    const date = plusDays(today, -back);
    if (calendar.isSchoolDay(date)) days.push(date);
  }
  return stretchesBefore(days, today);
}

/** One school's history by place or category on a day; what was entered before the school began with us is none. */
export function historiesOf(
  context: ReadContext,
  schoolId: number,
  by: By,
  today: string,
): ReadonlyMap<string, History> {
  const first = context.db
    .select({ at: min(hazard.reportedAt) })
    .from(hazard)
    .where(eq(hazard.schoolId, schoolId))
    .get()?.at;
  if (first == null) return new Map();
  const began = dateOf(first, context.timeZone);
  const [latest, ...before] = stretchesOf(context, schoolId, today);
  if (!latest) return new Map();
  const counted = before.filter((one) => one.from >= began).map((one) => casesBy(context, schoolId, by, one));
  return new Map(
    [...casesBy(context, schoolId, by, latest)].map(([key, recent]) => [
      key,
      { recent, before: counted.map((one) => one.get(key) ?? 0) },
    ]),
  );
}

/** Each case once: what was merged into another or was none makes no place riskier. */
const casesIn = (context: ReadContext, schoolId: number, stretch: Stretch) =>
  and(between(context, schoolId, stretch), notInArray(hazard.state, ['merged', 'not_hazard']));

const casesBy = (context: ReadContext, schoolId: number, by: By, stretch: Stretch): ReadonlyMap<string, number> =>
  new Map(
    context.db
      .select({ key: columnOf[by], total: count() })
      .from(hazard)
      .where(casesIn(context, schoolId, stretch))
      .groupBy(columnOf[by])
      .all()
      .map(({ key, total }) => [key, total]),
  );

export interface Spike {
  readonly by: By;
  readonly key: string;
  readonly history: History;
}

/** What a tip cannot say anything about: 全校 is no place, 待定 no category. */
const isNamed = (by: By, key: string): boolean =>
  by === 'place' ? key !== 'school-wide' : categoryOf(key) !== undefined;

/** Places and categories that stand above their own history on the morning of a day, the highest first. */
export const spikesOf = (context: ReadContext, schoolId: number, today: string): readonly Spike[] =>
  (['place', 'category'] as const).flatMap((by) =>
    [...historiesOf(context, schoolId, by, today)]
      .filter(([key, history]) => isNamed(by, key) && isSpike(history))
      .map(([key, history]) => ({ by, key, history }))
      .sort((left, right) => right.history.recent - left.history.recent || (left.key < right.key ? -1 : 1)),
  );

/** The hazards of a place or category in the latest stretch before a day, the latest first. */
export function casesBehind(context: ReadContext, schoolId: number, by: By, key: string, today: string) {
  const [latest] = stretchesOf(context, schoolId, today);
  if (!latest) return [];
  return context.db
    .select()
    .from(hazard)
    .where(and(casesIn(context, schoolId, latest), eq(columnOf[by], key)))
    .orderBy(asc(hazard.reportedAt), asc(hazard.id))
    .all()
    .reverse();
}
