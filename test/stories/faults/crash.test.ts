import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoryPhone } from '../worlds/world.ts';
import { cards, freePort, type KillableSchool, openKillableSchool, until as untilSaid } from './killable_school.ts';

let school: KillableSchool;
const until = (what: string, holds: () => boolean) => untilSaid(what, holds, school.output);
const count = (table: string): number =>
  school.read((db) => db.get<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)}`).n);
const pending = (): number =>
  school.read((db) =>
    db.get<{ n: number }>(sql`select count(*) as n from outbox where state in ('pending', 'sending')`),
  ).n;
const newest = (phone: StoryPhone, title: string): string => cards(phone, title).at(-1)?.messageId ?? '';

beforeEach(async () => {
  school = await openKillableSchool();
  await school.start();
});

afterEach(() => school.end());

async function pairedOffice(): Promise<StoryPhone> {
  const { phone } = school.add('王芳');
  const code = /绑定 (\d{6})/.exec(school.output())?.[1];
  await phone.says(`绑定 ${code}`);
  await until('pairing is answered', () => cards(phone, '绑定成功').length === 1);
  return phone;
}

test('a server that is killed three times keeps what it acknowledged, and says everything once', async () => {
  const phone = await pairedOffice();

  // A second server on the same data is refused with what to do; the first goes on.
  const second = school.spawn({ PORT: String(await freePort()) });
  const [code] = await once(second.child, 'exit');
  expect(code).toBe(1);
  expect(second.output()).toContain('store.in_use');
  expect(second.output()).toContain('stop it first, or give this one its own DATA_DIR');
  expect(await school.isReady()).toBe(true);

  // Killed after the press was answered and before anything left.
  await phone.says('操场单杠松动了');
  await until('the form is there', () => cards(phone, '请确认').length === 1);
  school.vendor.serverErrorsFor(1_500);
  await phone.presses(newest(phone, '请确认'), '登记隐患');
  await school.kill();
  expect(count('hazard')).toBe(1);
  await school.start();
  await until('the triage card is there', () => cards(phone, '待认定').length > 0);
  await until('the form became a receipt', () => cards(phone, '已登记').length === 1);
  await school.vendor.redeliverLast();
  await until('nothing waits any more', () => pending() === 0);
  expect([count('draft'), count('hazard'), cards(phone, '待认定').length, cards(phone, '请确认').length]).toEqual([
    1, 1, 1, 0,
  ]);

  // Killed when the vendor already has the card and the server has not heard of it.
  const forget = school.vendor.onChange(() => {
    if (cards(phone, '玻璃').length > 0) school.shoot();
  });
  await phone.says('南楼三楼窗户玻璃裂了');
  await until('the vendor has the form', () => cards(phone, '玻璃').length === 1);
  forget();
  await school.kill();
  expect(pending()).toBe(1);
  await school.start();
  await school.vendor.redeliverLast();
  await until('nothing waits any more', () => pending() === 0);
  expect([cards(phone, '玻璃').length, count('draft')]).toEqual([1, 2]);

  // Killed while a press is under way: either nothing happened or all of it did.
  const pressing = phone.presses(newest(phone, '玻璃'), '登记隐患');
  await school.kill();
  const outcome = await pressing;
  const kept = count('hazard');
  if (outcome.toast?.content.startsWith('已登记')) expect(kept).toBe(2);
  await school.start();
  if (kept === 1) await phone.presses(newest(phone, '玻璃'), '登记隐患');
  await until('it is registered', () => cards(phone, '已登记').length === 2);
  await until('the office has its card', () => cards(phone, '待认定').length === 2);
  expect(count('hazard')).toBe(2);
}, 180_000);
