import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { dutyTask } from '../../../src/store/schema/index.ts';
import { withClasses } from './class_heads.ts';

test('the morning brings one shared card; a tap per class finishes it, and nobody is asked twice', async () => {
  const { campus } = await withClasses();
  const [first, second, third] = ['李敏', '赵强', '陈静'].map((name) => campus.person(name));
  if (!first || !second || !third) throw new Error('the heads are missing');
  await campus.to('2025-09-18 07:31');
  for (const teacher of [first, second, third]) {
    const board = teacher.sees('今日请讲');
    expect(board.buttons).toEqual(['本班已讲', '代班已讲', '换讲一条']);
    expect(board.fields).toEqual([]);
    teacher.skips();
  }
  const tapped = await first.presses('本班已讲');
  expect(tapped.toast?.content).toBe('已记：初二1班');
  const again = await first.presses('本班已讲');
  expect(again.toast?.content).toContain('初二1班已于 07:31 确认');
  expect(first.card('今日请讲').text).toContain('1/3');

  // Half an hour before the deadline the group hears which classes are left, by class.
  await campus.to('2025-09-18 15:52');
  const left = second.sees('还差 2 个班');
  expect(left.text).toContain('初二2班、初二3班');
  first.sees('还差 2 个班');
  third.sees('还差 2 个班');
  await second.presses('本班已讲');

  // Somebody else stands in for the third class.
  await third.presses('代班已讲');
  third.sees('代哪个班讲的');
  const deputy = await third.presses('代班已讲', { 班级: '初二3班' });
  expect(deputy.toast?.content).toBe('已记：初二3班');
  expect(first.card('今日请讲').text).toContain('3 个班都讲了');
  // The deadline passes and nobody hears anything: everything is done.
  await campus.to('2025-09-18 21:00');
  for (const teacher of [first, second, third]) teacher.seesNothing();
  // Each tap keeps what was read out: the words of the shared card.
  const { db } = campus.tenant.server.engine.organisation.store;
  const kept = db.select({ content: dutyTask.content }).from(dutyTask).where(eq(dutyTask.period, '2025-09-18')).all();
  const board = first.card('今日请讲', '3 个班都讲了');
  expect(kept).toHaveLength(3);
  for (const { content } of kept) {
    expect(content).toMatchObject({ delivered: true, reminder_id: expect.any(String), content: expect.any(String) });
    expect(board.title).toContain(String(Object(content).topic));
  }
  await campus.end({ ignore: ['王芳', '孙丽', '周建国', '郑敏'] });
});

test('what is left after the deadline is one summary for the safety office; late ones are taken and marked', async () => {
  const { campus } = await withClasses();
  const [head, office] = [campus.person('李敏'), campus.person('王芳')];
  await campus.to('2025-09-18 07:31');
  office.skips();
  await campus.to('2025-09-18 17:25');
  const summary = office.sees('每日安全提醒 0/3', '初二1班');
  expect(summary.buttons).toContain('一键提醒');
  head.skips();
  await head.presses('本班已讲');
  expect(office.card('每日安全提醒 1/3').title).toContain('差 2 个班');
  await campus.end({ ignore: ['王芳', '孙丽', '周建国', '郑敏', '李敏', '赵强', '陈静'] });
});
