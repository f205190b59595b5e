/**
 * From the start of the process to `/readyz` answering ready, and resident memory afterwards: with the webhook over
 * 10,000 presses, with the long connection (against the emulator in this process) over 10,000 messages.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeishuEmulator } from '../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../src/emulators/ground/clock.ts';
import { closedLoop } from '../callback/load.ts';
import { isAnswer, pressRequests } from '../callback/presses.ts';
import { APP_ID, APP_SECRET, ENCRYPT_KEY, fillTenant, VERIFICATION_TOKEN } from '../callback/tenant.ts';
import { startChild } from '../child.ts';
import { columns, note, numberParameter, printResult } from '../print.ts';
import { median, round } from '../statistics.ts';
import { type Product, startProduct } from './product.ts';

const STARTS = numberParameter('starts', 5);
const PRESSES = numberParameter('presses', 10_000);
const MESSAGES = numberParameter('messages', 10_000);
const STEPS = 10;

interface Start {
  /** ms from spawning the process to ready, median of several starts on an existing database. */
  readonly ready: number;
  readonly firstReady: number;
  /** MB resident, when ready and at ten points of the load. */
  readonly memory: readonly number[];
  /** MB per 1,000 presses or messages over the second half. */
  readonly growth: number;
  readonly load: string;
}

export interface StartResult {
  readonly webhook: Start;
  readonly websocket: Start;
}

/** Slope of the best straight line through the second half, where caches are full: MB per 1,000. */
function growthOf(memory: readonly number[], perStep: number): number {
  const half = memory.slice(Math.floor(memory.length / 2));
  const middle = (half.length - 1) / 2;
  const mean = half.reduce((sum, value) => sum + value, 0) / half.length;
  const above = half.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  const below = half.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return round(((above / below) * 1000) / perStep, 2);
}

async function starts(open: () => Promise<Product>): Promise<{ last: Product; first: number; ready: number }> {
  const times: number[] = [];
  let last = await open();
  const first = last.readyAfter;
  for (let index = 0; index < STARTS; index += 1) {
    await last.stop();
    last = await open();
    times.push(last.readyAfter);
  }
  return { last, first: round(first), ready: round(median(times)) };
}

async function webhook(directory: string): Promise<Start> {
  const vendor = await startChild(new URL('../callback/servers/vendor.ts', import.meta.url));
  fillTenant(join(directory, 'data'), Date.now());
  const { last, first, ready } = await starts(() =>
    startProduct(directory, `http://127.0.0.1:${vendor.port}`, 'webhook'),
  );
  const memory = [last.residentMegabytes()];
  for (let step = 0; step < STEPS; step += 1) {
    const presses = pressRequests(PRESSES / STEPS);
    await closedLoop(presses, 120_000, { port: last.port, connections: 16, check: isAnswer });
    memory.push(last.residentMegabytes());
    note(`webhook: ${(step + 1) * (PRESSES / STEPS)} presses, ${memory.at(-1)} MB`);
  }
  await last.stop();
  await vendor.stop();
  return { ready, firstReady: first, memory, growth: growthOf(memory, PRESSES / STEPS), load: `${PRESSES} presses` };
}

async function websocket(directory: string): Promise<Start> {
  const emulator = createFeishuEmulator({
    app: { appId: APP_ID, appSecret: APP_SECRET, encryptKey: ENCRYPT_KEY, verificationToken: VERIFICATION_TOKEN },
    clock: createMovableClock(),
    delivery: { mode: 'websocket' },
  });
  const { baseUrl } = await emulator.start();
  const people = Array.from({ length: 50 }, (_, index) => emulator.people.add({ name: `老师${index}` }).openId);
  fillTenant(join(directory, 'data'), Date.now(), people);
  const { last, first, ready } = await starts(() => startProduct(directory, baseUrl, 'websocket'));
  const memory = [last.residentMegabytes()];
  for (let step = 0; step < STEPS; step += 1) {
    for (let sent = 0; sent < MESSAGES / STEPS; sent += 10) {
      const some = people.slice(sent % 40, (sent % 40) + 10);
      await Promise.all(some.map((openId) => emulator.phone(openId).says('食堂后门的灭火器过期了')));
      await emulator.settled();
    }
    memory.push(last.residentMegabytes());
    note(`long connection: ${(step + 1) * (MESSAGES / STEPS)} messages, ${memory.at(-1)} MB`);
  }
  await last.stop();
  await emulator.stop();
  return { ready, firstReady: first, memory, growth: growthOf(memory, MESSAGES / STEPS), load: `${MESSAGES} messages` };
}

function tableOf(result: StartResult): string {
  const row = (name: string, one: Start): string[] => [
    name,
    `${one.firstReady}`,
    `${one.ready}`,
    `${one.memory[0] ?? 0}`,
    `${Math.max(...one.memory)}`,
    `${one.memory.at(-1) ?? 0}`,
    `${one.growth}`,
    one.load,
  ];
  return columns([
    ['transport', 'first start ms', 'ready ms', 'MB at ready', 'MB most', 'MB at end', 'MB per 1,000', 'load'],
    row('webhook', result.webhook),
    row('long connection', result.websocket),
  ]);
}

const directory = mkdtempSync(join(tmpdir(), 'anyuan-bench-'));
try {
  const result: StartResult = {
    webhook: await webhook(join(directory, 'webhook')),
    websocket: await websocket(join(directory, 'websocket')),
  };
  printResult(result, tableOf);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
