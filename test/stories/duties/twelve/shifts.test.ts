import { expect, test } from 'vitest';
import { putShift } from '../../../../src/duties/shift_entries.ts';
import { type DutySchool, openDutySchool } from './duty_school.ts';

const everybody = ['李敏', '赵强', '郑敏', '王芳', '孙丽', '周建国', '吴刚', '陈静'];

/** Writes the roster of the story; from and to are hours. */
async function roster(
  school: DutySchool,
  dutyId: string,
  shifts: readonly { date: string; who: string; from: number; to: number; slot?: string; post?: string }[],
): Promise<void> {
  school.tenant.server.engine.organisation.change(school.clock.now(), (context) => {
    for (const { date, who, from, to, slot = '', post = '' } of shifts) {
      const entry = { schoolId: 1, dutyId, date, slot, post, person: school.personId(who) };
      putShift(context, { ...entry, from: from * 60, to: to * 60 });
    }
  });
  await school.settle();
}

test('领导带班: asked a quarter of an hour before; who does not come is news for the office, then in the summary', async () => {
  const school = await openDutySchool('leader-duty-roster', '2025-09-17 06:00');
  await roster(school, 'leader-duty-roster', [
    { date: '2025-09-17', who: '吴刚', from: 7, to: 31 },
    { date: '2025-09-18', who: '孙丽', from: 7, to: 31 },
  ]);
  const [leader, next, office] = [school.person('吴刚'), school.person('孙丽'), school.person('王芳')];
  await school.to('2025-09-17 06:44');
  school.quiet(...everybody);
  await school.to('2025-09-17 06:45');
  const asked = leader.sees('今日带班：07:00 到岗');
  school.quiet(...everybody);
  expect((await leader.presses('确认到岗', undefined, asked)).toast?.content).toBe('已到岗：带班');
  await leader.presses('填写交接');
  await leader.presses('交给下一班', { 留给下一班: '东门灯不亮，已报修', 交给: '孙丽' });
  // Who stands the shift is not asked again, and nobody hears of them.
  await school.to('2025-09-18 06:44');
  for (const name of ['王芳', '李敏', '赵强', '郑敏', '周建国']) school.quiet(name);
  next.skips();

  await school.to('2025-09-18 06:45');
  const forgotten = next.sees('今日带班：07:00 到岗', '东门灯不亮');
  await school.to('2025-09-18 07:15');
  office.sees('还没到岗：带班', '孙丽');
  school.quiet('孙丽', '周建国', '李敏');
  expect((await next.presses('确认到岗', undefined, forgotten)).toast?.content).toContain('已到岗');
  expect(office.card('带班').text).toContain('07:15');
  await school.to('2025-09-19 16:00');
  expect(school.summary()).toContain('领导带班值班 2/2');
  await school.end({ ignore: everybody });
});

test('校门护导: each post is asked; the leader on duty hears of the empty one after five minutes, the office after fifteen', async () => {
  const school = await openDutySchool('teacher-gate-duty', '2025-09-18 06:00');
  await roster(school, 'teacher-gate-duty', [
    { date: '2025-09-18', who: '郑敏', from: 7, to: 8, slot: '早', post: '北门' },
    { date: '2025-09-18', who: '李敏', from: 7, to: 8, slot: '早', post: '南门' },
  ]);
  const [there, away, leader, office] = ['郑敏', '李敏', '吴刚', '王芳'].map((name) => school.person(name));
  if (!there || !away || !leader || !office) throw new Error('the story has four people');
  await school.to('2025-09-18 06:44');
  school.quiet(...everybody);
  await school.to('2025-09-18 06:45');
  there.sees('今日北门护导：07:00 到岗');
  away.sees('今日南门护导：07:00 到岗');
  await there.presses('确认到岗');
  await school.to('2025-09-18 07:04');
  school.quiet(...everybody);
  await school.to('2025-09-18 07:05');
  expect(leader.sees('还没到岗：南门护导').text).not.toContain('北门');
  office.seesNothing();
  await school.to('2025-09-18 07:15');
  office.sees('还没到岗：南门护导', '李敏');
  school.quiet(...everybody);
  await school.to('2025-09-19 16:00');
  expect(school.summary()).toContain('教师护导/校门值守 1/2，缺 1');
  await school.end({ ignore: everybody });
});
