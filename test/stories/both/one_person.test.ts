import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { accountLink, audit, hazard, identity, outbox, person, role } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus, staffOfStories, type Teacher } from '../campus.ts';

const MINUTE = 60_000;
const rows = (campus: Campus) => campus.tenant.server.engine.organisation.store.db;
const personOf = (campus: Campus, teacher: Teacher): number | undefined =>
  rows(campus).select().from(identity).where(eq(identity.userId, teacher.openId)).get()?.personId;

/** Asks for a code with one account and gives the digits. */
async function codeFor(teacher: Teacher): Promise<string> {
  await teacher.says('关联账号');
  return /关联码 (\d{6})/.exec(teacher.sees('关联码', '10 分钟内').text)?.[1] ?? '';
}

test('a code makes the account on the other platform the same person, who is reached where they were last active', async () => {
  const campus = await openCampus({ platform: 'both' });
  const [feishu, office] = [campus.person('刘洋'), campus.person('王芳')];
  const dingtalk = campus.stranger('刘洋在钉钉', { on: 'dingtalk' });

  await dingtalk.says('关联账号');
  dingtalk.sees('已经能用安园的那个平台');
  const code = await codeFor(feishu);
  await dingtalk.says(`关联 ${code.slice(0, 3)} ${code.slice(3)}`);
  dingtalk.sees('认出您了，刘洋');
  expect(feishu.card('已关联钉钉账号').buttons).toEqual([]);
  feishu.sees('已关联您的钉钉账号', '不是我');
  expect(personOf(campus, dingtalk)).toBe(personOf(campus, feishu));
  // No noise for the safety office: it is on the list, and gone from it when seen.
  office.seesNothing();
  await office.says('待办');
  office.sees('新关联：刘洋的钉钉账号');
  // Used once is used up.
  await campus.stranger('别人', { on: 'dingtalk' }).says(`关联 ${code}`);
  campus.stranger('别人').sees('关联码不对，或已过期，还可试 4 次');

  // Reported on DingTalk; assigned while DingTalk was the last; then Feishu speaks, and news goes there.
  await dingtalk.says('操场单杠松动了');
  await dingtalk.presses('登记隐患');
  expect(dingtalk.sees('已登记').text).toContain('QS-202509-0001');
  feishu.seesNothing();
  office.sees('待认定');
  await feishu.says('我的隐患');
  feishu.sees('我的隐患');
  await office.presses('认定派单', { 责任人: '赵强' });
  campus.person('赵强').sees('待整改');
  feishu.sees('已派赵强');
  dingtalk.seesNothing();
  // The card on the phone that was not used changed all the same.
  expect(dingtalk.card('QS-202509-0001').text).toContain('赵强');
  expect(JSON.stringify(rows(campus).select().from(audit).all())).not.toContain(code);
  await campus.end();
});

test('a press on one platform updates the copies of an emergency on the other', async () => {
  const campus = await openCampus({ platform: 'both' });
  const [leader, principal] = [campus.person('吴刚'), campus.person('周建国')];
  const other = campus.stranger('吴刚在钉钉', { on: 'dingtalk' });
  await other.says(`关联 ${await codeFor(leader)}`);
  for (const one of [leader, other]) one.skips();

  await campus.person('刘洋').says('食堂着火了');
  await campus.person('刘洋').presses('通知带班领导');
  // What rings goes to every account.
  const [first, second] = [leader.sees('真实险情'), other.sees('真实险情')];
  expect([first.urgent, second.urgent]).toEqual([true, true]);
  await other.presses('我来处置', undefined, second);
  expect(first.buttons).toContain('我来处置');
  expect(leader.again(first).buttons).not.toContain('我来处置');
  expect(leader.again(first).text).toContain('吴刚');
  for (const one of ['刘洋', '王芳', '赵强', '陈静', '郑敏', '孙丽']) campus.person(one).skips();
  principal.skips();
  await campus.end({ ignore: ['吴刚', '吴刚在钉钉'] });
});

