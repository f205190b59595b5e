import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, lte, notInArray, or } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { DAY, dateOf, daysBetween, instantOf, plusDays } from '../kernel/time.ts';
import { hazard, hazardStep } from '../store/schema/index.ts';
import { categoryName, placeKindOf } from './taxonomy.ts';

/** First and last day, inclusive, YYYY-MM-DD. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** A hazard as far as the figures need it; days in the school's zone, undefined where it has not happened. */
export interface Measured {
  readonly reported: string;
  readonly due?: string | undefined;
  readonly originalDue?: string | undefined;
  readonly fixed?: string | undefined;
  readonly closed?: string | undefined;
}

/** Parts of a share; nothing to divide by is shown as —, never as 100 % (domain/hazards.md §6). */
export interface Share {
  readonly part: number;
  readonly of: number;
}

export interface Metrics {
  /** 整改率: of what had to be rectified, what is closed. */
  readonly rectified: Share;
  /** 按期整改率: handed in by the deadline first set and closed. */
  readonly onTime: Share;
  /** 平均整改天数 from the report to handing in, calendar days, of those handed in within the span; with the median. */
  readonly days: { readonly count: number; readonly mean: number; readonly median: number };
}

/** Had to be rectified in the span: due in it, or overdue when it began and not closed yet (domain/hazards.md §6). */
export const isWanted = (row: Measured, span: Span): boolean =>
  row.due !== undefined && row.due <= span.to && (row.due >= span.from || !row.closed || row.closed >= span.from);

/** Closed by the end of the span. */
export const isClosedBy = (row: Measured, span: Span): boolean => row.closed !== undefined && row.closed <= span.to;

/** Closed, and handed in by the deadline first set: an extension moves no original deadline. */
export const isOnTime = (row: Measured, span: Span): boolean =>
  isClosedBy(row, span) && row.fixed !== undefined && row.originalDue !== undefined && row.fixed <= row.originalDue;

/** Calendar days from the report to handing in, of what was handed in within the span; undefined for all else. */
export const daysToFix = (row: Measured, span: Span): number | undefined =>
  row.fixed !== undefined && row.fixed >= span.from && row.fixed <= span.to
    ? daysBetween(row.reported, row.fixed)
    : undefined;

/** The figures of domain/hazards.md §6 over one span. Pure. */
export function metricsOf(rows: readonly Measured[], span: Span): Metrics {
  const wanted = rows.filter((row) => isWanted(row, span));
  const closed = wanted.filter((row) => isClosedBy(row, span));
  const onTime = closed.filter((row) => isOnTime(row, span));
  const days = rows.flatMap((row) => daysToFix(row, span) ?? []).sort((left, right) => left - right);
  return {
    rectified: { part: closed.length, of: wanted.length },
    onTime: { part: onTime.length, of: wanted.length },
    days: { count: days.length, mean: mean(days), median: median(days) },
  };
}

const mean = (sorted: readonly number[]): number =>
  sorted.length === 0 ? 0 : sorted.reduce((sum, value) => sum + value, 0) / sorted.length;

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** 82%（9/11）, or — where there is nothing to divide by. */
export const shareText = ({ part, of }: Share): string =>
  of === 0 ? '—' : `${Math.round((part * 100) / of)}%（${part}/${of}）`;

/** Never had to be rectified by the school: decided to be none, merged, handed outside, withdrawn. */
const notOurs = ['not_hazard', 'merged', 'transferred', 'withdrawn'] as const;

/** A school's figures over a span, from the rows. */
export const hazardMetrics = (context: ReadContext, schoolId: number, span: Span): Metrics =>
  metricsOf(measuredHazards(context, schoolId, span), span);

/** A hazard that counts for the figures of a span, with what a list says of it. */
export interface MeasuredHazard extends Measured {
  readonly id: number;
  readonly number: string;
  readonly title: string;
}

