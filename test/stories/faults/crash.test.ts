import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect } from 'vitest';
import { readCard } from '../../../src/emulators/feishu/card_reading.ts';
import { createFeishuEmulator, type FeishuEmulator, type Phone } from '../../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../../src/emulators/ground/clock.ts';
import { openReadOnlyStore } from '../../../src/store/node.ts';
import { onlyOn } from '../only_on.ts';

/**
 * The server as its own process with a database on disk, killed without warning. Time is real here: what the vendor
 * repeats after 15 s is repeated by hand.
 */
const APP = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-emulated-app',
  encryptKey: 'encrypt-key-of-the-emulated-app',
  verificationToken: 'token-of-the-emulated-app',
} as const;

let directory: string;
let emulator: FeishuEmulator;
let baseUrl: string;
let port: number;
let server: Running | undefined;

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/**
 * A port nobody listens on, also not while the server is down: below the range from which systems give free ports to
 * the other tests (from 32768 or 49152 on).
 */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const wanted = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    probe.once('error', () => resolve(freePort()));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });

/** Resolves as soon as `holds` does; looks again whenever something may have happened. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 6_000; turn += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain until ${what}; the server said:\n${server?.output() ?? ''}`);
}

function spawnServer(environment: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../src/main.ts')], {
    cwd: directory,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      DATA_DIR: join(directory, 'data'),
      SECRET_KEY_FILE: join(directory, 'anyuan.key'),
      LOG_LEVEL: 'info',
      FEISHU_APP_ID: APP.appId,
      FEISHU_APP_SECRET: APP.appSecret,
      FEISHU_ENCRYPT_KEY: APP.encryptKey,
      FEISHU_VERIFICATION_TOKEN: APP.verificationToken,
      FEISHU_TRANSPORT: 'webhook',
      FEISHU_BASE_URL: baseUrl,
      ...environment,
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
}

const ready = async (): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  } catch {
    return false;
  }
};

async function start(): Promise<void> {
  server = spawnServer();
  await until('the server is ready', ready);
}

async function kill(): Promise<void> {
  if (!server || server.child.exitCode !== null || server.child.signalCode !== null) return;
  const ended = once(server.child, 'exit');
  server.child.kill('SIGKILL');
  await ended;
}

const count = (table: string): number => {
  const store = openReadOnlyStore(join(directory, 'data'));
  try {
    return store.db.get<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)}`).n;
  } finally {
    store.close();
  }
};

const cards = (phone: Phone, title: string) =>
  phone
    .messages()
    .filter((message) => message.type === 'interactive' && readCard(message.content).title.includes(title));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'anyuan-crash-'));
  port = await freePort();
  emulator = createFeishuEmulator({
    app: APP,
    clock: createMovableClock(),
    delivery: { mode: 'webhook', url: `http://127.0.0.1:${port}/feishu/webhook` },
  });
  ({ baseUrl } = await emulator.start());
  await start();
});

afterEach(async () => {
  await kill();
  await emulator.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function pairedOffice(): Promise<Phone> {
  const phone = emulator.phone(emulator.people.add({ name: '王芳' }).openId);
  const code = /绑定 (\d{6})/.exec(server?.output() ?? '')?.[1];
  await phone.says(`绑定 ${code}`);
  await until('pairing is answered', () => cards(phone, '绑定成功').length === 1);
  return phone;
}

onlyOn('feishu', 'what a killed server keeps does not depend on the vendor')(
  'a server that is killed three times keeps what it acknowledged, and says everything once',
  async () => {
    const phone = await pairedOffice();

    // A second server on the same data is refused with what to do; the first goes on.
    const second = spawnServer({ PORT: String(await freePort()) });
    const [code] = await once(second.child, 'exit');
    expect(code).toBe(1);
    expect(second.output()).toContain('store.in_use');
    expect(second.output()).toContain('stop it first, or give this one its own DATA_DIR');
    expect(await ready()).toBe(true);

    // Killed after the press was answered and before anything left.
    await phone.says('操场单杠松动了');
    await until('the form is there', () => cards(phone, '请确认').length === 1);
    emulator.faults.serverErrorsFor(1_500);
    const pressed = await phone.presses(newest(phone, '请确认'), { button: '登记隐患' });
    expect(pressed.toast?.content).toMatch(/^已登记 XX-\d{6}-0001$/);
    await kill();
    expect(count('hazard')).toBe(1);
    await start();
    await until('the triage card is there', () => cards(phone, '待认定').length > 0);
    await until('the form became a receipt', () => cards(phone, '已登记').length === 1);
    await emulator.faults.redeliverLast();
    await until('nothing waits any more', () => pending() === 0);
    expect([count('draft'), count('hazard'), cards(phone, '待认定').length, cards(phone, '请确认').length]).toEqual([
      1, 1, 1, 0,
    ]);

    // Killed when the vendor already has the card and the server has not heard of it.
    const forget = emulator.onChange((change) => {
      const isOurs = phone.messages().some((one) => one.messageId === change.messageId && one.from.kind === 'bot');
      if (isOurs) server?.child.kill('SIGKILL');
    });
    await phone.says('南楼三楼窗户玻璃裂了');
    await until('the vendor has the form', () => cards(phone, '玻璃').length === 1);
    forget();
    await kill();
    expect(pending()).toBe(1);
    await start();
    await emulator.faults.redeliverLast();
    await until('nothing waits any more', () => pending() === 0);
    expect([cards(phone, '玻璃').length, count('draft')]).toEqual([1, 2]);

    // Killed while a press is under way: either nothing happened or all of it did.
    const pressing = phone.presses(newest(phone, '玻璃'), { button: '登记隐患' });
    await kill();
    const outcome = await pressing;
    const kept = count('hazard');
    if (outcome.toast?.content.startsWith('已登记')) expect(kept).toBe(2);
    await start();
    if (kept === 1) await phone.presses(newest(phone, '玻璃'), { button: '登记隐患' });
    await until('it is registered', () => cards(phone, '已登记').length === 2);
    await until('the office has its card', () => cards(phone, '待认定').length === 2);
    expect(count('hazard')).toBe(2);
  },
  180_000,
);

const newest = (phone: Phone, title: string): string => cards(phone, title).at(-1)?.messageId ?? '';

function pending(): number {
  const store = openReadOnlyStore(join(directory, 'data'));
  try {
    return store.db.get<{ n: number }>(sql`select count(*) as n from outbox where state in ('pending', 'sending')`).n;
  } finally {
    store.close();
  }
}
