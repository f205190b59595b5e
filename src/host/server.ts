import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { schedule as scheduleCron } from 'node-cron';
import type { Config } from '../config.ts';
import type { CallCounter } from '../delivery/budget.ts';
import type { DeliveryClock } from '../delivery/options.ts';
import type { Log } from '../organisation/organisation.ts';
import { openPairing } from '../school/pairing.ts';
import { openNodeFiles } from '../store/files_node.ts';
import { openNodeStore } from '../store/node.ts';
import type { Store } from '../store/store.ts';
import { openAdminSocket } from './admin_socket.ts';
import { systemClock } from './clock.ts';
import { connectDingTalk } from './connect_dingtalk.ts';
import { connectFeishu } from './connect_feishu.ts';
import type { Connection, Memory, Surroundings } from './connection.ts';
import { dingtalkStream } from './dingtalk_stream.ts';
import { createEngine, type Engine } from './engine.ts';
import { factsOf } from './facts.ts';
import { formPageOf } from './form_page.ts';
import { createHttp, type Transport } from './http.ts';
import { createLightFetch } from './light_fetch.ts';
import { openPackageDesk } from './package_desk.ts';
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
  const store = options.store ?? openNodeStore(config.dataDirectory, clock.now());
  const showPairingCode = options.showPairingCode ?? showPairingCodeIn(log);
  const connections: Connection[] = [];
  const files = openNodeFiles(config.dataDirectory);
  const secretKey = readSecretKey(config.secretKeyFile);
  const desk = openPackageDesk(config.dataDirectory);
  const formPage = formPageOf(config, { secretKey, files, clock, log, openPackage: desk.open });
  const engine = createEngine({
    store,
    files,
    clock,
    timeZone: config.timeZone,
    cardReply: config.feishu?.cardReply ?? 'patch',
    sealer: createSealer(secretKey),
    log,
    schedule: (run) => void setImmediate(run),
    showPairingCode,
    ...(options.random ? { random: options.random } : {}),
    ...(formPage ? { pageLink: formPage.link } : {}),
    packages: { desk, ...(formPage ? { link: formPage.packageLink } : {}) },
    platforms: (calls) => {
      connections.push(...connect(config, calls, { clock, log, fetch: createLightFetch() }, factsOf(store)));
      return connections.map((connection) => connection.platform);
    },
  });
  const ways = connections.map((connection) => connection.open(engine.receive));
  const transports = (): readonly Transport[] => ways.map((way) => way.transport());

  const opened = engine.organisation.change(clock.now(), openPairing);
  if (opened.code !== undefined) showPairingCode(opened.code, opened.expiresAt);
  const http = createHttp({
    engine,
    transports,
    webhooks: ways.flatMap((way) => way.webhooks),
    ...(formPage ? { formPage: formPage.routes(engine, connections, engine.receive) } : {}),
  });
  const { server, address } = await listen(http.fetch, config.port, config.host);
  const admin = options.store
    ? undefined
    : await openAdminSocket({ directory: config.dataDirectory, engine, clock, log });
  const stopTicking = keepTicking(engine, clock, log);
  for (const way of ways) await way.start();
  log.info({ url: address, transports: transports().map(({ name }) => name) }, 'anyuan is running');
  return {
    engine,
    url: address,
    transports,
    async stop() {
      stopTicking();
      for (const way of ways) way.stop();
      await admin?.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await desk.stop();
      await engine.stop();
      store.close();
    },
  };
}

/** The platforms of the settings, in the order a school with both prefers them. */
function connect(config: Config, calls: CallCounter, surroundings: Surroundings, facts: Memory): readonly Connection[] {
  const { feishu, dingtalk } = config;
  return [
    ...(feishu ? [connectFeishu(feishu, calls, surroundings)] : []),
    ...(dingtalk
      ? [
          connectDingTalk(
            { dingtalk, stream: dingtalkStream, facts, ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}) },
            calls,
            surroundings,
          ),
        ]
      : []),
  ];
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
