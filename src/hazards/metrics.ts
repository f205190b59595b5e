import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { DAY, dateOf, daysBetween, instantOf, plusDays } from '../kernel/time.ts';
import { hazard, hazardStep } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { categoryName, placeKindOf } from './taxonomy.ts';

/** From one moment to another, ms: after the first, up to and with the second. */
export interface Window {
  readonly after: number;
  readonly upTo: number;
}

/** A hazard as far as the figures need it, ms; undefined where it has not happened. A deadline is the end of its day. */
export interface Measured {
  readonly due?: number | undefined;
  readonly originalDue?: number | undefined;
  readonly fixed?: number | undefined;
  readonly closed?: number | undefined;
  /** Calendar days from the report to handing in. */
  readonly took?: number | undefined;
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
  /** 平均整改天数 from the report to handing in, calendar days, of those handed in within the window; with the median. */
  readonly days: { readonly count: number; readonly mean: number; readonly median: number };
}

const isIn = (at: number | undefined, { after, upTo }: Window): at is number =>
  at !== undefined && at > after && at <= upTo;

/** Whole days as a window, first and last inclusive, YYYY-MM-DD. */
export const windowOfDays = (from: string, to: string, timeZone: string): Window => ({
  after: instantOf(from, '00:00', timeZone) - 1,
  upTo: instantOf(plusDays(to, 1), '00:00', timeZone) - 1,
});

/** Had to be rectified in the window: due in it, or overdue when it began and not closed yet (domain/hazards.md §6). */
export const isWanted = (row: Measured, { after, upTo }: Window): boolean =>
  row.due !== undefined && row.due <= upTo && (row.due > after || row.closed === undefined || row.closed > after);

/** Closed by the end of the window. */
export const isClosedBy = (row: Measured, { upTo }: Window): boolean => row.closed !== undefined && row.closed <= upTo;

/** Closed, and handed in by the deadline first set: an extension moves no original deadline. */
export const isOnTime = (row: Measured, window: Window): boolean =>
  isClosedBy(row, window) && row.fixed !== undefined && row.originalDue !== undefined && row.fixed <= row.originalDue;

/** Calendar days from the report to handing in, of what was handed in within the window; undefined for all else. */
export const daysToFix = (row: Measured, window: Window): number | undefined =>
  isIn(row.fixed, window) ? row.took : undefined;

/** The figures of domain/hazards.md §6 over one window. Pure. */
export function metricsOf(rows: readonly Measured[], window: Window): Metrics {
  const wanted = rows.filter((row) => isWanted(row, window));
  const closed = wanted.filter((row) => isClosedBy(row, window));
  const onTime = closed.filter((row) => isOnTime(row, window));
  const days = rows.flatMap((row) => daysToFix(row, window) ?? []).sort((left, right) => left - right);
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

/** 3.4 天, or — where nothing was rectified. */
export const averageText = ({ days }: Metrics): string =>
  days.count === 0 ? '—' : `${Math.round(days.mean * 10) / 10} 天`;

/** Never had to be rectified by the school: decided to be none, merged, handed outside, withdrawn. */
const notOurs = ['not_hazard', 'merged', 'transferred', 'withdrawn'] as const;

/** A school's figures over a window, from the rows. */
export const hazardMetrics = (context: ReadContext, schoolId: number, window: Window): Metrics =>
  metricsOf(measuredHazards(context, schoolId, window), window);

/** A hazard that counts for the figures of a window, with what a list says of it. */
export interface MeasuredHazard extends Measured {
  readonly id: number;
  readonly number: string;
  readonly title: string;
}

const [after, upTo] = [sql.placeholder('after'), sql.placeholder('upTo')];
const [first, last] = [sql.placeholder('first'), sql.placeholder('last')];
const ofSchool = eq(hazard.schoolId, sql.placeholder('school'));

const countable = prepared((db) =>
  db
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
        ofSchool,
        notInArray(hazard.state, [...notOurs]),
        or(
          and(isNotNull(hazard.due), lte(hazard.due, last), or(isNull(hazard.closedAt), gt(hazard.closedAt, after))),
          and(gte(hazard.due, first), lte(hazard.due, last)),
          and(gt(hazard.fixedAt, after), lte(hazard.fixedAt, upTo)),
        ),
      ),
    )
    .orderBy(asc(hazard.id))
    .prepare(),
);

