import { drillDutiesOf, isFulfilled } from '../drills/duty.ts';
import { drillsOfPeriod, overduePeriods } from '../drills/quota.ts';
import type { Drill } from '../drills/rules.ts';
import { nameOfDrill } from '../drills/words.ts';
import { periodText } from '../duties/period_text.ts';
import { periodOf } from '../duties/periods.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, momentText } from '../kernel/time.ts';
import type { Told } from './told.ts';

/** Drills against the quota of the period at hand (domain/drills.md): one a period, held, planned, and what was missed before. */
export interface DrillStanding {
  /** 9月; absent in the holidays, when none is asked for. */
  readonly period?: string;
  readonly held: readonly Drill[];
  readonly planned: readonly Drill[];
  /** 5月: periods that went by without a drill. */
  readonly overdue: readonly string[];
}

/** One entry per drill duty that is on and has something to say. */
export function drillStandings(context: ReadContext, told: Told): readonly DrillStanding[] {
  const today = dateOf(context.now, context.timeZone);
  const { schoolId, calendar } = told;
  return drillDutiesOf(context, schoolId, told.duty).flatMap((duty): readonly DrillStanding[] => {
    const period = periodOf(duty.cadence, today, calendar);
    const overdue = overduePeriods(context, duty).map((task) => periodText(duty, task.period, today));
    if (!period) return overdue.length > 0 ? [{ held: [], planned: [], overdue }] : [];
    return [{ period: period.text, ...drillsOfPeriod(context, schoolId, period), overdue }];
  });
}

/** 9月 应演 1，已演 0，已定 1；往期未演 2. */
export const standingText = ({ period, held, planned, overdue }: DrillStanding): string =>
  [
    ...(period === undefined ? [] : [`${period} 应演 1，已演 ${held.length}，已定 ${planned.length}`]),
    ...(overdue.length > 0 ? [`往期未演 ${overdue.length}`] : []),
  ].join('；');

/** Every drill and every missed period of a standing, one line each. */
export function standingLines(context: ReadContext, { held, planned, overdue }: DrillStanding): readonly string[] {
  const when = (at: number): string => momentText(at, context.now, context.timeZone);
  return [
    ...overdue.map((period) => `${period} 未演`),
    ...held.map(
      (one) =>
        `${when(one.startedAt ?? one.plannedAt)} ${nameOfDrill(one)} 已演${isFulfilled(context, one) ? '' : '，待评估立项'}`,
    ),
    ...planned.map((one) => `${when(one.plannedAt)} ${nameOfDrill(one)} 已定`),
  ];
}
