import { expect, test } from 'vitest';
import { picture } from '../../campus.ts';
import { openDutySchool } from './duty_school.ts';

const everybody = ['李敏', '赵强', '郑敏', '王芳', '孙丽', '周建国', '吴刚', '陈静'];
const withoutOffice = everybody.filter((name) => name !== '王芳');
const leaders = ['王芳', '孙丽', '周建国'];

test('每周安全例会: forgotten in one week, asked about once and made up; held in the next and not asked again', async () => {
  const school = await openDutySchool('weekly-safety-meeting', '2025-09-14 20:00');
  const [office, vice] = [school.person('王芳'), school.person('孙丽')];
  await school.to('2025-09-15 07:59');
  school.quiet(...everybody);
  await school.to('2025-09-15 08:00');
  office.sees('请开：每周安全例会', '9月15日 18:00');
  await school.to('2025-09-15 16:00');
  office.sees('请开：每周安全例会');
  office.seesNothing();
  // Nobody tells the safety office what it has not done itself; tomorrow the vice principal would hear of it.
  await school.to('2025-09-15 19:00');
  school.quiet(...everybody);
  await school.to('2025-09-16 08:00');
  const asked = vice.sees('没看到9月15日例会，请说明', '9月15日');
  school.quiet(...everybody);
  await vice.presses('开过，补录', undefined, asked);
  vice.sees('补录例会纪要');
  await vice.presses('记下例会', { 开会时间: '2025-09-15 16:30', 到会: '领导小组 6 人', 决定: '护栏本周内换' });
  vice.card('补录例会：记决定和事项');
  await vice.presses('散会');
  expect(school.tasks()[0]).toMatchObject({ state: 'done', late: true, content: { decisions: '护栏本周内换' } });
  expect(vice.again(asked).text).toContain('已有纪要');
  for (const name of leaders) school.person(name).skips();
  await school.to('2025-09-19 16:00');
  expect(school.summary()).toContain('每周安全例会 1/1');
  for (const name of leaders) school.person(name).skips();

  await school.to('2025-09-22 08:00');
  const next = office.sees('请开：每周安全例会');
  await office.presses('开会', undefined, next);
  await office.says('决定：护栏已换好，本周无新决定');
  await office.says('散会');
  office.skips();
  await vice.presses('签发纪要', undefined, vice.card('请签发：9月22日例会纪要'));
  expect(school.tasks()[1]).toMatchObject({ state: 'done', late: false });
  for (const name of leaders) school.person(name).skips();
  await school.to('2025-09-23 08:00');
  school.quiet(...everybody);
  await school.end();
});

test('应急疏散演练: the vice principal’s; figures that do not add up are not taken', async () => {
  const school = await openDutySchool('evacuation-drill', '2025-11-02 20:00');
  const [planner, office] = [school.person('孙丽'), school.person('王芳')];
  await school.to('2025-11-03 07:59');
  school.quiet(...everybody);
  await school.to('2025-11-03 08:00');
  planner.sees('请办：应急疏散演练', '11月28日');
  school.quiet(...everybody);
  await school.to('2025-11-21 10:00');
  planner.skips();
  await school.to('2025-11-28 17:00');
  const asked = planner.sees('请办：应急疏散演练');
  for (const name of leaders) school.person(name).skips();
  school.quiet(...everybody);
  await school.to('2025-11-28 18:00');
  office.sees('应急疏散演练 0/1');
  school.quiet(...everybody);
  const drill = {
    类型: '火灾疏散',
    时间: '2025-11-28 15:00',
    应到: 82,
    实到: 79,
    已说明未到: 2,
    '用时（秒）': 156,
    '评估得分（满分 75）': 68,
    问题清单: '二楼西侧拥堵',
  };
  await planner.presses('登记', drill, asked);
  planner.card('请办：应急疏散演练', '几项加起来对不上');
  expect(school.tasks()[0]?.state).toBe('open');
  expect((await planner.presses('登记', { ...drill, 已说明未到: 3 }, asked)).toast?.content).toBe('已收下，标为“补录”');
  expect(school.tasks()[0]).toMatchObject({ state: 'done', late: true, content: { duration_s: 156 } });
  await school.to('2025-12-05 16:00');
  expect(school.summary()).toContain('应急疏散演练 1/1');
  await school.end({ ignore: leaders });
});

