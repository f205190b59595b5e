import type { Button, Card, PersonId } from '../../cards/model.ts';
import { directoryFor } from '../delivery/directory.ts';
import type { PageLink } from '../delivery/page_link.ts';
import { linksOf } from '../delivery/render.ts';
import type { CardReference } from '../kernel/action.ts';
import type { Context, ReadContext, Sealer } from '../kernel/context.ts';
import type { Feature } from '../kernel/feature.ts';
import type { Entered, Viewer } from '../kernel/presentation.ts';
import { Refused } from '../kernel/refused.ts';
import { buildRegistry, type Registry } from '../kernel/registry.ts';
import { nextTimerAt } from '../kernel/timers.ts';
import type { Inbound, PlatformName, Reply } from '../platforms/platform.ts';
import { whoIs } from '../school/people.ts';
import { sawAccount } from '../school/saw_account.ts';
import type { Store } from '../store/store.ts';
import { enteredOn } from './entered.ts';
import { type EventInbound, receiveEvent } from './events.ts';
import { type Answer, answered, remember } from './inbox.ts';
import { createMailbox } from './mailbox.ts';
import { type Answering, press } from './press.ts';
import { pressOnPage } from './press_on_page.ts';
import { quotedByUs } from './quotes.ts';
import { hearTextAnswer } from './text_answer.ts';
import { type Slice, tickSlice } from './tick.ts';

export interface OrganisationOptions {
  readonly store: Store;
  readonly features: readonly Feature[];
  readonly timeZone: string;
  /** `inline`: Feishu's answer to a press carries the card (design.md §7 FEISHU_CARD_REPLY). */
  readonly cardReply: 'patch' | 'inline';
  readonly sealer: Sealer;
  readonly random: (bytes: number) => string;
  /** Lets arrivals of the same moment share one commit; on Node `setImmediate`, on a Durable Object at once. */
  readonly schedule: (run: () => void) => void;
  /** ms since some moment; where it stands still while code runs (Durable Objects), slices are counted in timers only. */
  readonly stopwatch?: () => number;
  /** Called after every commit that may have left something to send. */
  readonly onCommit: () => void;
  /** Where a new pairing code is shown: the server's log. */
  readonly showPairingCode?: (code: string, expiresAt: number) => void;
  /** Where cards' forms can be filled in on a page (PUBLIC_URL). */
  readonly pageLink?: PageLink;
  readonly log: Log;
}

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** A page has a search field, so everybody of a large school can be offered. */
const PAGE_CANDIDATES = 1_000;

/** One tenant and its database: the actor that everything that changes goes through (design.md §2). */
export interface Organisation {
  readonly registry: Registry;
  readonly store: Store;
  /** One inbound, one transaction, one answer; a delivery that was seen before gets the same answer. */
  receive(inbound: Inbound, now: number): Promise<Reply>;
  /** Runs everything due at `now`, in slices; between slices `pause` lets presses through. */
  tick(now: number, pause: () => Promise<void>): Promise<void>;
  /** A card as it is now for one person, with what they typed; undefined when there is nothing to show. */
  show(of: CardReference, person: PersonId, now: number, entered?: Entered): Card | undefined;
  /** Looks at the rows as they are, for a page that shows more than one card does. */
  look<T>(now: number, read: (context: ReadContext) => T): T;
  /** Whether somebody may press this now; undefined when there is nothing (any more) it could be about. */
  mayPress(person: PersonId, what: Pick<Button, 'action' | 'reference'>, now: number): boolean | undefined;
  /** When tick has something to do next, ms. */
  nextTickAt(): number | undefined;
  /** Runs delivery's work in a transaction it may share with presses; resolves when it is durable. */
  share(work: () => void): Promise<void>;
  /** A change by the operator or the system (CLI, start-up, delivery), in its own transaction. */
  change<T>(now: number, work: (context: Context) => T): T;
}

/** A slice of a tick takes up nothing new after this: a press waits a few milliseconds at most (design.md §2). */
const SLICE_MS = 8;

/** What runs in the mailbox's transactions: what came from outside, and what delivery writes. */
type Mail = { readonly inbound: Inbound; readonly now: number } | { readonly work: () => void };

