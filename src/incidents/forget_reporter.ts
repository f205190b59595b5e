import { and, eq, ne, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { updateCard } from '../kernel/send.ts';
import { outbox, sentCard } from '../store/schema/index.ts';
import { privateTopicOf } from './private_queries.ts';

/**
 * Cuts what ties an account to a report: its cards become one that belongs to no report and to nobody, and the rows of
 * the outbox that brought them lose subject and addressee. Waiting ones are withdrawn. What is on its way at this moment
 * loses its addressee with the next `forgetVisits`.
 */
export function forgetReporter(context: Context, report: number): void {
  const cards = context.db
    .update(sentCard)
    .set({
      card: 'private.handed',
      subject: {},
      topic: 'private:handed',
      entered: null,
      formShown: '',
      personId: null,
      chatId: null,
    })
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
  context.db
    .update(outbox)
    .set({ card: 'private.handed', subject: {}, personId: null })
    .where(and(about, ne(outbox.state, 'sending')))
    .run();
  // Its sender still needs to know where it goes.
  context.db.update(outbox).set({ card: 'private.handed', subject: {} }).where(about).run();
}