test('半月排查: who has signed for all places is not asked again; the summary says which places are left', async () => {
  const school = await openDutySchool('halfmonth-hazard-inspection', '2025-09-15 20:00');
  const [canteen, pitch, office] = [school.person('陈静'), school.person('郑敏'), school.person('王芳')];
  await school.to('2025-09-16 07:59');
  school.quiet(...everybody);
  await school.to('2025-09-16 08:00');
  const list = canteen.sees('半月排查：您有 2 处', '食堂');
  await canteen.presses('查食堂', undefined, list);
  await canteen.sendsPhoto(picture(5));
  canteen.sees('已附到', '食堂');
  await canteen.presses('签字提交', { 本人到场查过: true }, canteen.card('半月排查：食堂'));
  await canteen.presses('查锅炉燃气供暖', undefined, canteen.card('半月排查：您有 1 处'));
  await canteen.presses('签字提交', { 本人到场查过: true }, canteen.card('半月排查：锅炉'));
  canteen.skips();
  pitch.sees('半月排查：操场');
  const signed = school.tasks().filter((task) => task.state === 'done');
  expect(signed.map((task) => task.scopeId).toSorted()).toEqual(['boiler-gas', 'canteen']);
  expect(signed[0]?.doneById).toBe(school.personId('陈静'));

  await school.to('2025-09-23 10:00');
  const asked = pitch.sees('半月排查：操场');
  canteen.seesNothing();
  for (const name of ['李敏', '赵强', ...leaders]) school.person(name).skips();
  await school.to('2025-09-30 18:00');
  canteen.seesNothing();
  pitch.skips();
  const total = school.tasks().length;
  office.sees(`半月隐患排查 2/${total}`, '操场');
  await pitch.presses('签字提交', { 本人到场查过: true }, asked);
  expect(school.tasks().find((task) => task.scopeId === 'playground')).toMatchObject({ state: 'done', late: true });
  // The Friday of that week is a holiday; the summary comes on the first school day after it.
  await school.to('2025-10-09 16:00');
  expect(school.summary()).toContain(`半月隐患排查 3/${total}，缺 ${total - 3}`);
  await school.end({ ignore: everybody });
});

test('每月自查: ten pages, a word of the principal, a signature', async () => {
  const school = await openDutySchool('monthly-self-check', '2025-11-20 20:00');
  const office = school.person('王芳');
  await school.to('2025-11-21 07:59');
  school.quiet(...everybody);
  await school.to('2025-11-21 08:00');
  const first = office.sees('每月自查 第 1/10 页');
  school.quiet(...withoutOffice);
  await office.presses('下一页', {}, first);
  // What was begun and left is asked for again, at the page where it was left.
  await school.to('2025-11-28 17:00');
  office.sees('每月自查 第 2/10 页');
  for (const name of leaders) school.person(name).skips();
  school.quiet(...everybody);
  await school.to('2025-11-28 18:00');
  school.quiet(...everybody);
  for (let page = 2; page < 10; page += 1) {
    const now = office.card(`每月自查 第 ${page}/10 页`);
    await office.presses('下一页', {}, now);
  }
  const last = office.card('每月自查 第 10/10 页');
  const words = { 自查小结: '70 项，无重大', 发现: 2, 已改: 2, 校长签: '周建国', 本人到场查过: true };
  expect((await office.presses('签字提交', words, last)).toast?.content).toContain('补录');
  expect(school.tasks()[0]).toMatchObject({ state: 'done', late: true, content: { found: 2, fixed: 2 } });
  await school.to('2025-12-05 16:00');
  expect(school.summary()).toContain('每月自查整改 1/1');
  await school.end({ ignore: leaders });
});