/** Builds the actor. Throws `DuplicateName` when two features claim one name. */
export function createOrganisation(options: OrganisationOptions): Organisation {
  const { store, timeZone, log } = options;
  const stopwatch = options.stopwatch ?? (() => 0);
  const registry = buildRegistry(options.features);
  const contextAt = (now: number, actor: Context['actor']): Context => ({
    store,
    db: store.db,
    now,
    timeZone,
    actor,
    sealer: options.sealer,
    random: options.random,
    ...(options.showPairingCode ? { showPairingCode: options.showPairingCode } : {}),
  });

  // DingTalk draws an answer on the presser's phone only, and always carries the card (reference/dingtalk.md §6.5).
  const answeringOn = (platform: PlatformName): Answering => (platform === 'dingtalk' ? 'presser' : options.cardReply);

  const handle = (inbound: Inbound, now: number): Answer => {
    const before = answered(store.db, inbound.deliveryId);
    if (before) return before;
    const context = contextAt(now, { kind: 'system' });
    if ('sender' in inbound) sawAccount(context, { platform: inbound.platform, userId: inbound.sender.userId });
    const answer =
      inbound.kind !== 'press'
        ? receiveMessageOrEvent(context, registry, inbound)
        : inbound.page
          ? pressOnPage(context, registry, inbound, inbound.page)
          : press(context, registry, inbound, answeringOn(inbound.platform));
    remember(store.db, inbound.deliveryId, inbound.kind, answer, now);
    return answer;
  };

  /** The stored answer as it leaves: the toast as it was, the card as it is now. */
  const replyTo = (inbound: Inbound, now: number, answer: Answer): Reply => {
    const toast = answer.toast ? { toast: answer.toast } : {};
    if (inbound.kind === 'press' && inbound.page) return { ...toast, ...(answer.show ? { show: answer.show } : {}) };
    if (!answer.show || inbound.kind !== 'press' || answeringOn(inbound.platform) === 'patch') return toast;
    const presentation = registry.presentations.get(answer.show.card);
    const who = whoIs(store, inbound.platform, inbound.sender.userId);
    const viewer: Viewer = who ? { kind: 'person', person: who.person } : { kind: 'stranger' };
    const card = presentation?.show(
      { db: store.db, now, timeZone, sealer: options.sealer },
      answer.show.subject,
      viewer,
      enteredOn(store.db, inbound),
    );
    if (!card) return toast;
    const of = { ...answer.show, personId: who?.person ?? null };
    const links = linksOf(options.pageLink, inbound.platform, card, of);
    const directory = { ...directoryFor(store.db, inbound.platform, card), ...links };
    return { ...toast, card: { card, directory } };
  };

  let hasReceived = false;
  const mailbox = createMailbox<Mail, Reply>(
    store,
    options.schedule,
    (mail) => {
      if ('work' in mail) {
        mail.work();
        return {};
      }
      hasReceived = true;
      return replyTo(mail.inbound, mail.now, handle(mail.inbound, mail.now));
    },
    () => {
      // Who shares knows what was done.
      if (hasReceived) options.onCommit();
      hasReceived = false;
    },
  );

  return {
    registry,
    store,
    receive: (inbound, now) =>
      mailbox.post({ inbound, now }).catch((error: unknown) => unanswered(log, inbound, error)),
    async tick(now, pause) {
      for (;;) {
        const begun = stopwatch();
        const isSpent = (): boolean => stopwatch() - begun >= SLICE_MS;
        const slice: Slice = store.transaction(() => tickSlice(contextAt(now, { kind: 'system' }), registry, isSpent));
        for (const failure of slice.failures) {
          log.error(
            { timer: failure.kind, subject: failure.subject, error: failure.error },
            'timer.failed: will be tried again',
          );
        }
        if (slice.ran > 0) options.onCommit();
        if (!slice.more) return;
        await pause();
      }
    },
    show: (of, person, now, entered) =>
      registry.presentations
        .get(of.card)
        ?.show(
          { db: store.db, now, timeZone, sealer: options.sealer, candidates: PAGE_CANDIDATES },
          of.subject,
          { kind: 'person', person },
          entered,
        ),
    look: (now, read) => read({ db: store.db, now, timeZone }),
    mayPress(person, { action, reference = {} }, now) {
      try {
        return registry.actions.get(action)?.may(contextAt(now, { kind: 'system' }), { person, reference });
      } catch (error) {
        // Why not is said when it is pressed.
        if (error instanceof Refused) return undefined;
        throw error;
      }
    },
    nextTickAt: () => nextTimerAt(store.db),
    share: async (work) => void (await mailbox.post({ work })),
    change(now, work) {
      // `work` is checked to be synchronous where it is written; the wrapper only passes its value on.
      const result = store.transaction(() => work(contextAt(now, { kind: 'operator' })) as never);
      options.onCommit();
      return result;
    },
  };
}

/** A number or the lines of a form answer a card that went out as text; everything else is heard as it is. */
function receiveMessageOrEvent(context: Context, registry: Registry, inbound: EventInbound): Answer {
  if (inbound.kind !== 'message') return receiveEvent(context, inbound);
  const message = quotedByUs(context, inbound);
  return hearTextAnswer(context, registry, message) ? {} : receiveEvent(context, message);
}

/**
 * What broke was rolled back. An event is thrown on, so that the vendor delivers it again; a press is never delivered
 * again, so the person is told to tap once more, with the number that finds the log line (domain/voice.md §3 no. 40).
 */
function unanswered(log: Log, inbound: Inbound, error: unknown): Reply {
  if (inbound.kind !== 'press') throw error;
  const trace = inbound.deliveryId.slice(-6);
  log.error({ error, action: inbound.action, trace }, 'press.failed: rolled back, the person was told to tap again');
  return { toast: { tone: 'error', text: `没存上，请再点一次。再不行请告诉安全办，报这个号：${trace}` } };
}
