/**
 * A drill of 60 classes against the real server and the emulated vendor with its real limits and 50 ms on every call:
 * when every class has its card, how long a press waits, and whether a board ever shows a state that did not exist.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCard } from '../../src/emulators/feishu/card_reading.ts';
import { createFeishuEmulator, type MessageView, type Phone } from '../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../src/emulators/ground/clock.ts';
import { columns, note, numberParameter, printResult } from '../print.ts';
import { startParameters } from '../start/product.ts';
import { median, quantile, round } from '../statistics.ts';
import { fillDrillSchool, STUDENTS } from './school.ts';
import { statesOf, stateText } from './states.ts';

const CLASSES = numberParameter('classes', 60);
const COLLEAGUES = numberParameter('colleagues', 20);
const LATENCY_MS = numberParameter('latency', 50);
/** Every class presses within this time. */
const SPAN_MS = numberParameter('span', 60_000);
const WATCH_MS = 20;

const APP = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'secret-of-the-emulated-app',
  encryptKey: 'encrypt-key-of-the-emulated-app',
  verificationToken: 'token-of-the-emulated-app',
} as const;

export interface DrillResult {
  readonly classes: number;
  readonly allCardsOutSeconds: number;
  readonly cardMedianSeconds: number;
  readonly presses: number;
  readonly pressMedianMs: number;
  readonly pressP99Ms: number;
  readonly pressSlowestMs: number;
  readonly boardVersions: number;
  readonly impossibleStates: readonly string[];
  readonly stepsBack: number;
  readonly lastBoard: string;
  readonly calls: number;
  readonly refusedByLimit: number;
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 12_000; turn += 1) {
    if (await holds()) return;
    await sleep(10);
  }
  throw new Error(`bench.drill: waited in vain until ${what}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}

const numberAfter = (text: string, label: string): number => Number(new RegExp(`${label}\\s*(\\d+)`).exec(text)?.[1]);

/** 已报, 应到, 实到, 差异 as they stand on a board; undefined for any other message. */
function boardState(message: MessageView): string | undefined {
  if (message.type !== 'interactive') return undefined;
  const reported = /已报 (\d+)\/\d+/.exec(readCard(message.content).title)?.[1];
  if (reported === undefined) return undefined;
  const { text } = message;
  return stateText(Number(reported), numberAfter(text, '应到'), numberAfter(text, '实到'), numberAfter(text, '差异'));
}

const directory = mkdtempSync(join(tmpdir(), 'anyuan-bench-'));
const data = join(directory, 'data');
const port = await freePort();
const emulator = createFeishuEmulator({
  app: APP,
  clock: createMovableClock(),
  delivery: { mode: 'webhook', url: `http://127.0.0.1:${port}/feishu/webhook` },
});
const { baseUrl } = await emulator.start();
const add = (name: string): string => emulator.people.add({ name }).openId;
const principal = add('总指挥');
const heads = Array.from({ length: CLASSES }, (_, index) => add(`班主任${index + 1}`));
const colleagues = Array.from({ length: COLLEAGUES }, (_, index) => add(`任课教师${index + 1}`));
const group = emulator.chats.create({ name: '班主任群', members: [...heads, ...colleagues], withBot: true });
fillDrillSchool({ data, now: Date.now(), principal, heads, colleagues, group });

