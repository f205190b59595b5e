import { expect, test } from 'vitest';
import { openCampus, picture } from '../campus.ts';

test('without a card template the whole loop is done by numbers and lines', async () => {
  const campus = await openCampus({ platform: 'dingtalk', transport: 'webhook', asText: true });
  const [reporter, office, owner] = ['刘洋', '王芳', '赵强'].map((name) => campus.person(name));
  if (!reporter || !office || !owner) throw new Error('the staff of the stories changed');

  await reporter.says('食堂后门的灭火器过期了');
  expect(reporter.sees('请确认', '灭火器').text).toContain('1 登记隐患');
  await reporter.says('具体位置：后门东侧\n类别：没有这一类');
  reporter.sees('从给出的里面选');
  await reporter.says('9');
  reporter.sees('没有这一项');
  await reporter.says('类别：消防');
  reporter.sees('请确认');
  reporter.skips();
  await campus.end({ ignore: ['刘洋', '王芳', '赵强', '陈静', '孙丽'] });
  expect(owner.name).toBe('赵强');
  expect(picture(1).length).toBeGreaterThan(0);
});
