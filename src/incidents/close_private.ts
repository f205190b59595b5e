import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { privateNode } from '../store/schema/index.ts';
import { isClosed, nodesOf, type PrivateNode, stopAsking } from './plan_nodes.ts';
import { CLOSED, nodeRule } from './private_nodes.ts';
import { type PrivateReport, privateReportsOf } from './private_queries.ts';
import { refreshCopies } from './refresh_copies.ts';

/** Steps a law wants done and that are not: the matter cannot be closed before. */
export const lawStepsOpen = (report: PrivateReport, nodes: readonly PrivateNode[]): readonly string[] =>
  nodes.flatMap((node) => {
    const rule = nodeRule(report.kind, node.node);
    return rule?.isLaw && node.doneAt === null ? [rule.name] : [];
  });

/**
 * 办结: the handler closes the matter with whatever is left open; nobody is asked any more, and the year until names go
 * begins. What a law wants done first, and what another handler has not looked at, stands in the way. Throws Refused.
 */
export function closePrivate(context: Context, report: PrivateReport, how: string): Outcome {
  const nodes = nodesOf(context, report.number);
  if (isClosed(nodes) || report.state !== 'opened')
    throw new Refused('private.closed', '这件事已办结', undefined, 'info');
  const [owed] = lawStepsOpen(report, nodes);
  if (owed !== undefined) throw new FormRefused(`还差“${owed}”，不能办结`, '法律要求先做，做了点一下再办结。');
  if (privateReportsOf(context, report.number).some((copy) => copy.state === 'entrusted'))
    throw new FormRefused('还有内容没有查看', '另一位经办人看过，或补充的内容看过，再办结。');
  context.db.insert(privateNode).values({ number: report.number, node: CLOSED, doneAt: context.now }).run();
  stopAsking(context, report.number);
  record(context, 'private.closed', `private:${report.id}`, { how });
  refreshCopies(context, report);
  return {
    toast: { tone: 'success', text: '已办结，满一年清除经手人' },
    become: { card: 'private.nodes', subject: { report: report.id } },
  };
}
