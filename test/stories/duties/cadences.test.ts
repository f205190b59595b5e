import { expect, test } from 'vitest';
import { catalogue } from '../../../src/duties/catalogue/index.ts';
import { dutySetting, dutyTask, setting } from '../../../src/store/schema/index.ts';
import { addClasses, addClassTeachersGroup } from '../campus/classes.ts';
import { type Campus, openCampus } from '../campus.ts';

interface Wanted {
  readonly start: string;
  /** Only these duties of the catalogue are switched on. */
  readonly duties: readonly string[];
  readonly staff: Readonly<Record<string, readonly string[]>>;
  /** Class → its heads; the heads share a group with the bot. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  readonly boarding?: boolean;
}

/** A school on the emulator in which exactly these duties run by themselves. */
async function withDuties({ start, duties, staff, classes = {}, boarding = false }: Wanted): Promise<Campus> {
  const campus = await openCampus({ duties: true, start, staff });
  const heads = [...new Set(Object.values(classes).flat())];
  if (heads.length > 0) addClassTeachersGroup(campus, heads);
  addClasses(
    campus,
    Object.entries(classes).map(([name, of]) => ({ name, stage: 'primary', grade: '三年级', heads: of })),
  );
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    for (const { id } of catalogue)
      db.insert(dutySetting)
        .values({ schoolId: 1, dutyId: id, on: duties.includes(id) })
        .run();
    if (boarding)
      db.insert(setting)
        .values({ key: 'school:1:profile', value: { boarding: true } })
        .run();
  });
  return campus;
}

function tasksOf(campus: Campus, dutyId: string): readonly (typeof dutyTask.$inferSelect)[] {
  const { db } = campus.tenant.server.engine.organisation.store;
  return db
    .select()
    .from(dutyTask)
    .all()
    .filter((task) => task.dutyId === dutyId);
}
const periods = (campus: Campus, dutyId: string) => [...new Set(tasksOf(campus, dutyId).map((task) => task.period))];

test('daily, weekly and before a holiday: school days with 调休, the week’s last school day, the lesson before National Day', async () => {
  const campus = await withDuties({
    start: '2025-09-21 20:00',
    duties: ['daily-safety-reminder', 'weekly-safety-lesson', 'pre-holiday-lesson'],
    staff: { 王芳: ['safety_office'], 李敏: ['staff'], 陈静: ['staff'], 赵强: ['staff'] },
    classes: { '三(1)班': ['李敏', '陈静'], '三(2)班': ['赵强'] },
  });
  const [first, second, other] = ['李敏', '陈静', '赵强'].map((name) => campus.person(name));
  if (!first || !second || !other) throw new Error('the heads are missing');
  // Seven days before it begins the lesson before the holiday is asked for, once, beside the day's reminder.
  await campus.to('2025-09-24 08:30');
  const before = other.sees('放假前 30 分钟');
  expect(before.text).toContain('9月30日');
  for (const teacher of [first, second, other]) teacher.skips();

  // Friday is not the end of this week: 28 September is a make-up Sunday, and so the lesson's deadline.
  await campus.to('2025-09-26 18:00');
  expect(tasksOf(campus, 'weekly-safety-lesson').map((task) => task.state)).toEqual(['open', 'open']);
  await first.presses('本班已办', undefined, first.card('每周安全课'));
  // A class with two heads: either may do it, and then it is done for both.
  const again = await second.presses('本班已办', undefined, second.card('每周安全课'));
  expect(again.toast?.content).toContain('三(1)班已于 18:00 确认');
  for (const teacher of [first, second, other]) teacher.skips();
  await campus.to('2025-09-27 23:00');
  for (const teacher of [first, second, other]) teacher.seesNothing();
  await campus.to('2025-09-28 07:31');
  other.sees('今日请讲');
  await campus.to('2025-09-28 14:31');
  // Two hours before the deadline only the head of the class that is left is asked.
  other.sees('请办：每周安全课', '三(2)班');
  expect(() => first.sees('请办：每周安全课')).toThrow();
  for (const teacher of [first, second, other]) teacher.skips();

  await campus.to('2025-09-30 08:01');
  const board = other.card('放假前 30 分钟');
  await first.presses('本班已办', undefined, board);
  await other.presses('本班已办', undefined, board);
  expect(tasksOf(campus, 'pre-holiday-lesson').map((task) => task.state)).toEqual(['done', 'done']);
  for (const teacher of [first, second, other]) teacher.skips();
  await campus.to('2025-09-30 23:00');
  for (const teacher of [first, second, other]) teacher.skips();
  // Eight days off: nobody hears anything.
  await campus.to('2025-10-08 23:00');
  for (const teacher of [first, second, other]) teacher.seesNothing();
  await campus.to('2025-10-09 07:31');
  for (const teacher of [first, second, other]) teacher.sees('今日请讲');
  expect(periods(campus, 'daily-safety-reminder')).toEqual([
    '2025-09-22',
    '2025-09-23',
    '2025-09-24',
    '2025-09-25',
    '2025-09-26',
    '2025-09-28',
    '2025-09-29',
    '2025-09-30',
    '2025-10-09',
  ]);
  expect(periods(campus, 'weekly-safety-lesson')).toHaveLength(2);
  expect(periods(campus, 'pre-holiday-lesson')).toEqual(['B2025-09-30']);
  await campus.end({ ignore: ['王芳', '李敏', '陈静', '赵强'] });
});

