import type { ReadContext } from '../../kernel/context.ts';
import { dateOf, instantOf, plusDays } from '../../kernel/time.ts';

/** Monthly and staged summaries (阶段小结), and those of a term or a campaign (总结). */
export type SummaryKind = 'interim' | 'final';

/** What a summary is about: first and last day, inclusive, YYYY-MM-DD, and how people call it. */
export interface SummarySpan {
  readonly kind: SummaryKind;
  readonly from: string;
  readonly to: string;
  /** 2025年9月, 本学期. */
  readonly text: string;
}

export const kindName: Readonly<Record<SummaryKind, string>> = { interim: '小结', final: '总结' };

/** The days that have been: a summary of the running month counts up to today. */
export function countedDays(context: ReadContext, span: Pick<SummarySpan, 'from' | 'to'>) {
  const today = dateOf(context.now, context.timeZone);
  return { from: span.from, to: span.to < today ? span.to : today };
}

/** The same as instants, ms: everything after the first and up to the second. */
export function countedInstants(context: ReadContext, span: Pick<SummarySpan, 'from' | 'to'>) {
  const { from, to } = countedDays(context, span);
  return {
    after: instantOf(from, '00:00', context.timeZone) - 1,
    upTo: Math.min(instantOf(plusDays(to, 1), '00:00', context.timeZone) - 1, context.now),
  };
}
