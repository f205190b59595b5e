import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Outcome } from '../kernel/action.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { HOUR, momentText } from '../kernel/time.ts';
import { cancelTimersOf, setTimer } from '../kernel/timers.ts';
import { privateNode } from '../store/schema/index.ts';
import { afterNight, nextNodeReminder, nodeRule, nodeRules } from './private_nodes.ts';
import { type PrivateReport, privateReportsOf } from './private_queries.ts';
import { planPurge } from './purge_rules.ts';
import { refreshCopies } from './refresh_copies.ts';

export type PrivateNode = typeof privateNode.$inferSelect;

export const NODE_TIMER = 'private.node';
const topicOfNode = (id: number): string => `private-node:${id}`;

/** The steps of a matter in the order they are done. */
export const nodesOf = (context: Pick<ReadContext, 'db'>, number: string): readonly PrivateNode[] =>
  context.db.select().from(privateNode).where(eq(privateNode.number, number)).orderBy(asc(privateNode.id)).all();

/** When a matter is handed in its steps begin, each with its limit; a matter that has steps gets no others. */
export function planNodes(context: Context, report: Pick<PrivateReport, 'number' | 'kind'>): void {
  if (nodesOf(context, report.number).length > 0) return;
  planPurge(context);
  for (const { node, limit } of nodeRules[report.kind]) {
    const dueAt = limit?.dueAt(context.now, context.timeZone) ?? null;
    const { id } = context.db
      .insert(privateNode)
      .values({ number: report.number, node, dueAt })
      .returning({ id: privateNode.id })
      .get();
    if (dueAt !== null)
      setTimer(
        context,
        NODE_TIMER,
        topicOfNode(id),
        nextNodeReminder({ handedIn: context.now, dueAt, sent: 0 }, context.now),
      );
  }
}

/** 已受理, 已报警…: the step is done now, by whichever handler pressed. Throws Refused. */
export function finishNode(context: Context, report: PrivateReport, node: string): Outcome {
  const rule = nodeRule(report.kind, node);
  const row = nodesOf(context, report.number).find((one) => one.node === node);
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
  record(context, 'private.node', `private:${report.id}`, { node });
  refreshCopies(context, report);
  return { toast: { tone: 'success', text: `已记：${rule.name}` } };
}

/**
 * A step's limit is near or past: whoever has opened the matter is asked for it. Who has not looked yet is reminded of
 * that instead (open.ts), since steps say what it is about.
 */
export function remindNode(context: Context, topic: string): void {
  const id = Number(topic.slice(topic.indexOf(':') + 1));
  const row = context.db.select().from(privateNode).where(eq(privateNode.id, id)).get();
  if (!row || row.doneAt !== null || row.dueAt === null) return;
  const copies = privateReportsOf(context, row.number);
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
  setTimer(context, NODE_TIMER, topic, nextNodeReminder({ handedIn, dueAt: row.dueAt, sent }, context.now));
}

/** Additions are copies too; a handler is one person however many they hold. */
export function onePerHandler(copies: readonly PrivateReport[]): readonly PrivateReport[] {
  return copies.filter((copy, index) => copies.findIndex((other) => other.handlerId === copy.handlerId) === index);
}