test('half-month, month and by date: asked once, nudged only until it is done, and next time again', async () => {
  const campus = await withDuties({
    start: '2025-10-15 20:00',
    duties: ['halfmonth-hazard-inspection', 'publicity-channels', 'safety-campaign'],
    staff: { 王芳: ['safety_office'], 陈静: ['canteen_manager'], 吴燕: ['moral_lead'] },
  });
  const [keeper, moral] = [campus.person('陈静'), campus.person('吴燕')];
  await campus.to('2025-10-16 08:01');
  keeper.sees('半月排查', '食堂');
  await campus.to('2025-10-24 10:01');
  // A week before the deadline, 31 October: the same list once more.
  keeper.sees('半月排查', '食堂');
  for (let place = 0; place < 2; place += 1) {
    const list = keeper.card('半月排查');
    await keeper.presses(list.buttons.find((label) => label.startsWith('查')) ?? '', undefined, list);
    await keeper.presses('签字提交', { 本人到场查过: true });
  }
  expect(tasksOf(campus, 'halfmonth-hazard-inspection').filter((task) => task.state === 'done')).toHaveLength(2);
  keeper.skips();
  await campus.to('2025-11-02 23:00');
  keeper.seesNothing();

  // 119 is a Sunday in 2025; its task came two weeks before the day it is held, and its summary waits for three school days.
  moral.sees('119');
  moral.skips();
  // November begins on a Saturday: the month opens on Monday.
  await campus.to('2025-11-03 08:01');
  moral.sees('请办：多形式宣传');
  keeper.sees('半月排查');
  expect(tasksOf(campus, 'publicity-channels').map((task) => task.period)).toEqual(['2025-11']);
  moral.skips();
  await campus.to('2025-11-21 10:01');
  moral.sees('请办：多形式宣传');
  await moral.presses('登记', { 形式: '板报', 主题: '冬季用电', 日期: '2025-11-20' });
  expect(tasksOf(campus, 'publicity-channels').map((task) => task.state)).toEqual(['done']);
  moral.skips();
  await campus.to('2025-11-28 17:01');
  expect(() => moral.sees('请办：多形式宣传')).toThrow();
  await campus.end({ ignore: ['王芳', '陈静', '吴燕'] });
});

