import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { expect, test } from 'vitest';
import { digestPresentations } from '../../src/digests/presentations.ts';
import { createEngine } from '../../src/host/engine.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { migrate } from '../../src/store/migrate.ts';
import * as schema from '../../src/store/schema/index.ts';
import type { Store } from '../../src/store/store.ts';
import { makeWorld } from '../context.ts';
import { manualClock, memoryFiles } from '../delivery/desk.ts';
import { createVendor } from '../delivery/vendor.ts';

const TIME_ZONE = 'Asia/Shanghai';
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Tables whose rows are never thrown away, or are many: none of them may be read as a whole while the clock runs. */
const growing = [
  'audit',
  'delivery',
  'duty_period',
  'duty_task',
  'evidence',
  'hazard',
  'hazard_step',
  'identity',
  'outbox',
  'person',
  'photo',
  'role',
  'sent_card',
  'timer',
];

/** A statement that reads one row from the end of an index: the latest audit row, the earliest timer. */
const isEndOfIndex = (statement: string): boolean => /order by .+ limit 1(\.0)?$/i.test(statement);

/** A growing table is read as a whole. */
const isScan = (detail: string, statement: string): boolean =>
  growing.includes(/^SCAN (\w+)/.exec(detail)?.[1] ?? '') && !isEndOfIndex(statement);

/** Everything a school ever did, or everything the organisation was sent, is looked through for a week of it. */
const isLoose = (detail: string): boolean =>
  /^SEARCH (duty_task|duty_period) .*\(school_id=\?( AND state=\?)?\)$/.test(detail) ||
  /^SEARCH outbox USING INDEX outbox_(due|finished) \(state=\?.*\)$/.test(detail);

/** A database in memory that remembers which statements ran, with the values they ran with. */
function listeningStore(now: number) {
  let heard: Set<string> | undefined;
  const client = new Database(':memory:', { verbose: (statement) => heard?.add(String(statement)) });
  client.pragma('foreign_keys = ON');
  const runs = client.transaction((work: () => unknown) => work());
  const store: Store = {
    engine: 'better-sqlite3',
    db: drizzle(client, { schema }),
    // better-sqlite3 hands back what `work` returned; its own typing of generic transactions loses that.
    transaction: <T>(work: () => unknown) => runs.immediate(work) as T,
    close: () => client.close(),
  };
  migrate(store, now);
  return {
    store,
    listen: () => {
      heard = new Set();
    },
    /** Steps of the plans of the statements heard since that are as asked for. */
    steps: (isAsked: (detail: string, statement: string) => boolean): string[] => {
      const statements = [...(heard ?? [])].filter((one) => /^(select|insert|update|delete)/i.test(one));
      heard = undefined;
      expect(statements.length).toBeGreaterThan(20);
      return statements.flatMap((statement) => {
        // The plan's rows have these columns.
        const plan = client.prepare(`explain query plan ${statement}`).all() as { detail: string }[];
        return plan
          .filter(({ detail }) => isAsked(detail, statement))
          .map(({ detail }) => `${detail}: ${statement.slice(0, 200)}`);
      });
    },
  };
}

test('a quiet tick, a morning that asks every class, its sending and the nudges after it read no table as a whole', async () => {
  const opens = instantOf('2025-09-18', '07:30', TIME_ZONE);
  const clock = manualClock(opens - 60_000);
  const { store, listen, steps } = listeningStore(clock.now());
  const { db } = store;
  db.insert(schema.school).values({ id: 1, name: '第一小学', shortName: 'DY' }).run();
  for (let id = 1; id <= 4; id += 1) {
    db.insert(schema.person)
      .values({ id, name: `老师${id}`, createdAt: 0 })
      .run();
    db.insert(schema.identity)
      .values({ platform: 'feishu', userId: `ou_${id}`, personId: id, greetedAt: 0 })
      .run();
    const canonical = `primary-1-${id}`;
    db.insert(schema.classGroup)
      .values({ id, schoolId: 1, name: `一(${id})班`, stage: 'primary', grade: '一年级', canonical })
      .run();
    db.insert(schema.role)
      .values({ personId: id, schoolId: 1, role: 'class_teacher', scope: 'class', scopeId: String(id) })
      .run();
  }
  db.insert(schema.role).values({ personId: 1, schoolId: 1, role: 'safety_office' }).run();
  db.insert(schema.dutySetting)
    .values({ schoolId: 1, dutyId: 'daily-safety-reminder', on: true, reach: 'personal' })
    .run();
  const world = makeWorld();
  const vendor = createVendor('feishu', clock.now);
  const engine = createEngine({
    store,
    files: memoryFiles(),
    clock,
    timeZone: TIME_ZONE,
    cardReply: 'patch',
    sealer: world.context().sealer,
    log: silent,
    schedule: (run) => run(),
    platforms: () => [vendor.platform],
    showPairingCode: () => {},
  });
  const rest = async (): Promise<void> => {
    await engine.tick();
    await engine.idle();
  };
  // The first tick plans the school, which happens once in its life.
  await rest();

  listen();
  await rest();
  await clock.to(opens + 1_000, rest);
  const cards = vendor.messages.filter((message) => message.kind === 'card').length;
  expect(cards).toBeGreaterThanOrEqual(4);
  const pressed = await engine.receive({
    kind: 'press',
    deliveryId: 'd1',
    platform: 'feishu',
    at: clock.now(),
    sender: { userId: 'ou_2' },
    chatId: 'oc_2',
    messageId: vendor.of('ou_2')[0]?.id ?? '',
    action: 'duty.done',
    reference: { task: 2 },
    revision: 1,
    values: {},
  });
  expect(pressed.toast).toBeDefined();
  await clock.to(instantOf('2025-09-18', '18:00', TIME_ZONE), rest);
  expect(vendor.messages.length).toBeGreaterThan(cards);
  expect(steps(isScan)).toEqual([]);
  await engine.stop();
  store.close();
});

test('the weekly digest reads what it tells about, not all years of a school nor what other schools were sent', () => {
  const now = instantOf('2025-09-19', '16:00', TIME_ZONE);
  const { store, listen, steps } = listeningStore(now);
  store.db.insert(schema.school).values({ id: 1, name: '第一小学', shortName: 'DY' }).run();
  store.db.insert(schema.person).values({ id: 1, name: '老师1', createdAt: 0 }).run();
  store.db.insert(schema.role).values({ personId: 1, schoolId: 1, role: 'safety_office' }).run();
  const dutyId = 'daily-safety-reminder';
  for (const period of ['2025-09-18', '2025-09-19']) {
    const times = { openAt: 0, dueAt: instantOf(period, '12:00', TIME_ZONE) };
    store.db
      .insert(schema.dutyPeriod)
      .values({ schoolId: 1, dutyId, period, ...times, ladder: [] })
      .run();
    store.db
      .insert(schema.dutyTask)
      .values({ schoolId: 1, dutyId, period, ...times, scope: 'class' })
      .run();
  }
  const weekly = digestPresentations.find((one) => one.card === 'digest.weekly');
  const context = { ...makeWorld().context(), db: store.db, now, timeZone: TIME_ZONE };
  const subject = { school: 1, week: '2025-09-15', after: 0, upTo: 0, late: 0 };
  listen();
  expect(weekly?.show(context, subject, { kind: 'person', person: 1 })).toBeDefined();
  // What failed is few, and read by its state alone.
  expect(steps((detail, statement) => isLoose(detail) && !statement.includes("'failed'"))).toEqual([]);
  store.close();
});
