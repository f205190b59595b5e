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

/**
 * The figures of domain/hazards.md §6 over one span: what had to be rectified is what was due in it, or was overdue when
 * it began and not closed yet. An extension moves no original deadline. Pure.
 */
export function metricsOf(rows: readonly Measured[], span: Span): Metrics {
  const wanted = rows.filter(
    (row) =>
      row.due !== undefined && row.due <= span.to && (row.due >= span.from || !row.closed || row.closed >= span.from),
  );
  const closed = wanted.filter((row) => row.closed !== undefined && row.closed <= span.to);
  const onTime = closed.filter(
    (row) => row.fixed !== undefined && row.originalDue !== undefined && row.fixed <= row.originalDue,
  );
  const days = rows
    .flatMap((row) =>
      row.fixed !== undefined && row.fixed >= span.from && row.fixed <= span.to
        ? [daysBetween(row.reported, row.fixed)]
        : [],
    )
    .sort((left, right) => left - right);
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
export function hazardMetrics(context: ReadContext, schoolId: number, span: Span): Metrics {
  const start = instantOf(span.from, '00:00', context.timeZone);
  const end = instantOf(plusDays(span.to, 1), '00:00', context.timeZone);
  const day = (at: number | null): string | undefined => (at === null ? undefined : dateOf(at, context.timeZone));
  const rows = context.db
    .select({
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
    .all();
  return metricsOf(
    rows.map((row) => ({
      reported: dateOf(row.reportedAt, context.timeZone),
      due: row.due ?? undefined,
      originalDue: row.originalDue ?? undefined,
      fixed: day(row.fixedAt),
      closed: day(row.closedAt),
    })),
    span,
  );
}

/** 一次复查合格率: rechecks that passed with nothing sent back before, of all rechecks of the span. */
export function firstPass(context: ReadContext, schoolId: number, span: Span): Share {
  const start = instantOf(span.from, '00:00', context.timeZone);
  const end = instantOf(plusDays(span.to, 1), '00:00', context.timeZone);
  const steps = context.db
    .select({ kind: hazardStep.kind, sendBacks: hazard.sendBacks })
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
    .all();
  return { part: steps.filter((step) => step.kind === 'pass' && step.sendBacks === 0).length, of: steps.length };
}

export interface Repeated {
  /** 2号楼三层 栏杆扶手 */
  readonly what: string;
  readonly times: number;
}

/** Hazards of one place and sub-category count as one that came back within 90 days (domain/hazards.md §6). */
const REPEAT_DAYS = 90;

/** 重复隐患: the three that came back most often in the 90 days up to the end of the span; once is no repeat. */
export function repeatedHazards(context: ReadContext, schoolId: number, span: Span): readonly Repeated[] {
  const end = instantOf(plusDays(span.to, 1), '00:00', context.timeZone);
  const rows = context.db
    .select({ kind: hazard.placeKind, detail: hazard.placeDetail, category: hazard.category, sub: hazard.sub })
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
  const counted = new Map<string, Repeated>();
  for (const row of rows) {
    // Without a sub-category nobody knows whether it is the same thing.
    if (row.sub === '') continue;
    const key = [row.kind, row.detail, row.category, row.sub].join('|');
    const what = `${row.detail || placeKindOf(row.kind).name} ${categoryName(row.category, row.sub)}`;
    counted.set(key, { what, times: (counted.get(key)?.times ?? 0) + 1 });
  }
  return [...counted.values()]
    .filter((one) => one.times > 1)
    .sort((left, right) => right.times - left.times)
    .slice(0, 3);
}