test('term and year: opened on the first school day, due by the calendar, the ladder ends with who is above', async () => {
  const campus = await withDuties({
    start: '2025-08-31 20:00',
    duties: ['contact-channel', 'responsibility-letter'],
    staff: { 王芳: ['safety_office'], 孙丽: ['vice_principal'], 周建国: ['principal'] },
  });
  const [office, vice, principal] = ['王芳', '孙丽', '周建国'].map((name) => campus.person(name));
  if (!office || !vice || !principal) throw new Error('somebody is missing');
  await campus.to('2025-09-01 08:01');
  office.sees('请办：警校联络通道', '本学期', '9月5日 17:00');
  // 20 September is a Saturday: what is due by then is due on Friday.
  principal.sees('请办：安全责任分解', '本学年', '9月19日 17:00');
  await campus.to('2025-09-04 09:00');
  await office.presses('登记', { 已逐个核通: ['派出所'], 核通日: '2025-09-03' }, office.card('警校联络通道'));
  expect(tasksOf(campus, 'contact-channel').map((task) => task.state)).toEqual(['done']);
  office.skips();
  await campus.to('2025-09-11 23:00');
  expect(() => office.sees('警校联络通道')).toThrow();
  principal.seesNothing();
  // Seven, three and one days before, at the deadline; then the office, and the vice principal a school day later.
  await campus.to('2025-09-12 10:01');
  principal.sees('请办：安全责任分解');
  await campus.to('2025-09-19 16:59');
  for (let nudges = 0; nudges < 2; nudges += 1) principal.sees('请办：安全责任分解');
  principal.seesNothing();
  await campus.to('2025-09-19 18:01');
  principal.sees('请办：安全责任分解');
  office.sees('安全责任分解', '周建国未确认');
  await campus.to('2025-09-22 10:01');
  const summary = vice.sees('安全责任分解', '0/1');
  expect(summary.text).not.toContain('周建国');
  // Late is better than never, and is marked.
  const done = await principal.presses('登记', { 应签人数: 50, 已签人数: 50, 签订日期: '2025-09-22' });
  expect(done.toast?.content).toBe('已收下，标为“补录”');
  expect(tasksOf(campus, 'responsibility-letter')).toMatchObject([{ period: 'Y2025', state: 'done', late: true }]);
  await campus.to('2025-09-25 12:00');
  await campus.end({ ignore: ['王芳', '孙丽', '周建国'] });
});

test('boarding nights and events: every night of the term whatever the hour, and what begins when somebody says so', async () => {
  const campus = await withDuties({
    start: '2025-09-19 12:00',
    duties: ['dorm-rollcall', 'periphery-hazard-report'],
    staff: { 王芳: ['safety_office'], 周敏: ['dorm_keeper'], 刘洋: ['subject_teacher'] },
    boarding: true,
  });
  const [office, keeper, teacher] = ['王芳', '周敏', '刘洋'].map((name) => campus.person(name));
  if (!office || !keeper || !teacher) throw new Error('somebody is missing');
  await campus.to('2025-09-19 20:46');
  keeper.sees('请办：宿舍管理与晚点名', '21:15');
  const wrong = await keeper.presses('登记', { 应在: 120, 实在: 117, 请假数: 2, 违规用电: false });
  expect(wrong.toast?.content).toContain('几项加起来对不上，请核对');
  await keeper.presses('登记', { 应在: 120, 实在: 117, 请假数: 3, 违规用电: false });
  keeper.skips();
  // Saturday is a boarding night too; nobody answers, and quiet hours hold nothing back.
  await campus.to('2025-09-20 21:16');
  for (let asked = 0; asked < 2; asked += 1) keeper.sees('请办：宿舍管理与晚点名');
  keeper.skips();
  await campus.to('2025-09-20 22:16');
  office.sees('晚点名', '周敏未确认');
  expect(periods(campus, 'dorm-rollcall')).toEqual(['2025-09-19', '2025-09-20']);
  office.skips();

  // An event: the office begins one; a teacher who has no part in it is told who has.
  await teacher.says('登记');
  teacher.sees('没有可登记的事');
  await campus.to('2025-09-22 09:00');
  office.skips();
  await office.says('待办');
  office.sees('待办');
  await office.presses('登记一件事');
  const list = office.sees('登记一件事', '周边治安与环境隐患上报：9月24日 17:00 前');
  await office.presses('打开表格', { 登记什么: '周边治安与环境隐患上报' }, list);
  const form = office.card('周边治安与环境隐患上报', '9月24日 17:00');
  expect(form.messageId).toBe(list.messageId);
  await office.says('待办');
  office.sees('周边治安与环境隐患上报');
  // Nudged the day before, because it is still open; done once, and silent from then on.
  await campus.to('2025-09-23 10:01');
  office.sees('请办：周边治安与环境隐患上报');
  await office.presses('登记', { 类型: '水域', 地点: '学校东侧河边', 转办: '水务' });
  expect(tasksOf(campus, 'periphery-hazard-report')).toMatchObject([
    { state: 'done', late: false, content: { place: '学校东侧河边' } },
  ]);
  await campus.to('2025-09-24 20:30');
  expect(() => office.sees('周边治安')).toThrow();
  // Begun by mistake: dropped with one tap, and nobody is asked.
  await office.says('登记');
  await office.presses('打开表格', { 登记什么: '周边治安与环境隐患上报' });
  await office.presses('不登记了');
  expect(tasksOf(campus, 'periphery-hazard-report').map((task) => task.state)).toEqual(['done', 'excused']);
  await campus.end({ ignore: ['王芳', '周敏', '刘洋'] });
});
