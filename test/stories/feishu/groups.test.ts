import { expect, test } from 'vitest';
import { groupOnEach } from '../../../src/school/queries.ts';
import { openCampus } from '../campus.ts';
import { storiesOnlyOn } from '../only_on.ts';

storiesOnlyOn('feishu', 'it tells of bots added, chats opened, menus and contacts').each([
  'websocket',
  'webhook',
] as const)('groups, the chat and the menu over %s', (transport) => {
  test('a new group is claimed by one tap; before that nothing is sent into it', async () => {
    const campus = await openCampus({ transport });
    const { emulator, server } = campus.tenant;
    const [office, leader] = [campus.person('王芳'), campus.person('孙丽')];
    const chatId = emulator.chats.create({ name: '平安领导小组', members: [leader.openId, office.openId] });
    await emulator.chats.addBot(chatId, leader.openId);
    await campus.settle();

    const question = office.sees('平安领导小组', '作什么用', '选定前');
    expect(question.buttons).toEqual(['领导小组', '班主任', '全体教职工', '年级组', '其他']);
    expect(leader.phone.messages(chatId)).toEqual([]);
    const chosen = await office.presses('领导小组');
    expect(chosen.toast?.content).toBe('已设为 领导小组');
    expect(office.card('平安领导小组').title).toBe('群“平安领导小组”：领导小组');
    const { store } = server.engine.organisation;
    expect(groupOnEach(store, 1, 'leading_group')[0]?.chatId).toBe(chatId);
    expect(leader.phone.messages(chatId)).toEqual([]);

    await emulator.chats.removeBot(chatId, leader.openId);
    await campus.settle();
    office.sees('安园已不在群', '请把安园重新拉进群');
    expect(groupOnEach(store, 1, 'leading_group')).toEqual([]);
    await emulator.chats.addBot(chatId, leader.openId);
    await campus.settle();
    expect(groupOnEach(store, 1, 'leading_group')[0]?.chatId).toBe(chatId);

    await campus.later(60_000);
    await emulator.chats.dissolve(chatId);
    await campus.settle();
    office.sees('安园已不在群');
    await campus.end();
  });

  test('the chat is greeted once, and the menu does what the words do', async () => {
    const campus = await openCampus({ transport, empty: true });
    const { emulator } = campus.tenant;
    const first = campus.stranger('何校长');
    await first.says(`绑定 ${campus.pairingCodes[0]}`);
    first.sees('绑定成功，您是安全办');
    await first.phone.entersChat();
    await campus.settle();
    first.sees('您好，我是安园');
    await first.phone.entersChat();
    await first.phone.entersChat();
    await campus.settle();
    first.seesNothing();

    for (const [key, words] of [
      ['hazard', '要上报隐患吗'],
      ['todo', '待办'],
      ['mine', '我的隐患'],
      ['ledger', '台账'],
      ['help', '可以这样对安园说'],
    ] as const) {
      await first.phone.pressesMenu(key);
      await campus.settle();
      first.sees(words);
    }
    await first.phone.pressesMenu('emergency');
    await campus.settle();
    first.sees('先打 110');

    const unknown = campus.stranger('路人');
    await unknown.phone.pressesMenu('hazard');
    await unknown.phone.entersChat();
    await campus.settle();
    unknown.sees('还不认识您，请发“我是 姓名”');
    unknown.seesNothing();
    first.sees('有人想加入');
    expect(emulator.calls.list().filter((call) => call.status >= 400)).toEqual([]);
    await campus.end();
  });

  test('contacts: somebody joins, changes and leaves', async () => {
    const campus = await openCampus({ transport });
    const { emulator, server } = campus.tenant;
    const [office, reporter, owner] = [campus.person('王芳'), campus.person('刘洋'), campus.person('赵强')];
    await office.sendsFile('新同事.csv', new TextEncoder().encode('姓名,手机号,角色\n钱小云,13800009001,校医\n'));
    office.sees('名册预览', '新增 1');
    await office.presses('确认导入');

    const { openId } = emulator.people.add({ name: '钱小云', mobile: '+8613800009001' }, { announce: true });
    await campus.settle();
    const { whoIs } = await import('../../../src/school/people.ts');
    const { store } = server.engine.organisation;
    expect(whoIs(store, 'feishu', openId)?.name).toBe('钱小云');

    await emulator.people.update(reporter.openId, { mobile: '13800009002', name: '刘洋洋' }, { announce: true });
    await campus.settle();
    expect(whoIs(store, 'feishu', reporter.openId)?.name).toBe('刘洋');

    await reporter.says('食堂后门的灭火器过期了');
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    office.sees('待认定');
    await office.presses('认定派单', { 责任人: '赵强' });
    owner.sees('待整改');
    reporter.sees('已派赵强整改');

    await emulator.people.resign(owner.openId, { announce: true });
    await campus.settle();
    expect(whoIs(store, 'feishu', owner.openId)).toBeUndefined();
    const back = office.sees('QS-202509-0001');
    expect(back.text).toContain('待认定');
    await campus.settle();
    await campus.end({ ignore: ['刘洋'] });
  });
});
