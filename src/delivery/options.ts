import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import type { PlatformName } from '../platforms/platform.ts';
import type { Files } from '../store/files.ts';
import type { BudgetEvent, CallCounter } from './budget.ts';
import type { OutboxRow } from './claim.ts';
import type { Log } from './log.ts';
import type { PageLink } from './page_link.ts';
import type { Platforms } from './recipient.ts';
import type { Write } from './result.ts';
import type { RunErrand } from './sender.ts';

export interface DeliveryClock {
  /** ms. */
  now(): number;
  /** Calls `run` at that time, once; the answer cancels it. Timers on a server, by hand in tests, an alarm on a Durable Object. */
  wake(at: number, run: () => void): () => void;
}

/**
 * What the host's rules say about a row that is about to leave; `undefined`: it leaves. `dropped` needs something that
 * stands for it, which `write` sends in the same transaction.
 */
export type Policy = (
  context: Context,
  row: OutboxRow,
) => undefined | { readonly waitUntil: number } | { readonly dropped: string; readonly write: Write };

/** A row that waits for the next month because what is left of this one is kept for danger. */
export interface SavedRow {
  readonly row: OutboxRow;
  readonly platform: PlatformName;
  /** ms. */
  readonly until: number;
  /** The same words for many cost one call there. */
  readonly sharesCalls: boolean;
}

export interface CardsEvent {
  readonly platform: PlatformName;
  /** The vendor's words for it; undefined: a card has arrived as a card. */
  readonly refusedFor: string | undefined;
}

export interface DeliveryOptions {
  /** A context of the system for this moment: reading outside, writing inside a transaction. */
  readonly contextAt: (now: number) => Context;
  readonly registry: Registry;
  /** In the order a school prefers them. */
  readonly platforms: Platforms;
  readonly files: Files;
  /** The same counter that the platforms' clients count on. */
  readonly calls: CallCounter;
  readonly clock: DeliveryClock;
  /** In [0, 1): spreads what is tried again. */
  readonly random: () => number;
  readonly log: Log;
  /** Calls under way at once. */
  readonly concurrency?: number;
  /** A picture was stored or refused (`photo.state`); in the transaction that says so. */
  readonly onPhoto?: (context: Context, photoId: number) => void;
  /** Where cards' forms can be filled in on a page; without it no card links one. */
  readonly pageLink?: PageLink;
  /** What only a host can do; without it such rows are tried again, then given up. */
  readonly onErrand?: RunErrand;
  /** Asked once for each row that has not tried to leave yet, in the transaction that claims it. */
  readonly policy?: Policy;
  /** The month's calls passed a warning; in the transaction that counts them. */
  readonly onBudget?: (context: Context, event: BudgetEvent) => void;
  /** What people would have got, and still want, now waits for the next month; in the same transaction, once a row. */
  readonly onSaved?: (context: Context, saved: readonly SavedRow[]) => void;
  /** A platform takes cards, or none at present and why; in the transaction that writes a card's end. */
  readonly onCards?: (context: Context, event: CardsEvent) => void;
  /**
   * Grows with every commit of others that may change what a card shows. Without it every card is read again when its
   * sending is written down.
   */
  readonly version?: () => number;
  /**
   * Runs work in a transaction that others may share, and resolves when it is durable: presses that arrive meanwhile
   * and what delivery writes then cost one fsync. Without it each has its own.
   */
  readonly commit?: (work: () => void) => Promise<void>;
  /** Lets presses and answers through between a few rows and the next. */
  readonly turn?: () => Promise<void>;
}

export interface Delivery {
  /** Something may be due: after every transaction that adds to the outbox. */
  kick(): void;
  /** Resolves when everything that may leave at this moment has left and is written down. */
  idle(): Promise<void>;
  /** When there is something to do next, ms; undefined when nothing waits. */
  nextAt(): number | undefined;
  /** Does everything that is due now and answers with `nextAt`: for a host that is woken by an alarm. */
  step(): Promise<number | undefined>;
  /** Lets what is under way finish and starts nothing more. */
  stop(): Promise<void>;
}
