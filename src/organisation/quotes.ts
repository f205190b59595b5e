import { and, eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Message } from './message.ts';

const byQuote = prepared((db) =>
  db
    .select({ messageId: sentCard.messageId })
    .from(sentCard)
    .where(and(eq(sentCard.quotedAs, sql.placeholder('quotes')), eq(sentCard.platform, sql.placeholder('platform'))))
    .prepare(),
);

/** A quoted card by the id we know it by: some vendors name it otherwise in a quote (reference/dingtalk.md §6.1 carrierId). */
export function quotedByUs(context: Context, message: Message): Message {
  if (message.quotes === undefined) return message;
  const known = byQuote(context.db).get({ quotes: message.quotes, platform: message.platform });
  return known ? { ...message, quotes: known.messageId } : message;
}
