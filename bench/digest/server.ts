/** The product as `npm start` runs it with a webhook; makes digests and an export when its parent asks. */
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { DeliveryClock } from '../../src/delivery/options.ts';
import { systemClock } from '../../src/host/clock.ts';
import { createLog } from '../../src/host/log.ts';
import { openPackageDesk } from '../../src/host/package_desk.ts';
import { startServer } from '../../src/host/server.ts';
import { configOf } from '../callback/config.ts';
import { TIME_ZONE } from '../callback/tenant.ts';
import { serveChild } from '../child.ts';

const [directory = '', vendorUrl = '', startAt = '0', week = '', from = '', to = ''] = process.argv.slice(2);
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
const desk = openPackageDesk(join(directory, 'data'));

/** Each school's weekly summary is read by the head of its safety office. */
const readers = db.all<{ school: number; person: number }>(
  sql`select school_id as school, min(person_id) as person from role where role = 'safety_office' group by school_id`,
);

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Wall and own CPU time of work on this thread, ms. */
function timed(work: () => void): { readonly ms: number; readonly cpu: number } {
  const before = process.threadCpuUsage();
  const started = performance.now();
  work();
  const ms = performance.now() - started;
  const used = process.threadCpuUsage(before);
  return { ms, cpu: (used.user + used.system) / 1000 };
}

function digest(of: { school: number; person: number }): void {
  const subject = { school: of.school, week, late: 0 };
  const card = organisation.show({ card: 'digest.weekly', subject }, of.person, clock.now());
  if (!card) throw new Error(`bench.digest: school ${of.school} has no digest`);
}

serveChild({
  port: Number(new URL(server.url).port),
  answer: async (what) => {
    const [verb, number = '0'] = what.split(' ');
    if (verb === 'digest') {
      const of = readers.find((one) => one.school === Number(number));
      return of ? timed(() => digest(of)) : null;
    }
    // As the outbox does: each is read when it leaves, and the loop turns in between.
    if (verb === 'all') {
      const each: { ms: number; cpu: number }[] = [];
      for (const of of readers) {
        each.push(timed(() => digest(of)));
        await nextTurn();
      }
      return each;
    }
    // As the errand does: in a thread beside the presses.
    if (verb === 'export') {
      const reading = { db, now: clock.now(), timeZone: TIME_ZONE };
      const before = process.cpuUsage();
      const own = process.threadCpuUsage();
      const started = performance.now();
      const { rows } = await desk.ledger(reading, { school: 1, kind: 'hazards', period: { from, to, text: '' } });
      const ms = performance.now() - started;
      const [used, here] = [process.cpuUsage(before), process.threadCpuUsage(own)];
      // Without this thread's, which answers presses.
      return { rows, ms, cpu: (used.user + used.system - here.user - here.system) / 1000 };
    }
    return null;
  },
});
