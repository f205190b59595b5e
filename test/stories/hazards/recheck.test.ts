import { describe, expect, test } from 'vitest';
import { openCampus, picture } from '../campus.ts';
import { assigned, cast, forges, handsIn, reports } from './steps.ts';

describe('the recheck', () => {
  test.each([
    { transport: 'webhook', cardReply: 'patch' },
    { transport: 'websocket', cardReply: 'patch' },
  ] as const)(
    'sent back with a reason, mended again, passed; the reporter hears each turn once ($transport)',
    async (options) => {
      const campus = await openCampus(options);
      const { reporter, office, owner } = cast(campus);
      const number = await assigned(campus);
      await owner.presses('已做管控');
      await campus.to('2025-09-22 15:10');
      await handsIn(campus, 7);
      const card = office.sees('待复查', number, '换了螺栓');
      await office.sendsPhoto(picture(20));
      office.sees('已附到', '复查照片');
      const silent = await office.presses('提交复查', { 结果: '退回再改' }, card);
      expect(silent.toast?.content).toContain('退回请写原因');
      const back = await office.presses('提交复查', { 结果: '退回再改', 退回原因: '下端一颗螺栓仍松。' }, card);
      expect(back.toast?.content).toBe('已退回赵强');
      const told = owner.sees('退回再改', '“下端一颗螺栓仍松。”', '退回重新计时');
      expect(told.text).toContain('9月29日');
      expect(told.text).not.toContain('。。');
      reporter.sees('退回再改', number);
      expect(owner.card('整改中', '期限 9月29日').buttons).toContain('提交整改');
      // The form that was handed in is over: it no longer offers to hand in its old photo.
      expect(() => owner.card('照片已附 1 张')).toThrow('no card');
      await handsIn(campus, 8);
      office.sees('待复查', number);
      const passed = await office.presses('提交复查', { 结果: '合格销号' }, office.card('提交复查'));
      expect(passed.toast?.content).toBe(`已销号 ${number}`);
      const closed = reporter.sees('已销号', '用时 4 天', '多谢您');
      expect(closed.buttons).toEqual(['仍有问题']);
      owner.sees('已销号');
      reporter.seesNothing();
      await campus.end();
    },
  );

  test('the safety office as owner never rechecks its own work', async () => {
    const campus = await openCampus();
    const { reporter, office, vice } = cast(campus);
    const number = await reports(reporter);
    office.sees('待认定');
    await office.presses('认定派单', { 责任人: '王芳' });
    reporter.sees('已派人', '王芳');
    office.sees('待整改', number);
    await handsIn(campus, 7, office);
    const card = vice.sees('待复查', number);
    const own = await forges(campus, office, office.card('待复查', '复查人 孙丽'), 'hazard.open-recheck', {
      hazard: 1,
    });
    expect(own.toast?.text).toContain('整改人不能自己复查');
    await vice.presses('提交复查', { 结果: '合格销号' }, card);
    reporter.sees('已销号', '孙丽复查合格');
    office.sees('已销号');
    await campus.end();
  });

  test('换复查人: the office names another one, never the owner', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, vice } = cast(campus);
    const number = await assigned(campus);
    await handsIn(campus);
    const mine = office.sees('待复查');
    await office.presses('换复查人');
    const ask = office.sees('换复查人', '整改人不能自己复查');
    await expect(office.presses('换复查人', { 复查人: '赵强' }, ask)).rejects.toThrow('has no option');
    const given = await office.presses('换复查人', { 复查人: '孙丽' }, ask);
    expect(given.toast?.content).toBe('已请孙丽复查');
    const card = vice.sees('待复查', number);
    expect(office.again(mine).text).not.toContain('提交复查');
    await vice.presses('提交复查', { 结果: '合格销号' }, card);
    reporter.sees('已销号', '孙丽复查合格');
    owner.sees('已销号');
    await campus.end();
  });

  test('a recheck nobody does is asked for on its day, then the office hears as well', async () => {
    const campus = await openCampus();
    const { office, vice, reporter, owner } = cast(campus);
    await assigned(campus);
    await handsIn(campus);
    office.sees('待复查');
    await office.presses('换复查人');
    await office.presses('换复查人', { 复查人: '孙丽' }, office.sees('换复查人'));
    const asked = vice.sees('待复查');
    await campus.to('2025-09-19 09:59');
    vice.seesNothing();
    await campus.to('2025-09-19 10:00');
    vice.sees('请复查');
    office.seesNothing();
    // The next day is a Saturday: it is asked for again on Monday.
    await campus.to('2025-09-22 09:59');
    vice.seesNothing();
    await campus.to('2025-09-22 10:00');
    vice.sees('请复查');
    office.sees('请复查', '孙丽');
    await vice.presses('提交复查', { 结果: '合格销号' }, asked);
    reporter.sees('已销号');
    owner.sees('已销号');
    await campus.end();
  });

  test('仍有问题 within 30 days opens it again; after that a new report is asked for', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    const number = await assigned(campus);
    await handsIn(campus);
    office.sees('待复查');
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号', '当天办完');
    owner.sees('已销号');
    // Cards of 22 days ago can no longer be pressed; the list brings a fresh one.
    await campus.to('2025-10-10 09:00');
    await reporter.says('我的隐患');
    await reporter.presses('看已销号', undefined, reporter.sees('没有未销号的'));
    await reporter.presses('看第 1 项');
    await reporter.presses('仍有问题', undefined, reporter.sees('已销号', number));
    const ask = reporter.sees('仍有问题');
    const reopened = await reporter.presses('重新打开', { 理由: '又晃了' }, ask);
    expect(reopened.toast?.content).toBe('已重新打开，交安全办');
    const triage = office.sees('待认定', number, '刘洋说仍有问题：又晃了');
    // On Feishu the office's own card of 22 days ago comes as a new one as well.
    if (campus.platform === 'feishu') office.sees('待认定', number);
    await campus.to('2025-10-10 09:29');
    office.seesNothing();
    await office.presses('认定派单', { 责任人: '赵强' }, triage);
    reporter.sees('已派人');
    owner.sees('待整改');
    await handsIn(campus, 9);
    reporter.card('已整改');
    office.sees('待复查');
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号');
    owner.sees('已销号');
    await campus.to('2025-11-12 09:00');
    await reporter.says('我的隐患');
    await reporter.presses('看已销号', undefined, reporter.sees('没有未销号的'));
    await reporter.presses('看第 1 项');
    await reporter.presses('仍有问题', undefined, reporter.sees('已销号', number));
    const late = reporter.sees('仍有问题');
    const refused = await reporter.presses('重新打开', { 理由: '又晃了' }, late);
    expect(refused.toast?.content).toContain('销号已过 30 天，请重新报一条');
    await campus.end();
  });

  test('pressing after it is closed tells when it was closed', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    await assigned(campus);
    await handsIn(campus);
    office.sees('待复查');
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号');
    const done = owner.sees('已销号');
    const reply = await forges(campus, owner, done, 'hazard.control', { hazard: 1 });
    expect(reply.toast?.text).toBe('已于 9月18日 销号。又出问题，点“仍有问题”。');
    await campus.end();
  });
});
