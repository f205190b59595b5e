import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { type Server, startServer } from '../../host/server.ts';
import type { Log } from '../../organisation/organisation.ts';
import { openMemoryStore, openNodeStore } from '../../store/node.ts';
import type { DingtalkEmulator } from '../dingtalk/emulator.ts';
import type { FeishuEmulator } from '../feishu/emulator.ts';
import type { SteppingClock } from './stepping_clock.ts';
import { type DingTalkEnd, type FeishuEnd, freePort, startDingTalk, startFeishu } from './vendor_end.ts';

export interface TenantOptions {
  readonly clock: SteppingClock;
  readonly log: Log;
  readonly transport?: 'websocket' | 'webhook';
  readonly cardReply?: 'patch' | 'inline';
  /** DingTalk without a card template: cards are numbered text. */
  readonly asText?: boolean;
  /** 0 or absent: a free one. */
  readonly emulatorPort?: number;
  readonly showPairingCode?: (code: string) => void;
  /** The database is a file, as in production, and not in memory. */
  readonly onDisk?: boolean;
  /** Where phones reach the server (PUBLIC_URL): cards then link the form page. The port must be given as well. */
  readonly pages?: { readonly url: string; readonly port: number };
}

/** The real server, connected to emulated vendors over real HTTP and WebSocket on this machine. */
export interface School {
  readonly clock: SteppingClock;
  readonly server: Server;
  /** Holds the data directory and the key; `stop` removes it. */
  readonly config: Pick<Config, 'dataDirectory' | 'secretKeyFile'>;
  /** Resolves when nothing is under way between the vendors, the organisation and the outbox. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** A school on Feishu. */
export interface Tenant extends School {
  readonly emulator: FeishuEmulator;
  readonly emulatorUrl: string;
}

/** A school on DingTalk. */
export interface DingTalkTenant extends School {
  readonly emulator: DingtalkEmulator;
  readonly emulatorUrl: string;
}

/** A school on both. */
export interface TwinTenant extends School {
  readonly feishu: FeishuEmulator;
  readonly dingtalk: DingtalkEmulator;
}

/** Where vendors push to; absent: they are connected to. */
interface Place {
  readonly port: number;
  /** Known at the latest when the server runs. */
  readonly serverUrl?: { current: string };
}

/** Feishu asks for the address at its first push; DingTalk is told it beforehand, so a free port is looked for. */
async function placeFor({ transport }: TenantOptions, isToldBefore: boolean): Promise<Place> {
  if (transport !== 'webhook') return { port: 0 };
  if (!isToldBefore) return { port: 0, serverUrl: { current: '' } };
  const port = await freePort();
  return { port, serverUrl: { current: `http://127.0.0.1:${port}` } };
}

const at = ({ clock, emulatorPort }: TenantOptions, { serverUrl }: Place) => ({
  clock,
  ...(serverUrl ? { serverUrl: () => serverUrl.current } : {}),
  ...(emulatorPort ? { port: emulatorPort } : {}),
});

export async function openTenant(options: TenantOptions): Promise<Tenant> {
  const place = await placeFor(options, false);
  const feishu = await startFeishu({ ...at(options, place), cardReply: options.cardReply ?? 'patch' });
  const school = await openSchool(options, place, { feishu });
  return { ...school, emulator: feishu.emulator, emulatorUrl: feishu.url };
}

export async function openDingTalkTenant(options: TenantOptions): Promise<DingTalkTenant> {
  const place = await placeFor(options, true);
  const dingtalk = await startDingTalk({ ...at(options, place), asText: options.asText ?? false });
  const school = await openSchool(options, place, { dingtalk });
  return { ...school, emulator: dingtalk.emulator, emulatorUrl: dingtalk.url };
}

export async function openTwinTenant(options: TenantOptions): Promise<TwinTenant> {
  const place = await placeFor(options, true);
  const feishu = await startFeishu({ ...at(options, place), cardReply: options.cardReply ?? 'patch' });
  const dingtalk = await startDingTalk({ ...at(options, place), port: 0 });
  const school = await openSchool(options, place, { feishu, dingtalk });
  return { ...school, feishu: feishu.emulator, dingtalk: dingtalk.emulator };
}

interface Ends {
  readonly feishu?: FeishuEnd;
  readonly dingtalk?: DingTalkEnd;
}

/** Starts the server; data live in memory and a temporary folder that `stop` removes. */
async function openSchool(options: TenantOptions, place: Place, { feishu, dingtalk }: Ends): Promise<School> {
  const { clock, log } = options;
  const emulators = [feishu?.emulator, dingtalk?.emulator].filter((one) => one !== undefined);
  // As whoever installs it enters the addresses in the vendors' consoles.
  const { pages } = options;
  if (pages) feishu?.emulator.rules.redirectUris.add(`${pages.url}/p/signed-in/feishu`);
  if (pages) dingtalk?.emulator.rules.redirectUris.add(`${pages.url}/p/signed-in/dingtalk`);
  const directory = mkdtempSync(join(tmpdir(), 'anyuan-sample-'));
  const config: Config = {
    port: pages?.port ?? place.port,
    host: '127.0.0.1',
    ...(pages ? { publicUrl: pages.url } : {}),
    ...(place.serverUrl?.current ? { publicUrl: place.serverUrl.current } : {}),
    dataDirectory: join(directory, 'data'),
    timeZone: 'Asia/Shanghai',
    logLevel: 'info',
    secretKeyFile: join(directory, 'anyuan.key'),
    ...(feishu ? { feishu: feishu.config } : {}),
    ...(dingtalk ? { dingtalk: dingtalk.config } : {}),
  };
  const server = await startServer({
    config,
    log,
    clock,
    store: options.onDisk ? openNodeStore(config.dataDirectory, clock.now()) : openMemoryStore(clock.now()),
    showPairingCode: (code) => options.showPairingCode?.(code),
  });
  if (place.serverUrl) place.serverUrl.current = server.url;
  else for (const emulator of emulators) await emulator.connected();

  const calls = (): number => emulators.reduce((sum, emulator) => sum + emulator.calls.list().length, 0);
  async function settle(): Promise<void> {
    for (let calm = 0; calm < 2; ) {
      const before = calls();
      for (const emulator of emulators) await emulator.settled();
      await server.engine.idle();
      const due = server.engine.delivery.nextAt();
      const quiet = calls() === before && (due === undefined || due > clock.now());
      calm = quiet ? calm + 1 : 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    clock,
    server,
    config,
    settle,
    async stop() {
      await server.stop();
      for (const emulator of emulators) await emulator.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
