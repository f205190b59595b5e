/**
 * A card press from the wire to the answer: the product beside the vendor's SDK with plain drizzle, the same with
 * prepared statements, and Hono answering hello. Rounds alternate, so that a busy machine is unkind to all alike.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../child.ts';
import { columns, note, numberParameter, printResult } from '../print.ts';
import { median, quantile, round } from '../statistics.ts';
import { closedLoop } from './load.ts';
import { isAnswer, pressRequests } from './presses.ts';
import { type Sending, whileSending } from './while_sending.ts';

const ROUNDS = numberParameter('rounds', 5);
const ROUND_MS = numberParameter('milliseconds', 3_000);
const CONNECTIONS = numberParameter('connections', 32);

interface Contender {
  readonly name: string;
  readonly child: Child;
  /** More presses than it can take in a round. */
  readonly enough: number;
}

interface Round {
  readonly perSecond: number;
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
  readonly stall: number;
  readonly rows: number;
}

export interface CallbackResult {
  readonly contenders: readonly ({ readonly name: string } & Round)[];
  readonly timesSdkDynamic: number;
  readonly timesSdkPrepared: number;
  readonly whileSending: Sending;
  readonly whileSendingAtPace: Sending;
}

const at = (path: string): URL => new URL(`./servers/${path}`, import.meta.url);

async function runRound({ child, enough }: Contender, milliseconds: number): Promise<Round> {
  const requests = pressRequests(Math.ceil((enough * milliseconds) / 1000));
  await child.begin();
  const load = await closedLoop(requests, milliseconds, {
    port: child.port,
    connections: CONNECTIONS,
    check: isAnswer,
  });
  const measured = await child.end();
  return {
    perSecond: load.answered / load.seconds,
    cpu: measured.cpu / load.answered,
    p50: median(load.latencies),
    p99: quantile(load.latencies, 0.99),
    stall: measured.stall,
    rows: (measured.counted.rows ?? 0) / load.answered,
  };
}

function summary(rounds: readonly Round[]): Round {
  const middle = (pick: (one: Round) => number): number => median(rounds.map(pick));
  return {
    perSecond: round(middle((one) => one.perSecond)),
    cpu: round(middle((one) => one.cpu)),
    p50: round(
      middle((one) => one.p50),
      1,
    ),
    p99: round(
      middle((one) => one.p99),
      1,
    ),
    stall: round(Math.max(...rounds.map((one) => one.stall)), 1),
    rows: round(
      middle((one) => one.rows),
      1,
    ),
  };
}

const sendingLines = (sending: Sending, how: string): readonly string[] => [
  `at ${sending.pressesPerSecond} presses/s while ${sending.cards} cards went out in ${sending.seconds} s ${how} (${sending.cardsPerSecond}/s):`,
  `p50 ${sending.p50} ms, p99 ${sending.p99} ms, slowest ${sending.slowest} ms, longest stall ${sending.stall} ms`,
];

function tableOf({
  contenders,
  timesSdkDynamic,
  timesSdkPrepared,
  whileSending: sending,
  whileSendingAtPace,
}: CallbackResult): string {
  const table = columns([
    ['server', 'presses/s', 'CPU µs/press', 'p50 ms', 'p99 ms', 'longest stall ms', 'rows/press'],
    ...contenders.map((one) => [one.name, one.perSecond, one.cpu, one.p50, one.p99, one.stall, one.rows].map(String)),
  ]);
  return [
    table,
    '',
    `${timesSdkDynamic} × the SDK with dynamic queries, ${timesSdkPrepared} × the SDK with prepared statements`,
    '',
    ...sendingLines(sending, 'as fast as it can'),
    ...sendingLines(whileSendingAtPace, "at the vendor's pace"),
  ].join('\n');
}

const directory = mkdtempSync(join(tmpdir(), 'anyuan-bench-'));
const children: Child[] = [];
const start = async (path: string, ...parameters: string[]): Promise<Child> => {
  const child = await startChild(at(path), parameters);
  children.push(child);
  return child;
};

try {
  const vendor = await start('vendor.ts');
  const contenders: Contender[] = [
    {
      name: 'Anyuan',
      enough: 9_000,
      child: await start('anyuan.ts', join(directory, 'anyuan'), `http://127.0.0.1:${vendor.port}`),
    },
    {
      name: 'SDK adapter, dynamic drizzle',
      enough: 2_000,
      child: await start('peer.ts', join(directory, 'dynamic'), 'dynamic'),
    },
    {
      name: 'SDK adapter, prepared',
      enough: 4_000,
      child: await start('peer.ts', join(directory, 'prepared'), 'prepared'),
    },
    { name: 'Hono, hello', enough: 40_000, child: await start('hello.ts') },
  ];
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) await runRound(contender, ROUND_MS);
  for (let index = 0; index < ROUNDS; index += 1) {
    for (const contender of contenders) {
      const measured = await runRound(contender, ROUND_MS);
      rounds.get(contender.name)?.push(measured);
      note(
        `round ${index + 1}: ${contender.name} ${round(measured.perSecond)}/s, ${round(measured.cpu)} µs, p99 ${round(measured.p99, 1)} ms`,
      );
    }
  }
  const rates = (name: string): number[] => (rounds.get(name) ?? []).map((one) => one.perSecond);
  const ours = rates('Anyuan');
  // Round by round: what disturbed a round disturbed both.
  const times = (name: string): number => round(median(rates(name).map((rate, index) => (ours[index] ?? 0) / rate)), 2);
  for (const child of children.splice(0)) await child.stop();
  const result: CallbackResult = {
    contenders: contenders.map(({ name }) => ({ name, ...summary(rounds.get(name) ?? []) })),
    timesSdkDynamic: times('SDK adapter, dynamic drizzle'),
    timesSdkPrepared: times('SDK adapter, prepared'),
    whileSending: await whileSending(join(directory, 'sending'), 'unpaced'),
    whileSendingAtPace: await whileSending(join(directory, 'at-pace'), 'paced'),
  };
  printResult(result, tableOf);
} finally {
  for (const child of children) await child.stop();
  rmSync(directory, { recursive: true, force: true });
}
