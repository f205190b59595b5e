import { and, eq, inArray, isNotNull, lte } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { erasePayloads, record } from '../kernel/record.ts';
import { sendText } from '../kernel/send.ts';
import { peopleWithRole } from '../school/people.ts';
import { privateKey, privateQuestion, privateReport, sentCard } from '../store/schema/index.ts';
import { withoutActor } from './open_private.ts';
import { nodesOf } from './plan_nodes.ts';
import { afterNight } from './private_nodes.ts';
import { type PrivateReport, privateReportsOf, privateTopicOf } from './private_queries.ts';
import { ASKED_FORGOTTEN, endedAt, KEPT_AFTER_END, planPurge, TOLD_FROM } from './purge_rules.ts';

/**
 * Every month: matters that ended a year ago lose everybody's name, the return key and what was asked; their number, the
 * steps and the times stay. The safety office hears how many, from three on.
 */
export function purgePrivate(context: Context): void {
  forgetUnfinished(context);
  const purged = new Map<number, number>();
  for (const report of endedMatters(context)) {
    purge(context, report);
    purged.set(report.schoolId, (purged.get(report.schoolId) ?? 0) + 1);
  }
  for (const [school, count] of purged) {
    if (count < TOLD_FROM) continue;
    const text = `到期清理：${count} 件私下说的事办结满一年，经手人和留言已清除，只留编号和办理时间。`;
    const notBefore = afterNight(context.now, context.timeZone);
    for (const { person } of peopleWithRole(context, school, 'safety_office'))
      sendText(context, text, { person }, { lane: 'normal', notBefore });
  }
  planPurge(context);
}

/** A form nobody handed in: who opened it is nobody's business any more. */
function forgetUnfinished(context: Context): void {
  context.db
    .update(privateReport)
    .set({ state: 'dropped', reporterId: null })
    .where(and(eq(privateReport.state, 'asked'), lte(privateReport.at, context.now - ASKED_FORGOTTEN)))
    .run();
}

/** One copy of every matter that has named people in it and ended long enough ago. */
function endedMatters(context: Context): readonly PrivateReport[] {
  const named = context.db
    .select()
    .from(privateReport)
    .where(and(eq(privateReport.state, 'opened'), isNotNull(privateReport.handlerId)))
    .all();
  const first = named.filter((one, index) => named.findIndex((other) => other.number === one.number) === index);
  return first.filter(({ number }) => {
    const ended = endedAt({ copies: privateReportsOf(context, number), nodes: nodesOf(context, number) });
    return ended !== undefined && ended + KEPT_AFTER_END <= context.now;
  });
}

function purge(context: Context, { number }: PrivateReport): void {
  const topics = privateReportsOf(context, number).map((copy) => privateTopicOf(copy.id));
  const nobody = { reporterId: null, handlerId: null };
  context.db.update(privateReport).set(nobody).where(eq(privateReport.number, number)).run();
  context.db.delete(privateKey).where(eq(privateKey.number, number)).run();
  context.db.delete(privateQuestion).where(eq(privateQuestion.number, number)).run();
  context.db.update(sentCard).set({ state: 'gone' }).where(inArray(sentCard.topic, topics)).run();
  for (const topic of topics) erasePayloads(context, topic);
  const [topic] = topics;
  if (topic !== undefined) record(withoutActor(context), 'private.purged', topic);
}
