/**
 * The product's engine and webhook while cards go out: `unpaced` with the vendor's pacing lifted, so that the outbox sends
 * as fast as it can, or `paced` as the vendor allows.
 */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { and, count, inArray, like } from 'drizzle-orm';
import { systemClock } from '../../../src/host/clock.ts';
import { createEngine } from '../../../src/host/engine.ts';
import { createHttp } from '../../../src/host/http.ts';
import { createLightFetch } from '../../../src/host/light_fetch.ts';
import { createLog } from '../../../src/host/log.ts';
import { createSealer } from '../../../src/host/sealer.ts';
import { sendCard } from '../../../src/kernel/send.ts';
import { createFeishuClient } from '../../../src/platforms/feishu/client.ts';
import { feishuPlatform } from '../../../src/platforms/feishu/platform.ts';
import { feishuWebhook } from '../../../src/platforms/feishu/webhook.ts';
import { openNodeFiles } from '../../../src/store/files_node.ts';
import { openNodeStore } from '../../../src/store/node.ts';
import { outbox } from '../../../src/store/schema/index.ts';
import { serveChild } from '../../child.ts';
import {
  APP_ID,
  APP_SECRET,
  ENCRYPT_KEY,
  fillTenant,
  HAZARDS,
  PEOPLE,
  TIME_ZONE,
  VERIFICATION_TOKEN,
} from '../tenant.ts';

const [directory = '', vendorUrl = '', pace = 'unpaced'] = process.argv.slice(2);
const NO_LIMIT = 1_000_000;
const log = createLog('warn');
fillTenant(directory, Date.now());
const engine = createEngine({
  store: openNodeStore(directory, Date.now()),
  files: openNodeFiles(directory),
  clock: systemClock,
  timeZone: TIME_ZONE,
  cardReply: 'patch',
  sealer: createSealer(new Uint8Array(32)),
  log,
  schedule: (run) => void setImmediate(run),
  showPairingCode: () => {},
  platforms: () => {
    const client = createFeishuClient({
      baseUrl: vendorUrl,
      appId: APP_ID,
      appSecret: APP_SECRET,
      now: Date.now,
      fetch: createLightFetch(),
    });
    const unlimited = {
      perUserPerSecond: NO_LIMIT,
      perChatPerSecond: NO_LIMIT,
      perMessagePerSecond: NO_LIMIT,
      perAppPerSecond: NO_LIMIT,
      perAppPerMinute: NO_LIMIT,
      callsPerMonth: NO_LIMIT,
    };
    const platform = feishuPlatform({ client });
    // Either way the month of a free edition must not end the run.
    const limits = pace === 'paced' ? { ...platform.limits, callsPerMonth: NO_LIMIT } : unlimited;
    return [{ ...platform, limits }];
  },
});
const webhook = feishuWebhook({
  accept: engine.receive,
  botOpenId: () => undefined,
  log,
  encryptKey: ENCRYPT_KEY,
  verificationToken: VERIFICATION_TOKEN,
});
const http = createHttp({ engine, transports: () => [], webhooks: [{ path: '/feishu/webhook', app: webhook }] });

const SLICE = 50;

/** Puts cards into the outbox in slices, as the tick does: what is measured is the sending. */
async function enqueue(cards: number): Promise<void> {
  for (let from = 0; from < cards; from += SLICE) {
    engine.organisation.change(Date.now(), (context) => {
      for (let index = from; index < Math.min(cards, from + SLICE); index += 1) {
        const to = { person: (index % PEOPLE) + 1 };
        sendCard(context, 'hazard.receipt', { hazard: (index % HAZARDS) + 1 }, to, { dedupeKey: `bench:${index}` });
      }
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const waiting = and(like(outbox.dedupeKey, 'bench:%'), inArray(outbox.state, ['pending', 'sending']));

/** How many of them have not left yet. */
const left = (): number =>
  engine.organisation.store.db.select({ left: count() }).from(outbox).where(waiting).get()?.left ?? 0;

serve({ fetch: http.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
  serveChild({
    port,
    answer: async (what) => {
      const [verb, number] = what.split(' ');
      if (verb === 'left') return left();
      await enqueue(Number(number));
      return null;
    },
  }),
);
