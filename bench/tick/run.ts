/**
 * A district of 100 schools with five years behind it: what a tick costs when nothing is due, and a morning on which
 * every class is asked at once, from the tick to the vendor (the emulator, with its limits in force).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeishuEmulator, type FeishuEmulator } from '../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../src/emulators/ground/clock.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { steady } from '../callback/load.ts';
import { isAnswer, pressRequests } from '../callback/presses.ts';
import { APP_ID, APP_SECRET, ENCRYPT_KEY, fillTenant, TIME_ZONE, VERIFICATION_TOKEN } from '../callback/tenant.ts';
import { type Child, startChild } from '../child.ts';
import { putOnDisk } from '../on_disk.ts';
import { columns, note, numberParameter, printResult } from '../print.ts';
import { median, quantile, round } from '../statistics.ts';
import { type Filled, fillDistrict } from './district.ts';

const SCHOOLS = numberParameter('schools', 100);
const CLASSES = numberParameter('classes', 40);
const YEARS = numberParameter('years', 5);
const TICKS = numberParameter('ticks', 50);
/** Presses a second while the tasks are made. Each is a call to the vendor as well, so few are made while they leave. */
const PRESSES = numberParameter('presses', 50);
/** The sending may be left out: it takes four minutes. */
const SECONDS = numberParameter('seconds', 400);
/** A Thursday in term; nothing opens at that minute but what is measured. */
const TODAY = '2026-11-19';
const OPENS = '07:30';
/** The server begins this long before: time for the quiet ticks. */
const BEFORE_MS = 30_000;
/** The vendor's limit for sending, a minute (reference/feishu.md §7.1). */
const ALLOWED_A_MINUTE = 1_000;
const SEND_PATH = 'POST /im/v1/messages';

interface Quiet extends Filled {
  readonly timers: number;
  /** ms a tick. */
  readonly median: number;
  readonly worst: number;
  /** Planning every duty of every school anew, as at night: ms in all, and the longest stall. */
  readonly planning: number;
  readonly planningStall: number;
  readonly planningBusiest: number;
}

interface Morning {
  readonly tasks: number;
  readonly queued: number;
  /** ms from the moment they were due until all were made and queued. */
  readonly madeWithin: number;
  /** While they were made: longest stall, and most CPU time between two turns of the loop, ms. */
  readonly stall: number;
  readonly busiest: number;
  /** CPU of the server a task, presses included, µs. */
  readonly cpuATask: number;
  readonly pressP99: number;
  readonly pressSlowest: number;
  /** From the first to the last of them arriving at the vendor, s. */
  readonly sentWithin: number;
  readonly sendsAMinute: number;
  /** Calls to the API that sends, in each minute since the first. */
  readonly byMinute: readonly number[];
  /** Of the vendor's 1,000 a minute. */
  readonly share: number;
  readonly refused: number;
  readonly sendingStall: number;
  readonly sendingBusiest: number;
  readonly sendingPressP99: number;
}

export interface TickResult {
  readonly quiet: Quiet;
  readonly tenth: Quiet;
  readonly morning: Morning;
}

interface Watched {
  readonly took: number;
  readonly stall: number;
  readonly busiest: number;
}

const dueAt = instantOf(TODAY, OPENS, TIME_ZONE);

function openEmulator(): FeishuEmulator {
  return createFeishuEmulator({
    app: { appId: APP_ID, appSecret: APP_SECRET, encryptKey: ENCRYPT_KEY, verificationToken: VERIFICATION_TOKEN },
    clock: createMovableClock(),
    delivery: { mode: 'webhook', url: 'http://127.0.0.1:9' },
  });
}

interface Started {
  readonly emulator: FeishuEmulator;
  readonly server: Child;
  readonly filled: Filled;
  readonly startedAt: number;
}

/** A server over a district of so many years, `before` ms ahead of the moment the tasks are due. */
async function start(directory: string, years: number, before: number): Promise<Started> {
  const emulator = openEmulator();
  const { baseUrl } = await emulator.start();
  const userIds = Array.from({ length: SCHOOLS * CLASSES }, (_, n) => emulator.people.add({ name: `老师${n}` }).openId);
  const data = join(directory, 'data');
  fillTenant(data, dueAt - before);
  const filling = performance.now();
  const filled = fillDistrict(data, { schools: SCHOOLS, classes: CLASSES, years, today: TODAY, userIds });
  putOnDisk(data);
  note(
    `${years} years: ${filled.tasks} tasks, ${filled.rows} rows, ${filled.megabytes} MB in ${round((performance.now() - filling) / 1000)} s`,
  );
  const server = await startChild(new URL('./server.ts', import.meta.url), [
    directory,
    baseUrl,
    String(dueAt - before),
  ]);
  return { emulator, server, filled, startedAt: performance.now() };
}

/** The server answers with what its side of the question returns. */
const ask = async <Answer>(server: Child, what: string): Promise<Answer> => (await server.ask(what)) as Answer;