/** The hazards the figures of a window may count: due in it or before, or handed in within it; in order of entry. */
export function measuredHazards(context: ReadContext, schoolId: number, window: Window): readonly MeasuredHazard[] {
  const endOf = (date: string | null): number | undefined =>
    date === null ? undefined : instantOf(plusDays(date, 1), '00:00', context.timeZone) - 1;
  const day = (at: number): string => dateOf(at, context.timeZone);
  // Deadlines are days: wider than the window, since the figures look at the instants.
  const rows = countable(context.db).all({
    school: schoolId,
    after: window.after,
    upTo: window.upTo,
    first: day(window.after),
    last: day(window.upTo),
  });
  return rows.map(({ id, number, title, ...row }) => ({
    id,
    number,
    title,
    due: endOf(row.due),
    originalDue: endOf(row.originalDue),
    fixed: row.fixedAt ?? undefined,
    closed: row.closedAt ?? undefined,
    took: row.fixedAt === null ? undefined : daysBetween(day(row.reportedAt), day(row.fixedAt)),
  }));
}

const rechecks = prepared((db) =>
  db
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
        ofSchool,
        inArray(hazardStep.kind, ['pass', 'send_back']),
        gt(hazardStep.at, after),
        lte(hazardStep.at, upTo),
      ),
    )
    .orderBy(asc(hazardStep.id))
    .prepare(),
);

/** Rechecks of a window: whether it passed, and whether nothing had been sent back before; in order. */
export const rechecksIn = (context: ReadContext, schoolId: number, window: Window) =>
  rechecks(context.db)
    .all({ school: schoolId, after: window.after, upTo: window.upTo })
    .map(({ kind, sendBacks, ...step }) => ({
      ...step,
      isPassed: kind === 'pass',
      isFirstPass: kind === 'pass' && sendBacks === 0,
    }));

/** 一次复查合格率: rechecks that passed with nothing sent back before, of all rechecks of the window. */
export function firstPass(context: ReadContext, schoolId: number, window: Window): Share {
  const all = rechecksIn(context, schoolId, window);
  return { part: all.filter((one) => one.isFirstPass).length, of: all.length };
}

export interface Repeated {
  /** 2号楼三层 栏杆扶手 */
  readonly what: string;
  readonly times: number;
}

/** Hazards of one place and sub-category count as one that came back within 90 days (domain/hazards.md §6). */
const REPEAT_DAYS = 90;

/** 重复隐患: the three that came back most often in the 90 days up to the end of the window. */
export const repeatedHazards = (context: ReadContext, schoolId: number, window: Window): readonly Repeated[] =>
  allRepeated(context, schoolId, window)
    .slice(0, 3)
    .map(({ what, times }) => ({ what, times }));

const reported = prepared((db) =>
  db
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
        ofSchool,
        notInArray(hazard.state, [...notOurs]),
        // Without a sub-category nobody knows whether it is the same thing.
        ne(hazard.sub, ''),
        gt(hazard.reportedAt, after),
        lte(hazard.reportedAt, upTo),
      ),
    )
    .orderBy(asc(hazard.id))
    .prepare(),
);

/** Every place and sub-category that came back, the most often first, with the numbers; once is no repeat. */
export function allRepeated(
  context: ReadContext,
  schoolId: number,
  window: Window,
): readonly (Repeated & { readonly numbers: readonly string[] })[] {
  const stretch = { after: window.upTo - REPEAT_DAYS * DAY, upTo: window.upTo };
  const rows = reported(context.db).all({ school: schoolId, ...stretch });
  const counted = new Map<string, { what: string; times: number; numbers: string[] }>();
  for (const row of rows) {
    const key = [row.kind, row.detail, row.category, row.sub].join('|');
    const what = `${row.detail || placeKindOf(row.kind).name} ${categoryName(row.category, row.sub)}`;
    const numbers = [...(counted.get(key)?.numbers ?? []), row.number];
    counted.set(key, { what, times: numbers.length, numbers });
  }
  return [...counted.values()].filter((one) => one.times > 1).sort((left, right) => right.times - left.times);
}
