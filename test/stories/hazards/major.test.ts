import { describe, expect, test } from 'vitest';
import { type Campus, openCampus } from '../campus.ts';
import { cast, forges, handsIn } from './steps.ts';

const EBIKE = '后勤电动车推进1号楼楼道充电';

/** Reported, confirmed with a basis, assigned; everything on the way has been looked at. */
async function confirmed(campus: Campus): Promise<string> {
  const { reporter, office, owner, duty, principal } = cast(campus);
  await reporter.says(EBIKE);
  reporter.sees('请确认', '先让学生离开');
  const { toast } = await reporter.presses('登记隐患');
  const number = toast?.content.replace('已登记 ', '') ?? '';
  office.sees('疑似重大');
  duty.sees('疑似重大');
  await office.presses('认定重大');
  const ask = office.sees('认定重大', '写明依据');
  await office.presses('认定重大', { 认定依据: '判定指南 三(一)6' }, ask);
  principal.sees('重大隐患', '判定指南 三(一)6');
  const triage = office.sees('待认定', number);
  const assigned = await office.presses('认定派单', { 责任人: '赵强', 临时管控: '断电，推出楼道' }, triage);
  if (assigned.toast?.content !== '已派给赵强') throw new Error(`not assigned, but: ${assigned.toast?.content}`);
  reporter.sees('已派人');
  owner.sees('待整改', '重大');
  office.sees('请书面上报');
  principal.sees('请书面上报');
  return number;
}

