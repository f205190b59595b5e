import { expect, it } from 'vitest';
import { weekDuties } from '../../src/digests/duty_figures.ts';
import { toldOf } from '../../src/digests/told.ts';
import { dutyById } from '../../src/duties/catalogue/index.ts';
import { dutyLedger } from '../../src/records/duty_ledger.ts';
import { openSmallSchool } from './small_school.ts';

const LESSON = 'weekly-safety-lesson';

it('one tap on the shared card counts; what the lesson was about can still be told, and the ledger says which is not', () => {
  const school = openSmallSchool({ 王芳: ['safety_office'], 李敏: ['staff'] }, '2025-09-14 20:00');
  school.addClass('三(1)班', ['李敏']);
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
  expect(rows()).toContain('按时，已讲，待补内容');

  school.until('2025-09-16 10:00');
  const card = school.show('duty.mine', { task: id }, '李敏');
  expect(card.title).toContain('已讲待补：每周安全课');
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

it('the tap alone is asked for its content once, at the deadline, and told apart in the weekly figures', () => {
  const school = openSmallSchool({ 王芳: ['safety_office'], 李敏: ['staff'], 赵强: ['staff'] }, '2025-09-14 20:00');
  ['李敏', '赵强'].forEach((head, index) => {
    school.addClass(`三(${index + 1})班`, [head]);
  });
  school.plan();
  school.until('2025-09-18 10:00');
  const [first, second] = school.tasks(LESSON);
  school.press('李敏', 'duty.done', { task: first?.id ?? 0 });
  school.press(
    '赵强',
    'duty.submit',
    { task: second?.id ?? 0 },
    {
      topic: '楼梯靠右走',
      lesson_date: '2025-09-18',
      teacher: school.id('赵强'),
      minutes: 40,
    },
  );
  const asked = () => school.asked().filter((row) => row.card?.startsWith('duty.fill-in'));
  school.until('2025-09-19 16:29');
  expect(asked()).toEqual([]);
  school.until('2025-09-26 10:00');
  expect(asked()).toEqual([{ card: 'duty.fill-in-own', subject: { task: first?.id }, to: school.id('李敏') }]);
  expect(
    weekDuties(school.context(), toldOf(school.context(), { school: 1, week: '2025-09-22', after: 0, upTo: 0 })),
  ).toContainEqual(expect.objectContaining({ name: '每周安全课', done: 2, total: 2, missed: 0, toFill: 1 }));
  // With a group it is one card there, by class.
  school.addClassTeachersGroup();
  const lesson = school.tasks(LESSON).at(-1);
  school.press('赵强', 'duty.done', { task: lesson?.id ?? 0 });
  school.sent();
  // That week ends on a make-up Sunday.
  school.until('2025-09-28 18:00');
  const [card, ...others] = school.sent().filter((row) => row.card?.startsWith('duty.fill-in'));
  expect(others).toEqual([]);
  expect(card).toMatchObject({ card: 'duty.fill-in', groupId: 1 });
  const shown = school.text('duty.fill-in', { period: Number(Object(card?.subject).period) }, '赵强');
  expect(shown).toContain('三(2)班：讲过了，还差课题、日期');
  expect(shown).not.toContain('赵强');
});