test('an account that cannot be reached gives way to the other, once, and the other comes first from then on', async () => {
  const campus = await openCampus({ platform: 'both' });
  const [feishu, office] = [campus.person('赵强'), campus.person('王芳')];
  const dingtalk = campus.stranger('赵强在钉钉', { on: 'dingtalk' });
  await dingtalk.says(`关联 ${await codeFor(feishu)}`);
  await feishu.says('待办');
  for (const one of [feishu, dingtalk]) one.skips();
  campus.tenant.emulator.rules.availability = new Set(
    [...Object.keys(staffOfStories)].map((name) => campus.person(name).openId).filter((id) => id !== feishu.openId),
  );

  await campus.person('刘洋').says('操场单杠松动了');
  await campus.person('刘洋').presses('登记隐患');
  await office.presses('认定派单', { 责任人: '赵强' });
  dingtalk.sees('待整改：操场单杠松动');
  feishu.seesNothing();
  const tried = () => rows(campus).select().from(outbox).where(eq(outbox.card, 'hazard.task')).all();
  expect(tried().map((row) => [row.state, row.platform])).toEqual([['sent', 'dingtalk']]);
  campus.person('刘洋').skips();
  office.skips();
  await campus.later(2 * 60 * MINUTE);
  expect(office.everything().some((card) => card.text.includes('没送到'))).toBe(false);
  await campus.end({ ignore: ['王芳', '刘洋', '赵强', '赵强在钉钉', '孙丽'] });
});

test('「不是我」 and 撤销关联 take the account away again: it is a stranger’s, and learns nothing more', async () => {
  const campus = await openCampus({ platform: 'both' });
  const [feishu, office] = [campus.person('刘洋'), campus.person('王芳')];
  const dingtalk = campus.stranger('捡到码的人', { on: 'dingtalk' });
  await dingtalk.says(`关联 ${await codeFor(feishu)}`);
  await dingtalk.says('操场单杠松动了');
  await dingtalk.presses('登记隐患');
  dingtalk.skips();
  expect((await feishu.presses('不是我')).toast?.content).toBe('已断开那个账号');
  feishu.card('已断开钉钉账号');
  await office.presses('认定派单', { 责任人: '赵强' });
  feishu.sees('已派赵强');
  dingtalk.seesNothing();
  expect(dingtalk.card('QS-202509-0001').text).not.toContain('赵强');
  await dingtalk.says('待办');
  dingtalk.sees('我是 姓名');

  // Linked again, and this time the safety office takes it back.
  await dingtalk.says(`关联 ${await codeFor(feishu)}`);
  await office.says('待办');
  await office.presses('办第 1 项');
  for (const one of [feishu, dingtalk, office]) one.skips();
  expect((await office.presses('撤销关联')).toast?.content).toBe('已撤销关联');
  expect(office.card('已撤销：刘洋的关联').buttons).toEqual([]);
  await campus.later(11 * MINUTE);
  dingtalk.skips();
  await dingtalk.says('我的隐患');
  dingtalk.sees('我是 姓名');
  expect(
    rows(campus)
      .select()
      .from(accountLink)
      .all()
      .map((link) => [link.state, link.code, link.moved]),
  ).toEqual([
    ['undone', '', null],
    ['undone', '', null],
  ]);
  await campus.end({ ignore: ['王芳', '刘洋', '赵强', '捡到码的人'] });
});

test('two people of the roster become one only when the safety office says so, with everything that is theirs; and two again', async () => {
  const campus = await openCampus({ platform: 'both', onDingTalk: ['赵强'] });
  const [feishu, dingtalk] = [campus.person('刘洋'), campus.person('赵强')];
  const [office, principal] = [campus.person('王芳'), campus.person('周建国')];
  await campus.person('郑敏').says('操场单杠松动了');
  await campus.person('郑敏').presses('登记隐患');
  await office.presses('认定派单', { 责任人: '赵强' });
  dingtalk.sees('待整改');
  const before = personOf(campus, dingtalk);

  await dingtalk.says(`关联 ${await codeFor(feishu)}`);
  dingtalk.sees('已请安全办确认');
  expect(personOf(campus, dingtalk)).toBe(before);
  const asked = office.card('请确认：刘洋的两个账号', '姓名不同');
  principal.seesNothing();
  expect((await office.presses('是同一人', undefined, asked)).toast?.content).toBe('已合为一人');
  feishu.sees('已关联您的钉钉账号');
  dingtalk.sees('安全办确认了');
  const one = personOf(campus, feishu) ?? 0;
  expect(personOf(campus, dingtalk)).toBe(one);
  const { ownerId } = rows(campus).select().from(hazard).get() ?? {};
  expect(ownerId).toBe(one);
  const roles = () => rows(campus).select().from(role).where(eq(role.personId, one)).all();
  expect(
    roles()
      .map((held) => held.role)
      .sort(),
  ).toEqual(['class_teacher', 'facility_lead']);
  // What they own can be done from either phone.
  await feishu.says('我的隐患');
  feishu.sees('我的隐患', '操场单杠');

  await office.presses('撤销关联', undefined, office.card('已关联：刘洋的两个账号'));
  expect(personOf(campus, dingtalk)).toBe(before);
  expect(rows(campus).select().from(hazard).get()?.ownerId).toBe(before);
  expect(roles().map((held) => held.role)).toEqual(['class_teacher']);
  expect(
    rows(campus)
      .select()
      .from(person)
      .all()
      .every((each) => each.state === 'active'),
  ).toBe(true);
  dingtalk.sees('撤销了关联');
  await campus.end({ ignore: ['王芳', '郑敏'] });
});

