import { beforeAll, describe, expect, test } from 'vitest';
import type { Figures } from '../../src/rehearsal/figures.ts';
import { reportOf } from '../../src/rehearsal/report.ts';
import { run } from '../../src/rehearsal/run.ts';
import { sumOf } from '../../src/rehearsal/tally.ts';

/** Six classes, with somebody for every part; invented names and numbers. */
const roster = `姓名,手机号,角色,班级,场所
王校长,13900000001,校长,,
李副校,13900000002,分管安全副校长、带班领导,,
刘安全,13900000003,安全办主任,,
黄总务,13900000004,总务主任、带班领导,,
赵食堂,13900000005,食堂管理员,,食堂
高门卫,13900000006,门卫,,南门
班一,13900000011,班主任,一(1)班,
班二,13900000012,班主任、护导教师,一(2)班,南门
班三,13900000013,班主任,二(1)班,
班四,13900000014,班主任、护导教师,二(2)班,
班五,13900000015,班主任,三(1)班,
班六,13900000016,班主任,三(2)班,
教师七,13900000017,任课教师,,
`;

const wanted = {
  rosters: [{ fileName: 'roster.csv', bytes: new TextEncoder().encode(roster) }],
  // Thursday to Monday in a term whose holidays are published.
  span: { from: '2026-03-05', to: '2026-03-09' },
  timeZone: 'Asia/Shanghai',
  seed: 7,
} as const;

describe('five days of a small school on DingTalk', () => {
  let figures: Figures;
  let faults: readonly string[];
  beforeAll(async () => {
    ({ figures, faults } = await run({ ...wanted, platform: 'dingtalk' }));
  });

  test('runs without a fault of the product, on the days of the calendar', () => {
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({ schoolDays: 3, classes: 6, people: 13, calendarKnown: true, madeUpShifts: true });
    expect(figures.problems).toEqual([]);
  });

  test('every duty that recurs had its tasks, and they were really done by pressing cards', () => {
    const duty = (id: string) => figures.duties.find((one) => one.id === id);
    const reminder = duty('daily-safety-reminder');
    expect(reminder).toMatchObject({ tasks: 18, prompts: 3 });
    expect((reminder?.onTime ?? 0) + (reminder?.late ?? 0)).toBeGreaterThan(9);
    expect(duty('leader-duty-roster')).toMatchObject({ tasks: 3, prompts: 3 });
    // One gate, morning and afternoon.
    expect(duty('teacher-gate-duty')).toMatchObject({ tasks: 6, prompts: 6 });
    expect(figures.tasks).toBe(figures.duties.reduce((sum, one) => sum + one.tasks, 0));
  });

  test('every press and message is an arrival, every send and update a call', () => {
    const march = figures.months.find((month) => month.month === '2026-03');
    expect(march?.arrivals).toBeGreaterThan(30);
    expect(march?.calls).toBe(sumOf(new Map(Object.entries(march?.byCall ?? {}))));
    expect(march?.byCall.card).toBeGreaterThan(20);
    expect(march?.byCall.update).toBeGreaterThan(20);
  });

  test('the weekend is silent and says why; school days are not', () => {
    expect(figures.silences.every((one) => one.why === '周末' && !one.isOdd)).toBe(true);
  });

  test('the report says all of it, in straight columns, and the summary of Friday', () => {
    const text = reportOf(figures, '排演').join('\n');
    for (const part of [
      '每人每天被打扰几次',
      '班主任',
      '免费额度：每月 5000 次调用',
      '每日安全提醒',
      '安全周报',
      '没有任务：专项方案报送',
      '结论：',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|NaN/);
    // No names of staff in a report that is passed around.
    expect(text.split('五、')[0]).not.toMatch(/班一|刘安全|王校长/);
  });
});

test('the same seed gives the same days, another seed others', async () => {
  const short = { ...wanted, span: { from: '2026-03-05', to: '2026-03-05' }, platform: 'feishu' } as const;
  const [first, again, other] = [await run(short), await run(short), await run({ ...short, seed: 8 })];
  expect(again.figures).toEqual(first.figures);
  expect(other.figures.months).not.toEqual(first.figures.months);
});
