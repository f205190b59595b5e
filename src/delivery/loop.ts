import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import { DAY } from '../kernel/time.ts';
import type { Files } from '../store/files.ts';
import { createAdmission } from './admission.ts';
import { type BudgetEvent, type CallCounter, writeCalls } from './budget.ts';
import { bringForward, claimDue, finishRow, type OutboxRow, pruneFinished, releaseRow } from './claim.ts';
import { failureOf, type Log } from './log.ts';
import { type Destination, destinationOf, type Platforms } from './recipient.ts';
import { brokenResult, duringOutage, finishOf, isHopeless, type Result, type Write } from './result.ts';
import { send } from './send.ts';
import type { RunErrand, Surroundings } from './sender.ts';
import { tellUndelivered } from './undelivered.ts';

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
  /** What only a host can do; without it such rows are tried again, then given up. */
  readonly onErrand?: RunErrand;
  /** Asked once for each row that has not tried to leave yet, in the transaction that claims it. */
  readonly policy?: Policy;
  /** The month's calls passed a warning; in the transaction that counts them. */
  readonly onBudget?: (context: Context, event: BudgetEvent) => void;
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
/** Rows started, and rows written, before the event loop turns: a press waits a few milliseconds at most. */
const STARTED_A_TURN = 4;
const WRITTEN_A_TURN = 8;

/** Lets presses and answers through between a few rows and the next. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Takes rows from the outbox and brings them to the platforms. One per organisation. What it holds in memory may be
 * lost at any moment: rows that were under way come back when their lease ends, with the same idempotency key.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { platforms, clock, log, calls, registry } = options;
  const claim = options.contextAt(clock.now()).random(8);
  const admission = createAdmission(platforms, calls, options.concurrency ?? CONCURRENCY, log);
  const underWay = new Set<number>();
  const finished: { readonly row: OutboxRow; readonly result: Result }[] = [];
  let running: Promise<void> | undefined;
  let isStopped = false;
  let wasKicked = false;
  let hasRecovered = false;
  let prunedAt = Number.NEGATIVE_INFINITY;
  let cancelWake = (): void => {};
  let signal = (): void => {};

  const context = (): Context => options.contextAt(clock.now());
  const surroundings: Surroundings = {
    context,
    commit: (write: Write) => {
      const changing = context();
      changing.store.transaction(() => write(changing));
    },
    registry,
    files: options.files,
    log,
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
  function writeAndClaim(): { readonly claimed: number; readonly leaving: readonly Claimed[] } {
    const changing = context();
    const { db, now, store } = changing;
    const done = finished.splice(0, WRITTEN_A_TURN);
    const counted = done.length > 0 ? calls.waiting() : [];
    const leaving: Claimed[] = [];
    let claimed = 0;
    try {
      store.transaction(() => {
        const failed = done.flatMap(({ row, result }) => (write(changing, row, result) ? [row] : []));
        if (failed.length > 0) aside(changing, () => tellUndelivered(changing, registry, failed));
        tellBudget(
          changing,
          writeCalls(changing, counted, (name) => platforms.get(name)?.limits.callsPerMonth ?? 0),
        );
        if (hasRecovered) bringForward(db, now);
        if (isStopped) return;
        const rows = claimDue(db, now, { claim, ...admission.reach(changing, underWay.size) });
        claimed = rows.length;
        for (const row of rows) {
          // Its lease ran out while it is still under way here: it has just been prolonged.
          if (underWay.has(row.id)) continue;
          if (isHeldByPolicy(changing, row)) continue;
          const destination = destinationOf(db, platforms, row);
          const until = admission.holdBack(row, destination, changing);
          if (until === undefined) leaving.push({ row, destination });
          else releaseRow(db, row, claim, until);
        }
      });
    } catch (error) {
      // Nothing was committed: what has finished is written next time, what was admitted has not left.
      finished.unshift(...done);
      const unsent: Result = { is: 'dropped', why: 'not_started' };
      for (const { destination } of leaving)
        if (destination.is === 'known') admission.over(destination.ask, unsent, now);
      throw error;
    }
    calls.written(counted);
    hasRecovered = false;
    for (const { row } of leaving) underWay.add(row.id);
    return { claimed, leaving };
  }

  /** A rule that breaks holds nothing back: what was meant to leave leaves. */
  function isHeldByPolicy(changing: Context, row: OutboxRow): boolean {
    // Whatever has tried to leave may have arrived; it goes out again under the same key.
    if (!options.policy || row.verdict !== null) return false;
    try {
      return changing.store.transaction(() => {
        const decided = options.policy?.(changing, row);
        if (!decided) return false;
        if ('waitUntil' in decided) releaseRow(changing.db, row, claim, decided.waitUntil);
        else {
          const finish = { state: 'dropped', verdict: decided.dropped, notBefore: row.notBefore } as const;
          finishRow(changing.db, row, claim, { ...finish, attempts: row.attempts }, changing.now);
          decided.write(changing);
        }
        return true;
      });
    } catch (error) {
      log.error({ row: row.id, card: row.card, ...failureOf(error) }, 'delivery.policy: a rule broke; the row leaves');
      return false;
    }
  }

  /** A row's own savepoint: one that cannot be written takes nothing else with it. True when somebody waits in vain. */
  function write(changing: Context, row: OutboxRow, result: Result): boolean {
    try {
      return changing.store.transaction(() => finishOne(changing, row, result));
    } catch (error) {
      const { id, kind } = row;
      log.error({ row: id, kind, ...failureOf(error) }, 'delivery.write: what became of a row could not be written');
      return finishOne(changing, row, brokenResult('write'));
    }
  }

  function finishOne(changing: Context, row: OutboxRow, result: Result): boolean {
    const { db, now } = changing;
    const isOver = result.is === 'later' && isHopeless(row, result);
    const last: Result = isOver ? { is: 'failed', why: `gave_up: ${result.why}`, isNews: true } : result;
    if (!finishRow(db, row, claim, finishOf(row, last, now, options.random), now)) return false;
    if ('write' in last) last.write?.(changing);
    if (last.is !== 'failed') return false;
    const { id, kind, card } = row;
    log.warn({ row: id, kind, card, why: last.why }, 'delivery.failed: a row did not reach its addressee');
    return last.isNews;
  }

  /** Telling somebody must not undo what is told about. */
  function aside(changing: Context, tell: () => void): void {
    try {
      changing.store.transaction(() => tell());
    } catch (error) {
      log.error(failureOf(error), 'delivery.tell: the safety office could not be told');
    }
  }

  function tellBudget(changing: Context, events: readonly BudgetEvent[]): void {
    for (const event of events) {
      log.warn({ ...event }, 'delivery.budget: the calls of the month passed a warning');
      aside(changing, () => options.onBudget?.(changing, event));
    }
  }

  /** Until nothing may leave at this moment and nothing is under way. */
  async function pump(): Promise<void> {
    for (;;) {
      wasKicked = false;
      const { claimed, leaving } = writeAndClaim();
      for (let from = 0; from < leaving.length; from += STARTED_A_TURN) {
        for (const one of leaving.slice(from, from + STARTED_A_TURN)) void start(one);
        await turn();
      }
      if (finished.length > 0) await turn();
      if (claimed > 0 || finished.length > 0) continue;
      if (underWay.size > 0) {
        await new Promise<void>((resolve) => {
          signal = resolve;
        });
        // Answers that come together are written together.
        await turn();
      } else if (!wasKicked) return;
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
