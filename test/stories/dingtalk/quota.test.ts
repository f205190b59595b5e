import { expect, test } from 'vitest';
import type { DingTalkTenant } from '../../../src/emulators/sample_school/tenant.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { outbox, platformBudget } from '../../../src/store/schema/index.ts';
import type { Campus } from '../campus.ts';
import { withClasses } from '../duties/class_heads.ts';

const SEPTEMBER = '2025-09';
const EXHAUSTED = 'Forbidden.AccessDenied.ApiCountLimitForOrg';

/** A small school: its duties of eleven days are soon played. */
const fewer = {
  刘洋: ['subject_teacher'],
  王芳: ['safety_office'],
  赵强: ['facility_lead'],
  陈静: ['staff'],
  吴刚: ['duty_leader'],
  孙丽: ['vice_principal'],
};
const TEXTS = 'POST /v1.0/robot/oToMessages/batchSend';

/** The campus runs on DingTalk: its tenant is that platform's. */
const vendorOf = (campus: Campus) => (campus.tenant as unknown as DingTalkTenant).emulator;

/** From here on so many of the 5,000 calls are gone at the vendor's and in our own count. */
function used(campus: Campus, calls: number, uses = 0): void {
  const vendor = vendorOf(campus);
  vendor.rules.apiQuota = vendor.calls.perMonth(SEPTEMBER) + 5_000 - calls;
  const { db } = campus.tenant.server.engine.organisation.store;
  const values = { platform: 'dingtalk', month: SEPTEMBER, calls, uses } as const;
  db.insert(platformBudget)
    .values(values)
    .onConflictDoUpdate({ target: [platformBudget.platform, platformBudget.month], set: { calls, uses } })
    .run();
}

test('the month runs out on day 20: no duty is lost, danger still arrives, the safety office knows', async () => {
  const { campus, group } = await withClasses({
    platform: 'dingtalk',
    start: '2025-09-19 07:00',
    staff: { ...fewer, 李敏: ['staff'] },
  });
  const vendor = vendorOf(campus);
  const [reporter, office, owner, head, duty] = ['刘洋', '王芳', '赵强', '李敏', '吴刚'].map((name) =>
    campus.person(name),
  );
  if (!reporter || !office || !owner || !head || !duty) throw new Error('the staff of the stories changed');
  const everybody = [reporter, office, owner, head, duty];
  await campus.to('2025-09-19 10:20');
  for (const one of everybody) one.skips();
  used(campus, 4_244, 1_500);

  // The reserve begins while a hazard goes its way: the next one is reported by numbers.
  await reporter.says('操场单杠松动了');
  await reporter.presses('登记隐患');
  await office.presses('认定派单', { 责任人: '赵强' });
  const news = office.sees('额度预警', '85%');
  expect(news.text).toContain('每人每天只发一条文字，发“待办”照样能办');
  expect(news.text).toContain('没发的 10月1日 补发');
  await reporter.says('南楼三楼窗户玻璃裂了');
  expect(reporter.card('3层窗户玻璃裂了').buttons).toEqual([]);
  await reporter.says('1');
  reporter.card('已登记 QS-202509-0002');
  for (const one of everybody) one.skips();

  // Whose cards wait are told so once a day, all of them in one call.
  const shared = vendor.calls.byApi(SEPTEMBER).get(TEXTS) ?? 0;
  await campus.later(11 * MINUTE);
  office.sees('发“待办”就能看、能办');
  expect((vendor.calls.byApi(SEPTEMBER).get(TEXTS) ?? 0) - shared).toBe(1);

  // What they ask for comes as text by the address their own words opened: no call of the month.
  const asked = vendor.calls.perMonth(SEPTEMBER);
  await office.says('待办');
  expect(office.card('待认定：3层窗户玻璃裂了').text).toContain('回复 1 办第 1 项');
  await office.says('1');
  expect(office.card('待认定', 'QS-202509-0002').text).toContain('责任人：');
  await office.says('责任人：赵强老师\n期限：9月26日');
  office.card('已派给赵强');
  await owner.says('待办');
  owner.card('2　待整改：操场单杠松动', '待整改：3层窗户玻璃裂了');
  expect(vendor.calls.perMonth(SEPTEMBER)).toBe(asked);
  for (const one of everybody) one.skips();

  // Danger has the reserve.
  await reporter.says('实验楼二楼着火了');
  await reporter.presses('通知带班领导');
  expect(duty.sees('真实险情', '着火冒烟').urgent).toBe(true);
  await duty.presses('我来处置');
  await duty.presses('处置完毕', undefined, duty.card('真实险情'));
  await duty.presses('处置完毕', { 怎么样了: '火已扑灭' });

  // Monday: the class teachers' group has its card, since one call reaches them all, and a tap is a tap.
  const boards = () => campus.inGroup(group).filter((words) => words.includes('今日请讲')).length;
  const before = boards();
  await campus.to('2025-09-22 07:31');
  expect(boards()).toBe(before + 1);
  const tapped = await head.presses('本班已讲');
  expect(tapped.toast?.content).toBe('已记：初二1班');
  for (const one of everybody) one.skips();

  // The month is really over at the vendor's: others of the organisation use it too. Who writes is still answered.
  await campus.to('2025-09-30 23:30');
  vendor.rules.apiQuota = vendor.calls.perMonth(SEPTEMBER);
  for (const one of everybody) one.skips();
  await reporter.says('食堂后门着火了');
  expect(reporter.sees('119').text).toContain('回复');
  await reporter.says('1');
  reporter.sees('已通知');
  duty.seesNothing();
  await office.says('待办');
  office.sees('待办');
  await campus.later(6 * MINUTE);
  office.sees('本月的发送次数用完了', '急事请打电话');
  expect(vendor.calls.list().filter(({ code }) => code === EXHAUSTED).length).toBeGreaterThan(0);
  for (const one of everybody) one.skips();

  // The new month: danger and answers at once, one list for each in the morning, nothing piled up.
  await campus.to('2025-10-01 00:06');
  duty.sees('真实险情', '食堂');
  owner.seesNothing();
  await campus.to('2025-10-01 07:30');
  owner.sees('待整改：3层窗户玻璃裂了');
  expect(owner.card('项待办').text).toContain('逾期：操场单杠松动');
  head.sees('项待办');
  await campus.to('2025-10-01 12:00');
  const { db } = campus.tenant.server.engine.organisation.store;
  const rows = db.select().from(outbox).all();
  expect(rows.filter((row) => row.state === 'failed' || row.state === 'pending')).toEqual([]);
  await campus.end({ ignore: Object.keys(fewer) });
});
