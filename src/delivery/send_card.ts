import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { Card, Reference } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import type { Presentation } from '../kernel/presentation.ts';
import { updateCard } from '../kernel/send.ts';
import type { PlatformName, Recipient, Verdict } from '../platforms/platform.ts';
import { identity, sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { imagesOf } from './directory.ts';
import { formGoesToPage } from './forms_on_page.ts';
import { uploadImages } from './images.ts';
import { viewerOf } from './recipient.ts';
import { formOf, type Leaving, linksOf, renderCard, renderForPage, shownOf, textOf } from './render.ts';
import { idempotencyKeyOf, isAgain, mayHaveArrived, type Result, resultOf, type Write } from './result.ts';
import type { Letter, Sender, Surroundings } from './sender.ts';

/** Said instead of a card whose words the vendor does not let through (domain/voice.md §3 no. 39). */
const BLOCKED_TEXT = '有一张卡没能显示：平台拦下了其中的字。记录完整，安全办可在台账看到。';

/** A card above a limit of its platform (platforms/wire/card_limits.ts). */
const TOO_LARGE = 'card.too_large';

type Sent = Extract<Verdict, { is: 'sent' }>;

/** Whether a card is still wanted is asked once more right before it leaves (design.md §1 promise 4). */
export const sendCardRow: Sender = async (letter, surroundings) => {
  const { row, platform, recipient } = letter;
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
  const numbered = (why: string): Promise<Result> =>
    asNumbers(letter, { card, presentation, version, why }, surroundings);
  if (letter.bySession) return numbered('saving');
  const byPage =
    card.form && formGoesToPage(context, platform, row) && renderForPage(surroundings, platform, card, row);
  const leaving = byPage || renderCard(context.db, surroundings, platform, card, row);
  if (leaving.as === 'text')
    return leaving.code === TOO_LARGE ? numbered(leaving.code) : asText(letter, leaving.text, leaving.code);

  const verdict = await platform.sendCard(recipient, leaving.rendered, idempotencyKeyOf(row), { again: isAgain(row) });
  if (verdict.is === 'sent') {
    await ring(letter, verdict, surroundings);
    const sent = { card, leaving, version };
    const write = writeSent(letter, verdict, presentation, sent, surroundings);
    const isCard = leaving.rendered.offer === undefined;
    return {
      is: 'sent',
      write: (changing) => {
        write(changing);
        if (isCard) surroundings.onCards(changing, platform.name, undefined);
      },
    };
  }
  if (verdict.is === 'never' && (verdict.why === 'card_rejected' || verdict.why === 'cards_refused')) {
    const { why, detail } = verdict;
    surroundings.log.error({ card: card.key, row: row.id, detail }, `delivery.${why}: sent as text`);
    const result = await numbered(why);
    if (why === 'card_rejected' || result.is !== 'sent') return result;
    return {
      ...result,
      write: (changing) => {
        result.write?.(changing);
        surroundings.onCards(changing, platform.name, detail);
      },
    };
  }
  if (verdict.is === 'never' && verdict.why === 'content_blocked') {
    // The person learns that there is something; that the words did not arrive stays news for the safety office.
    await platform.sendText(recipient, BLOCKED_TEXT, idempotencyKeyOf(row, 't'), { again: isAgain(row) });
  }
  return resultOf(verdict, true);
};

async function asText({ row, platform, recipient }: Letter, text: string, code: string): Promise<Result> {
  if (!recipient) throw new Error('delivery.row: a card row names nobody');
  const verdict = await platform.sendText(recipient, text, idempotencyKeyOf(row, 't'), { again: isAgain(row) });
  return verdict.is === 'sent' ? { is: 'sent', note: `as_text: ${code}` } : resultOf(verdict, true);
}

interface Numbered {
  readonly card: Card;
  readonly presentation: Presentation;
  /** Of the rows the card was made from. */
  readonly version: number;
  /** Why it does not go as a card. */
  readonly why: string;
}

/** The card as numbered text, which can be answered like the card; plain words where the platform has no such form. */
async function asNumbers(
  letter: Letter,
  { card, presentation, version, why }: Numbered,
  around: Surroundings,
): Promise<Result> {
  const { row, platform, recipient, bySession = false } = letter;
  const rendered = platform.renderAsText?.(card, linksOf(around.pageLink, platform.name, card, row));
  if (!rendered || !recipient) return asText(letter, textOf(around, platform, card, row), why);
  const attempt = { again: isAgain(row), bySession };
  const verdict = await platform.sendCard(recipient, rendered, idempotencyKeyOf(row, 't'), attempt);
  if (verdict.is !== 'sent') return resultOf(verdict, true);
  await ring(letter, verdict, around);
  const leaving = { as: 'card', rendered, shown: shownOf(rendered), form: formOf(card) } as const;
  return {
    is: 'sent',
    note: `as_text: ${why}`,
    write: writeSent(letter, verdict, presentation, { card, leaving, version }, around),
  };
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
