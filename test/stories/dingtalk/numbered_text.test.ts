import { expect, test } from 'vitest';
import { openCampus, picture } from '../campus.ts';

test('without a card template the whole loop is done by numbers and lines', async () => {
  const campus = await openCampus({ platform: 'dingtalk', transport: 'webhook', asText: true });
  const [reporter, office, owner, canteen] = ['刘洋', '王芳', '赵强', '陈静'].map((name) => campus.person(name));
  if (!reporter || !office || !owner || !canteen) throw new Error('the staff of the stories changed');

  await reporter.says('食堂后门的灭火器过期了');
  expect(reporter.sees('请确认', '灭火器').text).toContain('1 登记隐患');
  await reporter.says('9');
  reporter.sees('没有这一项，请回复 1 到');
  await reporter.says('具体位置：后门东侧\n类别：没有这一类');
  reporter.sees('类别请从给出的里面选');
  await reporter.says('类别：消防');
  reporter.sees('已登记 QS-202509-0001');
  // The place of the refused lines was kept.
  reporter.sees('已登记：', '后门东侧', '1 补充情况');

  office.sees('待认定', 'QS-202509-0001', '1 认定派单', '责任人：');
  await office.says('责任人：赵强老师\n期限：明天\n整改要求：换新灭火器');
  office.sees('已派给赵强');
  office.skips();
  reporter.sees('已派人', '已派赵强整改');

  const task = owner.sees('待整改', '换新灭火器', '期限：9月19日', '提交整改');
  await owner.says('2');
  owner.sees('提交整改', '整改后照片 0 张，还差 1 张', '整改措施：');
  await owner.says('整改措施：换了两具新的');
  owner.sees('请先发整改后照片');
  await owner.sendsPhoto(picture(1));
  owner.sees('已附到', '共 1 张');
  await owner.says('1');
  owner.sees('已交王芳复查');
  owner.skips();
  reporter.sees('已整改', '等王芳复查');

  office.sees('待复查', '换了两具新的');
  await office.says('结果：合格');
  office.sees('已销号 QS-202509-0001');
  office.skips();
  reporter.sees('已销号', '多谢您');
  owner.sees('已销号');
  // The quoted card is meant, not the last one.
  await owner.says('2', { replyTo: task.messageId });
  expect(owner.sees('已于 9月18日 销号').buttons).toEqual([]);
  await campus.end();
});

test('danger written into a form is danger', async () => {
  const campus = await openCampus({ platform: 'dingtalk', transport: 'webhook', asText: true });
  const reporter = campus.person('刘洋');
  await reporter.says('食堂后门的灭火器过期了');
  reporter.sees('请确认');
  await reporter.says('描述：食堂着火了，烟很大');
  reporter.sees('119');
  await campus.end({ ignore: ['王芳', '吴刚', '孙丽', '周建国', '陈静', '刘洋'] });
});
