import { describe, expect, test } from 'vitest';
import { openCampus, picture } from './campus.ts';

describe.each([
  { transport: 'websocket', cardReply: 'patch' },
  { transport: 'webhook', cardReply: 'patch' },
  { transport: 'webhook', cardReply: 'inline' },
  { platform: 'dingtalk', transport: 'websocket' },
  { platform: 'dingtalk', transport: 'webhook' },
] as const)('the hazard loop: $platform $transport $cardReply', (options) => {
  test('a hazard goes from a sentence to 已销号, and the reporter hears of every turn once', async () => {
    const campus = await openCampus(options);
    const [reporter, office, owner, canteen] = ['刘洋', '王芳', '赵强', '陈静'].map((name) => campus.person(name));
    if (!reporter || !office || !owner || !canteen) throw new Error('the staff of the stories changed');

    await reporter.says('食堂后门的灭火器过期了');
    const form = reporter.sees('请确认', '灭火器');
    expect(form.buttons).toContain('登记隐患');
    const registered = await reporter.presses('登记隐患');
    expect(registered.toast?.content).toBe('已登记 QS-202509-0001');
    expect(reporter.card('已登记', 'QS-202509-0001').buttons).toContain('补充情况');

    office.sees('待认定', 'QS-202509-0001');
    const assigned = await office.presses('认定派单', { 责任人: '赵强', 整改要求: '换新灭火器' });
    expect(assigned.toast?.content).toBe('已派给赵强');
    reporter.sees('已派人', '已派赵强整改');

    owner.sees('待整改', '换新灭火器');
    await owner.presses('提交整改');
    owner.sees('提交整改', '整改后照片');
    const early = await owner.presses('申请复查', { 整改措施: '换了两具新的' });
    expect(early.toast?.content).toContain('请先发整改后照片');
    await owner.sendsPhoto(picture(1));
    owner.sees('已附到', '共 1 张');
    const handed = await owner.presses('申请复查', { 整改措施: '换了两具新的' });
    expect(handed.toast?.content).toBe('已交王芳复查');
    reporter.sees('已整改', '等王芳复查');

    office.sees('待复查', '换了两具新的');
    const passed = await office.presses('提交复查', { 结果: '合格销号' });
    expect(passed.toast?.content).toBe('已销号 QS-202509-0001');
    reporter.sees('已销号', '多谢您');
    owner.sees('已销号');
    expect(reporter.card('QS-202509-0001', '已修好并复查合格').title).toContain('已销号');
    await campus.end();
  });
});
