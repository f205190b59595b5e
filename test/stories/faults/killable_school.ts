import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMovableClock } from '../../../src/emulators/ground/clock.ts';
import { startDingTalk, startFeishu } from '../../../src/emulators/sample_school/vendor_end.ts';
import { openReadOnlyStore } from '../../../src/store/node.ts';
import type { Store } from '../../../src/store/store.ts';
import { storyPlatform } from '../only_on.ts';
import { dingtalkPhone } from '../worlds/dingtalk.ts';
import { feishuPeople } from '../worlds/feishu.ts';
import type { Received, StoryPhone } from '../worlds/world.ts';

export interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** The server as its own process with a database on disk, to be killed without warning. Time is real here. */
export interface KillableSchool {
  readonly dataDirectory: string;
  /** Who has an account at the vendor, and a phone. */
  add(name: string): { readonly userId: string; readonly phone: StoryPhone };
  /** Starts the server and waits until it is ready. */
  start(): Promise<void>;
  /** Without warning; resolves when the process is gone. */
  kill(): Promise<void>;
  /** At this very moment; `kill` waits for the end. */
  shoot(): void;
  /** A further server with these settings changed. */
  spawn(environment: Readonly<Record<string, string>>): Running;
  isReady(): Promise<boolean>;
  /** What the server wrote to the terminal since it was last started. */
  output(): string;
  readonly vendor: {
    /** Every call fails for so long. */
    serverErrorsFor(ms: number): void;
    /** Cards take so long to send; 0 ends it. */
    slowSends(ms: number): void;
    /** What the vendor repeats after a while is repeated at once. */
    redeliverLast(): Promise<void>;
    /** Whenever a message appears or changes at the vendor, before the server hears of it; the answer ends it. */
    onChange(listener: () => void): () => void;
  };
  read<T>(run: (db: Store['db']) => T): T;
  end(): Promise<void>;
}

/**
 * A port nobody listens on, also not while the server is down: below the range from which systems give free ports to
 * the other tests (from 32768 or 49152 on).
 */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const wanted = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    probe.once('error', () => resolve(freePort()));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });

/** The vendor of this run: its settings for the server, its phones and its faults. */
async function openVendor(port: number) {
  const clock = createMovableClock();
  if (storyPlatform === 'feishu') {
    const { emulator, config } = await startFeishu({ clock, serverUrl: () => `http://127.0.0.1:${port}` });
    const people = feishuPeople(emulator);
    return {
      emulator,
      slowPath: 'POST /im/v1/messages',
      add: (name: string) => people.add({ name }),
      phone: people.phone,
      environment: {
        FEISHU_APP_ID: config.appId,
        FEISHU_APP_SECRET: config.appSecret,
        FEISHU_ENCRYPT_KEY: config.encryptKey ?? '',
        FEISHU_VERIFICATION_TOKEN: config.verificationToken ?? '',
        FEISHU_TRANSPORT: 'webhook',
        FEISHU_BASE_URL: config.baseUrl,
      },
    };
  }
  const { emulator, config, url } = await startDingTalk({ clock });
  return {
    emulator,
    slowPath: 'POST /v1.0/card/instances/createAndDeliver',
    add: (name: string) => emulator.people.add({ name }).userId,
    phone: (userId: string) => dingtalkPhone(emulator.phone(userId), (value) => value),
    environment: {
      DINGTALK_CLIENT_ID: config.clientId,
      DINGTALK_CLIENT_SECRET: config.clientSecret,
      DINGTALK_CARD_TEMPLATE_ID: config.cardTemplateId ?? '',
      DINGTALK_BASE_URL: url,
      DINGTALK_OAPI_BASE_URL: url,
    },
  };
}

/** The vendor is there, the server is not yet started; the directory is removed by `end`. */
export async function openKillableSchool(): Promise<KillableSchool> {
  const directory = mkdtempSync(join(tmpdir(), 'anyuan-killed-'));
  const dataDirectory = join(directory, 'data');
  const port = await freePort();
  const { emulator, slowPath, add, phone, environment } = await openVendor(port);
  let running: Running | undefined;

  const spawnServer = (changed: Readonly<Record<string, string>> = {}): Running => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../../src/main.ts')], {
      cwd: directory,
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        DATA_DIR: dataDirectory,
        SECRET_KEY_FILE: join(directory, 'anyuan.key'),
        LOG_LEVEL: 'info',
        ...environment,
        ...changed,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
      });
    }
    return { child, output: () => output };
  };
  const isReady = async (): Promise<boolean> => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
    } catch {
      return false;
    }
  };
  async function kill(): Promise<void> {
    if (!running || running.child.exitCode !== null || running.child.signalCode !== null) return;
    const ended = once(running.child, 'exit');
    running.child.kill('SIGKILL');
    await ended;
  }
  const output = (): string => running?.output() ?? '';
  return {
    dataDirectory,
    add(name) {
      const userId = add(name);
      return { userId, phone: phone(userId) };
    },
    async start() {
      running = spawnServer();
      await until('the server is ready', isReady, output);
    },
    kill,
    shoot: () => void running?.child.kill('SIGKILL'),
    spawn: spawnServer,
    isReady,
    output,
    vendor: {
      serverErrorsFor: (ms) => emulator.faults.serverErrorsFor(ms),
      slowSends: (ms) => emulator.faults.slowBy(ms, slowPath),
      redeliverLast: () => emulator.faults.redeliverLast(),
      onChange: (listener) => emulator.onChange(listener),
    },
    read(run) {
      const store = openReadOnlyStore(dataDirectory);
      try {
        return run(store.db);
      } finally {
        store.close();
      }
    },
    async end() {
      await kill();
      await emulator.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves as soon as `holds` does; looks again whenever something may have happened. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  output: () => string = () => '',
): Promise<void> {
  for (let turn = 0; turn < 6_000; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain until ${what}; the server said:\n${output()}`);
}

/** Cards on a phone whose title has these words; DingTalk may show one in two places, it stays one. */
export const cards = (phone: StoryPhone, title: string): readonly Received[] => [
  ...new Map(
    phone
      .received()
      .filter((message) => message.title.includes(title))
      .map((card) => [card.messageId, card]),
  ).values(),
];
