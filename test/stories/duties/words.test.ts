import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { dutyTask } from '../../../src/store/schema/index.ts';
import { addClasses } from '../campus/classes.ts';
import { type Campus, openCampus } from '../campus.ts';

/** 三(1)班 and 三(2)班 have heads; 郑敏 teaches both; the reminder of the day is open. */
async function morning(): Promise<Campus> {
  const campus = await openCampus({
    duties: true,
    start: '2025-09-14 20:00',
    staff: { 王芳: ['safety_office'], 李敏: ['staff'], 赵强: ['staff'], 郑敏: ['subject_teacher'] },
  });
  addClasses(
    campus,
    ['李敏', '赵强'].map((head, index) => ({
      name: `三(${index + 1})班`,
      stage: 'primary',
      grade: '三年级',
      canonical: `primary-3-${index + 1}`,
      heads: [head],
    })),
  );
  await campus.to('2025-09-15 09:00');
  for (const name of ['王芳', '李敏', '赵强', '郑敏']) campus.person(name).skips();
  return campus;
}

const reminders = (campus: Campus) => {
  let rows: (typeof dutyTask.$inferSelect)[] = [];
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    rows = db.select().from(dutyTask).where(eq(dutyTask.dutyId, 'daily-safety-reminder')).all();
  });
  return rows.map((row) => [row.state, row.byDeputy]);
};

test('a head says it is done: nothing is kept before one tap, and saying it again says so', async () => {
  const campus = await morning();
  const head = campus.person('赵强');
  await head.says('三年级二班今天的安全提醒已经讲了');
  const asked = head.sees('请确认：三(2)班已讲');
  expect(asked.buttons).toEqual(['本班已讲']);
  expect(reminders(campus)).toEqual([
    ['open', false],
    ['open', false],
  ]);
  const tapped = await head.presses('本班已讲', undefined, asked);
  expect(tapped.toast?.content).toBe('已记：三(2)班');
  head.card('已记：三(2)班');
  expect(reminders(campus)[1]).toEqual(['done', false]);
  await head.says('安全提醒讲了');
  head.sees('三(2)班已于 09:00 确认');
  await campus.end({ ignore: ['王芳', '李敏'] });
});

test('somebody else names the class and is kept as its deputy; without a class it is not theirs', async () => {
  const campus = await morning();
  const deputy = campus.person('郑敏');
  await deputy.says('三(1)班安全提醒讲完了');
  const asked = deputy.sees('请确认：三(1)班已讲', '会记是您代的');
  await deputy.presses('代班已讲', undefined, asked);
  expect(reminders(campus)[0]).toEqual(['done', true]);
  await deputy.says('安全提醒讲完了');
  deputy.sees('现在没有等您确认的“每日安全提醒”', '待办');
  await deputy.says('四年级一班安全提醒讲完了');
  deputy.sees('没找到“四年级一班”这个班');
  await campus.end({ ignore: ['王芳', '李敏', '赵强'] });
});

test('a lesson can be confirmed or filled in; a hazard in the same breath is heard too', async () => {
  const campus = await morning();
  const head = campus.person('李敏');
  await head.says('安全课上完了');
  expect(head.sees('请确认：三(1)班已办').buttons).toEqual(['已办好', '填写详情']);
  await head.presses('填写详情');
  head.sees('每周安全课', '时长');
  await head.says('安全课上完了，2号楼三楼楼梯扶手松了');
  head.sees('请确认：三(1)班已办');
  expect(head.sees('2号楼3层').buttons).toContain('登记隐患');
  await head.says('提醒大家明天讲安全提醒');
  head.sees('没看懂');
  await campus.end({ ignore: ['王芳', '赵强'] });
});

test('the safety office types 职责, 校历, 排班 or 导入名册', async () => {
  const campus = await morning();
  const office = campus.person('王芳');
  await office.says('职责');
  office.sees('职责：已开');
  await office.says('校历');
  office.sees('校历：第3周');
  // A school without a spreadsheet fills its roster in a card.
  await office.says('排班');
  const shift = office.sees('排一班：谁来值');
  const given = { 职责: '护导', 日期: '2025-09-19', 值班人: '郑敏' };
  expect((await office.presses('保存排班', given, shift)).toast?.content).toBe('已保存排班');
  campus.person('郑敏').sees('护导', '07:10');
  campus.person('郑敏').sees('护导', '16:30');
  await office.says('导入名册');
  office.sees('把名册文件（xlsx 或 csv）发到这里就行');
  await campus.person('李敏').says('校历');
  campus.person('李敏').sees('本学期第 3 周', '校历由安全办维护');
  await campus.end({ ignore: ['赵强'] });
});
