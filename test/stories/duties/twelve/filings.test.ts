import { expect, test } from 'vitest';
import { openDutySchool } from './duty_school.ts';

const everybody = ['李敏', '赵强', '郑敏', '王芳', '孙丽', '周建国', '吴刚', '陈静'];

test('报送: nudged before its deadline until it has left with its file; what is forgotten is the principal’s news, once', async () => {
  const school = await openDutySchool('plan-submission', '2026-04-04 09:00');
  const [office, principal] = [school.person('王芳'), school.person('周建国')];
  const plan = async (name: string, deadline: string) => {
    await office.says('报送');
    await office.presses('新建报送');
    await office.presses('下一步', {});
    const card = office.card('内部期限');
    const saved = await office.presses(
      '保存',
      { 类型: '专项方案', 名称: name, 文件期限: deadline, 接收方: '中心校' },
      card,
    );
    expect(saved.toast?.content).toBe('已保存，到时提醒');
    office.skips();
  };
  await plan('护校安园方案', '2026-04-20');
  await plan('消防方案', '2026-04-20');
  await school.to('2026-04-06 09:59');
  school.quiet(...everybody);
  await school.to('2026-04-06 10:00');
  office.sees('还有 14 天：护校安园方案');
  office.sees('还有 14 天：消防方案');
  school.quiet(...everybody);

  // The file first, then where and when it went: that one is quiet from now on.
  const report = async (name: string, sentOn: string) => {
    const card = office.card(name);
    await office.sendsFile(`${name}.docx`, new TextEncoder().encode(`PK ${name}`), { replyTo: card.messageId });
    office.sees('已附到', `${name}.docx`);
    await office.presses('登记报送', undefined, card);
    return office.presses(
      '登记报送',
      { 报送日期: sentOn, 文号或回执: '校发〔2026〕3 号' },
      office.card(`登记报送：${name}`),
    );
  };
  await report('护校安园方案', '2026-04-06');
  expect(school.tasks().map(({ state, late }) => [state, late])).toEqual([
    ['done', false],
    ['open', false],
  ]);
  await school.to('2026-04-13 10:00');
  office.skips();
  await school.to('2026-04-20 16:59');
  expect(office.sees('还有 3 天').text).not.toContain('护校安园');
  office.skips();
  for (const name of ['王芳', '孙丽', '周建国']) school.person(name).skips();
  await school.to('2026-04-20 17:00');
  expect(principal.sees('差 1 项').text).not.toContain('护校安园');
  school.quiet(...everybody);
  await school.to('2026-04-21 09:00');
  await report('消防方案', '2026-04-21');
  expect(school.tasks().map(({ state, late }) => [state, late])).toEqual([
    ['done', false],
    ['done', true],
  ]);
  await school.to('2026-04-24 16:00');
  expect(school.summary()).toContain('专项方案报送 2/2');
  await school.end({ ignore: everybody });
});
