import { expect, test } from 'vitest';
import { withClasses } from '../duties/class_heads.ts';

const everybody = ['王芳', '孙丽', '周建国', '李敏', '赵强', '陈静', '郑敏'];

test('who leads asks for the week, the hazards, what is left; a class head for the reminder; nothing becomes a report', async () => {
  const { campus } = await withClasses();
  await campus.to('2025-09-18 10:00');
  for (const name of everybody) campus.person(name).skips();
  const [office, head, teacher] = [campus.person('王芳'), campus.person('李敏'), campus.person('郑敏')];

  await teacher.says('三楼扶手松了');
  await teacher.presses('登记隐患');
  for (const name of everybody) campus.person(name).skips();

  await office.says('还有谁没讲');
  expect(office.sees('每日安全提醒').text).toMatch(/初二1班[\s\S]*初二2班[\s\S]*初二3班/);
  await head.says('今天讲什么');
  head.sees('每日安全提醒', '初二1班');
  await head.says('讲了');
  const asked = head.sees('请确认：初二1班已讲');
  expect((await head.presses('本班已讲', undefined, asked)).toast?.content).toBe('已记：初二1班');
  await office.says('哪些班没讲');
  const again = office.card('每日安全提醒', '初二2班').text;
  expect(again).not.toContain('初二1班');
  office.skips();

  await office.says('有多少隐患');
  office.sees('台账：在账 1');
  await office.says('逾期的隐患');
  office.sees('台账', '逾期 0 项');
  await office.says('周报');
  office.sees('发现 1');
  // Who may not read the school's ledger sees their own.
  await teacher.says('看隐患');
  teacher.sees('我的隐患', '扶手');
  await teacher.says('周报');
  teacher.sees('周报由安全办和校领导看');
  await teacher.says('谁没办');
  teacher.sees('没有待办');
  await teacher.says('什么时候放假');
  teacher.sees('本学期第 3 周', '9月30日 周二');
  await teacher.says('今天谁值班');
  teacher.sees('9月18日 周四 没有排班', '请找安全办');
  await teacher.says('签到');
  teacher.sees('没有排您的班');
  await teacher.says('点错了');
  teacher.sees('撤回');
  await office.says('群设置');
  office.sees('班主任群');
  // Nothing of the kind is taken for a report, and nobody is left with a shrug.
  await head.says('昨天的忘记点了');
  head.sees('最近没有您要补的');
  await head.says('谁能看到我报的');
  head.sees('不想留名，发“匿名”');
  await head.says('关掉每日提醒');
  head.sees('由安全办设置');
  await office.says('明天停课');
  office.sees('校历：第3周');
  await office.says('快到期的设备');
  office.sees('近期没有到期');
  await office.says('谁没加进来');
  office.sees('名册里的人都加入了');
  await office.says('没送到的消息');
  office.sees('没有送不到的消息');
  await campus.end({ ignore: everybody });
});
