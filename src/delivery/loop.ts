import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import { DAY } from '../kernel/time.ts';
import type { Files } from '../store/files.ts';
import { createAdmission } from './admission.ts';
import { type BudgetEvent, type CallCounter, writeCalls } from './budget.ts';
import { bringForward, claimDue, type OutboxRow, pruneFinished, releaseRow } from './claim.ts';
import { failureOf, type Log } from './log.ts';
import type { PageLink } from './page_link.ts';
import { type Destination, destinationOf, type Platforms } from './recipient.ts';
import { duringOutage, type Result, type Write } from './result.ts';
import { send } from './send.ts';
import type { RunErrand, Surroundings } from './sender.ts';
import { settleOnAccount } from './several_accounts.ts';
import { createWriting, type Finished } from './writing.ts';

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

interface Claimed {
  readonly row: OutboxRow;
  readonly destination: Destination;
}

const CONCURRENCY = 16;
const AFTER_FAILURE_MS = 5_000;
/** A turn of the event loop. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
/** Rows started, and rows written, before the event loop turns: a press waits a few milliseconds at most. */
const STARTED_A_TURN = 4;
const WRITTEN_A_TURN = 16;
/** Answers that come within these turns of the loop are written together: a transaction costs more than a row. */
const GATHERED_TURNS = 5;

/** A card that went out as it was changes no other; a failure, a picture or an errand may. */
const mayChangeCards = ({ row, result }: Finished): boolean =>
  row.kind === 'photo' || row.kind === 'errand' || result.is === 'failed';

