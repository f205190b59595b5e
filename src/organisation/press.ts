import { and, eq, sql } from 'drizzle-orm';
import type { FieldValue } from '../../cards/model.ts';
import type { CardReference, Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import type { Registry } from '../kernel/registry.ts';
import { updateCard } from '../kernel/send.ts';
import type { Inbound } from '../platforms/platform.ts';
import { personNamed, whoIs } from '../school/people.ts';
import { sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Answer } from './inbox.ts';

export type PressInbound = Extract<Inbound, { kind: 'press' }>;

/**
 * How a press is answered: by an update of the card (`patch`); by the card itself, drawn on everybody's phone (`inline`)
 * or on the presser's only (`presser`); in words, where the card is text (`text`).
 */
export type Answering = 'patch' | 'inline' | 'presser' | 'text';

/** Presses closer together than this may have their answers drawn in any order on the phones. */
const OVERLAP_MS = 5_000;

const onPhone = prepared((db) =>
  db
    .select({
      id: sentCard.id,
      card: sentCard.card,
      subject: sentCard.subject,
      platform: sentCard.platform,
      pressedAt: sentCard.pressedAt,
      entered: sentCard.entered,
      groupId: sentCard.groupId,
    })
    .from(sentCard)
    .where(
      and(eq(sentCard.platform, sql.placeholder('platform')), eq(sentCard.messageId, sql.placeholder('messageId'))),
    )
    .prepare(),
);

const touch = prepared((db) =>
  db
    .update(sentCard)
    .set({ pressedAt: sql`${sql.placeholder('now')}` })
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

const become = prepared((db) =>
  db
    .update(sentCard)
    .set({
      card: sql`${sql.placeholder('card')}`,
      subject: sql`${sql.param(sql.placeholder('subject'), sentCard.subject)}`,
      topic: sql`${sql.placeholder('topic')}`,
      entered: null,
      formShown: '',
      pressedAt: sql`${sql.placeholder('now')}`,
    })
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

const forgetEntered = prepared((db) =>
  db
    .update(sentCard)
    .set({ entered: null, formShown: '', pressedAt: sql`${sql.placeholder('now')}` })
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

/** What an inline answer drew is not known to `shown`: the next update must not be taken for one that changes nothing. */
const forgetShown = prepared((db) =>
  db
    .update(sentCard)
    .set({ shown: '' })
    .where(eq(sentCard.id, sql.placeholder('id')))
    .prepare(),
);

/**
 * One press: who is it, which card, may they, run, and bring the pressed card to the last truth. A refusal undoes what
 * the verb did, but the press is still answered and the card still becomes current.
 */
export function press(context: Context, registry: Registry, inbound: PressInbound, answering: Answering): Answer {
  const sent = onPhone(context.db).get({ platform: inbound.platform, messageId: inbound.messageId });
  try {
    const outcome = context.store.transaction(() => run(context, registry, inbound, sent !== undefined));
    if (!sent) {
      if (outcome.become) adopt(context, registry, inbound, outcome.become);
      return {
        ...(outcome.toast ? { toast: outcome.toast } : {}),
        ...(outcome.become ? { show: outcome.become } : {}),
      };
    }
    const current: CardReference = outcome.become ?? {
      card: sent.card,
      // Written by delivery only, from the Reference the card was sent with.
      subject: sent.subject as CardReference['subject'],
    };
    if (outcome.become && answering !== 'text') turnInto(context, registry, sent.id, outcome.become);
    else if (sent.entered !== null) forgetEntered(context.db).run({ id: sent.id, now: context.now });
    else touch(context.db).run({ id: sent.id, now: context.now });
    settle(context, sent, answering);
    return { ...(outcome.toast ? { toast: outcome.toast } : {}), show: current };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!sent) return { toast: toastOf(error) };
    if (error instanceof FormRefused && registry.presentations.get(sent.card)?.keepsEntered) {
      keepEntered(context, sent.id, inbound, error);
    } else touch(context.db).run({ id: sent.id, now: context.now });
    settle(context, sent, answering);
    return { toast: toastOf(error), show: { card: sent.card, subject: sent.subject as CardReference['subject'] } };
  }
}

/** A refusal says in one breath who can and what to do next; a refused form has its advice on the card. */
const toastOf = (error: Refused): Refused['toast'] =>
  error.advice && !(error instanceof FormRefused)
    ? { tone: error.toast.tone, text: `${error.toast.text}。${error.advice}` }
    : error.toast;

/** Who is it, may they, and the action itself; to be called inside a transaction that a refusal undoes. */
export function run(context: Context, registry: Registry, inbound: PressInbound, ours: boolean): Outcome {
  const who = whoIs(context, inbound.platform, inbound.sender.userId);
  if (!who) throw new Refused('person.unknown', '还不认识您，请发“我是 姓名”', '安全办确认后即可使用。');
  // A first card can be pressed before its sending is written down; until then nobody knows the chat.
  if (!ours && who.directChatId !== null && inbound.chatId !== who.directChatId) {
    throw new Refused('card.forwarded', '转发的卡不能办理', '该您办的，发“待办”就能看到。');
  }
  const action = registry.actions.get(inbound.action);
  if (!action) throw new Refused('action.unknown', '这张卡已过期，请发“待办”');
  const acting: Context = { ...context, actor: { kind: 'person', person: who.person, platform: inbound.platform } };
  return action.press(acting, {
    person: who.person,
    reference: inbound.reference,
    ...(inbound.revision === undefined ? {} : { revision: inbound.revision }),
    ...(inbound.values ? { values: valuesOf(context, inbound) } : {}),
  });
}

/** People chosen in a vendor's picker become our people; somebody unknown stays out, and the form says what is missing. */
function valuesOf(context: Context, inbound: PressInbound): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(inbound.values ?? {})) {
    if (typeof value === 'object' && 'vendorUser' in value) {
      const who = whoIs(context, inbound.platform, value.vendorUser);
      if (who) values[name] = who.person;
    } else if (typeof value === 'object' && 'personName' in value) {
      const person = personNamed(context, value.personName);
      if (person !== undefined) values[name] = person;
    } else values[name] = value;
  }
  return values;
}

/**
 * The card was pressed before its sending was written down (a quick finger, a crash in between): from now on it is
 * known by what it became. What the sender writes later changes neither card nor subject (delivery/send_card.ts).
 */
function adopt(context: Context, registry: Registry, inbound: PressInbound, next: CardReference): void {
  const presentation = registry.presentations.get(next.card);
  const who = whoIs(context, inbound.platform, inbound.sender.userId);
  // Anywhere but in the person's own chat it may be a forwarded copy that others see.
  if (!presentation || !who || who.directChatId !== inbound.chatId) return;
  const { id } = context.db
    .insert(sentCard)
    .values({
      card: next.card,
      subject: next.subject,
      topic: presentation.topic(next.subject),
      platform: inbound.platform,
      messageId: inbound.messageId,
      personId: who.person,
      chatId: inbound.chatId,
      shown: '',
      formShown: '',
      sentAt: context.now,
      pressedAt: context.now,
    })
    .returning({ id: sentCard.id })
    .get();
  updateCard(context, { id, platform: inbound.platform }, 'press');
}

export function turnInto(context: Context, registry: Registry, id: number, next: CardReference): void {
  const presentation = registry.presentations.get(next.card);
  if (!presentation)
    throw new Error(`registry.unknown_card: an action turns its card into "${next.card}", which no feature registers`);
  const { card, subject } = next;
  become(context.db).run({ id, card, subject, topic: presentation.topic(subject), now: context.now });
}

function keepEntered(context: Context, id: number, inbound: PressInbound, error: FormRefused): void {
  const message = error.advice ? `${error.toast.text}。${error.advice}` : error.toast.text;
  context.db
    .update(sentCard)
    .set({ entered: { values: valuesOf(context, inbound), message }, formShown: '', pressedAt: context.now })
    .where(eq(sentCard.id, id))
    .run();
}

/**
 * Answered by patch, every press ends with one update of the pressed card (the updates that wait fold into one).
 * Answered inline, the answer itself carries the card; an update follows only when presses overlapped, since nobody
 * knows which answer a phone draws last (reference/feishu.md §5), and where the others on a shared card would not see
 * it (reference/dingtalk.md §6.5). A text cannot be updated.
 */
function settle(
  context: Context,
  sent: { id: number; platform: 'feishu' | 'dingtalk'; pressedAt: number; groupId: number | null },
  answering: Answering,
): void {
  const overlapped = context.now - sent.pressedAt < OVERLAP_MS;
  if (answering === 'text') return;
  const othersSee = answering === 'presser' && sent.groupId !== null;
  if (answering === 'patch' || overlapped || othersSee) {
    updateCard(context, sent, 'press');
  }
  if (answering !== 'patch') forgetShown(context.db).run({ id: sent.id });
}
