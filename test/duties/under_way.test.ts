import { describe, expect, it } from 'vitest';
import { schoolDuty } from '../../src/duties/settings.ts';
import { switchOn } from '../../src/duties/setup/save.ts';
import { setTimer } from '../../src/kernel/timers.ts';
import { STAFF_TIMER } from '../../src/school/staff_known.ts';
import { dutySetting, identity, rosterImport } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const LESSON = 'pre-holiday-lesson';
const TALK = 'home-school-safety';
const staff = { 王芳: ['safety_office'], 孙丽: ['vice_principal'], 李敏: ['staff'], 赵强: ['staff'] } as const;

/** One more class with its head, as a roster brings it; the head is found in the contacts. */
function withClass(school: SmallSchool, name: string, head: string): void {
  school.db
    .insert(identity)
    .values({ platform: 'feishu', userId: `ou_${school.id(head)}`, personId: school.id(head) })
    .run();
  school.addClass(name, [head]);
}

/** What the import of a roster leaves behind, and what it wakes. */
function imported(school: SmallSchool): void {
  const row = { schoolId: 1, fileName: '名册', at: 0, state: 'imported', problems: [], summary: {} } as const;
  school.db.insert(rosterImport).values(row).run();
  setTimer(school.context(), STAFF_TIMER, 'school:1', school.context().now);
  school.tick();
}

const switchedOn = (school: SmallSchool, dutyId: string): string | undefined =>
  school.store.transaction(() => {
    const duty = schoolDuty(school.context(), 1, dutyId);
    return duty && switchOn(school.context(), duty)?.text;
  });

describe('a school installed in the middle of a period', () => {
  it('asks for the lesson before the holiday, whose week has begun and whose deadline lies ahead', () => {
    const school = openSmallSchool(staff, '2025-09-26 10:00');
    school.plan();
    school.tick();
    // Nobody is known yet, so nothing is asked.
    expect(school.asked()).toEqual([]);
    withClass(school, '三年级1班', '李敏');
    imported(school);
    expect(school.tasks(LESSON)).toMatchObject([{ period: 'B2025-09-30', state: 'open' }]);
    expect(school.tasks('daily-safety-reminder')).toMatchObject([{ period: '2025-09-26', state: 'open' }]);
    // Monday's meeting is over, the month's class meeting due today is not.
    expect(school.tasks('weekly-safety-meeting')).toEqual([]);
    expect(school.tasks('monthly-theme-class-meeting')).toMatchObject([{ state: 'open' }]);
    // One message a person, whatever they have to do.
    const told = school.asked();
    expect(told.filter((row) => row.to === school.id('李敏'))).toEqual([
      { card: 'todo.merged', subject: { instead: 1 }, to: school.id('李敏') },
    ]);
    const list = school.text('todo.merged', { instead: 1 }, '李敏');
    expect(list).toContain('放假前');
    expect(new Set(told.map((row) => row.to)).size).toBe(told.length);
  });

  it('a class that comes later gets what is under way, and nobody is asked a second time', () => {
    const school = openSmallSchool(staff, '2025-09-24 10:00');
    school.plan();
    withClass(school, '三年级1班', '李敏');
    imported(school);
    school.sent();
    const before = school.tasks('weekly-safety-lesson');
    imported(school);
    expect(school.asked()).toEqual([]);
    withClass(school, '三年级2班', '赵强');
    imported(school);
    expect(school.tasks('weekly-safety-lesson')).toMatchObject([
      ...before,
      { period: before[0]?.period, scopeId: '2' },
    ]);
    expect(new Set(school.asked().map((row) => row.to))).toEqual(new Set([school.id('赵强')]));
  });

  it('nobody is asked before anybody has an account', () => {
    const school = openSmallSchool(staff, '2025-09-24 10:00');
    school.plan();
    withClass(school, '三年级1班', '李敏');
    school.db.delete(identity).run();
    imported(school);
    expect(school.tasks('weekly-safety-lesson')).toEqual([]);
    expect(school.asked()).toEqual([]);
  });

  it('a roster that is imported late in the evening asks in the morning', () => {
    const school = openSmallSchool(staff, '2025-09-23 22:10');
    school.plan();
    withClass(school, '三年级1班', '李敏');
    imported(school);
    expect(school.asked()).toEqual([]);
    school.to('2025-09-24 06:30');
    expect(school.asked().some((row) => row.to === school.id('李敏'))).toBe(true);
  });

  it('no rung of the days before speaks: the first nudge is the next one', () => {
    const school = openSmallSchool(staff, '2025-09-24 10:00');
    school.plan();
    withClass(school, '三年级1班', '李敏');
    imported(school);
    school.sent();
    // Three days before the month's last Friday is past, one day before it is not.
    const theme = school.tasks('monthly-theme-class-meeting')[0]?.id;
    const nudged = () => school.asked().filter((row) => Object(row.subject).task === theme).length;
    school.until('2025-09-24 23:00');
    expect(nudged()).toBe(0);
    school.until('2025-09-25 23:00');
    expect(nudged()).toBe(1);
  });
});

describe('a duty that is switched on', () => {
  it('begins with the period it is in while its deadline lies ahead', () => {
    const school = openSmallSchool(staff, '2025-09-24 10:00');
    withClass(school, '三年级1班', '李敏');
    school.plan();
    expect(switchedOn(school, TALK)).toBe('已开启，本期的已发出');
    expect(school.tasks(TALK)).toMatchObject([{ period: 'T2025-1', state: 'open' }]);
    expect(school.asked()).toMatchObject([{ card: 'duty.task', to: school.id('李敏') }]);
    // Friday noon is to come: nothing is open yet.
    expect(switchedOn(school, 'friday-five-minute')).toBe('已开启，从下一周期起');
    expect(school.tasks('friday-five-minute')).toEqual([]);
  });

  it('off and on again asks nobody twice', () => {
    const school = openSmallSchool(staff, '2025-09-24 10:00');
    withClass(school, '三年级1班', '李敏');
    school.plan();
    switchedOn(school, TALK);
    school.sent();
    school.db.update(dutySetting).set({ on: false }).run();
    switchedOn(school, TALK);
    expect(school.tasks(TALK)).toHaveLength(1);
    expect(school.asked()).toEqual([]);
  });
});