/**
 * Takes rows from the outbox and brings them to the platforms. One per organisation. What it holds in memory may be
 * lost at any moment: rows that were under way come back when their lease ends, with the same idempotency key.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { platforms, clock, log, calls, registry } = options;
  const turn = options.turn ?? nextTurn;
  const claim = options.contextAt(clock.now()).random(8);
  const admission = createAdmission(platforms, calls, options.concurrency ?? CONCURRENCY, log);
  const underWay = new Set<number>();
  const finished: Finished[] = [];
  const writing = createWriting({
    claim,
    registry,
    platforms,
    log,
    random: options.random,
    policy: options.policy,
    onBudget: options.onBudget,
  });
  let running: Promise<void> | undefined;
  let isStopped = false;
  let wasKicked = false;
  let hasRecovered = false;
  let prunedAt = Number.NEGATIVE_INFINITY;
  let cancelWake = (): void => {};
  let signal = (): void => {};
  /** What delivery itself wrote that may change what a card shows. */
  let changes = 0;

  const context = (): Context => options.contextAt(clock.now());
  const commit =
    options.commit ??
    (async (work: () => void): Promise<void> => {
      context().store.transaction(work);
    });
  const surroundings: Surroundings = {
    context,
    version: () => {
      // Unknown is never the same.
      if (!options.version) changes += 1;
      return changes + (options.version?.() ?? 0);
    },
    commit: (write: Write) => {
      const changing = context();
      changing.store.transaction(() => write(changing));
    },
    registry,
    files: options.files,
    log,
    ...(options.pageLink ? { pageLink: options.pageLink } : {}),
    spend: (platform) => admission.spend(platform, clock.now()),
    onPhoto: (changing, photoId) => options.onPhoto?.(changing, photoId),
    onErrand:
      options.onErrand ?? (({ errand }) => Promise.reject(new Error(`delivery.errand: this host runs no "${errand}"`))),
  };

  async function start({ row, destination }: Claimed): Promise<void> {
    let result: Result;
    if (destination.is === 'known') {
      result = await send({ row, platform: destination.platform, recipient: destination.recipient }, surroundings);
      const found = admission.over(destination.ask, result, clock.now());
      if (found.isAway) result = duringOutage(result);
      if (found.hasRecovered) {
        hasRecovered = true;
        log.info({ platform: destination.platform.name }, 'delivery.recovered: the platform answers again');
      }
    } else {
      const isNews = row.kind === 'card' || row.kind === 'text' || row.kind === 'file';
      // An errand to a platform the school does not use has nothing to do there.
      result =
        row.kind === 'errand'
          ? { is: 'dropped', why: 'not_configured' }
          : { is: 'failed', why: `${destination.why}: no way to the addressee`, isNews };
    }
    underWay.delete(row.id);
    finished.push({ row, result });
    signal();
  }

  /** One transaction: what has finished is written, calls are counted, what may leave is claimed. */
  async function writeAndClaim(): Promise<{ readonly claimed: number; readonly leaving: readonly Claimed[] }> {
    let done: Finished[] = [];
    let counted: ReturnType<CallCounter['waiting']> = [];
    const leaving: Claimed[] = [];
    let claimed = 0;
    try {
      await commit(() => {
        const changing = context();
        const { db, now } = changing;
        done = finished.splice(0, WRITTEN_A_TURN);
        counted = done.length > 0 ? calls.waiting() : [];
        writing.write(changing, done);
        writing.tellBudget(
          changing,
          writeCalls(changing, counted, (name) => platforms.get(name)?.limits),
        );
        if (hasRecovered) bringForward(db, now);
        if (isStopped) return;
        const rows = claimDue(db, now, { claim, ...admission.reach(changing, underWay.size) });
        claimed = rows.length;
        for (const row of rows) {
          // Its lease ran out while it is still under way here: it has just been prolonged.
          if (underWay.has(row.id)) continue;
          if (writing.isHeld(changing, row)) continue;
          const destination = destinationOf(db, platforms, row);
          const until = admission.holdBack(row, destination, changing);
          if (until === undefined) {
            leaving.push({ row, destination });
            settleOnAccount(changing, platforms, row, destination);
          } else releaseRow(db, row, claim, until);
        }
      });
    } catch (error) {
      // Nothing was committed: what has finished is written next time, what was admitted has not left.
      finished.unshift(...done);
      const unsent: Result = { is: 'dropped', why: 'not_started' };
      for (const { destination } of leaving)
        if (destination.is === 'known') admission.over(destination.ask, unsent, clock.now());
      throw error;
    }
    calls.written(counted);
    hasRecovered = false;
    if (done.some(mayChangeCards)) changes += 1;
    for (const { row } of leaving) underWay.add(row.id);
    return { claimed, leaving };
  }

  /** Until nothing may leave at this moment and nothing is under way. */
  async function pump(): Promise<void> {
    for (;;) {
      wasKicked = false;
      const { claimed, leaving } = await writeAndClaim();
      for (let from = 0; from < leaving.length; from += STARTED_A_TURN) {
        for (const one of leaving.slice(from, from + STARTED_A_TURN)) void start(one);
        await turn();
      }
      if (claimed === 0 && finished.length === 0) {
        if (underWay.size === 0 && !wasKicked) return;
        if (!wasKicked) {
          await new Promise<void>((resolve) => {
            signal = resolve;
          });
        }
      }
      await gather();
    }
  }

  /** Answers that come together are written together; whoever kicks meanwhile is looked at then, too. */
  async function gather(): Promise<void> {
    for (let turns = 0; turns < GATHERED_TURNS; turns += 1) {
      await turn();
      if (underWay.size === 0 || finished.length >= WRITTEN_A_TURN) return;
    }
  }

  function prune(): void {
    const changing = context();
    if (isStopped || changing.now - prunedAt < DAY) return;
    const hasMore = changing.store.transaction(() => pruneFinished(changing.db, changing.now));
    if (!hasMore) prunedAt = changing.now;
  }

  const nextAt = (): number | undefined => admission.nextAt(context());

  async function runUntilQuiet(): Promise<void> {
    let wakeAt: number | undefined;
    // The answer to the press that kicked leaves first.
    await turn();
    try {
      do await pump();
      while (wasKicked);
      prune();
      wakeAt = isStopped ? undefined : nextAt();
    } catch (error) {
      log.error(failureOf(error), 'delivery.loop: a round broke; the next one comes soon');
      wakeAt = isStopped ? undefined : clock.now() + AFTER_FAILURE_MS;
    }
    running = undefined;
    cancelWake();
    // Never at once: whatever could not leave in this round would not leave in the next either.
    cancelWake = wakeAt === undefined ? () => {} : clock.wake(Math.max(wakeAt, clock.now() + 1), () => void run());
  }

  function run(): Promise<void> {
    wasKicked = true;
    signal();
    running ??= runUntilQuiet();
    return running;
  }

  return {
    kick: () => {
      if (!isStopped) void run();
    },
    idle: async () => {
      if (!isStopped) await run();
    },
    nextAt,
    step: async () => {
      if (isStopped) return undefined;
      await run();
      return nextAt();
    },
    stop: async () => {
      isStopped = true;
      cancelWake();
      await run();
    },
  };
}
