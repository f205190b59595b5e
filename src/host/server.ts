import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { schedule as scheduleCron } from 'node-cron';
import type { Config } from '../config.ts';
import type { DeliveryClock } from '../delivery/loop.ts';
import type { Log } from '../organisation/organisation.ts';
import { createBotInfo } from '../platforms/feishu/bot_info.ts';
import type { FeishuClient } from '../platforms/feishu/client.ts';
import { createLongConnection } from '../platforms/feishu/long_connection.ts';
import { feishuPlatform } from '../platforms/feishu/platform.ts';
import { feishuWebhook } from '../platforms/feishu/webhook.ts';
import { openPairing } from '../school/pairing.ts';
import { openNodeFiles } from '../store/files_node.ts';
import { openNodeStore } from '../store/node.ts';
import type { Store } from '../store/store.ts';
import { openAdminSocket } from './admin_socket.ts';
import { systemClock } from './clock.ts';
import { countedFeishuClient } from './counted_client.ts';
import { createEngine, type Engine } from './engine.ts';
import { createHttp, type Transport } from './http.ts';
import { createLightFetch } from './light_fetch.ts';
import { showPairingCodeIn } from './pairing_code_log.ts';
import { createSealer } from './sealer.ts';
import { readSecretKey } from './secret_key.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: DeliveryClock;
  readonly random?: (bytes: number) => string;
  /** Instead of the database in DATA_DIR: tests and the demo. */
  readonly store?: Store;
  readonly showPairingCode?: (code: string, expiresAt: number) => void;
}

export interface Server {
  readonly engine: Engine;
  readonly url: string;
  readonly transports: () => readonly Transport[];
  stop(): Promise<void>;
}

/** Starts everything on this machine: database, organisation, outbox, platform transports, HTTP, the minute's tick. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config, log } = options;
  const clock = options.clock ?? systemClock;
  const { feishu } = config;
  const store = options.store ?? openNodeStore(config.dataDirectory, clock.now());
  const showPairingCode = options.showPairingCode ?? showPairingCodeIn(log);
  const client = { current: undefined as FeishuClient | undefined };
  const engine = createEngine({
    store,
    files: openNodeFiles(config.dataDirectory),
    clock,
    timeZone: config.timeZone,
    cardReply: feishu.cardReply,
    sealer: createSealer(readSecretKey(config.secretKeyFile)),
    log,
    schedule: (run) => void setImmediate(run),
    showPairingCode,
    ...(options.random ? { random: options.random } : {}),
    platforms: (calls) => {
      client.current = countedFeishuClient(feishu, calls, clock.now, createLightFetch());
      return [feishuPlatform({ client: client.current })];
    },
  });
  if (!client.current) throw new Error('host.platform: the Feishu client was not made');
  const bot = createBotInfo(client.current);
  bot.load().catch((error: unknown) => log.warn({ error }, 'feishu.bot_info: will ask again with the next message'));
  const answering = { accept: engine.receive, botOpenId: bot.openId, log };
  const connection =
    feishu.transport === 'websocket' ? createLongConnection({ ...answering, ...feishu, now: clock.now }) : undefined;
  const webhook =
    feishu.transport === 'webhook'
      ? feishuWebhook({
          ...answering,
          verificationToken: feishu.verificationToken ?? '',
          ...(feishu.encryptKey ? { encryptKey: feishu.encryptKey } : {}),
        })
      : undefined;
  const transports = (): readonly Transport[] => [
    connection ? { name: 'feishu.websocket', ...connection.state() } : { name: 'feishu.webhook', connected: true },
  ];

  const opened = engine.organisation.change(clock.now(), openPairing);
  if (opened.code !== undefined) showPairingCode(opened.code, opened.expiresAt);
  const http = createHttp({ engine, transports, ...(webhook ? { feishuWebhook: webhook } : {}) });
  const { server, address } = await listen(http.fetch, config.port, config.host);
  const admin = options.store
    ? undefined
    : await openAdminSocket({ directory: config.dataDirectory, engine, clock, log });
  const stopTicking = keepTicking(engine, clock, log);
  await connection?.start();
  log.info({ url: address, transport: feishu.transport }, 'anyuan is running');
  return {
    engine,
    url: address,
    transports,
    async stop() {
      stopTicking();
      connection?.stop();
      await admin?.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await engine.stop();
      store.close();
    },
  };
}

/** Every minute by cron, and in between exactly when the next timer is due, also one that was set a moment ago. */
function keepTicking(engine: Engine, clock: DeliveryClock, log: Log): () => void {
  let planned = Number.POSITIVE_INFINITY;
  let cancel = (): void => {};
  const plan = (): void => {
    const next = engine.organisation.nextTickAt() ?? Number.POSITIVE_INFINITY;
    if (next === planned) return;
    cancel();
    planned = next;
    cancel = Number.isFinite(next) ? clock.wake(Math.max(next, clock.now()), run) : () => {};
  };
  const run = (): void => {
    planned = Number.POSITIVE_INFINITY;
    engine
      .tick()
      .catch((error: unknown) => log.error({ error }, 'tick.failed: tried again in a minute'))
      .finally(plan);
  };
  engine.onCommit(plan);
  const cron = scheduleCron('* * * * *', run);
  run();
  return () => {
    cancel();
    void cron.stop();
  };
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
  hostname: string,
): Promise<{ server: ServerType; address: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname }, (info: AddressInfo) =>
      resolve({ server, address: `http://${hostname}:${info.port}` }),
    );
    server.on('error', reject);
  });
}
