import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { afterEach, expect, test, vi } from 'vitest';
import { LOOKED_AGAIN_AFTER_MS, RESUMED_AFTER_MS } from '../../src/host/worker_alarm.ts';
import { verifyChain } from '../../src/kernel/record.ts';
import { DAY, MINUTE } from '../../src/kernel/time.ts';
import { hazard, outbox, role } from '../../src/store/schema/index.ts';
import { type Campus, closeCampus, openCampus } from './campus.ts';

afterEach(async () => {
  await closeCampus();
  vi.restoreAllMocks();
});

async function assigned(campus: Campus): Promise<void> {
  await campus.person('刘洋').phone.says('食堂后门的灭火器过期了');
  await campus.settle();
  await campus.person('刘洋').presses('登记隐患');
  await campus.person('王芳').presses('认定派单', { 责任人: '赵强', 整改要求: '换新灭火器' });
}

test('the answer does not wait for what is sent, and a crash in between loses nothing and sends nothing twice', async () => {
  const campus = await openCampus();
  const reporter = campus.person('刘洋');
  campus.hang(true);
  // An answer that waited for the vendor would never come.
  await reporter.phone.says('食堂后门的灭火器过期了');
  expect(reporter.counts('灭火器')).toBe(0);
  expect(await campus.alarmAt()).toBe(campus.now() + RESUMED_AFTER_MS);

  await abortAllDurableObjects();
  campus.hang(false);
  await campus.to(campus.now() + 5 * MINUTE);
  expect(reporter.counts('灭火器')).toBe(1);
  const rows = await campus.inStore(({ db }) =>
    db.select({ state: outbox.state, attempts: outbox.attempts }).from(outbox).all(),
  );
  expect(rows).toEqual([{ state: 'sent', attempts: 2 }]);
});

test('an object thrown out of memory goes on where it was, and does not ask the vendor again who the bot is', async () => {
  const campus = await openCampus();
  await campus.person('刘洋').phone.says('食堂后门的灭火器过期了');
  await campus.settle();
  await campus.evict();
  const registered = await campus.person('刘洋').presses('登记隐患');
  expect(registered.toast?.content).toBe('已登记 QS-203009-0001');
  await campus.evict();
  await campus.emulator.faults.redeliverLast();
  await campus.settle();
  expect(campus.person('王芳').counts('QS-203009-0001')).toBe(1);
  expect(await campus.inStore(({ db }) => db.select().from(hazard).all().length)).toBe(1);
  expect(campus.emulator.calls.list().filter((one) => one.path === 'GET /bot/v3/info')).toHaveLength(1);
});

test('the alarm wakes it for what is due days later', async () => {
  const campus = await openCampus();
  await assigned(campus);
  const due = await campus.inStore(({ db }) => db.select({ due: hazard.due }).from(hazard).get()?.due);
  expect(due).toMatch(/^2030-/);
  const owner = campus.person('赵强');
  const before = owner.phone.messages().length;
  expect((await campus.alarmAt()) ?? 0).toBeGreaterThan(campus.now() + MINUTE);
  await campus.evict();
  await campus.to(Date.parse(`${due}T00:00:00Z`) + 4 * DAY);
  expect(owner.phone.messages().length).toBeGreaterThan(before);
  owner.sees('逾期', '灭火器');
  expect((await campus.inStore(({ db }) => verifyChain(db))).ok).toBe(true);
});

test('while the vendor is down it keeps looking, and goes on by itself', async () => {
  const campus = await openCampus();
  await campus.person('刘洋').phone.says('食堂后门的灭火器过期了');
  await campus.settle();
  await campus.person('刘洋').presses('登记隐患');
  campus.emulator.faults.downFor(30 * MINUTE);
  const pressed = await campus.person('王芳').presses('认定派单', { 责任人: '赵强', 整改要求: '换新灭火器' });
  expect(pressed.toast?.content).toBe('已派给赵强');
  await campus.to(campus.now() + 20 * MINUTE);
  expect(campus.person('赵强').counts('灭火器')).toBe(0);
  expect(await campus.alarmAt()).toBeGreaterThan(campus.now());
  await campus.evict();
  await campus.to(campus.now() + 15 * MINUTE);
  expect(campus.person('赵强').counts('灭火器')).toBe(1);
});

test('an alarm whose work breaks comes again, and a press that cannot be kept is delivered again', async () => {
  const campus = await openCampus();
  await assigned(campus);
  const away = (from: string, to: string) =>
    campus.inStore(({ db }) => db.run(sql.raw(`alter table ${from} rename to ${to}`)));
  await away('timer', 'timer_away');
  await runDurableObjectAlarm(env.ORGANISATION.getByName('default'));
  expect(await campus.alarmAt()).toBe(campus.now() + LOOKED_AGAIN_AFTER_MS);
  await campus.person('赵强').phone.says('井盖松了');
  expect(campus.emulator.waitingRetries()).toBe(1);
  await away('timer_away', 'timer');
  await campus.to(campus.now() + 10 * MINUTE);
  expect(campus.person('赵强').counts('井盖')).toBe(1);
});

test('a new organisation shows its pairing code in the log, once while it is good, and a new one afterwards', async () => {
  const lines: { msg: string; code?: string; organisation: string }[] = [];
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  const campus = await openCampus('new', {});
  const codes = () => lines.flatMap((line) => line.code ?? []);
  expect(lines[0]).toMatchObject({ organisation: 'new', msg: expect.stringContaining('绑定') });
  expect(codes()).toHaveLength(1);
  await campus.evict();
  await campus.to(campus.now() + 20 * MINUTE);
  expect(codes()).toHaveLength(1);
  await campus.to(campus.now() + 20 * MINUTE);
  expect(codes()).toHaveLength(2);
  const stranger = campus.stranger('王芳');
  await stranger.phone.says(`绑定 ${codes()[1]}`);
  await campus.settle();
  expect(
    await campus.inStore(({ db }) =>
      db.select({ role: role.role }).from(role).where(eq(role.role, 'safety_office')).all(),
    ),
  ).toHaveLength(1);
  await campus.to(campus.now() + DAY);
  expect(codes()).toHaveLength(2);
});

test('two organisations of one Worker know nothing of each other', async () => {
  const first = await openCampus('default');
  await assigned(first);
  const second = await openCampus('qingshan');
  expect(await second.inStore(({ db }) => db.select().from(hazard).all())).toEqual([]);
  await second.person('刘洋').phone.says('井盖松了');
  await second.settle();
  await second.person('刘洋').presses('登记隐患');
  const titles = (campus: Campus) =>
    campus.inStore(({ db }) => db.select({ title: hazard.title }).from(hazard).all().length);
  expect([await titles(first), await titles(second)]).toEqual([1, 1]);
});
