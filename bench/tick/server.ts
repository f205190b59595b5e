/** The product as `npm start` runs it with a webhook, at a moment of the school's calendar that the parent names. */
import { sql } from 'drizzle-orm';
import type { DeliveryClock } from '../../src/delivery/options.ts';
import { systemClock } from '../../src/host/clock.ts';
import { createLog } from '../../src/host/log.ts';
import { startServer } from '../../src/host/server.ts';
import { configOf } from '../callback/config.ts';
import { serveChild, watchLoop } from '../child.ts';

const [directory = '', vendorUrl = '', startAt = '0'] = process.argv.slice(2);
const offset = Number(startAt) - Date.now();
const clock: DeliveryClock = {
  now: () => systemClock.now() + offset,
  wake: (at, run) => systemClock.wake(at - offset, run),
};
const server = await startServer({
  config: configOf(directory, vendorUrl),
  log: createLog('error'),
  clock,
  showPairingCode: () => {},
});
const { organisation } = server.engine;
const { db } = organisation.store;
const one = (query: ReturnType<typeof sql>): number => db.get<{ value: number }>(query).value;

/** One tick as the minute's cron runs it, ms of this thread until it has come to rest. */
async function tick(): Promise<number> {
  const started = performance.now();
  await server.engine.tick();
  return performance.now() - started;
}

const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Runs `work` and answers with its time and the longest stall while it ran, ms. */
async function watched(work: () => Promise<unknown>) {
  const loop = watchLoop();
  // A stall is counted from the turn before it to the turn behind it.
  await turns();
  const started = performance.now();
  await work();
  const took = performance.now() - started;
  await turns();
  return { took, ...loop.stop() };
}

const made = { tasks: 0, cards: 0 };
let opened: { readonly at: number } | undefined;
const watch = (target: number): void =>
  server.engine.onCommit(() => {
    if (opened) return;
    // Ids only grow; a look costs microseconds.
    if (one(sql`select max(id) as value from duty_task`) - made.tasks >= target) opened = { at: clock.now() };
  });

serveChild({
  port: Number(new URL(server.url).port),
  answer: async (what) => {
    const [verb, number = '0'] = what.split(' ');
    if (verb === 'ticks') {
      const times: number[] = [];
      for (let index = 0; index < Number(number); index += 1) times.push(await tick());
      return times;
    }
    if (verb === 'settle') return watched(() => server.engine.tick());
    if (verb === 'plan') {
      organisation.change(clock.now(), ({ db: writing }) =>
        writing.run(sql`update timer set due_at = ${clock.now()} where kind = 'duty.plan'`),
      );
      return watched(() => server.engine.tick());
    }
    if (verb === 'watch') {
      made.tasks = one(sql`select max(id) as value from duty_task`);
      made.cards = one(sql`select max(id) as value from outbox`);
      watch(Number(number));
      return clock.now();
    }
    if (verb === 'opened') return opened?.at ?? 0;
    if (verb === 'queued')
      return one(sql`select count(*) as value from outbox where id > ${made.cards} and dedupe_key like 'duty:open:%'`);
    // Only what waits is looked at.
    if (verb === 'left')
      return one(sql`select count(*) as value from outbox where state in ('pending', 'sending') and rank = 3`);
    if (verb === 'timers') return one(sql`select count(*) as value from timer`);
    return null;
  },
});
