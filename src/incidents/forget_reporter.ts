import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { updateCard } from '../kernel/send.ts';
import { outbox, sentCard } from '../store/schema/index.ts';
import { privateTopicOf } from './private_queries.ts';

/**
 * Cuts what ties an account to a report: its cards become one that belongs to no report, and the rows of the outbox
 * that brought them lose their subject. Waiting ones are withdrawn.
 */
export function forgetReporter(context: Context, report: number): void {
  const cards = context.db
    .update(sentCard)
    .set({ card: 'private.handed', subject: {}, topic: 'private:handed', entered: null, formShown: '' })
    .where(and(eq(sentCard.topic, privateTopicOf(report)), eq(sentCard.card, 'private.first')))
    .returning({ id: sentCard.id, platform: sentCard.platform })
    .all();
  for (const card of cards) updateCard(context, card, 'press');
  const about = and(eq(outbox.card, 'private.first'), sql`json_extract(${outbox.subject}, '$.report') = ${report}`);
  context.db
    .update(outbox)
    .set({ state: 'dropped', finishedAt: context.now })
    .where(and(about, eq(outbox.state, 'pending')))
    .run();
  context.db.update(outbox).set({ card: 'private.handed', subject: {} }).where(about).run();
}