/** The hazards the figures of a span may count: due in it or before, or handed in within it; in order of entry. */
export function measuredHazards(context: ReadContext, schoolId: number, span: Span): readonly MeasuredHazard[] {
  const start = instantOf(span.from, '00:00', context.timeZone);
  const end = instantOf(plusDays(span.to, 1), '00:00', context.timeZone);
  const day = (at: number | null): string | undefined => (at === null ? undefined : dateOf(at, context.timeZone));
  const rows = context.db
    .select({
      id: hazard.id,
      number: hazard.number,
      title: hazard.title,
      reportedAt: hazard.reportedAt,
      due: hazard.due,
      originalDue: hazard.originalDue,
      fixedAt: hazard.fixedAt,
      closedAt: hazard.closedAt,
    })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, schoolId),
        notInArray(hazard.state, [...notOurs]),
        or(
          and(
            isNotNull(hazard.due),
            lte(hazard.due, span.to),
            or(isNull(hazard.closedAt), gte(hazard.closedAt, start)),
          ),
          and(gte(hazard.due, span.from), lte(hazard.due, span.to)),
          and(gte(hazard.fixedAt, start), lt(hazard.fixedAt, end)),
        ),
      ),
    )
    .orderBy(asc(hazard.id))
    .all();
  return rows.map(({ id, number, title, ...row }) => ({
    id,
    number,
    title,
    reported: dateOf(row.reportedAt, context.timeZone),
    due: row.due ?? undefined,
    originalDue: row.originalDue ?? undefined,
    fixed: day(row.fixedAt),
    closed: day(row.closedAt),
  }));
}

/** Rechecks of a span: whether it passed, and whether nothing had been sent back before; in order. */
export function rechecksIn(context: ReadContext, schoolId: number, span: Span) {
  const start = instantOf(span.from, '00:00', context.timeZone);
  const end = instantOf(plusDays(span.to, 1), '00:00', context.timeZone);
  return context.db
    .select({
      kind: hazardStep.kind,
      at: hazardStep.at,
      sendBacks: hazard.sendBacks,
      number: hazard.number,
      title: hazard.title,
    })
    .from(hazardStep)
    .innerJoin(hazard, eq(hazard.id, hazardStep.hazardId))
    .where(
      and(
        eq(hazard.schoolId, schoolId),
        inArray(hazardStep.kind, ['pass', 'send_back']),
        gte(hazardStep.at, start),
        lt(hazardStep.at, end),
      ),
    )
    .orderBy(asc(hazardStep.id))
    .all()
    .map(({ kind, sendBacks, ...step }) => ({
      ...step,
      isPassed: kind === 'pass',
      isFirstPass: kind === 'pass' && sendBacks === 0,
    }));
}

/** 一次复查合格率: rechecks that passed with nothing sent back before, of all rechecks of the span. */
export function firstPass(context: ReadContext, schoolId: number, span: Span): Share {
  const rechecks = rechecksIn(context, schoolId, span);
  return { part: rechecks.filter((one) => one.isFirstPass).length, of: rechecks.length };
}

export interface Repeated {
  /** 2号楼三层 栏杆扶手 */
  readonly what: string;
  readonly times: number;
}

/** Hazards of one place and sub-category count as one that came back within 90 days (domain/hazards.md §6). */
const REPEAT_DAYS = 90;

/** 重复隐患: the three that came back most often in the 90 days up to the end of the span. */
export const repeatedHazards = (context: ReadContext, schoolId: number, span: Span): readonly Repeated[] =>
  allRepeated(context, schoolId, span)
    .slice(0, 3)
    .map(({ what, times }) => ({ what, times }));

/** Every place and sub-category that came back, the most often first, with the numbers; once is no repeat. */
export function allRepeated(
  context: ReadContext,
  schoolId: number,
  span: Span,
): readonly (Repeated & { readonly numbers: readonly string[] })[] {
  const end = instantOf(plusDays(span.to, 1), '00:00', context.timeZone);
  const rows = context.db
    .select({
      number: hazard.number,
      kind: hazard.placeKind,
      detail: hazard.placeDetail,
      category: hazard.category,
      sub: hazard.sub,
    })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, schoolId),
        notInArray(hazard.state, [...notOurs]),
        gte(hazard.reportedAt, end - REPEAT_DAYS * DAY),
        lt(hazard.reportedAt, end),
      ),
    )
    .orderBy(asc(hazard.id))
    .all();
  const counted = new Map<string, { what: string; times: number; numbers: string[] }>();
  for (const row of rows) {
    // Without a sub-category nobody knows whether it is the same thing.
    if (row.sub === '') continue;
    const key = [row.kind, row.detail, row.category, row.sub].join('|');
    const what = `${row.detail || placeKindOf(row.kind).name} ${categoryName(row.category, row.sub)}`;
    const numbers = [...(counted.get(key)?.numbers ?? []), row.number];
    counted.set(key, { what, times: numbers.length, numbers });
  }
  return [...counted.values()].filter((one) => one.times > 1).sort((left, right) => right.times - left.times);
}
