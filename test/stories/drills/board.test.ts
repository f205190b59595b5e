import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { drillReport, drillUnit } from '../../../src/store/schema/index.ts';
import { addClasses, juniorClasses } from '../campus/classes.ts';
import { type Campus, openCampus } from '../campus.ts';

const heads = ['李敏', '赵强', '陈静'] as const;
const SIZES = [45, 40, 42];

/** What a board says: 已报 2/4 应到 130 实到 84 差异 1; undefined for any other card. */
function stateOn(text: string): string | undefined {
  const reported = /已报 (\d+)\/\d+/.exec(text)?.[1];
  const [expected, present, missing] = ['应到', '实到', '差异'].map(
    (label) => new RegExp(`${label}[^\\d]*(\\d+)`).exec(text)?.[1],
  );
  return reported === undefined || present === undefined ? undefined : [reported, expected, present, missing].join(' ');
}

/** Every state there has been, in order, from the reports as they were committed. */
function statesOf(campus: Campus): readonly string[] {
  const { db } = campus.tenant.server.engine.organisation.store;
  const units = new Map(
    db
      .select()
      .from(drillUnit)
      .all()
      .map((unit) => [unit.id, { expected: unit.enrolled ?? 0, present: 0, missing: 0, isIn: false }]),
  );
  const state = (): string => {
    const all = [...units.values()];
    const sum = (pick: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + pick(one), 0);
    const reported = all.filter((one) => one.isIn).length;
    return [reported, sum((one) => one.expected), sum((one) => one.present), sum((one) => one.missing)].join(' ');
  };
  const reports = db.select().from(drillReport).orderBy(asc(drillReport.id)).all();
  return [
    state(),
    ...reports.map(({ unitId, expected, present, resolved }) => {
      units.set(unitId, { expected, present, missing: resolved ? 0 : Math.max(0, expected - present), isIn: true });
      return state();
    }),
  ];
}

test('a board shows one state after the other and none that never was, though the platform refuses for a while', async () => {
  const campus = await openCampus({
    start: '2025-09-25 09:00',
    staff: {
      王芳: ['safety_office'],
      周建国: ['principal'],
      李敏: ['staff'],
      赵强: ['staff'],
      陈静: ['staff'],
    },
  });
  addClasses(campus, juniorClasses(heads, '八年级', SIZES));
  await campus.settle();
  const [office, principal] = [campus.person('王芳'), campus.person('周建国')];
  const [first, second, third] = heads.map((name) => campus.person(name));
  if (!first || !second || !third) throw new Error('three heads');
  await office.says('演练');
  await office.presses('安排演练');
  await office.presses('保存方案', { 类型: '火灾疏散', 时间: '2025-09-25 10:05', 总指挥: '周建国' });
  await campus.to('2025-09-25 10:05');
  for (const name of ['王芳', '周建国', ...heads]) campus.person(name).skips();
  await principal.presses('宣布启动');

  const boards = [principal, office].map((one) => ({ one, seen: [] as string[] }));
  const look = (): void => {
    for (const { one, seen } of boards) {
      const found = stateOn(one.card('已报').text);
      if (found !== undefined && seen.at(-1) !== found) seen.push(found);
    }
  };
  const wait = async (seconds: number): Promise<void> => {
    for (let step = 0; step < seconds; step += 1) {
      await campus.later(1_000);
      look();
    }
  };
  look();
  await first.presses('全部到齐');
  await second.presses('上报人数', { 应到: 40, 实到: 38, 差异说明: '如厕' });
  await wait(3);
  // Nothing leaves for a while: presses are taken all the same, and the board stands still at what it was.
  campus.tenant.emulator.faults.serverErrorsFor(10_000);
  await third.presses('上报人数', { 应到: 42, 实到: 43 });
  await wait(4);
  await second.presses('上报人数', { 应到: 40, 实到: 39, 差异说明: '如厕' });
  await wait(20);
  await third.presses('上报人数', { 应到: 42, 实到: 42 });
  await second.presses('上报人数', { 应到: 40, 实到: 40 });
  await wait(4);

  const states = statesOf(campus);
  expect(states).toHaveLength(7);
  for (const { seen } of boards) {
    const places = seen.map((state) => states.indexOf(state));
    expect(places).not.toContain(-1);
    expect(places.toSorted((left, right) => left - right)).toEqual(places);
    expect(places.length).toBeGreaterThanOrEqual(3);
    expect(seen.at(-1)).toBe(states.at(-1));
  }
  await campus.end({ ignore: ['王芳', '周建国', ...heads] });
});
