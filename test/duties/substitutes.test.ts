import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/duties/catalogue/index.ts';
import { ownersOf, taskById } from '../../src/duties/tasks.ts';
import { mergedTodo } from '../../src/nudges/todo.ts';
import { dutyPeriod, dutySetting, dutyTask, hazard, person, role } from '../../src/store/schema/index.ts';
import { at, openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = {
  王芳: ['safety_office'],
  李敏: ['staff'],
  陈静: ['staff'],
  赵强: ['facility_lead'],
  吴燕: ['moral_lead'],
  郑敏: ['staff'],
};
/** Sunday evening; one class with the heads 李敏 and 陈静; only these duties run. */
function open(duties: readonly string[], start = '2025-09-14 20:00'): SmallSchool {
  const school = openSmallSchool(staff, start);
  school.addClass('三(1)班', ['李敏', '陈静']);
  for (const { id } of catalogue)
    school.db
      .insert(dutySetting)
      .values({ schoolId: 1, dutyId: id, on: duties.includes(id) })
      .run();
  school.plan();
  return school;
}
const held = { schoolId: 1, role: 'class_teacher', scope: 'class', scopeId: '1' } as const;
const heads = (school: SmallSchool, who: string) =>
  school.db
    .insert(role)
    .values({ personId: school.id(who), ...held })
    .run();
const noLonger = (school: SmallSchool, who: string, name: string) =>
  school.db
    .delete(role)
    .where(and(eq(role.personId, school.id(who)), eq(role.role, name)))
    .run();
const askedAbout = (school: SmallSchool, dutyId: string): readonly (number | null)[] => {
  const ids = new Set(school.tasks(dutyId).map((task) => task.id));
  return school
    .sent()
    .filter((row) => row.card === 'duty.task' && ids.has(Number((row.subject as { task?: number }).task)))
    .map((row) => row.personId);
};
const LESSON = 'weekly-safety-lesson';
const todo = (school: SmallSchool, who: string) =>
  mergedTodo(school.context(), school.id(who)).items.map((one) => one.text);

describe('a class with two heads', () => {
  it('asks both, and neither again when either has done it', () => {
    const school = open([LESSON]);
    school.until('2025-09-15 08:01');
    expect(askedAbout(school, LESSON)).toEqual([school.id('李敏'), school.id('陈静')]);
    expect(todo(school, '李敏')).toContainEqual(expect.stringContaining('每周安全课'));
    school.press('陈静', 'duty.done', { task: school.tasks(LESSON)[0]?.id ?? 0 });
    expect(todo(school, '李敏')).not.toContainEqual(expect.stringContaining('每周安全课'));
    school.until('2025-09-22 07:00');
    expect(askedAbout(school, LESSON)).toEqual([]);
  });
});

describe('a role changes hands while a task is open', () => {
  it('a class: whoever heads it now is asked from then on, and may do it; who headed it may not', () => {
    const school = open([LESSON]);
    school.until('2025-09-15 08:01');
    noLonger(school, '李敏', 'class_teacher');
    noLonger(school, '陈静', 'class_teacher');
    heads(school, '郑敏');
    askedAbout(school, LESSON);
    school.until('2025-09-19 16:29');
    expect(new Set(askedAbout(school, LESSON))).toEqual(new Set([school.id('郑敏')]));
    const task = { task: school.tasks(LESSON)[0]?.id ?? 0 };
    expect(() => school.press('李敏', 'duty.done', task)).toThrow('action.forbidden');
    expect(todo(school, '郑敏')).toContainEqual(expect.stringContaining('三(1)班 每周安全课'));
    school.press('郑敏', 'duty.done', task);
    expect(school.tasks(LESSON)[0]).toMatchObject({ state: 'done', byDeputy: false });
  });

  it.each(['left', 'moved'] as const)('given by name to somebody who has %s: it goes back to the post', (how) => {
    const school = open([]);
    const times = { period: '2025', openAt: at('2025-09-14 08:00'), dueAt: at('2025-09-30 17:00') };
    school.db
      .insert(dutyPeriod)
      .values({ schoolId: 1, dutyId: 'plan-submission', ladder: [], ...times })
      .run();
    const { id } = school.db
      .insert(dutyTask)
      .values({ schoolId: 1, dutyId: 'plan-submission', scope: 'school', assigneeId: school.id('吴燕'), ...times })
      .returning({ id: dutyTask.id })
      .get();
    const owners = () => {
      const task = taskById(school.context(), id);
      return task ? ownersOf(school.context(), task) : [];
    };
    expect(owners()).toEqual([school.id('吴燕')]);
    if (how === 'moved') noLonger(school, '吴燕', 'moral_lead');
    else
      school.db
        .update(person)
        .set({ state: 'left' })
        .where(eq(person.id, school.id('吴燕')))
        .run();
    expect(owners()).toEqual([school.id('王芳')]);
  });
});

describe('somebody stands in', () => {
  const away = (school: SmallSchool, work: readonly string[]) => {
    const days = { from: '2025-09-15', to: '2025-09-19' };
    school.press('李敏', 'leave.submit', { school: 1 }, { ...days, substitute: school.id('郑敏'), work });
    school.press('郑敏', 'leave.agree', { leave: 1 });
  };

  it('for lessons: asked, in their list, done and kept as theirs; after the days the head’s own again', () => {
    const school = open([LESSON]);
    noLonger(school, '陈静', 'class_teacher');
    away(school, ['lesson']);
    school.until('2025-09-15 08:01');
    expect(askedAbout(school, LESSON)).toEqual([school.id('郑敏')]);
    expect(todo(school, '郑敏')).toContainEqual(expect.stringContaining('每周安全课'));
    expect(todo(school, '李敏')).toEqual([]);
    school.until('2025-09-22 08:01');
    expect(askedAbout(school, LESSON).at(-1)).toBe(school.id('李敏'));
  });

  it('who stands in and then leaves the school is asked no more', () => {
    const school = open([LESSON]);
    noLonger(school, '陈静', 'class_teacher');
    away(school, ['lesson']);
    school.db
      .update(person)
      .set({ state: 'left' })
      .where(eq(person.id, school.id('郑敏')))
      .run();
    school.until('2025-09-15 08:01');
    expect(askedAbout(school, LESSON)).toEqual([school.id('李敏')]);
  });

  it('for hazards: sees them beside the owner and works on them, for these days only', () => {
    const school = open([]);
    school.db
      .insert(hazard)
      .values({
        schoolId: 1,
        number: 'QS-202509-0001',
        title: '扶手松',
        description: '扶手松了',
        placeKind: 'stairs',
        category: 'building',
        sub: 'rail',
        severity: 'general',
        state: 'assigned',
        reporterId: school.id('王芳'),
        reportedAt: at('2025-09-14 10:00'),
        ownerId: school.id('李敏'),
        recheckerId: school.id('王芳'),
        due: '2025-09-18',
      })
      .run();
    const subject = { hazard: 1 };
    expect(() => school.press('郑敏', 'hazard.begin-rectification', subject)).toThrow('action.forbidden');
    away(school, ['hazard']);
    school.until('2025-09-15 09:00');
    expect(todo(school, '郑敏')).toEqual(['待整改：扶手松 9月18日']);
    expect(todo(school, '李敏')).toEqual(['待整改：扶手松 9月18日']);
    expect(school.show('hazard.task', subject, '郑敏').actions.map((one) => one.label)).toContain('提交整改');
    school.sent();
    school.press('郑敏', 'hazard.open', subject);
    expect(school.asked()).toEqual([{ card: 'hazard.task', subject, to: school.id('郑敏') }]);
    school.press('郑敏', 'hazard.begin-rectification', subject);
    school.until('2025-09-20 09:00');
    expect(todo(school, '郑敏')).toEqual([]);
    expect(() => school.press('郑敏', 'hazard.begin-rectification', subject)).toThrow('action.forbidden');
  });
});
