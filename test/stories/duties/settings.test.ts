import { expect, test } from 'vitest';
import { verifyChain } from '../../../src/kernel/record.ts';
import { audit, dutySetting, dutyTask } from '../../../src/store/schema/index.ts';
import { addClasses, addClassTeachersGroup } from '../campus/classes.ts';
import { type Campus, openCampus } from '../campus.ts';

const HEADS = ['李敏', '赵强', '陈静'] as const;

/** 七年级 has one class, 八年级 two; the story begins the evening before. */
async function withClasses(): Promise<Campus> {
  const campus = await openCampus({
    duties: true,
    start: '2025-09-17 20:00',
    staff: { 王芳: ['safety_office'], 李敏: ['staff'], 赵强: ['staff'], 陈静: ['staff'] },
  });
  addClassTeachersGroup(campus, HEADS);
  const names = ['七年级0班', '八年级1班', '八年级2班'];
  addClasses(
    campus,
    HEADS.map((head, index) => {
      const name = names[index] ?? '';
      return { name, stage: 'junior', grade: name.slice(0, 3), canonical: `junior-8-${index}`, heads: [head] };
    }),
  );
  return campus;
}

const end = (campus: Campus) => campus.end({ ignore: ['王芳', ...HEADS] });
const rows = (campus: Campus) => {
  let found = { tasks: [] as (typeof dutyTask.$inferSelect)[], settings: [] as (typeof dutySetting.$inferSelect)[] };
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    found = { tasks: db.select().from(dutyTask).all(), settings: db.select().from(dutySetting).all() };
    expect(verifyChain(db).ok).toBe(true);
  });
  return found;
};

test('the safety office moves the daily reminder; a frequency below the floor is refused with its source', async () => {
  const campus = await withClasses();
  const office = campus.person('王芳');
  await office.says('帮助');
  await office.presses('选择职责');
  expect(office.card('职责：已开').text).toContain('每日安全提醒（每个上课日）');
  await office.presses('打开设置', { 改哪一项: '每日安全提醒' });
  const form = office.card('设置：每日安全提醒');
  expect(form.text).toContain('次平台调用');
  expect(form.text).toContain('最少每个上课日一次：某县教体局与小学护校安园方案');
  expect(form.fields.map((one) => one.label)).toEqual(['开启', '推送', '截止', '发到', '负责角色', '频率', '提示语']);

  await office.presses('保存设置', { 推送: '17:00' });
  expect(office.card('设置：每日安全提醒').text).toContain('截止要晚于推送');
  const saved = await office.presses('保存设置', { 推送: '09:00', 提示语: '讲完点一下' });
  expect(saved.toast?.content).toBe('已保存，从下一周期起');
  expect(rows(campus).settings).toMatchObject([
    { dutyId: 'daily-safety-reminder', on: true, openAt: '09:00', dueAt: null, prompt: '讲完点一下' },
  ]);

  await campus.to('2025-09-18 08:00');
  expect(rows(campus).tasks.filter((one) => one.dutyId === 'daily-safety-reminder')).toEqual([]);
  await campus.to('2025-09-18 09:01');
  expect(rows(campus).tasks.filter((one) => one.dutyId === 'daily-safety-reminder')).toHaveLength(3);
  await end(campus);
});

test('switching on says what it costs first; what was missed before is not asked', async () => {
  const campus = await withClasses();
  const office = campus.person('王芳');
  await office.says('帮助');
  await office.presses('选择职责');
  await office.presses('看下一页');
  await office.presses('打开设置', { 改哪一项: '周五五分钟小结' });
  const off = office.card('设置：周五五分钟小结');
  expect(off.text).toContain('未开启');
  await office.presses('保存设置', { 开启: true });
  const asked = office.card('要开启吗：周五五分钟小结');
  expect(asked.text).toMatch(/班主任（3 人）/);
  expect(asked.text).toMatch(/全校每月约 \d+ 次/);
  expect(rows(campus).settings).toEqual([]);
  await office.presses('先不开');
  await office.presses('保存设置', { 开启: true });
  await office.presses('开启这项');
  expect(office.card('设置：周五五分钟小结').text).toContain('已开启');
  expect(rows(campus).settings).toMatchObject([{ dutyId: 'friday-five-minute', on: true }]);
  await campus.to('2025-09-19 12:01');
  expect(rows(campus).tasks.filter((one) => one.dutyId === 'friday-five-minute')).toHaveLength(3);
  // Off again: what is open may still be done, nothing new opens.
  await office.presses('保存设置', { 开启: false });
  await campus.to('2025-09-26 12:01');
  expect(rows(campus).tasks.filter((one) => one.dutyId === 'friday-five-minute')).toHaveLength(3);
  await end(campus);
});

test('nobody but the safety office sets duties or the calendar', async () => {
  const campus = await withClasses();
  const teacher = campus.person('李敏');
  await teacher.says('帮助');
  expect(teacher.card('可以这样对安园说').buttons).not.toContain('选择职责');
  await end(campus);
});

test('停课 of one grade excuses its classes of today and is undone; the board follows', async () => {
  const campus = await withClasses();
  const office = campus.person('王芳');
  const [first] = HEADS;
  await campus.to('2025-09-18 07:31');
  await office.says('帮助');
  await office.presses('选择职责');
  await office.presses('看校历');
  const card = office.card('校历：第3周');
  expect(card.text).toContain('国庆节');
  expect(card.text).toContain('补课：9月28日 周日');
  const marked = await office.presses('登记这天', { 种类: '停课', 年级: '八年级', 说明: '台风' });
  expect(marked.toast?.content).toContain('2 处');
  expect(office.card('校历：第3周').text).toContain('停课（八年级）：台风');
  const daily = () => rows(campus).tasks.filter((one) => one.dutyId === 'daily-safety-reminder');
  expect(daily().map((one) => [one.state, one.excuse])).toEqual([
    ['open', null],
    ['excused', '停课免记'],
    ['excused', '停课免记'],
  ]);
  expect(campus.person(first).card('今日请讲').text).toContain('2/3');
  await office.presses('登记这天', { 种类: '取消标记', 年级: '八年级' });
  expect(daily().map((one) => one.state)).toEqual(['open', 'open', 'open']);
  // A day ahead: that grade's classes are excused when the day comes; a day off for all opens nothing.
  await office.presses('登记这天', { 日期: '2025-09-19', 种类: '停课', 年级: '七年级' });
  await office.presses('登记这天', { 日期: '2025-09-22', 种类: '放假' });
  await campus.to('2025-09-19 07:31');
  expect(
    daily()
      .slice(3)
      .map((one) => one.state),
  ).toEqual(['excused', 'open', 'open']);
  await campus.to('2025-09-22 12:00');
  expect(daily()).toHaveLength(6);
  await end(campus);
});

test('the term is set by its first and last day; a mistyped one is refused', async () => {
  const campus = await withClasses();
  const office = campus.person('王芳');
  await office.says('帮助');
  await office.presses('选择职责');
  await office.presses('看校历');
  expect(office.card('校历：第3周').text).toContain('按惯例');
  await office.presses('改学期');
  await office.presses('保存起止', { 第一天: '2025-09-08', 最后一天: '2025-09-10' });
  expect(office.card('学期起止').text).toContain('起止日期请核对');
  await office.presses('保存起止', { 第一天: '2025-09-08', 最后一天: '2026-01-23' });
  const card = office.card('校历：第2周');
  expect(card.text).not.toContain('按惯例');
  let written: string[] = [];
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    written = db
      .select()
      .from(audit)
      .all()
      .map((row) => row.action);
  });
  expect(written).toContain('calendar.term');
  await end(campus);
});
