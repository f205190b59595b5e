import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf, MINUTE, shortDay } from '../kernel/time.ts';
import type { Incident } from './queries.ts';
import { finalReportDueOn, firstReportDueAt } from './report_plan.ts';
import type { Stage } from './report_rules.ts';

/** 11:31 前; 9月25日前 for a final report; the day for a follow-up, since 今天 would be another one tomorrow. */
export function dueText(context: ReadContext, row: Incident, of: Stage): string {
  const today = dateOf(context.now, context.timeZone);
  if (of === 'follow_up') return shortDay(today, today);
  if (of === 'final') return `${shortDay(finalReportDueOn(context, row), today)}前`;
  return `${clockOf(firstReportDueAt(context, row), context.timeZone)} 前`;
}

/** How much time is left for a report, as a reminder says it. */
export function leftText(context: ReadContext, row: Incident, of: Stage): string {
  if (of !== 'first') return '请这几天写';
  const minutes = Math.round((firstReportDueAt(context, row) - context.now) / MINUTE);
  return minutes > 0 ? `还剩 ${minutes} 分钟` : '已过时限';
}
