import { expect, test } from 'vitest';
import { formGoesToPage } from '../../src/delivery/forms_on_page.ts';
import { PACING as DINGTALK } from '../../src/platforms/dingtalk/limits.ts';
import { PACING as FEISHU } from '../../src/platforms/feishu/limits.ts';
import { openMemoryStore } from '../../src/store/node.ts';
import { platformBudget } from '../../src/store/schema/index.ts';
import { START } from '../pages/visit.ts';

/** On 18 September, at 17.4 days of 30: 4,000 calls come to about 6,900. */
const spent = (calls: number, uses = 0, now = START) => {
  const store = openMemoryStore(now);
  for (const platform of ['feishu', 'dingtalk'] as const)
    store.db.insert(platformBudget).values({ platform, month: '2025-09', calls, uses }).run();
  return { db: store.db, now, timeZone: 'Asia/Shanghai' };
};
const dingtalk = { name: 'dingtalk', limits: DINGTALK } as const;
const ordinary = { rank: 2, card: 'hazard.form' } as const;

test.each([
  ['a month that lasts', 2_000, 0, false],
  ['not told yet', 3_400, 0, false],
  ['told, and it will not last', 3_500, 0, true],
  ['the uses will not last', 500, 2_100, true],
  ['the uses last', 500, 1_700, false],
])('%s: %i calls, %i uses', (_, calls, uses, expected) => {
  expect(formGoesToPage(spent(calls, uses), dingtalk, ordinary)).toBe(expected);
});

test('told, but the month is nearly over: it lasts', () => {
  const late = spent(4_500, 0, Date.parse('2025-09-30T14:00:00Z'));
  expect(formGoesToPage(late, dingtalk, ordinary)).toBe(false);
});

test('danger, drills, named handlers and urgent rows keep their cards; a vendor that counts no presses has nothing to save', () => {
  const context = spent(4_900, 2_900);
  for (const card of ['incident.alert', 'drill.rollcall', 'private.first', 'hazard.major'])
    expect(formGoesToPage(context, dingtalk, { rank: 2, card })).toBe(false);
  expect(formGoesToPage(context, dingtalk, { ...ordinary, rank: 0 })).toBe(false);
  expect(formGoesToPage(context, { name: 'feishu', limits: FEISHU }, ordinary)).toBe(false);
});
