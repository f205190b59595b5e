import type { DeliveryClock } from '../delivery/loop.ts';
import type { Log } from '../organisation/organisation.ts';
import { createBotInfo } from '../platforms/feishu/bot_info.ts';
import type { FeishuClient } from '../platforms/feishu/client.ts';
import { feishuPlatform } from '../platforms/feishu/platform.ts';
import { feishuWebhook } from '../platforms/feishu/webhook.ts';
import type { Inbound, Reply } from '../platforms/platform.ts';
import { renewPairing } from '../school/pairing.ts';
import { type DurableStorage, openDurableObjectStore } from '../store/durable_object.ts';
import { openR2Files, type PhotoBucket } from '../store/files_r2.ts';
import { countedFeishuClient } from './counted_client.ts';
import { createEngine, type Engine } from './engine.ts';
import { createHttp } from './http.ts';
import { showPairingCodeIn } from './pairing_code_log.ts';
import { createSealer } from './sealer.ts';
import { type AlarmStorage, createAlarm } from './worker_alarm.ts';
import type { WorkerConfig } from './worker_config.ts';
import { createWorkerLog } from './worker_log.ts';

/** What we need of a Durable Object's storage beside SQL; the real one is assignable. */
export interface ObjectStorage extends AlarmStorage {
  readonly kv: { get(key: string): unknown; put(key: string, value: string): void };
}

export interface OrganisationSetting {
  readonly name: string;
  readonly config: WorkerConfig;
  readonly storage: DurableStorage & ObjectStorage;
  /** Shared by all organisations of the Worker; each has its own folder in it. */
  readonly photos: PhotoBucket;
  /** Lets work go on after its request has been answered. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

export interface RunningOrganisation {
  /** `POST /feishu/webhook`, `GET /readyz` (design.md §7). */
  fetch(request: Request): Response | Promise<Response>;
  /** Does everything due and plans the next look. Never rejects. */
  alarm(): Promise<void>;
}

/** Nothing waits in memory for its time to come: the alarm wakes the object, and `step` looks at the rows. */
const clock: DeliveryClock = { now: () => Date.now(), wake: () => () => {} };

/** How long an alarm waits for its messages to leave: objects run one alarm at a time, and timers must not queue behind a push. */
const SENT_WITHIN_MS = 5_000;

/** Opens an organisation on a Durable Object: database, engine, webhook, alarm. Synchronous; calls nobody. */
export function openOrganisation(setting: OrganisationSetting): RunningOrganisation {
  const { config, storage } = setting;
  const { feishu } = config;
  const log = createWorkerLog(config.logLevel, setting.name, clock.now);
  const client = { current: undefined as FeishuClient | undefined };
  const showPairingCode = showPairingCodeIn(log);
  const engine = createEngine({
    store: openDurableObjectStore(storage, clock.now()),
    files: openR2Files(folderOf(setting.photos, setting.name)),
    clock,
    timeZone: config.timeZone,
    cardReply: feishu.cardReply,
    sealer: createSealer(config.secretKey),
    log,
    // Requests of one moment share their write to disk without our help: the object's output gate holds the answers.
    schedule: (run) => run(),
    showPairingCode,
    platforms: (calls) => {
      client.current = countedFeishuClient(feishu, calls, clock.now);
      return [feishuPlatform({ client: client.current })];
    },
  });
  if (!client.current) throw new Error('host.platform: the Feishu client was not made');
  const planned = { nextTickAt: engine.organisation.nextTickAt, nextAt: engine.nextAt };
  const alarm = createAlarm(storage, planned, clock.now);

  /** Sends what is due, and when it has left, plans the next look. Never rejects. */
  async function send(): Promise<void> {
    try {
      await engine.delivery.step();
      alarm.rested();
    } catch (error) {
      log.error({ error }, 'delivery.failed: the alarm tries again');
    }
  }

  /** Answered as soon as it is kept; what it leads to is sent afterwards. */
  async function accept(inbound: Inbound): Promise<Reply> {
    const reply = await engine.receive(inbound);
    alarm.sending();
    setting.keepAlive(send());
    return reply;
  }

  const webhook = feishuWebhook({
    accept,
    botOpenId: rememberedBot(client.current, storage, feishu.appId, log),
    log,
    verificationToken: feishu.verificationToken ?? '',
    ...(feishu.encryptKey ? { encryptKey: feishu.encryptKey } : {}),
  });
  const http = createHttp({
    engine,
    transports: () => [{ name: 'feishu.webhook', connected: true }],
    feishuWebhook: webhook,
  });
  pairFirst(engine, showPairingCode);
  alarm.rested();

  return {
    fetch: (request) => http.fetch(request),
    async alarm() {
      alarm.working();
      try {
        await engine.tick();
        alarm.sending();
        const sent = send();
        setting.keepAlive(sent);
        await atMost(SENT_WITHIN_MS, sent);
      } catch (error) {
        log.error({ error }, 'alarm.failed: tried again in a minute');
      }
    },
  };
}

/** Waits for the work, but no longer than this (ms); the work itself goes on. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const longEnough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, longEnough]);
  clearTimeout(timer);
}

/** Objects come and go; a code that is still good is not replaced each time one wakes. */
function pairFirst(engine: Engine, show: (code: string, expiresAt: number) => void): void {
  const opened = engine.organisation.change(clock.now(), renewPairing);
  if (opened.code !== undefined) show(opened.code, opened.expiresAt);
}

/**
 * Who the bot is, asked once and kept with the organisation: an object wakes many times a day, and each question would
 * cost a call of the month's budget.
 */
function rememberedBot(
  client: FeishuClient,
  storage: ObjectStorage,
  appId: string,
  log: Log,
): () => string | undefined {
  const key = `bot:${appId}`;
  const kept = storage.kv.get(key);
  if (typeof kept === 'string') return () => kept;
  const bot = createBotInfo(client);
  bot.load().then(
    (openId) => storage.kv.put(key, openId),
    (error: unknown) => log.warn({ error }, 'feishu.bot_info: will ask again with the next message'),
  );
  return bot.openId;
}

const folderOf = (bucket: PhotoBucket, name: string): PhotoBucket => ({
  head: (key) => bucket.head(`${name}/${key}`),
  put: (key, value) => bucket.put(`${name}/${key}`, value),
  get: (key) => bucket.get(`${name}/${key}`),
});
