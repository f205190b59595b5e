import { allSamples } from '../../cards/samples.ts';
import { type CallCounter, caughtUpAt, createCallCounter } from '../delivery/budget.ts';
import { bringForward, endLeases, lookAgain } from '../delivery/claim.ts';
import { failureOf } from '../delivery/log.ts';
import { createDelivery } from '../delivery/loop.ts';
import type { Delivery, DeliveryClock } from '../delivery/options.ts';
import type { PageLink } from '../delivery/page_link.ts';
import { createSaving } from '../delivery/saving.ts';
import { planOneNewSchool } from '../digests/plan_schools.ts';
import { photoArrived } from '../hazards/photos.ts';
import type { Context, Sealer } from '../kernel/context.ts';
import { requireCompleteRegistry } from '../kernel/registry.ts';
import { createInterruptionBudget } from '../nudges/budget.ts';
import { tellSaved } from '../nudges/saved.ts';
import { createOrganisation, type Log, type Organisation } from '../organisation/organisation.ts';
import type { Inbound, Platform, PlatformName, Reply } from '../platforms/platform.ts';
import { tellBudget } from '../school/budget_warning.ts';
import { tellCards } from '../school/cards_refused.ts';
import { renewPairing } from '../school/pairing.ts';
import type { Files } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { runErrand } from './errands.ts';
import { features } from './features.ts';
import type { PackageHost } from './make_package.ts';
import { createMeters, type Meters } from './meters.ts';
import { paperAside, type WritePaper } from './paper_aside.ts';
import { pooledRandom } from './random.ts';

export interface EngineOptions {
  readonly store: Store;
  readonly files: Files;
  readonly clock: DeliveryClock;
  readonly timeZone: string;
  readonly cardReply: 'patch' | 'inline';
  readonly sealer: Sealer;
  readonly log: Log;
  /** Lets arrivals of one moment share a commit: `setImmediate` on Node, at once on a Durable Object. */
  readonly schedule: (run: () => void) => void;
  /** In the order a school prefers them; built with the engine's own call counter. */
  readonly platforms: (calls: CallCounter) => readonly Platform[];
  readonly random?: (bytes: number) => string;
  /** Where cards' forms can be filled in on a page (PUBLIC_URL). */
  readonly pageLink?: PageLink;
  /** Where inspection packages are made; a host without a disk has none. */
  readonly packages?: Omit<PackageHost, 'change' | 'failed'>;
  /** Where a new pairing code is shown: the server's log. */
  readonly showPairingCode: (code: string, expiresAt: number) => void;
  /** Lets presses through between slices of work; a rehearsal, where nobody waits, brings a quicker one. */
  readonly turn?: () => Promise<void>;
  /** Real time that passes while a slice of work runs, ms; a rehearsal, which must not depend on it, stops it. */
  readonly stopwatch?: () => number;
  /** How documents are made: in a thread of their own unless said otherwise. */
  readonly writePaper?: WritePaper;
}

/** The organisation with its outbox and its time: the same on every host. */
export interface Engine {
  readonly organisation: Organisation;
  readonly delivery: Delivery;
  readonly meters: Meters;
  receive(inbound: Inbound): Promise<Reply>;
  /** Runs everything due, then lets the outbox look. */
  tick(): Promise<void>;
  /** When something is due next, ms: a timer or a message. */
  nextAt(): number | undefined;
  /** Told after every commit: something may be due sooner than before. */
  onCommit(listener: () => void): void;
  /** Resolves when nothing is due and nothing is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Puts the parts together; starts nothing that waits on real time by itself. */
export function createEngine(options: EngineOptions): Engine {
  const { store, clock, log, timeZone } = options;
  const random = options.random ?? pooledRandom();
  const calls = createCallCounter(timeZone);
  store.transaction(() => {
    endLeases(store.db);
    // Whether the platform is away is known to a running process only: try again what waits for it.
    bringForward(store.db, clock.now());
    lookAgain(store.db, clock.now(), caughtUpAt(clock.now(), timeZone));
  });
  const platforms = new Map<PlatformName, Platform>(
    options.platforms(calls).map((platform) => [platform.name, platform]),
  );
  const meters = createMeters();
  const listeners: (() => void)[] = [];
  let commits = 0;
  let delivery: Delivery | undefined;

  const organisation = createOrganisation({
    store,
    features,
    timeZone,
    cardReply: options.cardReply,
    sealer: options.sealer,
    random,
    schedule: options.schedule,
    stopwatch: options.stopwatch ?? (() => performance.now()),
    onCommit: () => {
      commits += 1;
      delivery?.kick();
      for (const listener of listeners) listener();
    },
    showPairingCode: options.showPairingCode,
    ...(options.pageLink ? { pageLink: options.pageLink } : {}),
    log,
  });
  requireCompleteRegistry(organisation.registry, allSamples);
  const contextAt = (now: number): Context => ({
    store,
    db: store.db,
    now,
    timeZone,
    actor: { kind: 'system' },
    sealer: options.sealer,
    random,
  });
  const interruptions = createInterruptionBudget();
  const saving = createSaving((name) => platforms.get(name)?.limits.callsPerMonth);
  const packages: PackageHost = {
    ...options.packages,
    change: (work) => organisation.change(clock.now(), work),
    failed: (error) => log.error(failureOf(error), 'package.failed: the asker was told (who: whoever runs the server)'),
  };
  const running = createDelivery({
    contextAt,
    registry: organisation.registry,
    platforms,
    files: options.files,
    calls,
    clock,
    random: () => Number.parseInt(random(4), 16) / 2 ** 32,
    log,
    onPhoto: photoArrived,
    onErrand: (errand, platform, reading) =>
      runErrand(errand, platform, reading, options.files, packages, options.writePaper ?? paperAside),
    policy: (context, row) => interruptions(context, row) ?? saving(context, row),
    ...(options.pageLink ? { pageLink: options.pageLink } : {}),
    ...(options.turn ? { turn: options.turn } : {}),
    version: () => commits,
    commit: organisation.share,
    onBudget: tellBudget,
    onSaved: tellSaved,
    onCards: tellCards,
  });
  delivery = running;

  let ticking: Promise<void> | undefined;
  const tick = (): Promise<void> => {
    ticking ??= runTick().finally(() => {
      ticking = undefined;
    });
    return ticking;
  };
  async function runTick(): Promise<void> {
    await organisation.tick(clock.now(), options.turn ?? pause);
    const opened = organisation.change(clock.now(), renewPairing);
    while (organisation.change(clock.now(), planOneNewSchool)) await (options.turn ?? pause)();
    if (opened.code !== undefined) options.showPairingCode(opened.code, opened.expiresAt);
    running.kick();
  }

  return {
    organisation,
    delivery: running,
    meters,
    async receive(inbound) {
      const started = performance.now();
      const reply = await organisation.receive(inbound, clock.now());
      meters.received(inbound.kind, performance.now() - started);
      return reply;
    },
    tick,
    nextAt: () => earlier(organisation.nextTickAt(), running.nextAt()),
    onCommit: (listener) => void listeners.push(listener),
    async idle() {
      await ticking;
      await running.idle();
    },
    async stop() {
      await ticking;
      await running.stop();
    },
  };
}

const earlier = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined ? right : right === undefined ? left : Math.min(left, right);
