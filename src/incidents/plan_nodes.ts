import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { HOUR, momentText } from '../kernel/time.ts';
import { cancelTimersOf, setTimer } from '../kernel/timers.ts';
import { privateNode } from '../store/schema/index.ts';
import { privateLimitsOf } from './private_limits.ts';
import { afterNight, CLOSED, nextNodeReminder, nodeDueAt, nodeRule, nodeRules } from './private_nodes.ts';
import { nextPaceReminder } from './private_pace.ts';
import { type PrivateReport, privateReportsOf } from './private_queries.ts';
import { planPurge } from './purge_rules.ts';
import { refreshCopies } from './refresh_copies.ts';

export type PrivateNode = typeof privateNode.$inferSelect;

export const NODE_TIMER = 'private.node';
export const topicOfNode = (id: number): string => `private-node:${id}`;

/** The steps of a matter in the order they are done. */
export const nodesOf = (context: Pick<ReadContext, 'db'>, number: string): readonly PrivateNode[] =>
  context.db.select().from(privateNode).where(eq(privateNode.number, number)).orderBy(asc(privateNode.id)).all();

/** When a matter is handed in its steps begin, each with its limit; a matter that has steps gets no others. */
export function planNodes(context: Context, report: Pick<PrivateReport, 'number' | 'kind' | 'schoolId'>): void {
  if (nodesOf(context, report.number).length > 0) return;
  planPurge(context);
  const limits = privateLimitsOf(context, report.schoolId);
  for (const rule of nodeRules[report.kind]) {
    const dueAt = nodeDueAt(rule, context.now, { limits, timeZone: context.timeZone }) ?? null;
    const { id } = context.db
      .insert(privateNode)
      .values({ number: report.number, node: rule.node, dueAt })
      .returning({ id: privateNode.id })
      .get();
    const next =
      dueAt === null
        ? nextPaceReminder(context, report.schoolId, 0)
        : nextNodeReminder({ handedIn: context.now, dueAt, sent: 0 }, context.now);
    setTimer(context, NODE_TIMER, topicOfNode(id), next);
  }
}

/** The step that is to be done now; undefined when all are done or the matter was closed. */
export function openNode(nodes: readonly PrivateNode[]): PrivateNode | undefined {
  return isClosed(nodes) ? undefined : nodes.find((one) => one.doneAt === null);
}

export const isClosed = (nodes: readonly PrivateNode[]): boolean => nodes.some((one) => one.node === CLOSED);

/** Nobody is asked for any step of the matter any more. */
export function stopAsking(context: Context, number: string): void {
  for (const { id } of nodesOf(context, number)) cancelTimersOf(context, topicOfNode(id));
}

/** 已受理, 已报警…: the step is done now, by whichever handler pressed. Throws Refused. */
export function finishNode(context: Context, report: PrivateReport, node: string): Outcome {
  const rule = nodeRule(report.kind, node);
  const row = nodesOf(context, report.number).find((one) => one.node === node);
  if (isClosed(nodesOf(context, report.number))) throw new Refused('private.closed', '这件事已办结', undefined, 'info');
  if (!rule || !row) throw new Refused('private.node_gone', '这张卡已过期', '请点“看办理步骤”。');
  if (row.doneAt !== null)
    throw new Refused(
      'private.node_done',
      `已于 ${momentText(row.doneAt, context.now, context.timeZone)} 记过`,
      undefined,
      'info',
    );
  context.db
    .update(privateNode)
    .set({ doneAt: context.now })
    .where(and(eq(privateNode.id, row.id), isNull(privateNode.doneAt)))
    .run();
  cancelTimersOf(context, topicOfNode(row.id));
  const next = openNode(nodesOf(context, report.number));
  if (next?.dueAt === null)
    setTimer(context, NODE_TIMER, topicOfNode(next.id), nextPaceReminder(context, report.schoolId, 0));
  record(context, 'private.node', `private:${report.id}`, { node });
  refreshCopies(context, report);
  return { toast: { tone: 'success', text: `已记：${rule.name}` } };
}

/**
 * A step's limit is near or past, or it has been open for long: whoever has opened the matter is asked for it. Who has not looked yet is reminded of
 * that instead (open.ts), since steps say what it is about.
 */
export function remindNode(context: Context, topic: string): void {
  const id = Number(topic.slice(topic.indexOf(':') + 1));
  const row = context.db.select().from(privateNode).where(eq(privateNode.id, id)).get();
  if (!row || row.doneAt !== null) return;
  const copies = privateReportsOf(context, row.number);
  const [first] = copies;
  if (!first) return;
  if (row.dueAt === null && openNode(nodesOf(context, row.number))?.id !== id) {
    // An earlier step is still open and is asked about itself; this one's turn comes when that is done.
    setTimer(context, NODE_TIMER, topic, nextPaceReminder(context, first.schoolId, 1));
    return;
  }
  const handedIn = Math.min(...copies.map((copy) => copy.entrustedAt ?? context.now));
  for (const copy of onePerHandler(copies.filter((one) => one.state === 'opened'))) {
    if (copy.handlerId === null) continue;
    const dedupeKey = `private-nodes:${copy.id}:${Math.floor(context.now / HOUR)}`;
    // What a law wants at once rings at any hour; our own limits wait for the morning.
    const sending =
      nodeRule(copy.kind, row.node)?.limit?.text === '立即'
        ? ({ lane: 'urgent' } as const)
        : ({ lane: 'normal', notBefore: afterNight(context.now, context.timeZone) } as const);
    sendCard(context, 'private.nodes', { report: copy.id }, { person: copy.handlerId }, { ...sending, dedupeKey });
  }
  const sent = row.reminders + 1;
  context.db.update(privateNode).set({ reminders: sent }).where(eq(privateNode.id, id)).run();
  const next =
    row.dueAt === null
      ? nextPaceReminder(context, first.schoolId, sent)
      : nextNodeReminder({ handedIn, dueAt: row.dueAt, sent }, context.now);
  setTimer(context, NODE_TIMER, topic, next);
}

/** Additions are copies too; a handler is one person however many they hold. */
export function onePerHandler(copies: readonly PrivateReport[]): readonly PrivateReport[] {
  return copies.filter((copy, index) => copies.findIndex((other) => other.handlerId === copy.handlerId) === index);
}
