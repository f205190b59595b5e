import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openMissed, tellLeft } from '../../src/duties/said/asked.ts';
import { openShifts, tellOnDuty } from '../../src/duties/said/shifts_asked.ts';
import { putShift } from '../../src/duties/shift_entries.ts';
import { dutyPeriod, dutySetting } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

/** What a question brings: cards by name and subject, texts as they are. */
function answer(school: SmallSchool, ask: (context: ReturnType<SmallSchool['context']>) => void): readonly unknown[] {
  school.sent();
  school.store.transaction(() => ask(school.context()));
  return school.sent().map((row) => (row.kind === 'text' ? row.text : [row.card, row.subject]));
}

it('says who stands a shift by the day asked for, also the night’s that began the day before', () => {
  const school = openSmallSchool(
    { 王芳: ['safety_office'], 吴刚: ['duty_leader'], 孙丽: ['vice_principal'] },
    '2025-09-17 06:00',
  );
  const put = (date: string, who: string) =>
    school.store.transaction(() =>
      putShift(school.context(), {
        schoolId: 1,
        dutyId: 'leader-duty-roster',
        date,
        slot: '',
        post: '',
        person: school.id(who),
        from: 7 * 60,
        to: 31 * 60,
      }),
    );
  put('2025-09-17', '吴刚');
  put('2025-09-18', '孙丽');
  const asked = (tomorrow: boolean) => answer(school, (context) => tellOnDuty(context, school.id('王芳'), 1, tomorrow));
  expect(asked(false)).toEqual(['9月17日 周三 值班\n07:00 带班：吴刚']);
  expect(asked(true)).toEqual(['9月18日 周四 值班\n07:00 带班：孙丽']);
  school.until('2025-09-18 02:00');
  expect(asked(false)).toEqual(['9月18日 周四 值班\n昨天 07:00 带班：吴刚\n07:00 带班：孙丽']);
  school.until('2025-09-18 08:00');
  expect(asked(false)).toEqual(['9月18日 周四 值班\n07:00 带班：孙丽']);
  expect(asked(true)).toEqual(['9月19日 周五 没有排班。要排，发“排班”，或把值班表发到这里。']);
});

it('到岗 opens what can be checked in at from an hour before, not a shift of the evening', () => {
  const school = openSmallSchool({ 王芳: ['safety_office'], 吴刚: ['duty_leader'] }, '2025-09-17 06:00');
  const entry = { schoolId: 1, dutyId: 'leader-duty-roster', slot: '', post: '', person: school.id('吴刚') };
  const shift = school.store.transaction(
    () => putShift(school.context(), { ...entry, date: '2025-09-17', from: 19 * 60, to: 31 * 60 }).shift?.id,
  );
  const arrives = () => answer(school, (context) => openShifts(context, school.id('吴刚'), true));
  expect(arrives()).toEqual([['shift.mine', { person: school.id('吴刚') }]]);
  school.until('2025-09-17 18:05');
  expect(arrives()).toEqual([['shift.checkin', { shift }]]);
  school.press('吴刚', 'shift.check-in', { shift: shift ?? 0 });
  expect(arrives()).toEqual(['接下来没有排您的班。']);
});

it('谁没办 tells of no matter about children, and 补报 of what one missed oneself', () => {
  const school = openSmallSchool(
    { 王芳: ['safety_office'], 孙丽: ['vice_principal'], 李敏: ['staff'], 赵强: ['staff'] },
    '2025-08-31 20:00',
  );
  school.addClass('三(1)班', ['李敏']);
  school.addClass('三(2)班', ['赵强']);
  school.db.insert(dutySetting).values({ schoolId: 1, dutyId: 'dispute-check', on: true }).run();
  school.plan();
  school.until('2025-09-29 10:00');
  const sealed = school.db.select().from(dutyPeriod).where(eq(dutyPeriod.dutyId, 'dispute-check')).all();
  expect(sealed).toHaveLength(1);
  const told = answer(school, (context) => tellLeft(context, school.id('孙丽'), 1, false));
  expect(told.length).toBeGreaterThan(1);
  const periods = told.flatMap((one) => (Array.isArray(one) ? [one[1].period] : []));
  expect(periods).not.toContain(sealed[0]?.id);

  const missed = answer(school, (context) => openMissed(context, school.id('李敏')));
  const theirs = ['daily-safety-reminder', 'weekly-safety-lesson']
    .flatMap((duty) => school.tasks(duty))
    .filter((task) => task.state === 'missed' && task.scopeId === '1')
    .sort((left, right) => right.dueAt - left.dueAt || right.id - left.id);
  expect(missed).toEqual(theirs.slice(0, 3).map((task) => ['duty.task', { task: task.id }]));
});