describe('suspected and confirmed major hazards', () => {
  test.each([
    { start: '2025-09-18 10:20', cardReply: 'patch' },
    { start: '2025-09-18 23:00', cardReply: 'inline' },
  ] as const)('rings with the safety office and the duty leader at once ($start)', async ({ start, cardReply }) => {
    const campus = await openCampus({ start, cardReply });
    const { reporter, office, duty, principal } = cast(campus);
    await reporter.says(EBIKE);
    reporter.sees('请确认', '电动车');
    await reporter.presses('登记隐患');
    expect(reporter.card('已登记').text).toContain('疑似重大');
    for (const leader of [office, duty]) {
      const card = leader.sees('疑似重大', '提示条款 判定指南', '是否重大由人认定');
      expect(card.urgent).toBe(true);
      expect(card.buttons).toEqual(['我去管控', '认定重大', '降为较大']);
    }
    principal.seesNothing();
    await duty.presses('我去管控');
    // Whoever else is told sees that somebody goes; nobody gets another card for it.
    expect(office.card('疑似重大').text).toMatch(/赶去 吴刚 (?:10:20|23:00)/);
    duty.seesNothing();
    await campus.end();
  });

  test('nobody decides in half an hour: it climbs, ringing', async () => {
    const campus = await openCampus({ start: '2025-09-18 23:00' });
    const { reporter, office, duty, vice, principal } = cast(campus);
    await reporter.says(EBIKE);
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    office.sees('疑似重大');
    duty.sees('疑似重大');
    await campus.to('2025-09-18 23:29');
    for (const leader of [office, duty, vice, principal]) leader.seesNothing();
    await campus.to('2025-09-18 23:30');
    expect(vice.sees('疑似重大').urgent).toBe(true);
    principal.seesNothing();
    await campus.to('2025-09-18 23:40');
    expect(principal.sees('疑似重大').urgent).toBe(true);
    await principal.presses('降为较大');
    const ask = principal.sees('降为较大', '写明为什么不是重大');
    await principal.presses('降为较大', { 理由: '已推出，楼道无人' }, ask);
    // Lowered, it is an ordinary one again: the office's form can wait for the morning.
    office.seesNothing();
    await campus.to('2025-09-19 06:30');
    office.sees('待认定', '电动车');
    expect(duty.card('已定').text).toContain('降为较大：已推出，楼道无人');
    await campus.end();
  });

  test('confirmed: the report to the authorities is recorded, and asked for again after 24 hours', async () => {
    const campus = await openCampus();
    const { office, principal, owner } = cast(campus);
    const number = await confirmed(campus);
    await campus.to('2025-09-19 10:20');
    office.sees('请书面上报', '24 小时内');
    principal.sees('请书面上报', '24 小时内');
    await office.presses('登记上报');
    const ask = office.sees('登记上报');
    const done = await office.presses(
      '登记上报',
      { 报给谁: ['教育局', '属地政府'], 报送时间: '2025-09-19 10:00', 文号或接收人: '值班室 李老师' },
      ask,
    );
    expect(done.toast?.content).toBe('已记上报');
    expect(principal.card('已报送', number).text).toContain('教育局、属地政府 2025-09-19 10:00 值班室 李老师');
    await campus.to('2025-09-21 12:00');
    office.seesNothing();
    principal.seesNothing();
    // 重大不得延期: a date and help are offered instead, and a forged press is refused.
    const task = owner.card('待整改', number);
    expect(task.buttons).toEqual(['已做管控', '提交整改', '填预计日期', '需要协助', '不归我管']);
    const forged = await forges(campus, owner, task, 'hazard.ask', { hazard: 1, ask: 'extension' });
    expect(JSON.stringify(forged)).toContain('重大隐患不能延期');
    await campus.end();
  });

  test('closing needs the recheck, the principal and the outside receipt: the receipt last', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, principal } = cast(campus);
    const number = await confirmed(campus);
    await handsIn(campus);
    const card = office.sees('待复查', number);
    const passed = await office.presses('提交复查', { 结果: '合格销号' }, card);
    expect(passed.toast?.content).toContain('还缺');
    expect(reporter.card('已登记', number).text).toContain('复查合格，等校长同意和外部回执后销号');
    const wanted = office.sees('缺外部回执');
    principal.sees('请定：销号', '外部回执 还没有');
    const agreed = await principal.presses('同意销号');
    expect(agreed.toast?.content).toContain('收到外部回执后自动销号');
    reporter.seesNothing();
    await office.presses('登记回执', undefined, wanted);
    const ask = office.sees('登记回执');
    const closed = await office.presses('登记回执', { 外部回执: '消防大队 9月25日 复核合格' }, ask);
    expect(closed.toast?.content).toBe(`已销号 ${number}`);
    reporter.sees('已销号', '多谢您');
    owner.sees('已销号');
    await campus.end();
  });

  test('closing in the other order: receipt first, then the recheck, the principal last', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, principal } = cast(campus);
    const number = await confirmed(campus);
    await office.presses('登记回执', undefined, office.card('登记回执', number));
    const ask = office.sees('登记回执');
    expect((await office.presses('登记回执', { 外部回执: '消防大队复核合格' }, ask)).toast?.content).toBe(
      '已记外部回执',
    );
    await handsIn(campus);
    const card = office.sees('待复查', number);
    await office.presses('提交复查', { 结果: '合格销号' }, card);
    principal.sees('请定：销号', '外部回执 消防大队复核合格');
    const closed = await principal.presses('同意销号');
    expect(closed.toast?.content).toBe(`已销号 ${number}`);
    reporter.sees('已销号');
    owner.sees('已销号');
    await campus.end();
  });

  test('the principal does not agree: it goes back with the reason, and closes after another recheck', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, principal } = cast(campus);
    const number = await confirmed(campus);
    await handsIn(campus);
    await office.presses('提交复查', { 结果: '合格销号' }, office.sees('待复查', number));
    const wanted = office.sees('缺外部回执');
    expect(wanted.buttons).toEqual(['登记回执', '退回再改']);
    const asked = principal.sees('请定：销号');
    expect(asked.buttons).toEqual(['同意销号', '退回再改']);
    await principal.presses('退回再改', undefined, asked);
    const form = principal.sees('退回再改', '写明还差什么');
    const { toast } = await principal.presses('退回再改', { 理由: '楼道口还缺禁停标识' }, form);
    expect(toast?.content).toBe('已退回赵强');
    expect(principal.again(asked).buttons).toEqual(['撤回退回']);
    expect(office.again(wanted).buttons).toEqual([]);
    owner.sees('退回再改', '周建国写：“楼道口还缺禁停标识。”');
    reporter.sees('退回再改');
    await handsIn(campus, 8);
    // The rechecker is who rechecked before, not who refused.
    await office.presses('提交复查', { 结果: '合格销号' }, office.sees('待复查', number));
    office.sees('缺外部回执');
    principal.sees('请定：销号');
    await principal.presses('同意销号');
    await campus.end();
  });

  test('待办 of office and principal holds the report to the authorities, then receipt and consent', async () => {
    const campus = await openCampus();
    const { office, owner, principal, vice } = cast(campus);
    await confirmed(campus);
    await office.says('待办');
    office.sees('1 项待办，最早 9月19日', '登记上报：', '9月19日 10:20 前');
    await principal.says('待办');
    principal.sees('1 项待办', '登记上报：');
    await vice.says('待办');
    vice.sees('没有待办');
    await office.presses('办第 1 项');
    const ask = office.sees('登记上报', '文号或接收人');
    await office.presses('登记上报', { 报给谁: ['教育局'], 报送时间: '2025-09-18 15:00' }, ask);
    await principal.says('待办');
    principal.sees('没有待办');
    await handsIn(campus);
    await owner.says('待办');
    owner.sees('没有待办');
    await office.presses('提交复查', { 结果: '合格销号' }, office.sees('待复查'));
    office.sees('缺外部回执');
    principal.sees('请定：销号');
    await office.says('待办');
    office.sees('1 项待办', '登记回执：');
    await office.presses('办第 1 项');
    office.sees('登记回执', '哪个部门、什么结论、哪天');
    await principal.says('待办');
    principal.sees('1 项待办', '请定销号：');
    await campus.end();
  });

  test('overdue, it is listed and the principal hears every day until it is handed in', async () => {
    const campus = await openCampus();
    const { office, owner, principal, vice, reporter } = cast(campus);
    const number = await confirmed(campus);
    await office.presses('登记上报');
    const ask = office.sees('登记上报');
    await office.presses('登记上报', { 报给谁: ['教育局'], 报送时间: '2025-09-18 15:00' }, ask);
    // 30 calendar days from 09-18 end on a Saturday: the last school day before it.
    expect(owner.card('待整改', number).text).toContain('期限 10月17日 周五');
    await campus.to('2025-10-16 09:00');
    owner.sees('快到期');
    await campus.to('2025-10-17 09:00');
    owner.sees('今天到期');
    principal.sees('今天到期');
    await campus.to('2025-10-18 06:59');
    for (const person of [office, owner, principal, vice]) person.seesNothing();
    for (const [day, late] of [
      ['18', 1],
      ['19', 2],
      ['20', 3],
    ] as const) {
      await campus.to(`2025-10-${day} 07:00`);
      if (day === '18') {
        vice.sees('挂牌督办', 'QS-DB-202510-0001');
        owner.sees('挂牌督办');
        // Feishu lets nobody change a card of 30 days ago: once its words change, the task comes as a new one.
        if (campus.platform === 'feishu') owner.sees('待整改', number);
      }
      principal.sees(`逾期 ${late} 天`);
      owner.sees(`逾期 ${late} 天`);
      office.sees(`逾期 ${late} 天`);
      await campus.to(`2025-10-${day} 22:00`);
      for (const person of [office, owner, principal, vice]) person.seesNothing();
    }
    await handsIn(campus);
    // On Feishu a new card, since the reporter's own is too old to change.
    if (campus.platform === 'feishu') reporter.sees('已整改');
    else reporter.card('已整改');
    office.sees('待复查');
    await campus.to('2025-10-21 09:00');
    for (const person of [owner, principal, vice]) person.seesNothing();
    await campus.end();
  });
});
