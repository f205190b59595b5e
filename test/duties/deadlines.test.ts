import { describe, expect, it } from 'vitest';
import { markDays } from '../../src/duties/setup/mark_days.ts';
import { clockOf, dateOf } from '../../src/kernel/time.ts';
import { mergedTodo } from '../../src/nudges/todo.ts';
import { dutyPeriod, dutySetting, sentCard } from '../../src/store/schema/index.ts';
import { at, openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = { 王芳: ['safety_office'], 孙丽: ['vice_principal'], 李敏: ['staff'] };

/** A school with one class whose duties run by themselves; `on`: further duties that are switched on. */
function open(start: string, on: readonly string[] = []): SmallSchool {
  const school = openSmallSchool(staff, start);
  school.addClass('三(1)班', ['李敏']);
  for (const dutyId of on) school.db.insert(dutySetting).values({ schoolId: 1, dutyId, on: true }).run();
  school.plan();
  return school;
}
const mark = (school: SmallSchool, from: string, kind: 'suspended' | 'day_off' | 'clear', to = from) =>
  school.store.transaction(() => markDays(school.context(), 1, { from, to, kind, grade: '', note: '' }));
const due = (school: SmallSchool, dutyId: string): readonly string[] =>
  school.tasks(dutyId).map((task) => `${dateOf(task.dueAt, 'Asia/Shanghai')} ${clockOf(task.dueAt, 'Asia/Shanghai')}`);
const states = (school: SmallSchool, dutyId: string) => school.tasks(dutyId).map((task) => task.state);

describe('a deadline stands on the last school day of its period', () => {
  it.each([
    // Friday 2025-10-31 is an ordinary one; 2026-05-01 is Labour Day, a Friday.
    ['weekly-safety-lesson', '2025-10-26 20:00', '2025-10-27 08:30', '2025-10-31 16:30'],
    ['weekly-safety-lesson', '2026-04-26 20:00', '2026-04-27 08:30', '2026-04-30 16:30'],
    ['monthly-theme-class-meeting', '2026-04-30 20:00', '2026-05-06 09:00', '2026-05-29 17:00'],
    ['halfmonth-hazard-inspection', '2026-05-15 20:00', '2026-05-18 09:00', '2026-05-29 17:00'],
  ])('%s from %s', (dutyId, start, opened, deadline) => {
    const school = open(start);
    school.to(opened);
    expect(due(school, dutyId)[0]).toBe(deadline);
  });
});

describe('the calendar changes while a week is under way', () => {
  const started = () => {
    const school = open('2025-09-14 20:00');
    school.to('2025-09-17 10:00');
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-19 16:30']);
    school.sent();
    return school;
  };

  it('Friday is announced to be off: the lesson is due on Thursday, is nudged for then, and moves back with the day', () => {
    const school = started();
    mark(school, '2025-09-19', 'suspended');
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-18 16:30']);
    school.to('2025-09-18 14:31');
    expect(school.asked().filter((one) => one.card === 'duty.task').length).toBeGreaterThan(0);
    mark(school, '2025-09-19', 'clear');
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-19 16:30']);
    // Nudged anew for the day that is a school day again.
    school.sent();
    school.to('2025-09-19 14:31');
    expect(school.asked().some((one) => one.card === 'duty.task' && one.to === school.id('李敏'))).toBe(true);
  });

  it('Friday falls away on Friday morning: excused, nobody is asked, and asked again when it was a mistake', () => {
    const school = started();
    school.to('2025-09-19 06:40');
    mark(school, '2025-09-19', 'suspended');
    expect(states(school, 'weekly-safety-lesson')).toEqual(['excused']);
    expect(school.tasks('weekly-safety-lesson')[0]?.excuse).toBe('停课免记');
    mark(school, '2025-09-19', 'clear');
    expect(states(school, 'weekly-safety-lesson')).toEqual(['open']);
  });

  it('a week cut to one day goes on with the next one', () => {
    const school = open('2025-09-14 20:00');
    school.to('2025-09-15 10:00');
    mark(school, '2025-09-16', 'day_off', '2025-09-19');
    // The make-up Sunday is the last school day of the week after.
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-28 16:30']);
    school.to('2025-09-22 09:00');
    expect(school.tasks('weekly-safety-lesson')).toHaveLength(1);
  });

  it('what was done stays done, and what is over is left alone', () => {
    const school = started();
    const [task] = school.tasks('weekly-safety-lesson');
    school.press('李敏', 'duty.done', { task: task?.id ?? 0 });
    school.to('2025-09-19 07:00');
    mark(school, '2025-09-19', 'suspended');
    expect(states(school, 'weekly-safety-lesson')).toEqual(['done']);
  });

  it('half-months and months move too, and stay asked for when only their last day fell away', () => {
    const school = open('2025-10-15 20:00');
    school.to('2025-10-29 10:00');
    expect(due(school, 'halfmonth-hazard-inspection')[0]).toBe('2025-10-31 17:00');
    mark(school, '2025-10-31', 'suspended');
    expect(due(school, 'halfmonth-hazard-inspection')[0]).toBe('2025-10-30 17:00');
    expect(due(school, 'monthly-self-check')[0]).toBe('2025-10-30 17:00');
    mark(school, '2025-10-31', 'clear');
    school.to('2025-10-31 07:00');
    mark(school, '2025-10-31', 'suspended');
    expect(due(school, 'halfmonth-hazard-inspection')[0]).toBe('2025-10-31 17:00');
    expect(new Set(states(school, 'halfmonth-hazard-inspection'))).toEqual(new Set(['open']));
  });
});

describe('a grade has other school days than the school', () => {
  const markGrade = (school: SmallSchool, date: string, kind: 'suspended' | 'clear') =>
    school.store.transaction(() =>
      markDays(school.context(), 1, { from: date, to: date, kind, grade: '四年级', note: '' }),
    );
  const withTwo = (start: string) => {
    const school = openSmallSchool(staff, start);
    for (const [name, grade] of [
      ['三(1)班', '三年级'],
      ['四(1)班', '四年级'],
    ] as const)
      school.addClass(name, [], { grade });
    school.plan();
    return school;
  };

  it('its classes are due on their own last day, known before or told during the week, and follow the day back', () => {
    const school = withTwo('2025-09-14 20:00');
    markGrade(school, '2025-09-19', 'suspended');
    school.to('2025-09-15 09:00');
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-19 16:30', '2025-09-18 16:30']);
    markGrade(school, '2025-09-19', 'clear');
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-19 16:30', '2025-09-19 16:30']);
    markGrade(school, '2025-09-19', 'suspended');
    expect(due(school, 'weekly-safety-lesson')).toEqual(['2025-09-19 16:30', '2025-09-18 16:30']);
  });

  it('told on the day itself: only its classes are excused, and asked again when it was a mistake', () => {
    const school = withTwo('2025-09-14 20:00');
    school.to('2025-09-15 09:00');
    school.to('2025-09-19 06:40');
    markGrade(school, '2025-09-19', 'suspended');
    expect(states(school, 'weekly-safety-lesson')).toEqual(['open', 'excused']);
    markGrade(school, '2025-09-19', 'clear');
    expect(states(school, 'weekly-safety-lesson')).toEqual(['open', 'open']);
  });
});

describe('the shared card at the deadline', () => {
  const withBoard = () => {
    const school = open('2025-09-17 20:00');
    school.addClassTeachersGroup();
    school.to('2025-09-18 07:31');
    const board = school.sent().find((row) => row.card === 'duty.board');
    const period = school.db
      .select()
      .from(dutyPeriod)
      .all()
      .find((one) => one.dutyId === 'daily-safety-reminder');
    school.db
      .insert(sentCard)
      .values({
        card: 'duty.board',
        subject: { period: period?.id ?? 0 },
        topic: `duty-period:${period?.id}`,
        platform: 'feishu',
        messageId: 'om_board',
        groupId: board?.groupId ?? 1,
        sentAt: 0,
        shown: '',
      })
      .run();
    return { school, period: period?.id ?? 0 };
  };
  const updates = (school: SmallSchool) => school.sent().filter((row) => row.kind === 'update').length;

  it('says once that it is closed and can be made up, although nobody taps', () => {
    const { school, period } = withBoard();
    school.to('2025-09-18 16:20');
    expect(updates(school)).toBe(0);
    school.to('2025-09-18 16:21');
    expect(updates(school)).toBe(1);
    expect(school.text('duty.board', { period }, '李敏')).toContain('已截止，可补录');
    school.to('2025-09-18 23:00');
    expect(updates(school)).toBe(0);
  });

  it('a month’s card, which could no longer be changed in place, is left alone', () => {
    const { school } = withBoard();
    const long = school.db
      .update(dutyPeriod)
      .set({ openAt: at('2025-09-01 08:00') })
      .returning()
      .all();
    expect(long.length).toBeGreaterThan(0);
    school.to('2025-09-18 16:21');
    expect(updates(school)).toBe(0);
  });

  it('costs nothing when everything was done before', () => {
    const { school } = withBoard();
    const [task] = school.tasks('daily-safety-reminder');
    school.press('李敏', 'duty.done', { task: task?.id ?? 0 });
    updates(school);
    school.to('2025-09-18 17:30');
    expect(updates(school)).toBe(0);
  });
});

it('what is only recorded and never nudged for ends with its deadline, and waits in nobody’s list', () => {
  const school = open('2025-09-17 20:00', ['police-guard-post']);
  school.until('2025-09-18 17:01');
  expect(states(school, 'police-guard-post')).toEqual(['missed']);
  expect(mergedTodo(school.context(), school.id('王芳')).items.map((one) => one.text)).not.toContainEqual(
    expect.stringContaining('护学岗'),
  );
});
