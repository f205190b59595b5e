import { describe, expect, test } from 'vitest';
import { hazard, outbox } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus } from '../campus.ts';

const PEOPLE = ['王芳', '孙丽', '周建国', '吴刚', '刘洋'];

/** A leadership group, and hazards put in directly: one overdue, one closed, one nobody has an owner for. */
async function leading(campus: Campus): Promise<string> {
  const chat = await campus.group('领导小组群', PEOPLE);
  const office = campus.person('王芳');
  await office.presses('领导小组', undefined, office.card('领导小组群'));
  office.skips();
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
    const row = (number: string, title: string, columns: Partial<typeof hazard.$inferInsert>) =>
      db
        .insert(hazard)
        .values({
          schoolId: 1,
          number,
          state: 'assigned',
          title,
          description: title,
          placeKind: 'toilet',
          category: 'building',
          sub: 'floor',
          severity: 'general',
          reporterId: 1,
          reportedAt: now,
          ownerId: 3,
          due: '2025-09-19',
          originalDue: '2025-09-19',
          ...columns,
        })
        .run();
    row('QS-202509-0001', '男厕地面湿滑', { due: '2025-09-18', originalDue: '2025-09-18' });
    row('QS-202509-0002', '门岗灯不亮', { state: 'closed', fixedAt: now, closedAt: now });
    row('QS-202509-0003', '井盖松动', { state: 'reported', ownerId: null, due: null, originalDue: null });
  });
  return chat;
}

const wordsOf = (campus: Campus, chat: string): string => campus.inGroup(chat).at(-1) ?? '';

describe('the weekly digest', () => {
  test('every number opens the list behind it, for those who may see it, in the one-to-one chat', async () => {
    const campus = await openCampus({ duties: true });
    const chat = await leading(campus);
    const [office, vice, teacher] = ['王芳', '孙丽', '刘洋'].map((name) => campus.person(name));
    if (!office || !vice || !teacher) throw new Error('the cast is incomplete');
    await campus.to('2025-09-19 16:00');
    expect(wordsOf(campus, chat)).toContain('本周：发现 3，消除 1');
    for (const one of [office, vice, teacher]) one.skips();

    await vice.presses('看各项清单');
    const lists = vice.sees('周报里的数，逐项看');
    await vice.presses('看清单', { 看哪个数: '当前逾期 1' }, lists);
    const overdue = vice.card('当前逾期：1 条');
    expect(overdue.messageId).toBe(lists.messageId);
    expect(overdue.text).toContain('0001 男厕地面湿滑 逾期 1 天');
    await vice.presses('看别的数', undefined, overdue);
    await vice.presses('看清单', { 看哪个数: '发现 3' }, vice.card('周报里的数，逐项看'));
    expect(vice.card('发现：3 条').text).toContain('0003 井盖松动 待认定');

    // Who could not be reached is named to the safety office alone.
    await office.presses('看各项清单');
    await office.presses('看清单', { 看哪个数: '没送到的消息 0' }, office.sees('周报里的数，逐项看'));
    expect(office.card('没送到的消息：0 条').text).toContain('一条也没有');
    const again = vice.card('发现：3 条');
    await vice.presses('看别的数', undefined, again);
    await expect(vice.presses('看清单', { 看哪个数: '没送到的消息 0' }, vice.again(again))).rejects.toThrow();

    await teacher.presses('看各项清单');
    expect(teacher.everything().some((card) => card.text.includes('逐项看'))).toBe(false);
    for (const name of PEOPLE) campus.person(name).skips();
    await campus.end({ ignore: ['赵强', '陈静', '郑敏'] });
  });

  test('what it counted comes as one spreadsheet, to those who read its lists and to nobody else', async () => {
    const campus = await openCampus({ duties: true });
    await leading(campus);
    const [vice, teacher] = ['孙丽', '刘洋'].map((name) => campus.person(name));
    if (!vice || !teacher) throw new Error('the cast is incomplete');
    await campus.to('2025-09-19 16:00');
    for (const one of [vice, teacher]) one.skips();
    await vice.presses('看各项清单');
    expect((await vice.presses('导出清单', undefined, vice.sees('逐项看'))).toast?.content).toBe(
      '正在整理，好了发给您',
    );
    vice.sees('周报清单-2025-09-12至2025-09-19.xlsx');
    vice.sees('清单都在表里');
    await vice.says('导出本周清单');
    vice.sees('正在整理最近一份周报的清单');
    vice.sees('周报清单-2025-09-12至2025-09-19.xlsx');
    await teacher.says('导出周报');
    teacher.sees('周报清单由安全办和校领导导出');
    for (const name of PEOPLE) campus.person(name).skips();
    await campus.end({ ignore: ['赵强', '陈静', '郑敏'] });
  });

  test('the safety office chooses when it comes; nothing falls between the old time and the new', async () => {
    const campus = await openCampus({ duties: true });
    const chat = await leading(campus);
    const office = campus.person('王芳');
    const teacher = campus.person('刘洋');
    await teacher.says('周报设置');
    expect(teacher.everything().some((card) => card.text.includes('周报每'))).toBe(false);
    await office.says('周报设置');
    const settings = office.sees('周报每周五 16:00发', '9月19日 周五 16:00');
    await office.presses('保存设置', { 周几发: '周四', 几点发: '17:30' }, settings);
    expect(office.again(settings).text).toContain('下一份 9月18日 周四 17:30');
    await campus.to('2025-09-18 17:29');
    expect(wordsOf(campus, chat)).not.toContain('本周：');
    await campus.to('2025-09-18 17:30');
    expect(wordsOf(campus, chat)).toContain('本周：发现 3，消除 1');
    expect(wordsOf(campus, chat)).not.toContain('迟发');
    await campus.to('2025-09-25 17:30');
    expect(wordsOf(campus, chat)).toContain('9月18日–9月25日，到 17:30 止');
    await campus.end({ ignore: ['赵强', '陈静', '郑敏', ...PEOPLE] });
  });

  test('after an outage it comes late, says when it should have come, and only once', async () => {
    const campus = await openCampus({ duties: true });
    const chat = await leading(campus);
    await campus.to('2025-09-19 09:00');
    await campus.outageUntil('2025-09-20 09:00');
    expect(wordsOf(campus, chat)).toContain('应于 9月19日 周五 16:00 发，因停机迟发。');
    const sent = campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) =>
      db.select({ card: outbox.card }).from(outbox).all(),
    );
    expect(sent.filter((row) => row.card === 'digest.weekly')).toHaveLength(1);
    await campus.end({ ignore: ['赵强', '陈静', '郑敏', ...PEOPLE] });
  });
});
