import { desc } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../../src/kernel/record.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { audit, hazardStep } from '../../../src/store/schema/index.ts';
import { openCampus } from '../campus.ts';
import { assigned, cast, forges, handsIn, reports } from './steps.ts';

describe('a mis-tap is taken back by its author within ten minutes', () => {
  test('派单: the office takes it back, everybody told is told, and the audit keeps both', async () => {
    const campus = await openCampus();
    const { office, owner, reporter } = cast(campus);
    const number = await assigned(campus);
    await campus.later(9 * MINUTE);
    const undone = await office.presses('撤回派单');
    expect(undone.toast?.content).toBe('已撤回，恢复到上一步');
    owner.sees('派单已撤回，您先不用办');
    reporter.sees('更正', '上一步点错了');
    expect(owner.card('已改由他人办').buttons).toEqual([]);
    const again = await office.presses('认定派单', { 责任人: '陈静' }, office.card('认定派单', number));
    expect(again.toast?.content).toBe('已派给陈静');
    campus.person('陈静').sees('待整改');
    reporter.sees('已派人', '陈静');
    const { db } = campus.tenant.server.engine.organisation.store;
    const actions = db
      .select({ action: audit.action })
      .from(audit)
      .all()
      .map((row) => row.action);
    expect(actions.filter((action) => action === 'hazard.assign')).toHaveLength(2);
    expect(actions).toContain('hazard.undo');
    expect(verifyChain(db)).toMatchObject({ ok: true });
    await campus.end();
  });

  test('not after ten minutes, not by somebody else, not after somebody acted', async () => {
    const campus = await openCampus();
    const { office, owner, vice } = cast(campus);
    await assigned(campus);
    const card = office.card('撤回派单');
    const { db } = campus.tenant.server.engine.organisation.store;
    const step = db.select({ id: hazardStep.id }).from(hazardStep).orderBy(desc(hazardStep.id)).limit(1).get();
    const reference = { hazard: 1, step: step?.id ?? 0 };
    const others = await forges(campus, vice, card, 'hazard.undo', reference);
    expect(others.toast?.text).toBe('只能撤回自己刚点的');
    await owner.presses('已做管控');
    const after = await forges(campus, office, card, 'hazard.undo', reference);
    expect(after.toast?.text).toContain('后面已有人办理，不能撤回');
    expect(office.card('已派单').buttons).not.toContain('撤回派单');
    const control = owner.card('撤回管控');
    await campus.later(10 * MINUTE + 1);
    const late = await owner.presses('撤回管控', undefined, control);
    expect(late.toast?.content).toContain('已过 10 分钟，不能撤回');
    await campus.end();
  });

  test('提交整改: the form is open again with its photo, the rechecker has nothing to do', async () => {
    const campus = await openCampus();
    const { office, owner, reporter } = cast(campus);
    await assigned(campus);
    await handsIn(campus);
    const card = office.sees('待复查');
    await owner.presses('撤回提交');
    reporter.sees('更正');
    expect(office.card('整改人 赵强').messageId).toBe(card.messageId);
    expect(office.card('整改人 赵强').buttons).not.toContain('提交复查');
    await owner.presses('提交整改', undefined, owner.card('待整改'));
    const form = owner.sees('照片已附 1 张');
    const handed = await owner.presses('申请复查', { 整改措施: '换了两颗螺栓' }, form);
    expect(handed.toast?.content).toBe('已交王芳复查');
    reporter.sees('已整改');
    office.sees('待复查', '换了两颗螺栓');
    await campus.end();
  });

  test('复查合格: it is open again and can be sent back', async () => {
    const campus = await openCampus();
    const { office, owner, reporter } = cast(campus);
    await assigned(campus);
    await handsIn(campus);
    office.sees('待复查');
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号', '多谢您');
    owner.sees('已销号');
    await office.presses('撤回复查');
    reporter.sees('更正', '待复查');
    expect(owner.card('这条又打开了').title).toContain('待复查');
    await office.presses('提交复查', { 结果: '退回再改', 退回原因: '看错了一处' }, office.card('提交复查'));
    owner.sees('退回再改');
    reporter.sees('退回再改');
    await campus.end();
  });

  test('不属实 and 并入重复 are taken back; whoever came along hears of the other one no more', async () => {
    const campus = await openCampus();
    const { office, owner, reporter, other } = cast(campus);
    const first = await assigned(campus);
    const second = await reports(other, '食堂后厨垃圾没倒，有点味道');
    office.sees('待认定', second);
    await office.presses('不属实', undefined, office.card('待认定', second));
    await office.presses('记不属实', { 理由: '已清走' }, office.sees('不属实'));
    other.sees('不属实', '已清走');
    await office.presses('撤回不属实');
    other.sees('更正');
    expect(office.card('认定派单', second).title).toContain('待认定');
    const third = await reports(other, '二楼楼梯扶手掉了一颗螺丝');
    office.sees('待认定', third);
    await office.presses('并入重复', undefined, office.card('待认定', third));
    const ask = office.sees('并入重复');
    await office.presses('并入重复', { 并入哪一条: `${first} 2号楼3层西侧楼梯扶手晃 待整改` }, ask);
    other.sees('已并入');
    await office.presses('撤回并入');
    other.sees('更正');
    await handsIn(campus);
    other.seesNothing();
    office.sees('待复查', first);
    await campus.end();
    expect(owner.name).toBe('赵强');
    expect(reporter.name).toBe('刘洋');
  });

  test('同意延期 taken back moves the deadline back', async () => {
    const campus = await openCampus();
    const { owner, principal } = cast(campus);
    await assigned(campus);
    await owner.presses('需要更多时间');
    await owner.presses(
      '申请延期',
      { 新期限: '2025-09-30', 原因: '缺配件', 延期间管控: '围挡' },
      owner.sees('申请延期'),
    );
    principal.sees('请批延期');
    await principal.presses('同意延期');
    owner.sees('同意延期');
    expect(owner.card('待整改').text).toContain('期限 9月30日');
    await principal.presses('撤回批复');
    expect(owner.card('待整改').text).toContain('期限 9月25日');
    expect(principal.card('请批延期').buttons).toContain('同意延期');
    await campus.end();
  });
});
