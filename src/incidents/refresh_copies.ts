import type { Context } from '../kernel/context.ts';
import { refresh } from '../kernel/send.ts';
import { type PrivateReport, privateReportsOf, privateTopicOf } from './private_queries.ts';

/** Brings every card of a matter up to date: the reporter's shows the nodes of all copies and belongs to the first. */
export function refreshCopies(context: Context, report: PrivateReport): void {
  for (const each of privateReportsOf(context, report.number)) refresh(context, privateTopicOf(each.id), 'press');
}
