import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { type Server, startServer } from '../../host/server.ts';
import type { Log } from '../../organisation/organisation.ts';
import { openMemoryStore } from '../../store/node.ts';
import { createFeishuEmulator, type FeishuEmulator } from '../feishu/emulator.ts';
import type { SteppingClock } from './stepping_clock.ts';

/** The emulated app; its secrets protect nothing. */
const APP = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-emulated-app',
  encryptKey: 'encrypt-key-of-the-emulated-app',
  verificationToken: 'token-of-the-emulated-app',
  name: '安园',
} as const;

export interface TenantOptions {
  readonly clock: SteppingClock;
  readonly log: Log;
  readonly transport?: 'websocket' | 'webhook';
  readonly cardReply?: 'patch' | 'inline';
  /** 0 or absent: a free one. */
  readonly emulatorPort?: number;
  readonly showPairingCode?: (code: string) => void;
}

/** An emulated Feishu tenant and the real server connected to it, over real HTTP and WebSocket on this machine. */
export interface Tenant {
  readonly clock: SteppingClock;
  readonly emulator: FeishuEmulator;
  readonly emulatorUrl: string;
  readonly server: Server;
  /** Resolves when nothing is under way between the vendor, the organisation and the outbox. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both ends; data live in memory and a temporary folder that `stop` removes. */
export async function openTenant(options: TenantOptions): Promise<Tenant> {
  const { clock, log } = options;
  const transport = options.transport ?? 'websocket';
  let serverUrl = '';
  const emulator = createFeishuEmulator({
    app: APP,
    clock,
    delivery:
      transport === 'webhook' ? { mode: 'webhook', url: () => `${serverUrl}/feishu/webhook` } : { mode: 'websocket' },
  });
  const { baseUrl } = await emulator.start(options.emulatorPort ?? 0);
  const directory = mkdtempSync(join(tmpdir(), 'anyuan-sample-'));
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDirectory: join(directory, 'data'),
    timeZone: 'Asia/Shanghai',
    logLevel: 'info',
    secretKeyFile: join(directory, 'anyuan.key'),
    feishu: { ...APP, transport, baseUrl, cardReply: options.cardReply ?? 'patch' },
  };
  const server = await startServer({
    config,
    log,
    clock,
    store: openMemoryStore(clock.now()),
    showPairingCode: (code) => options.showPairingCode?.(code),
  });
  serverUrl = server.url;
  if (transport === 'websocket') await emulator.connected();

  async function settle(): Promise<void> {
    for (let calm = 0; calm < 2; ) {
      const before = emulator.calls.list().length;
      await emulator.settled();
      await server.engine.idle();
      const due = server.engine.delivery.nextAt();
      const quiet = emulator.calls.list().length === before && (due === undefined || due > clock.now());
      calm = quiet ? calm + 1 : 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    clock,
    emulator,
    emulatorUrl: baseUrl,
    server,
    settle,
    async stop() {
      await server.stop();
      await emulator.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
