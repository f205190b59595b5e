/** The product's engine and webhook with the vendor's pacing lifted, so that the outbox sends as fast as it can. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { and, count, inArray, like } from 'drizzle-orm';
import { systemClock } from '../../../src/host/clock.ts';
import { createEngine } from '../../../src/host/engine.ts';
import { createHttp } from '../../../src/host/http.ts';
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

const [directory = '', vendorUrl = ''] = process.argv.slice(2);
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
    const client = createFeishuClient({ baseUrl: vendorUrl, appId: APP_ID, appSecret: APP_SECRET, now: Date.now });
    const unlimited = {
      perUserPerSecond: NO_LIMIT,
      perChatPerSecond: NO_LIMIT,
      perMessagePerSecond: NO_LIMIT,
      perAppPerSecond: NO_LIMIT,
      perAppPerMinute: NO_LIMIT,
      callsPerMonth: NO_LIMIT,
    };
    return [{ ...feishuPlatform({ client }), limits: unlimited }];
  },
});
const webhook = feishuWebhook({
  accept: engine.receive,
  botOpenId: () => undefined,
  log,
  encryptKey: ENCRYPT_KEY,
  verificationToken: VERIFICATION_TOKEN,
});
const http = createHttp({ engine, transports: () => [], feishuWebhook: webhook });

/** Puts cards into the outbox as an evening's digest would, and resolves when the last of them has left. */
async function sendCards(cards: number): Promise<void> {
  const { organisation } = engine;
  organisation.change(Date.now(), (context) => {
    for (let index = 0; index < cards; index += 1) {
      const to = { person: (index % PEOPLE) + 1 };
      sendCard(context, 'hazard.receipt', { hazard: (index % HAZARDS) + 1 }, to, {
        lane: 'bulk',
        dedupeKey: `bench:${index}`,
      });
    }
  });
  const mine = and(like(outbox.dedupeKey, 'bench:%'), inArray(outbox.state, ['pending', 'sending']));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (organisation.store.db.select({ left: count() }).from(outbox).where(mine).get()?.left === 0) return;
  }
}

serve({ fetch: http.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
  serveChild({
    port,
    answer: async (what) => {
      const [verb, number] = what.split(' ');
      if (verb === 'send') await sendCards(Number(number));
      else await engine.idle();
      return null;
    },
  }),
);
