import { and, eq, gt, sql } from 'drizzle-orm';
import { actionsOf, type Card, type FieldValue, type Reference } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import type { Entered, Presentation } from '../kernel/presentation.ts';
import { sendCard } from '../kernel/send.ts';
import { DAY } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { type Lane, sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { OutboxRow } from './claim.ts';
import { imagesOf } from './directory.ts';
import { uploadImages } from './images.ts';
import { addresseeOf, sentById, sentCardOf, viewerOf } from './recipient.ts';
import { formOf, type Leaving, renderCard } from './render.ts';
import { type Result, resultOf, type Write } from './result.ts';
import type { Sender, Surroundings } from './sender.ts';

type SentCard = typeof sentCard.$inferSelect;

/** How long a vendor lets a card be changed: Feishu 14 days (reference/feishu.md §7), DingTalk names no end. */
const CHANGEABLE_MS: Record<PlatformName, number> = { feishu: 14 * DAY, dingtalk: Number.POSITIVE_INFINITY };

/**
 * Brings one card on a phone up to date with the rows as they are now. Nothing is sent when nothing would change, or
 * when somebody may be filling its form and the form is still valid (design.md §4).
 */
export const sendUpdate: Sender = async ({ row, platform }, surroundings) => {
  let current = currentCard(row, surroundings);
  if (current.is === 'changed' && imagesOf(current.card).length > 0) {
    const wait = await uploadImages(current.card, platform, surroundings);
    if (wait) return wait;
    current = currentCard(row, surroundings);
  }
  if (current.is !== 'changed') return current;
  const { sent, presentation, card } = current;
  const leaving = renderCard(surroundings.context().db, surroundings, platform, card, sent);
  // The old card stays on the phone; the error is in the log, and a text nobody asked for would only disturb.
  if (leaving.as === 'text') return { is: 'failed', why: `render: ${leaving.code}`, isNews: false };
  if (leaving.shown === sent.shown) return { is: 'dropped', why: 'unchanged' };
  // Of reminders that came again and again the last one follows; all of them say so once it is over.
  if (presentation.isReminder && !isOver(card) && hasNewer(surroundings.context(), sent))
    return { is: 'dropped', why: 'asked_again' };
  if (isTooOld(sent, surroundings.context().now)) return fresh(sent, presentation, row.lane, 'too_old');

  const verdict = await platform.updateCard(sent.messageId, leaving.rendered);
  if (verdict.is === 'sent')
    return { is: 'sent', write: writeShown(sent, leaving, presentation.isReminder && isOver(card)) };
  if (verdict.is === 'never' && (verdict.why === 'too_old' || verdict.why === 'message_gone')) {
    return fresh(sent, presentation, row.lane, verdict.why);
  }
  return resultOf(verdict, false);
};

/** Nothing is asked, and it says so. */
const isOver = (card: Card): boolean =>
  actionsOf(card).length === 0 && (card.tone === 'done' || card.tone === 'closed');

const isTooOld = (sent: SentCard, now: number): boolean => now - sent.sentAt >= CHANGEABLE_MS[sent.platform];

type Current = Result | { is: 'changed'; sent: SentCard; presentation: Presentation; card: Card };

/** The card as it would be now, or why the phone's stays as it is. */
function currentCard(row: OutboxRow, { context: contextNow, registry }: Surroundings): Current {
  const context = contextNow();
  const sent = sentCardOf(context.db, row);
  if (sent?.state !== 'live') return { is: 'dropped', why: 'card_replaced' };
  // It went out as text, which nobody can change; what is asked for anew shows the last truth.
  if (sent.offer !== null) return { is: 'dropped', why: 'text' };
  const presentation = registry.presentations.get(sent.card);
  if (!presentation) throw new Error(`delivery.row: no feature shows card "${sent.card}"`);
  const card = show(context, sent, presentation);
  if (!card) return { is: 'dropped', why: 'nothing_to_show' };
  if (sent.formShown !== '' && sent.formShown === formOf(card)) return { is: 'dropped', why: 'form_open' };
  return { is: 'changed', sent, presentation, card };
}

function show(context: Context, sent: SentCard, presentation: Presentation) {
  // Both columns are written by delivery and organisation/press.ts only, with these shapes.
  const subject = sent.subject as Reference;
  const entered = sent.entered as { values: Record<string, FieldValue>; message: string } | null;
  const typed: Entered | undefined = entered ?? undefined;
  return presentation.show(context, subject, viewerOf(sent), typed);
}

const newerCopy = prepared((db) =>
  db
    .select({ id: sentCard.id })
    .from(sentCard)
    .where(
      and(
        eq(sentCard.topic, sql.placeholder('topic')),
        eq(sentCard.state, 'live'),
        gt(sentCard.id, sql.placeholder('id')),
        eq(sentCard.card, sql.placeholder('card')),
        eq(sentCard.platform, sql.placeholder('platform')),
        sql`${sentCard.subject} = ${sql.placeholder('subject')}`,
        sql`${sentCard.personId} is ${sql.placeholder('personId')}`,
        sql`${sentCard.groupId} is ${sql.placeholder('groupId')}`,
        sql`${sentCard.vendorUser} is ${sql.placeholder('vendorUser')}`,
      ),
    )
    .limit(1)
    .prepare(),
);

/** The same card about the same thing lies further down in the same chat: somebody was asked again. */
function hasNewer(context: Pick<Context, 'db'>, sent: SentCard): boolean {
  const { id, topic, card, platform, personId, groupId, vendorUser } = sent;
  const subject = JSON.stringify(sent.subject);
  return newerCopy(context.db).get({ id, topic, card, platform, subject, personId, groupId, vendorUser }) !== undefined;
}

/**
 * A card that cannot be changed any more is replaced by a new one, once, and only if it would still be sent today. Where
 * a later copy of it is there already, that one is enough: after weeks of daily reminders one change would otherwise
 * bring all of them again at once.
 */
function fresh(sent: SentCard, presentation: Presentation, lane: Lane, why: 'too_old' | 'message_gone'): Result {
  return {
    is: 'dropped',
    why,
    write: (context) => {
      const replaced = context.db
        .update(sentCard)
        .set({ state: 'replaced' })
        .where(and(eq(sentCard.id, sent.id), eq(sentCard.state, 'live')))
        .returning({ id: sentCard.id })
        .all();
      const to = addresseeOf(sent);
      const subject = sent.subject as Reference;
      if (hasNewer(context, sent)) return;
      if (replaced.length === 0 || !to || !presentation.wanted(context, subject, viewerOf(sent))) return;
      sendCard(context, sent.card, subject, to, { lane, dedupeKey: `fresh:${sent.id}` });
    },
  };
}

const setShown = prepared((db) =>
  db
    .update(sentCard)
    .set({
      shown: sql`${sql.placeholder('shown')}`,
      formShown: sql`coalesce(${sql.placeholder('formShown')}, ${sentCard.formShown})`,
    })
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

const settle = prepared((db) =>
  db
    .update(sentCard)
    .set({ state: 'settled' })
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * What is on the phone now. When the card was pressed while the update was under way, the row says something newer
 * than what was sent: then nothing counts as shown, so that the update which follows is not skipped.
 */
function writeShown(sent: SentCard, leaving: Extract<Leaving, { as: 'card' }>, isLast: boolean): Write {
  return (context) => {
    const now = sentById(context.db).get({ id: sent.id });
    const isSame =
      now !== undefined &&
      now.pressedAt === sent.pressedAt &&
      now.card === sent.card &&
      now.formShown === sent.formShown &&
      now.shown === sent.shown &&
      JSON.stringify([now.subject, now.entered]) === JSON.stringify([sent.subject, sent.entered]);
    const shown = isSame ? { shown: leaving.shown, formShown: leaving.form } : { shown: '', formShown: null };
    setShown(context.db).run({ ...shown, id: sent.id });
    if (isSame && isLast) settle(context.db).run({ id: sent.id });
  };
}
