/**
 * A district of 100 schools with a year behind it, a million rows: one school's weekly summary, everybody's, and a
 * ledger of 10,000 hazards, while presses are answered.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeishuEmulator } from '../../src/emulators/feishu/emulator.ts';
import { createMovableClock } from '../../src/emulators/ground/clock.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { steady } from '../callback/load.ts';
import { isAnswer, pressRequests } from '../callback/presses.ts';
import { APP_ID, APP_SECRET, ENCRYPT_KEY, fillTenant, TIME_ZONE, VERIFICATION_TOKEN } from '../callback/tenant.ts';
import { type Child, type Measured, startChild } from '../child.ts';
import { putOnDisk } from '../on_disk.ts';
import { fillHazards } from '../package/school.ts';
import { columns, note, numberParameter, printResult } from '../print.ts';
import { median, quantile, round } from '../statistics.ts';
import { fillDistrict } from '../tick/district.ts';

const SCHOOLS = numberParameter('schools', 100);
/** With a year of tasks, audit, cards and a month of outbox: a million rows. */
const CLASSES = numberParameter('classes', 14);
const HAZARDS_A_SCHOOL = numberParameter('hazards-a-school', 300);
const EXPORTED = numberParameter('exported', 10_000);
const PRESSES = numberParameter('presses', 50);
const ROUNDS = numberParameter('rounds', 5);
/** A Friday in term, when the summaries are due. */
const TODAY = '2026-11-20';
const WEEK = '2026-11-16';
const FROM = '2025-11-21';
const FIRST_SCHOOL = 10_001;
const AIMS = { one: 100, all: 1_000, export: 5_000, press: 100 } as const;

interface Timed {
  readonly ms: number;
  readonly cpu: number;
}

export interface DigestResult {
  readonly rows: number;
  readonly megabytes: number;
  readonly one: Timed;
  readonly slowestOne: Timed;
  readonly all: Timed;
  readonly exported: Timed & { readonly rows: number };
  /** While all of it ran again and again. */
  readonly presses: number;
  readonly pressP99: number;
  readonly pressSlowest: number;
  readonly stall: number;
  readonly busiest: number;
}

/** The child answers with what its side of the question returns. */
const ask = async <Answer>(server: Child, what: string): Promise<Answer> => (await server.ask(what)) as Answer;

const sum = (each: readonly Timed[]): Timed => ({
  ms: each.reduce((total, one) => total + one.ms, 0),
  cpu: each.reduce((total, one) => total + one.cpu, 0),
});

const middle = (each: readonly Timed[]): Timed => ({
  ms: median(each.map((one) => one.ms)),
  cpu: median(each.map((one) => one.cpu)),
});

interface Worked {
  readonly one: readonly Timed[];
  readonly all: readonly (readonly Timed[])[];
  readonly exported: readonly (Timed & { readonly rows: number })[];
}

async function work(server: Child): Promise<Worked> {
  const one: Timed[] = [];
  const all: (readonly Timed[])[] = [];
  const exported: (Timed & { rows: number })[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let school = 0; school < 10; school += 1)
      one.push(await ask<Timed>(server, `digest ${FIRST_SCHOOL + ((round * 10 + school) % SCHOOLS)}`));
    all.push(await ask<Timed[]>(server, 'all'));
    exported.push(await ask<Timed & { rows: number }>(server, 'export'));
  }
  return { one, all, exported };
}

async function measure(server: Child, filled: { rows: number; megabytes: number }): Promise<DigestResult> {
  const line = { port: server.port, connections: 32, check: isAnswer, perSecond: PRESSES };
  // Forms, connections and statements are warm before it begins.
  await steady(pressRequests(PRESSES), { ...line, goOn: () => true });
  await ask(server, 'all');
  let isOver = false;
  await server.begin();
  const pressing = steady(pressRequests(PRESSES * 300), { ...line, goOn: () => !isOver });
  const worked = await work(server);
  isOver = true;
  const pressed = await pressing;
  const felt: Measured = await server.end();
  return {
    ...filled,
    one: middle(worked.one),
    slowestOne: worked.all.flat().reduce((left, right) => (left.cpu > right.cpu ? left : right)),
    all: middle(worked.all.map(sum)),
    exported: { ...middle(worked.exported), rows: worked.exported[0]?.rows ?? 0 },
    presses: pressed.answered,
    pressP99: quantile(pressed.latencies, 0.99),
    pressSlowest: Math.max(0, ...pressed.latencies),
    stall: felt.stall,
    busiest: felt.busiest,
  };
}

function tableOf(of: DigestResult): string {
  const row = (name: string, { ms, cpu }: Timed, aim: number): string[] => [
    name,
    String(round(ms, 1)),
    String(round(cpu, 1)),
    String(aim),
    `${round((ms * 100) / aim)} %`,
    `${round((cpu * 100) / aim)} %`,
  ];
  return [
    `${of.rows} rows, ${of.megabytes} MB`,
    columns([
      ['what', 'ms', 'CPU ms', 'aim ms', 'of the aim', 'CPU of the aim'],
      row('one school’s summary', of.one, AIMS.one),
      row('the dearest of them', of.slowestOne, AIMS.one),
      row(`all ${SCHOOLS + 1} schools’`, of.all, AIMS.all),
      row(`ledger of ${of.exported.rows} hazards`, of.exported, AIMS.export),
    ]),
    `${of.presses} presses meanwhile: p99 ${round(of.pressP99, 1)} ms, slowest ${round(of.pressSlowest, 1)} ms (aim ${AIMS.press}); longest stall ${round(of.stall, 1)} ms, most own CPU between two turns ${round(of.busiest, 1)} ms`,
  ].join('\n');
}

const directory = mkdtempSync(join(tmpdir(), 'anyuan-bench-'));
const now = instantOf(TODAY, '16:00', TIME_ZONE);
const emulator = createFeishuEmulator({
  app: { appId: APP_ID, appSecret: APP_SECRET, encryptKey: ENCRYPT_KEY, verificationToken: VERIFICATION_TOKEN },
  clock: createMovableClock(),
  delivery: { mode: 'webhook', url: 'http://127.0.0.1:9' },
});
let server: Child | undefined;
try {
  const { baseUrl } = await emulator.start();
  const data = join(directory, 'data');
  const filling = performance.now();
  fillTenant(data, now);
  const filled = fillDistrict(data, { schools: SCHOOLS, classes: CLASSES, years: 1, today: TODAY, userIds: [] });
  const hazards = { photos: 0, photoKilobytes: 0, from: FROM, to: TODAY };
  fillHazards(data, { ...hazards, school: 1, person: 1, hazards: EXPORTED });
  for (let index = 0; index < SCHOOLS; index += 1)
    fillHazards(data, {
      ...hazards,
      school: FIRST_SCHOOL + index,
      person: FIRST_SCHOOL - 1 + index * CLASSES,
      hazards: HAZARDS_A_SCHOOL,
    });
  putOnDisk(data);
  const rows = filled.rows + EXPORTED + SCHOOLS * HAZARDS_A_SCHOOL;
  note(`${rows} rows in ${round((performance.now() - filling) / 1000)} s`);
  server = await startChild(new URL('./server.ts', import.meta.url), [
    directory,
    baseUrl,
    String(now),
    WEEK,
    FROM,
    TODAY,
  ]);
  printResult(await measure(server, { rows, megabytes: filled.megabytes }), tableOf);
} finally {
  await server?.stop();
  await emulator.stop();
  rmSync(directory, { recursive: true, force: true });
}
