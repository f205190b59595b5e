import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { Card, Reference } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import type { Presentation } from '../kernel/presentation.ts';
import { updateCard } from '../kernel/send.ts';
import type { Platform, PlatformName, Recipient, Verdict } from '../platforms/platform.ts';
import { identity, sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { OutboxRow } from './claim.ts';
import { imagesOf } from './directory.ts';
import { formGoesToPage } from './forms_on_page.ts';
import { uploadImages } from './images.ts';
import { viewerOf } from './recipient.ts';
import { type Leaving, renderCard, renderForPage, textOf } from './render.ts';
import { idempotencyKeyOf, mayHaveArrived, type Result, resultOf, type Write } from './result.ts';
import type { Letter, Sender, Surroundings } from './sender.ts';

/** Said instead of a card whose words the vendor does not let through (domain/voice.md §3 no. 39). */
const BLOCKED_TEXT = '有一张卡没能显示：平台拦下了其中的字。记录完整，安全办可在台账看到。';

type Sent = Extract<Verdict, { is: 'sent' }>;

/** Whether a card is still wanted is asked once more right before it leaves (design.md §1 promise 4). */
export const sendCardRow: Sender = async ({ row, platform, recipient }, surroundings) => {
  const presentation = surroundings.registry.presentations.get(row.card ?? '');
  if (!presentation || !recipient) throw new Error('delivery.row: a card row names no known card or nobody');
  // Written by kernel/send.ts only, from a Reference.
  const subject = row.subject as Reference;
  const viewer = viewerOf(row);

  let context = surroundings.context();
  let version = surroundings.version();
  let card = presentation.fresh(context, subject, viewer);
  if (card && imagesOf(card).length > 0) {
    const wait = await uploadImages(card, platform, surroundings);
    if (wait) return wait;
    // Meanwhile it may have changed, or be needed no more.
    context = surroundings.context();
    version = surroundings.version();
    card = presentation.fresh(context, subject, viewer);
  }
  if (!card) return { is: 'dropped', why: 'no_longer_needed' };
  const byPage =
    card.form && formGoesToPage(context, platform, row) && renderForPage(surroundings, platform, card, row);
  const leaving = byPage || renderCard(context.db, surroundings, platform, card, row);
  if (leaving.as === 'text') return asText(row, platform, recipient, leaving.text, leaving.code);

  const verdict = await platform.sendCard(recipient, leaving.rendered, idempotencyKeyOf(row));
  if (verdict.is === 'sent') {
    await ring({ row, platform, recipient }, verdict, surroundings);
    const sent = { card, leaving, version };
    return { is: 'sent', write: writeSent({ row, platform, recipient }, verdict, presentation, sent, surroundings) };
  }
  if (verdict.is === 'never' && verdict.why === 'card_rejected') {
    surroundings.log.error(
      { card: card.key, row: row.id, detail: verdict.detail },
      'delivery.card_rejected: sent as plain text',
    );
    return asText(row, platform, recipient, textOf(surroundings, platform, card, row), verdict.why);
  }
  if (verdict.is === 'never' && verdict.why === 'content_blocked') {
    // The person learns that there is something; that the words did not arrive stays news for the safety office.
    await platform.sendText(recipient, BLOCKED_TEXT, idempotencyKeyOf(row, 't'));
  }
  return resultOf(verdict, true);
};

async function asText(row: OutboxRow, platform: Platform, to: Recipient, text: string, code: string): Promise<Result> {
  const verdict = await platform.sendText(to, text, idempotencyKeyOf(row, 't'));
  return verdict.is === 'sent' ? { is: 'sent', note: `as_text: ${code}` } : resultOf(verdict, true);
}

/** Rings before the row is finished: after a crash it may ring twice, never not at all. A failing ring resends nothing. */
async function ring({ row, platform, recipient }: Letter, sent: Sent, { spend, log }: Surroundings): Promise<void> {
  if (!row.urge || recipient?.kind !== 'person' || sent.messageId === undefined) return;
  spend(platform.name);
  const verdict = await platform
    .urge(sent.messageId, [recipient.userId])
    .catch((): Verdict => ({ is: 'later', why: 'network', detail: 'the call threw' }));
  if (verdict.is !== 'sent')
    log.warn({ row: row.id, ...verdict }, 'delivery.urge_failed: the card is there, it did not ring');
}

const learnChat = prepared((db) =>
  db
    .update(identity)
    .set({ directChatId: sql`${sql.placeholder('chatId')}` })
    .where(
      and(
        eq(identity.platform, sql.placeholder('platform')),
        eq(identity.userId, sql.placeholder('userId')),
        or(isNull(identity.directChatId), ne(identity.directChatId, sql.placeholder('chatId'))),
      ),
    )
    .prepare(),
);

/** Remembers a person's one-to-one chat, which the vendor names in its answer. */
export function learnDirectChat(context: Context, platform: PlatformName, to: Recipient | undefined, sent: Sent): void {
  if (to?.kind !== 'person' || sent.chatId === undefined) return;
  learnChat(context.db).run({ platform, userId: to.userId, chatId: sent.chatId });
}

const keepSent = prepared((db) =>
  db
    .insert(sentCard)
    .values({
      card: sql.placeholder('card'),
      subject: sql.placeholder('subject'),
      topic: sql.placeholder('topic'),
      platform: sql.placeholder('platform'),
      messageId: sql.placeholder('messageId'),
      personId: sql.placeholder('personId'),
      groupId: sql.placeholder('groupId'),
      vendorUser: sql.placeholder('vendorUser'),
      sentAt: sql.placeholder('sentAt'),
      shown: sql.placeholder('shown'),
      formShown: sql.placeholder('formShown'),
      chatId: sql.placeholder('chatId'),
      quotedAs: sql.placeholder('quotedAs'),
      // As JSON text: an absent one must be no value, and not the JSON null.
      offer: sql`${sql.placeholder('offer')}`,
    })
    .onConflictDoUpdate({
      target: [sentCard.platform, sentCard.messageId],
      set: {
        shown: sql`excluded.shown`,
        formShown: sql`excluded.form_shown`,
        chatId: sql`excluded.chat_id`,
        quotedAs: sql`excluded.quoted_as`,
        offer: sql`excluded.offer`,
      },
    })
    .returning({ id: sentCard.id })
    .prepare(),
);

interface Left {
  readonly card: Card;
  readonly leaving: Extract<Leaving, { as: 'card' }>;
  /** Of the rows the card was made from. */
  readonly version: number;
}

function writeSent(
  { row, platform: vendor, recipient }: Letter,
  sent: Sent,
  presentation: Presentation,
  { card: left, leaving, version }: Left,
  surroundings: Surroundings,
): Write {
  const platform = vendor.name;
  return (context) => {
    learnDirectChat(context, platform, recipient, sent);
    if (sent.messageId === undefined) return;
    // A repeated key gives back the message of the first attempt, which may show what was true then.
    const isCertain = !mayHaveArrived(row);
    const subject = row.subject as Reference;
    const kept = keepSent(context.db).get({
      card: presentation.card,
      subject,
      topic: presentation.topic(subject),
      platform,
      messageId: sent.messageId,
      personId: row.personId,
      groupId: row.groupId,
      vendorUser: row.vendorUser,
      sentAt: context.now,
      shown: isCertain ? leaving.shown : '',
      formShown: leaving.form,
      chatId: sent.chatId ?? null,
      quotedAs: sent.quotedAs ?? null,
      offer: leaving.rendered.offer ? JSON.stringify(leaving.rendered.offer) : null,
    });
    if (!kept) return;
    // A form is left alone: somebody may be filling it, and a stale one is refused kindly.
    if (!isCertain && leaving.form === '') updateCard(context, { id: kept.id, platform }, 'bulk');
    // While it was on its way nobody who changed something knew of this card.
    if (surroundings.version() === version) return;
    const card = presentation.show(context, subject, viewerOf(row));
    if (!card || isDeepStrictEqual(card, left)) return;
    const current = renderCard(context.db, surroundings, vendor, card, row);
    if (current.as === 'card' && current.shown !== leaving.shown) updateCard(context, { id: kept.id, platform });
  };
}
