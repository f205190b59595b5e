import { and, desc, eq, gt, isNotNull, max } from 'drizzle-orm';
import type { FieldValue, PersonId, Reference } from '../../cards/model.ts';
import { readTextAnswer, type TextAnswer } from '../../cards/text/answer.ts';
import type { Choice, Offer } from '../../cards/text/offer.ts';
import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { DAY, dateOf } from '../kernel/time.ts';
import { whoIs } from '../school/people.ts';
import { chatGroup, outbox, sentCard } from '../store/schema/index.ts';
import { understand } from '../understanding/understand.ts';
import type { Message } from './message.ts';
import { type PressInbound, press } from './press.ts';

type SentCard = typeof sentCard.$inferSelect;

/** Cards that can still be answered by their number, and how many are looked at for one with choices. */
const ANSWERED_WITHIN_MS = 14 * DAY;
const LOOKED_AT = 8;

/** Worth looking for an offer: a number, or something with a colon. */
const looksLikeAnswer = /^\s*(?:回复|选)?\s*[0-9０-９]{1,2}\s*[.。、)）]?\s*(?:\n|$)|[:：]/;

/**
 * Takes a number or a form's lines as the answer to a card that went out as text: the quoted one, else the last one in
 * this chat that offers something. True when it was one; then it has been answered. Danger and private matters are
 * never taken for the value of a field.
 */
export function hearTextAnswer(context: Context, registry: Registry, message: Message): boolean {
  if (message.content.type !== 'text' || !looksLikeAnswer.test(message.content.text)) return false;
  const words = message.content.text;
  const who = whoIs(context, message.platform, message.sender.userId);
  const sent = who && offered(context, message, who.person);
  if (!who || !sent) return false;
  // Written by delivery/send_card.ts with this shape.
  const offer = sent.offer as Offer;
  const answer = readTextAnswer(words, offer, dateOf(context.now, context.timeZone));
  if (!answer || isUrgent(words, answer)) return false;
  const to = { person: who.person };
  if (answer.is === 'unknown-number') {
    sendText(context, `没有这一项，请回复 1 到 ${answer.most} 的数字。`, to);
    return true;
  }
  take(context, registry, { message, person: who.person, sent, offer }, answer);
  return true;
}

function isUrgent(words: string, answer: TextAnswer): boolean {
  if (answer.is === 'choice' && answer.values === undefined) return false;
  const { intent } = understand(words);
  return intent === 'emergency' || intent === 'sensitive';
}

/** The quoted card, else the last one in this chat with something to choose. */
function offered(context: Context, message: Message, person: PersonId): SentCard | undefined {
  const { db } = context;
  const onThisPlatform = and(
    eq(sentCard.platform, message.platform),
    isNotNull(sentCard.offer),
    gt(sentCard.sentAt, context.now - ANSWERED_WITHIN_MS),
  );
  const newest = (where: ReturnType<typeof eq>): SentCard | undefined =>
    db
      .select()
      .from(sentCard)
      .where(and(where, onThisPlatform))
      .orderBy(desc(sentCard.id))
      .limit(LOOKED_AT)
      .all()
      .find((one) => (one.offer as Offer).choices.length > 0);
  if (message.quotes !== undefined) {
    const quoted = newest(eq(sentCard.messageId, message.quotes));
    if (quoted) return quoted;
  }
  if (message.chat.type === 'direct') return newest(eq(sentCard.personId, person));
  const group = db
    .select({ id: chatGroup.id })
    .from(chatGroup)
    .where(and(eq(chatGroup.platform, message.platform), eq(chatGroup.chatId, message.chat.chatId)))
    .get();
  return group && newest(eq(sentCard.groupId, group.id));
}

interface Heard {
  readonly message: Message;
  readonly person: PersonId;
  readonly sent: SentCard;
  readonly offer: Offer;
}

/** The answer as a press, and what became of it as words: the toast, and the card that comes next. */
function take(context: Context, registry: Registry, heard: Heard, answer: Extract<TextAnswer, { is: 'choice' }>): void {
  const { message, person, sent, offer } = heard;
  const { choice } = answer;
  const form = choice.submits ? offer.form : undefined;
  const inbound: PressInbound = {
    kind: 'press',
    platform: message.platform,
    deliveryId: message.deliveryId,
    at: message.at,
    sender: message.sender,
    messageId: sent.messageId,
    chatId: message.chat.chatId,
    action: choice.action,
    reference: choice.reference ?? {},
    ...(form ? { revision: form.revision, values: filledIn(form.fields, sent, answer) } : {}),
  };
  const before = newestSending(context);
  const { toast, show } = press(context, registry, inbound, 'text');
  // What they chose has its own card on the way; the list it came from, sent after it, would take the next number.
  const isAnswered = toast !== undefined || hasSending(context, person, before);
  if (toast) sendText(context, toast.text, { person });
  if (!show) return;
  const isNext = show.card !== sent.card || JSON.stringify(show.subject) !== JSON.stringify(sent.subject);
  if (isNext || !isAnswered || isOutdated(context, registry, heard, choice))
    sendCard(context, show.card, show.subject, { person }, { lane: 'press' });
}

const newestSending = ({ db }: Context): number =>
  db
    .select({ id: max(outbox.id) })
    .from(outbox)
    .get()?.id ?? 0;

/** Whether something has been put on its way to somebody since. */
const hasSending = ({ db }: Context, person: PersonId, since: number): boolean =>
  db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(gt(outbox.id, since), eq(outbox.personId, person)))
    .limit(1)
    .get() !== undefined;

/** What the form held, what was written before and refused, and what is written now. */
function filledIn(
  fields: NonNullable<Offer['form']>['fields'],
  sent: SentCard,
  answer: Extract<TextAnswer, { is: 'choice' }>,
): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    if (field.kind !== 'photo' && field.initial !== undefined) values[field.name] = field.initial;
    if (field.kind === 'bool') values[field.name] ??= false;
  }
  // Written by organisation/press.ts with this shape.
  const before = sent.entered as { readonly values: Record<string, FieldValue> } | null;
  return { ...values, ...before?.values, ...answer.values };
}

/** The form has changed since it was sent: its lines no longer fit, so it is sent anew. */
function isOutdated(context: Context, registry: Registry, { sent, offer, person }: Heard, choice: Choice): boolean {
  if (!choice.submits || !offer.form) return false;
  // Written by delivery only, from the Reference the card was sent with.
  const subject = sent.subject as Reference;
  const card = registry.presentations.get(sent.card)?.show(context, subject, { kind: 'person', person });
  return card?.form !== undefined && card.form.revision !== offer.form.revision;
}
