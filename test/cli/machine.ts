import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.ts';
import type { Exit, Surroundings } from '../../src/cli/surroundings.ts';
import { readConfig } from '../../src/config.ts';
import { createFeishuEmulator, type FeishuEmulator } from '../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../src/emulators/ground/clock.ts';
import { type Server, startServer } from '../../src/host/server.ts';

const APP = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-emulated-app',
  encryptKey: 'encrypt-key-of-the-emulated-app',
  verificationToken: 'token-of-the-emulated-app',
  name: '安园',
} as const;

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A school's server machine in a folder of its own, with a command line and, when started, the real server. */
export interface Machine {
  readonly folder: string;
  readonly data: string;
  readonly env: Record<string, string>;
  readonly emulator: FeishuEmulator;
  /** Runs a command; `answer` is typed when it asks. */
  anyuan(words: readonly string[], answer?: string): Promise<{ readonly exit: Exit; readonly said: string }>;
  startServer(): Promise<Server>;
  stop(): Promise<void>;
}

export async function openMachine(): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'anyuan-cli-'));
  const data = join(folder, 'data');
  const emulator = createFeishuEmulator({ app: APP, clock: createMovableClock(), delivery: { mode: 'websocket' } });
  const { baseUrl } = await emulator.start();
  const env: Record<string, string> = {
    PORT: '0',
    DATA_DIR: data,
    SECRET_KEY_FILE: join(folder, 'anyuan.key'),
    FEISHU_APP_ID: APP.appId,
    FEISHU_APP_SECRET: APP.appSecret,
    FEISHU_BASE_URL: baseUrl,
  };
  let server: Server | undefined;
  return {
    folder,
    data,
    env,
    emulator,
    async anyuan(words, answer) {
      const said: string[] = [];
      const surroundings: Surroundings = {
        env,
        now: Date.now,
        fetch,
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20))),
        say: (line) => void said.push(line),
        ask: async (question) => {
          said.push(question);
          return answer;
        },
      };
      const exit = await run(words, surroundings);
      return { exit, said: said.join('\n') };
    },
    async startServer() {
      server = await startServer({ config: readConfig(env), log: silent, showPairingCode: () => {} });
      env.PORT = new URL(server.url).port;
      await emulator.connected();
      return server;
    },
    async stop() {
      await server?.stop();
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
