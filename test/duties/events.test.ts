import { describe, expect, it } from 'vitest';
import { eventDutiesFor } from '../../src/duties/events/begin.ts';
import { clockOf, dateOf } from '../../src/kernel/time.ts';
import { dutySetting } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = { 王芳: ['safety_office'], 门卫: ['gate_guard'], 李敏: ['staff'], 周校: ['principal'] };
const ON = [
  'visitor-registration',
  'early-leave-release',
  'periphery-hazard-report',
  'bullying-case',
  'incident-report',
];

/** Thursday morning; 李敏 heads a class. */
function open(start = '2025-09-18 09:00', on: readonly string[] = ON): SmallSchool {
  const school = openSmallSchool(staff, start);
  school.addClass('三(1)班', ['李敏']);
  for (const dutyId of on) school.db.insert(dutySetting).values({ schoolId: 1, dutyId, on: true }).run();
  return school;
}
const may = (school: SmallSchool, who: string) =>
  eventDutiesFor(school.context(), school.id(who), 1).map((duty) => duty.id);
const begin = (school: SmallSchool, who: string, duty: string) =>
  school.press(who, 'event.begin', { school: 1 }, { duty });
const due = (school: SmallSchool, duty: string): string => {
  const task = school.tasks(duty).at(-1);
  return task ? `${dateOf(task.dueAt, 'Asia/Shanghai')} ${clockOf(task.dueAt, 'Asia/Shanghai')}` : '';
};

describe('what begins when somebody says so', () => {
  it('is offered to those whose duty it is and to the leaders; private matters and alarms have their own way', () => {
    const school = open();
    expect([...may(school, '门卫')].sort()).toEqual(['early-leave-release', 'visitor-registration']);
    expect(may(school, '李敏')).toEqual(['early-leave-release']);
    const all = ['visitor-registration', 'early-leave-release', 'periphery-hazard-report'];
    expect([...may(school, '王芳')].sort()).toEqual([...all].sort());
    expect(may(school, '周校')).toEqual(may(school, '王芳'));
    expect(may(open(undefined, []), '王芳')).toEqual([]);
    expect(() => begin(school, '门卫', 'periphery-hazard-report')).toThrow('event.not_yours');
    expect(() => begin(school, '王芳', 'bullying-case')).toThrow('event.not_yours');
  });

  it.each([
    ['visitor-registration', '2025-09-18 09:00', '2025-09-18 18:00'],
    // An hour is the least: begun at half past five it is due the next school day.
    ['visitor-registration', '2025-09-18 17:30', '2025-09-19 18:00'],
    ['visitor-registration', '2025-09-19 19:00', '2025-09-22 18:00'],
    ['periphery-hazard-report', '2025-09-18 09:00', '2025-09-22 17:00'],
  ])('%s begun at %s is due at %s', (duty, start, deadline) => {
    const school = open(start);
    begin(school, '王芳', duty);
    expect(due(school, duty)).toBe(deadline);
  });

  it('twice is two, each of whoever began it; a class head’s is of their class', () => {
    const school = open();
    begin(school, '李敏', 'early-leave-release');
    begin(school, '李敏', 'early-leave-release');
    expect(school.tasks('early-leave-release')).toMatchObject([
      { scope: 'class', scopeId: '1', assigneeId: school.id('李敏') },
      { scope: 'class', scopeId: '1', assigneeId: school.id('李敏') },
    ]);
    expect(school.text('duty.mine', { task: 1 }, '李敏')).toContain('三(1)班');
  });

  it('is reminded of while open, told to the office when it stays so, and silent when it was dropped', () => {
    const school = open();
    begin(school, '门卫', 'visitor-registration');
    begin(school, '门卫', 'visitor-registration');
    school.press('门卫', 'event.drop', { task: 2 });
    school.sent();
    school.until('2025-09-18 19:01');
    const asked = school.asked();
    expect(asked.filter((one) => one.card === 'duty.task').map((one) => one.subject)).toEqual([
      { task: 1 },
      { task: 1 },
    ]);
    expect(asked.filter((one) => one.card === 'duty.summary').map((one) => one.to)).toEqual([school.id('王芳')]);
    expect(() => school.press('李敏', 'event.drop', { task: 1 })).toThrow('action.forbidden');
  });
});