const server = spawn(process.execPath, startParameters(), {
  cwd: directory,
  env: {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    DATA_DIR: data,
    SECRET_KEY_FILE: join(directory, 'anyuan.key'),
    LOG_LEVEL: 'error',
    FEISHU_APP_ID: APP.appId,
    FEISHU_APP_SECRET: APP.appSecret,
    FEISHU_ENCRYPT_KEY: APP.encryptKey,
    FEISHU_VERIFICATION_TOKEN: APP.verificationToken,
    FEISHU_TRANSPORT: 'webhook',
    FEISHU_BASE_URL: baseUrl,
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});

/** Watches one board: every version that stands on it, in order. */
function watchBoard(phone: Phone, chatId: string | undefined): { readonly seen: string[]; stop(): void } {
  const seen: string[] = [];
  const look = (): void => {
    for (const message of phone.messages(chatId)) {
      const state = boardState(message);
      if (state !== undefined && state !== seen.at(-1)) seen.push(state);
    }
  };
  const timer = setInterval(look, WATCH_MS);
  return {
    seen,
    stop: () => {
      look();
      clearInterval(timer);
    },
  };
}

/**
 * How a class answers: most with one press on their own card, some with the form (a gap, then the correction), some
 * with one press on the group's board.
 */
async function answer(index: number, phone: Phone, latencies: number[]): Promise<void> {
  const own = phone.messages().find((message) => message.text.includes('点名') && message.text.includes('班'));
  const board = phone.messages(group).find((message) => boardState(message) !== undefined);
  if (!own || !board) throw new Error(`bench.drill: class ${index + 1} has no card`);
  const press = async (messageId: string, what: Parameters<Phone['presses']>[1]): Promise<void> => {
    const began = performance.now();
    const { toast } = await phone.presses(messageId, what);
    latencies.push(performance.now() - began);
    if (!toast?.content.startsWith('已记')) throw new Error(`bench.drill: class ${index + 1} heard ${toast?.content}`);
  };
  const count = (present: number, reason = '') => ({
    button: '上报人数',
    values: { expected: String(STUDENTS), present: String(present), ...(reason === '' ? {} : { reason }) },
  });
  if (index % 6 === 1) {
    await press(own.messageId, count(STUDENTS - 1, '如厕'));
    // The corrected card has to be on the phone before it can be pressed again.
    await until('the card shows the gap', () => {
      const now = phone.messages().find((message) => message.messageId === own.messageId);
      return now?.text.includes('差 1 人') ?? false;
    });
    await press(own.messageId, count(STUDENTS));
  } else if (index % 3 === 2) await press(board.messageId, { button: '全班到齐' });
  else await press(own.messageId, { button: '全部到齐' });
}

try {
  await until('the server is ready', async () => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
    } catch {
      return false;
    }
  });
  const phones = heads.map((openId) => emulator.phone(openId));
  const commander = emulator.phone(principal);
  emulator.faults.slowBy(LATENCY_MS);
  const callsBefore = emulator.calls.list().length;
  const boards = [watchBoard(phones[0] ?? commander, group), watchBoard(commander, undefined)];

  note(`${CLASSES} classes, ${LATENCY_MS} ms a call`);
  const began = Date.now();
  await commander.says('演练开始');
  const cardOf = (phone: Phone): MessageView | undefined =>
    phone.messages().find((message) => message.at >= began && message.text.includes('点名'));
  await until('every head has the card and the board is there', () =>
    phones.every((phone) => cardOf(phone) && phone.messages(group).some((one) => boardState(one) !== undefined)),
  );
  const waits = phones.map((phone) => ((cardOf(phone)?.at ?? Number.POSITIVE_INFINITY) - began) / 1_000);
  note(`all cards out after ${round(Math.max(...waits), 2)} s`);

  const latencies: number[] = [];
  await Promise.all(
    phones.map(async (phone, index) => {
      await sleep(((index * 37) % CLASSES) * (SPAN_MS / CLASSES));
      await answer(index, phone, latencies);
    }),
  );
  await until('the commander sees every class', () =>
    commander.messages().some((message) => boardState(message)?.startsWith(`${CLASSES} `)),
  );
  await sleep(3_000);
  for (const board of boards) board.stop();

  const states = statesOf(data);
  const place = new Map(states.map((state, index) => [state, index]));
  const versions = boards.flatMap((board) => board.seen);
  const stepsBack = boards.reduce(
    (sum, { seen }) =>
      sum +
      seen.filter((state, index) => index > 0 && (place.get(state) ?? 0) < (place.get(seen[index - 1] ?? '') ?? 0))
        .length,
    0,
  );
  const calls = emulator.calls.list().slice(callsBefore);
  const result: DrillResult = {
    classes: CLASSES,
    allCardsOutSeconds: round(Math.max(...waits), 2),
    cardMedianSeconds: round(median(waits), 2),
    presses: latencies.length,
    pressMedianMs: round(median(latencies), 1),
    pressP99Ms: round(quantile(latencies, 0.99), 1),
    pressSlowestMs: round(Math.max(...latencies), 1),
    boardVersions: versions.length,
    impossibleStates: versions.filter((state) => !place.has(state)),
    stepsBack,
    lastBoard: boards[0]?.seen.at(-1) ?? '',
    calls: calls.length,
    refusedByLimit: calls.filter((call) => call.status === 429).length,
  };
  printResult(result, (made) =>
    columns(
      Object.entries(made).map(([name, value]) => [name, Array.isArray(value) ? String(value.length) : String(value)]),
    ),
  );
} finally {
  if (server.exitCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
  await emulator.stop();
  rmSync(directory, { recursive: true, force: true });
}
