import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/duties/catalogue/index.ts';
import { dutySetting, role } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

/** Two grades with a class each, and who leads them; only these duties run. */
function open(start: string, duties: readonly string[], extra: Readonly<Record<string, readonly string[]>> = {}) {
  const school = openSmallSchool(
    {
      王芳: ['safety_office'],
      孙丽: ['vice_principal'],
      周建国: ['principal'],
      李敏: [],
      赵强: [],
      何平: [],
      吴刚: [],
      ...extra,
    },
    start,
  );
  for (const { id } of catalogue)
    school.db
      .insert(dutySetting)
      .values({ schoolId: 1, dutyId: id, on: duties.includes(id) })
      .run();
  const classes = [
    ['三年级1班', '三年级', '李敏', '何平'],
    ['四年级1班', '四年级', '赵强', '吴刚'],
  ] as const;
  classes.forEach(([name, grade, head, lead]) => {
    school.addClass(name, [head], { grade });
    school.addGradeLead(lead, grade);
  });
  school.plan();
  return school;
}

const told = (school: SmallSchool) =>
  school.asked().filter((row) => row.card === 'duty.summary' || row.card === 'duty.copy');
const named = (school: SmallSchool, rows: ReturnType<typeof told>) =>
  rows.map((row) => ['王芳', '孙丽', '周建国', '何平', '吴刚', '李敏'].find((name) => school.id(name) === row.to));
const done = (school: SmallSchool, dutyId: string, scopeId: string, name: string) => {
  const task = school.tasks(dutyId).findLast((one) => one.scopeId === scopeId);
  school.press(name, 'duty.done', { task: task?.id ?? 0 });
};

describe('copies', () => {
  it('the 年级组长 hears at the deadline of the classes of their own grade, and of no other', () => {
    const school = open('2025-09-17 20:00', ['daily-safety-reminder']);
    school.until('2025-09-18 10:00');
    done(school, 'daily-safety-reminder', '2', '赵强');
    school.asked();
    school.until('2025-09-18 16:25');
    const rows = told(school);
    expect(named(school, rows)).toEqual(['何平']);
    const shown = school.text('duty.copy', { period: Number(Object(rows[0]?.subject).period) }, '何平');
    expect(shown).toContain('0/1');
    expect(shown).toContain('三年级1班：未确认');
    expect(shown).not.toContain('李敏');
    // The other one, who asks, sees nothing of it.
    expect(school.show('duty.summary', { period: 1 }, '吴刚').title).toContain('全部办完');
  });

  it('a 年级组长 whose own class alone is left is not told of it', () => {
    const school = open('2025-09-17 20:00', ['daily-safety-reminder']);
    school.db
      .insert(role)
      .values({ personId: school.id('李敏'), schoolId: 1, role: 'grade_lead', scope: 'grade', scopeId: '三年级' })
      .run();
    school.until('2025-09-18 16:25');
    expect(named(school, told(school)).sort()).toEqual(['何平', '吴刚'].sort());
  });

  it('the principal hears of a class that missed two weeks running, and only of it', () => {
    const school = open('2025-09-07 20:00', ['weekly-safety-lesson']);
    school.until('2025-09-12 12:00');
    done(school, 'weekly-safety-lesson', '2', '赵强');
    school.until('2025-09-15 09:00');
    // One week is the business of those below.
    expect(named(school, told(school))).toEqual(['王芳', '孙丽']);
    school.until('2025-09-22 09:00');
    const rows = told(school);
    expect(named(school, rows)).toEqual(['王芳', '孙丽', '周建国']);
    const principal = rows.find((row) => row.to === school.id('周建国'));
    const text = school.text('duty.summary', { period: Number(Object(principal?.subject).period), again: 1 }, '周建国');
    expect(text).toContain('每周安全课 1 个班连续两期没办');
    expect(text).toContain('三年级1班：未确认，上一期也没办');
    expect(text).not.toContain('四年级1班');
  });
});

describe('nobody is told about nothing but themselves', () => {
  it('what the safety office left undone is the vice principal’s to hear, once', () => {
    const school = open('2025-09-15 07:00', ['closed-campus-check']);
    school.until('2025-09-22 09:00');
    expect(school.tasks('closed-campus-check')).toHaveLength(2);
    expect(named(school, told(school))).toEqual(['孙丽']);
  });

  it('what the vice principal left undone goes to the principal', () => {
    const school = open('2025-09-14 20:00', ['closed-campus-check']);
    school.db.update(dutySetting).set({ role: 'vice_principal' }).run();
    school.until('2025-09-23 09:00');
    // To the safety office, and past the vice principal whose check it is.
    expect(named(school, told(school))).toEqual(['王芳', '周建国']);
  });
});

describe('停课免记', () => {
  it('is taken back: a mis-tap within ten minutes wholly, later only what is not due yet', () => {
    const school = open('2025-09-17 20:00', ['daily-safety-reminder']);
    school.until('2025-09-18 17:25');
    const of = { period: 1 };
    const states = () => school.tasks('daily-safety-reminder').map((task) => task.state);
    expect(school.press('王芳', 'duty.excuse-left', of).toast?.text).toBe('已免记 2 个班');
    const card = school.show('duty.summary', of, '王芳');
    expect(card.actions.map((action) => action.label)).toEqual(['撤回免记']);
    expect(() => school.press('李敏', 'duty.excuse-undo', of)).toThrow();
    expect(school.press('王芳', 'duty.excuse-undo', of).toast?.text).toBe('已撤回 2 个班');
    expect(states()).toEqual(['open', 'open']);

    school.press('王芳', 'duty.excuse-left', of);
    school.until('2025-09-18 17:40');
    expect(school.press('王芳', 'duty.excuse-undo', of).toast?.text).toBe('已过截止，2 个班仍免记');
    expect(states()).toEqual(['excused', 'excused']);
  });

  it('whose deadline lies ahead is asked for again, as long as it takes', () => {
    const school = open('2025-09-14 20:00', ['weekly-safety-lesson']);
    school.until('2025-09-15 10:00');
    const of = { period: 1 };
    school.press('孙丽', 'duty.excuse-left', of);
    school.until('2025-09-17 10:00');
    expect(school.press('王芳', 'duty.excuse-undo', of).toast?.text).toBe('已撤回 2 个班');
    school.asked();
    school.until('2025-09-18 16:30');
    expect(school.asked().filter((row) => row.card === 'duty.task')).toHaveLength(2);
  });
});