test('codes: ten minutes, five wrong tries, not in a group, not on the same platform, not twice on one platform', async () => {
  const campus = await openCampus({ platform: 'both', onDingTalk: ['赵强'] });
  const [teacher, other] = [campus.person('刘洋'), campus.stranger('刘洋在钉钉', { on: 'dingtalk' })];
  const late = await codeFor(teacher);
  await campus.later(10 * MINUTE);
  await other.says(`关联 ${late}`);
  other.sees('已过期，还可试 4 次');
  expect(teacher.card('关联码已过期').text).not.toContain(late);

  const same = await codeFor(teacher);
  await campus.person('郑敏').says(`关联 ${same}`);
  campus.person('郑敏').sees('要发到钉钉里');

  const group = await campus.group('班主任群', ['赵强']);
  campus.person('赵强').skips();
  await campus.person('赵强').says(`关联 ${same}`, { chatId: group, mentionBot: true });
  campus.person('赵强').sees('收到，已私信您');
  campus.person('赵强').sees('群里那个已作废');
  await other.says(`关联 ${same}`);
  other.sees('还可试 3 次');

  const wrong = same === '000000' ? '111111' : '000000';
  for (const left of [2, 1]) {
    await other.says(`关联 ${wrong}`);
    other.sees(`还可试 ${left} 次`);
  }
  await other.says(`关联 ${wrong}`);
  other.sees('一小时后再来');
  const good = await codeFor(teacher);
  await other.says(`关联 ${good}`);
  other.sees('试错太多');
  await campus.later(61 * MINUTE);
  const another = await codeFor(teacher);
  await other.says(`关联 ${another}`);
  other.sees('认出您了');
  teacher.sees('已关联您的钉钉账号');
  await teacher.says('关联钉钉');
  teacher.sees('已经关联了');
  await campus.end({ ignore: ['王芳'] });
});

test('both leadership groups get the weekly summary, and a group on either platform is chosen the same way', async () => {
  const campus = await openCampus({ platform: 'both', onDingTalk: ['孙丽'], duties: true });
  const office = campus.person('王芳');
  const groups = [
    await campus.group('领导小组（飞书）', ['周建国', '王芳']),
    await campus.group('领导小组（钉钉）', ['孙丽']),
  ];
  for (const name of ['领导小组（飞书）', '领导小组（钉钉）'])
    await office.presses('领导小组', undefined, office.card(name, '作什么用'));
  await campus.to('2025-09-19 18:00');
  for (const group of groups) expect(campus.inGroup(group).filter((text) => text.includes('周报'))).toHaveLength(1);
  await campus.end({ ignore: ['王芳', '孙丽', '周建国', '刘洋', '吴刚', '赵强', '陈静', '郑敏'] });
});

test('the number in the roster links the account of somebody who comes from the other platform, unasked', async () => {
  const campus = await openCampus({ platform: 'both' });
  const feishu = campus.person('刘洋');
  const { organisation } = campus.tenant.server.engine;
  organisation.change(campus.clock.now(), ({ db }) => {
    db.update(person).set({ mobile: '13800001111' }).where(eq(person.name, '刘洋')).run();
  });
  const dingtalk = campus.stranger('刘洋在钉钉', { on: 'dingtalk', mobile: '13800001111' });
  await dingtalk.says('你好');
  dingtalk.sees('我是 姓名');
  dingtalk.sees('您好，我是安园');
  expect(personOf(campus, dingtalk)).toBe(personOf(campus, feishu));
  await dingtalk.says('我的隐患');
  dingtalk.sees('我的隐患');
  feishu.seesNothing();
  await campus.end({ ignore: ['王芳'] });
});