async function quietTicks(server: Child, filled: Filled): Promise<Quiet> {
  const first = await ask<Watched>(server, 'settle');
  note(`first tick: ${round(first.took)} ms, longest stall ${round(first.stall)} ms`);
  const planning = await ask<Watched>(server, 'plan');
  note(`planning every duty anew: ${round(planning.took)} ms, longest stall ${round(planning.stall, 1)} ms`);
  await ask(server, 'ticks 10');
  const times = await ask<number[]>(server, `ticks ${TICKS}`);
  return {
    ...filled,
    timers: await ask<number>(server, 'timers'),
    median: round(median(times), 2),
    worst: round(Math.max(...times), 2),
    planning: round(planning.took),
    planningStall: round(planning.stall, 1),
    planningBusiest: round(planning.busiest, 1),
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function untilZero(server: Child, what: string, every: number, goOn: () => boolean): Promise<void> {
  while (goOn() && (await ask<number>(server, what)) > 0) await pause(every);
}

async function morning({ server, emulator, startedAt }: Started): Promise<Morning> {
  const tasks = SCHOOLS * CLASSES;
  if ((await ask<number>(server, `watch ${tasks}`)) >= dueAt) throw new Error('bench.tick: too slow; 07:30 has passed');
  const line = { port: server.port, connections: 32, check: isAnswer, perSecond: PRESSES };
  // The presses' own forms and connections are warm before it begins.
  await steady(pressRequests(PRESSES), { ...line, goOn: () => true });
  await pause(Math.max(0, startedAt + BEFORE_MS - 1_500 - performance.now()));
  emulator.calls.clear();
  let isMade = false;
  await server.begin();
  const whileMade = steady(pressRequests(PRESSES * 60), { ...line, goOn: () => !isMade });
  let opened = 0;
  while (opened === 0) {
    await pause(100);
    opened = await ask<number>(server, 'opened');
  }
  isMade = true;
  const made = await whileMade;
  const making = await server.end();
  const queued = await ask<number>(server, 'queued');
  note(`${queued} made and queued within ${opened - dueAt} ms, longest stall ${round(making.stall, 1)} ms`);

  let isSent = false;
  await server.begin();
  const whileSent = steady(pressRequests(SECONDS), {
    ...line,
    // A line that is idle for seconds would be closed.
    connections: 1,
    perSecond: 0.5,
    goOn: () => !isSent,
  });
  const giveUp = performance.now() + SECONDS * 1_000;
  await untilZero(server, 'left', 1_000, () => performance.now() < giveUp);
  isSent = true;
  const sent = await whileSent;
  const sending = await server.end();
  const sends = emulator.calls.list().filter((call) => call.path === SEND_PATH);
  const taken = sends.filter((call) => call.code === 0);
  const first = taken[0]?.at ?? 0;
  const last = taken.at(-1)?.at ?? 0;
  const seconds = (last - first) / 1000;
  // The vendor counts a call whatever it says to it: a press of the line, whose card it does not know, makes one too.
  const counted = sends.filter((call) => call.status !== 429 && call.at >= first && call.at <= last);
  const minuteOf = (call: { readonly at: number }): number => Math.floor((call.at - first) / 60_000);
  return {
    tasks,
    queued,
    madeWithin: opened - dueAt,
    stall: round(making.stall, 1),
    busiest: round(making.busiest, 1),
    cpuATask: round(making.cpu / tasks),
    pressP99: round(quantile(made.latencies, 0.99), 1),
    pressSlowest: round(Math.max(0, ...made.latencies), 1),
    sentWithin: round(seconds, 1),
    sendsAMinute: round((counted.length * 60) / seconds),
    byMinute: [...Map.groupBy(counted, minuteOf).values()].map((calls) => calls.length),
    share: round(counted.length / ((ALLOWED_A_MINUTE * seconds) / 60), 3),
    refused: emulator.calls.list().filter((call) => call.status === 429 || call.code === 230020).length,
    sendingStall: round(sending.stall, 1),
    sendingBusiest: round(sending.busiest, 1),
    sendingPressP99: round(quantile(sent.latencies, 0.99), 1),
  };
}

function tableOf({ quiet, tenth, morning: one }: TickResult): string {
  const row = (name: string, of: Quiet): string[] =>
    [
      name,
      of.tasks,
      of.rows,
      of.megabytes,
      of.timers,
      of.median,
      of.worst,
      of.planning,
      of.planningStall,
      of.planningBusiest,
    ].map(String);
  return [
    columns([
      [
        'history',
        'tasks',
        'rows',
        'MB',
        'timers',
        'tick ms',
        'worst ms',
        'planning ms',
        'longest stall',
        'of it own CPU',
      ],
      row(`${YEARS} years`, quiet),
      row(`${YEARS / 10} years`, tenth),
    ]),
    '',
    `${one.tasks} tasks due at ${OPENS}: ${one.queued} made and queued within ${one.madeWithin} ms, longest stall ${one.stall} ms (own CPU ${one.busiest} ms), ${one.cpuATask} µs CPU a task;`,
    `presses meanwhile p99 ${one.pressP99} ms, slowest ${one.pressSlowest} ms`,
    `sent in ${one.sentWithin} s (${one.byMinute.join(', ')} minute by minute): ${one.sendsAMinute} a minute, ${round(one.share * 100, 1)} % of the vendor's ${ALLOWED_A_MINUTE}, ${one.refused} refused for rate;`,
    `longest stall ${one.sendingStall} ms (own CPU ${one.sendingBusiest} ms), presses p99 ${one.sendingPressP99} ms`,
  ].join('\n');
}

const directory = mkdtempSync(join(tmpdir(), 'anyuan-bench-'));
const running: Started[] = [];
const stop = async (): Promise<void> => {
  for (const { server, emulator } of running.splice(0)) {
    await server.stop();
    await emulator.stop();
  }
};
try {
  running.push(await start(join(directory, 'tenth'), YEARS / 10, BEFORE_MS * 10));
  const [small] = running;
  if (!small) throw new Error('bench.tick: the server did not start');
  const tenth = await quietTicks(small.server, small.filled);
  await stop();
  rmSync(join(directory, 'tenth'), { recursive: true, force: true });

  const whole = await start(join(directory, 'whole'), YEARS, BEFORE_MS);
  running.push(whole);
  const quiet = await quietTicks(whole.server, whole.filled);
  printResult<TickResult>({ quiet, tenth, morning: await morning(whole) }, tableOf);
} finally {
  await stop();
  rmSync(directory, { recursive: true, force: true });
}
