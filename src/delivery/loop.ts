import type { Context } from '../kernel/context.ts';
import { DAY } from '../kernel/time.ts';
import { createAdmission } from './admission.ts';
import { type CallCounter, writeCalls } from './budget.ts';
import { bringForward, claimDue, type OutboxRow, pruneFinished, releaseRow } from './claim.ts';
import { failureOf } from './log.ts';
import type { Delivery, DeliveryOptions, SavedRow } from './options.ts';
import { type Destination, destinationOf } from './recipient.ts';
import { duringOutage, type Result, resultOfNowhere, type Write } from './result.ts';
import { type Known, type Rider, ridersOf } from './riders.ts';
import { send, sendTogether } from './send.ts';
import type { Surroundings } from './sender.ts';
import { settleOnAccount } from './several_accounts.ts';
import { createWriting, type Finished } from './writing.ts';

interface Claimed {
  readonly row: OutboxRow;
  readonly destination: Destination;
  readonly bySession: boolean;
  /** The same words for others, in the same call. */
  readonly riders: readonly Rider[];
}

const CONCURRENCY = 16;
const AFTER_FAILURE_MS = 5_000;
/** A turn of the event loop. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
/**
 * Rows started, and rows written, before the event loop turns: each is about half a millisecond that a press may have
 * to wait, at most twice. As many as are written are claimed in the same transaction, since that many slots are free.
 */
const STARTED_A_TURN = 2;
const WRITTEN_A_TURN = 6;
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
  /** Rows; several may share a call. */
  const underWay = new Set<number>();
  let callsUnderWay = 0;
  const finished: Finished[] = [];
  const writing = createWriting({
    claim,
    registry,
    platforms,
    log,
    random: options.random,
    policy: options.policy,
    onBudget: options.onBudget,
    onSaved: options.onSaved,
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
    onCards: (changing, platform, refusedFor) => options.onCards?.(changing, { platform, refusedFor }),
    onErrand:
      options.onErrand ?? (({ errand }) => Promise.reject(new Error(`delivery.errand: this host runs no "${errand}"`))),
  };

  async function start(claimed: Claimed): Promise<void> {
    const { row, destination, riders } = claimed;
    callsUnderWay += 1;
    if (destination.is === 'known') {
      const rows = [row, ...riders.map((rider) => rider.row)];
      const results = await sendAll(claimed, destination);
      // One call: what it came to at its best says how the platform is.
      const best = results.find((result) => result.is === 'sent') ?? results[0] ?? { is: 'dropped', why: 'nobody' };
      const found = admission.over({ ask: destination.ask, bySession: claimed.bySession }, best, clock.now());
      if (found.hasRecovered) {
        hasRecovered = true;
        log.info({ platform: destination.platform.name }, 'delivery.recovered: the platform answers again');
      }
      for (const [index, one] of rows.entries()) {
        const result = results[index] ?? { is: 'dropped', why: 'nobody' };
        done(one, found.isAway ? duringOutage(result) : result);
      }
    } else done(row, resultOfNowhere(row, destination.why));
    callsUnderWay -= 1;
    signal();
  }

  function sendAll({ row, bySession, riders }: Claimed, { platform, recipient }: Known): Promise<readonly Result[]> {
    const letter = { row, platform, recipient, bySession };
    if (riders.length === 0) return send(letter, surroundings).then((result) => [result]);
    const others = riders.map((rider) => ({ row: rider.row, platform, recipient: rider.destination.recipient }));
    return sendTogether([letter, ...others], surroundings);
  }

  function done(row: OutboxRow, result: Result): void {
    underWay.delete(row.id);
    finished.push({ row, result });
  }

  /** One transaction: what has finished is written, calls are counted, what may leave is claimed. */
  async function writeAndClaim(): Promise<{ readonly claimed: number; readonly leaving: readonly Claimed[] }> {
    let written: Finished[] = [];
    let counted: ReturnType<CallCounter['waiting']> = [];
    const leaving: Claimed[] = [];
    let claimed = 0;
    try {
      await commit(() => {
        const changing = context();
        const { db, now } = changing;
        written = finished.splice(0, WRITTEN_A_TURN);
        const waiting = calls.waiting();
        // What only counts is written with the next rows; what the vendor says is over is news.
        counted = written.length > 0 || waiting.some((one) => one.over !== undefined) ? waiting : [];
        writing.write(changing, written);
        writing.tellBudget(
          changing,
          writeCalls(changing, counted, (name) => platforms.get(name)?.limits),
        );
        if (hasRecovered) bringForward(db, now);
        if (isStopped) return;
        const rows = claimDue(db, now, { claim, ...admission.reach(changing, callsUnderWay) });
        claimed = rows.length;
        const taken = new Set<number>();
        const saved: SavedRow[] = [];
        for (const row of rows) {
          // Its lease ran out while it is still under way here: it has just been prolonged.
          if (underWay.has(row.id) || taken.has(row.id)) continue;
          const destination = destinationOf(db, platforms, row);
          const waiting = admission.saved(row, destination, changing);
          if (waiting) {
            releaseRow(db, row, claim, waiting.until);
            if (waiting.forReserve && destination.is === 'known') {
              const { name, textBatch } = destination.platform;
              saved.push({ row, platform: name, until: waiting.until, sharesCalls: textBatch !== undefined });
            }
            continue;
          }
          if (writing.isHeld(changing, row)) continue;
          const passage = admission.pass(row, destination, changing);
          if (passage.is === 'waits') {
            releaseRow(db, row, claim, passage.until);
            continue;
          }
          taken.add(row.id);
          const open = rows.filter((one) => !taken.has(one.id) && !underWay.has(one.id));
          const riders =
            destination.is === 'known' && !passage.isBarred
              ? ridersOf(changing, { row, destination }, open, { claim, platforms, admission, writing })
              : [];
          for (const rider of riders) {
            taken.add(rider.row.id);
            settleOnAccount(changing, platforms, rider.row, rider.destination);
          }
          settleOnAccount(changing, platforms, row, destination);
          leaving.push({ row, destination, riders, bySession: passage.bySession && riders.length === 0 });
        }
        writing.tellSaved(changing, saved);
      });
    } catch (error) {
      // Nothing was committed: what has finished is written next time, what was admitted has not left.
      finished.unshift(...written);
      const unsent: Result = { is: 'dropped', why: 'not_started' };
      for (const { destination, bySession } of leaving)
        if (destination.is === 'known') admission.over({ ask: destination.ask, bySession }, unsent, clock.now());
      throw error;
    }
    calls.written(counted);
    hasRecovered = false;
    if (written.some(mayChangeCards)) changes += 1;
    for (const { row, riders } of leaving)
      for (const one of [row, ...riders.map((rider) => rider.row)]) underWay.add(one.id);
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
