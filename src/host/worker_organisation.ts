import type { CallCounter } from '../delivery/budget.ts';
import type { DeliveryClock } from '../delivery/options.ts';
import type { Log } from '../organisation/organisation.ts';
import type { Inbound, Reply } from '../platforms/platform.ts';
import { renewPairing } from '../school/pairing.ts';
import { type DurableStorage, openDurableObjectStore } from '../store/durable_object.ts';
import { openR2Files, type PhotoBucket } from '../store/files_r2.ts';
import { connectDingTalk } from './connect_dingtalk.ts';
import type { Connection } from './connection.ts';
import { createEngine, type Engine } from './engine.ts';
import { formPageOf } from './form_page.ts';
import { createHttp } from './http.ts';
import { showPairingCodeIn } from './pairing_code_log.ts';
import { createSealer } from './sealer.ts';
import { type AlarmStorage, createAlarm } from './worker_alarm.ts';
import { DEFAULT_ORGANISATION, type WorkerConfig } from './worker_config.ts';
import { connectFeishuWebhook } from './worker_feishu.ts';
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
  /** `POST /feishu/webhook`, `POST /dingtalk/…`, `GET /readyz` (design.md §7). */
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
  const log = createWorkerLog(config.logLevel, setting.name, clock.now);
  const connections: Connection[] = [];
  const files = openR2Files(folderOf(setting.photos, setting.name));
  const { secretKey } = config;
  const publicUrl = addressOf(setting);
  const formPage = formPageOf({ ...config, publicUrl }, { secretKey, files, clock, log });
  const showPairingCode = showPairingCodeIn(log);
  const engine = createEngine({
    store: openDurableObjectStore(storage, clock.now()),
    files,
    clock,
    timeZone: config.timeZone,
    cardReply: config.feishu?.cardReply ?? 'patch',
    sealer: createSealer(secretKey),
    log,
    // Requests of one moment share their write to disk without our help: the object's output gate holds the answers.
    schedule: (run) => run(),
    showPairingCode,
    ...(formPage ? { pageLink: formPage.link } : {}),
    platforms: (calls) => {
      connections.push(...connect(setting, calls, log));
      return connections.map((connection) => connection.platform);
    },
  });
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

  const ways = connections.map((connection) => connection.open(accept));
  const http = createHttp({
    engine,
    transports: () => ways.map((way) => way.transport()),
    webhooks: ways.flatMap((way) => way.webhooks),
    ...(formPage ? { formPage: formPage.routes(engine, connections, accept) } : {}),
  });
  // Nobody waits for what a vendor has to be told first.
  for (const way of ways) setting.keepAlive(way.start());
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

/** Where the organisation is reached; PUBLIC_URL is the Worker's. */
function addressOf({ config: { publicUrl }, name }: OrganisationSetting): string | undefined {
  return publicUrl && name !== DEFAULT_ORGANISATION ? `${publicUrl}/o/${name}` : publicUrl;
}

/** The platforms of the settings; on Cloudflare both by webhook. */
function connect(setting: OrganisationSetting, calls: CallCounter, log: Log): readonly Connection[] {
  const { config, storage } = setting;
  const surroundings = { clock, log };
  const { feishu, dingtalk } = config;
  const publicUrl = addressOf(setting);
  return [
    ...(feishu ? [connectFeishuWebhook(feishu, calls, storage.kv, surroundings)] : []),
    ...(dingtalk
      ? [
          connectDingTalk(
            { dingtalk, ...(publicUrl ? { publicUrl } : {}), memory: storage.kv, facts: storage.kv },
            calls,
            surroundings,
          ),
        ]
      : []),
  ];
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

const folderOf = (bucket: PhotoBucket, name: string): PhotoBucket => ({
  head: (key) => bucket.head(`${name}/${key}`),
  put: (key, value) => bucket.put(`${name}/${key}`, value),
  get: (key) => bucket.get(`${name}/${key}`),
});
