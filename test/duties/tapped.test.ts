import { expect, it } from 'vitest';
import { dutyById } from '../../src/duties/catalogue/index.ts';
import { dutyLedger } from '../../src/records/duty_ledger.ts';
import { classGroup, role } from '../../src/store/schema/index.ts';
import { openSmallSchool } from './small_school.ts';

const LESSON = 'weekly-safety-lesson';

it('one tap on the shared card counts; what the lesson was about can still be told, and the ledger says which is not', () => {
  const school = openSmallSchool({ 王芳: ['safety_office'], 李敏: ['staff'] }, '2025-09-14 20:00');
  school.db
    .insert(classGroup)
    .values({ schoolId: 1, name: '三(1)班', stage: 'primary', grade: '三年级', canonical: 'primary-3-1' })
    .run();
  school.db
    .insert(role)
    .values({ personId: school.id('李敏'), schoolId: 1, role: 'class_teacher', scope: 'class', scopeId: '1' })
    .run();
  school.plan();
  school.until('2025-09-15 10:00');
  const lesson = () => {
    const [first] = school.tasks(LESSON);
    if (!first) throw new Error('no lesson was asked for');
    return first;
  };
  const { id } = lesson();
  const duty = dutyById(LESSON);
  const rows = () => {
    const period = { from: '2025-09-15', to: '2025-09-21', text: '' };
    const { sheets } = dutyLedger(school.context(), 1, period, { title: '', duties: duty ? [duty] : [] });
    return [...(sheets[0]?.rows() ?? [])][0];
  };
  expect(school.press('李敏', 'duty.done', { task: id }).toast?.text).toBe('已记：三(1)班');
  expect(lesson()).toMatchObject({ state: 'done', doneById: school.id('李敏') });
  expect(rows()).toContain('按时，内容未填');

  school.until('2025-09-16 10:00');
  const card = school.show('duty.mine', { task: id }, '李敏');
  expect(card.title).toContain('已办：每周安全课');
  expect(card.form?.submit).toBe('补填');
  const told = { topic: '楼梯靠右走', lesson_date: '2025-09-15', teacher: school.id('李敏') };
  const fill = (minutes: number) => school.press('李敏', 'duty.submit', { task: id }, { ...told, minutes });
  expect(() => fill(15)).toThrow(expect.objectContaining({ code: 'form.invalid' }));
  const { doneAt } = lesson();
  expect(fill(40).toast?.text).toBe('已补填：三(1)班');
  expect(lesson()).toMatchObject({ state: 'done', doneAt, late: false, content: { topic: '楼梯靠右走', minutes: 40 } });
  expect(rows()).toContain('按时');
  expect(school.show('duty.mine', { task: id }, '李敏').form).toBeUndefined();
  // Filled in once it is as done as any other.
  expect(() => fill(40)).toThrow(expect.objectContaining({ code: 'duty.done' }));
});
