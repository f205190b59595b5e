import { and, asc, eq, gt, max } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { gatherFor } from '../duties/rounds/gather.ts';
import { taskById } from '../duties/tasks.ts';
import { joinUploads } from '../hazards/uploaded_photos.ts';
import type { CardReference } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import type { Registry } from '../kernel/registry.ts';
import { updateCard } from '../kernel/send.ts';
import type { PagePress } from '../platforms/platform.ts';
import { whoIs } from '../school/people.ts';
import { outbox, sentCard } from '../store/schema/index.ts';
import type { Answer } from './inbox.ts';
import { type PressInbound, run, turnInto } from './press.ts';

/**
 * A press on the form page: the same checks and the same action as in the chat. Pictures that came with it stay even
 * when the form is refused, as they would in the chat. What was typed and refused is kept by the page itself; after a
 * success every copy of the card on the person's phone becomes current. A page is not short of room: the answer's words
 * hold the advice as well.
 */
export function pressOnPage(context: Context, registry: Registry, inbound: PressInbound, page: PagePress): Answer {
  const { card, subject } = page;
  const show: CardReference = { card, subject };
  const who = whoIs(context, inbound.platform, inbound.sender.userId);
  try {
    if (who) context.store.transaction(() => keepUploads(context, inbound, page, who.person));
    if (page.uploadsOnly) return { show };
    const before = lastQueued(context);
    const outcome = context.store.transaction(() => run(context, registry, inbound, true));
    const next = outcome.become ?? (who && answeredWith(context, who.person, before));
    if (who) bringUpToDate(context, registry, show, who.person, outcome.become);
    return { ...(outcome.toast ? { toast: outcome.toast } : {}), show: next ?? show };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const text = error.advice ? `${error.toast.text}。${error.advice}` : error.toast.text;
    return { toast: { tone: error.toast.tone, text }, show };
  }
}

const lastQueued = (context: Context): number =>
  context.db
    .select({ id: max(outbox.id) })
    .from(outbox)
    .get()?.id ?? 0;

/** The card this press sent the person as its answer, e.g. a form behind a button: the page goes on with it. */
function answeredWith(context: Context, person: PersonId, after: number): CardReference | undefined {
  const row = context.db
    .select({ card: outbox.card, subject: outbox.subject })
    .from(outbox)
    .where(and(gt(outbox.id, after), eq(outbox.personId, person), eq(outbox.kind, 'card'), eq(outbox.lane, 'press')))
    .orderBy(asc(outbox.id))
    .limit(1)
    .get();
  // Written by kernel/send.ts only, from a Reference.
  return row?.card ? { card: row.card, subject: row.subject as CardReference['subject'] } : undefined;
}

function keepUploads(context: Context, inbound: PressInbound, page: PagePress, person: PersonId): void {
  if (page.uploads.length === 0) return;
  const { platform, deliveryId } = inbound;
  const acting: Context = { ...context, actor: { kind: 'person', person, platform } };
  const task = typeof page.subject.task === 'number' ? taskById(context, page.subject.task) : undefined;
  if (task) gatherFor(acting, task, person);
  joinUploads(acting, { person, platform, deliveryId, subject: page.subject, hashes: page.uploads });
}

/** The copies of this card in the person's chats; none where it never could be sent. */
function bringUpToDate(
  context: Context,
  registry: Registry,
  of: CardReference,
  person: PersonId,
  next: CardReference | undefined,
): void {
  const presentation = registry.presentations.get(of.card);
  if (!presentation) return;
  const copies = context.db
    .select({ id: sentCard.id, platform: sentCard.platform, subject: sentCard.subject })
    .from(sentCard)
    .where(
      and(
        eq(sentCard.topic, presentation.topic(of.subject)),
        eq(sentCard.state, 'live'),
        eq(sentCard.card, of.card),
        eq(sentCard.personId, person),
      ),
    )
    .all()
    .filter((one) => sameSubject(one.subject, of.subject));
  for (const copy of copies) {
    if (next) turnInto(context, registry, copy.id, next);
    else
      context.db
        .update(sentCard)
        .set({ entered: null, formShown: '', pressedAt: context.now })
        .where(eq(sentCard.id, copy.id))
        .run();
    updateCard(context, copy, 'press');
  }
}

const sameSubject = (left: unknown, right: CardReference['subject']): boolean => {
  const sorted = (of: object) => JSON.stringify(Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1)));
  return typeof left === 'object' && left !== null && sorted(left) === sorted(right);
};
