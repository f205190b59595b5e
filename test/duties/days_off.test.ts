import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { reminderMatter, topicName } from '../../src/duties/reminder_topic.ts';
import { clockOf, dateOf } from '../../src/kernel/time.ts';
import { dutyPeriod } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

/** A primary and a junior class; nobody does anything. */
function open(start: string): SmallSchool {
  const school = openSmallSchool(
    {
      王芳: ['safety_office'],
      孙丽: ['vice_principal'],
      周建国: ['principal'],
      李敏: ['staff'],
      赵强: ['staff'],
      何平: ['facility_lead'],
    },
    start,
  );
  const classes = [
    ['三年级2班', '三年级', 'primary', '李敏'],
    ['初二1班', '初二', 'junior', '赵强'],
  ] as const;
  classes.forEach(([name, grade, stage, head]) => {
    school.addClass(name, [head], { stage, grade });
  });
  school.plan();
  return school;
}

const periodOf = (row: { readonly subject: unknown }): unknown => Object(row.subject).period;

describe('days off', () => {
  it('nobody is asked on them: before a deadline the school day before, after it the school day after', () => {
    // The half-month is due on Monday 15th; Friday’s reminder and the lesson stay undone.
    const school = open('2025-09-11 20:00');
    school.until('2025-09-15 09:00');
    const asked = school.sent().filter((row) => row.kind === 'card');
    const days = new Set(asked.map((row) => dateOf(row.createdAt, 'Asia/Shanghai')));
    expect([...days].sort()).toEqual(['2025-09-12', '2025-09-15']);
    const told = asked.filter((row) => row.personId === school.id('孙丽') && row.card === 'duty.summary');
    const moments = told.map(
      (row) => `${dateOf(row.createdAt, 'Asia/Shanghai')} ${clockOf(row.createdAt, 'Asia/Shanghai')}`,
    );
    // Thursday’s on Friday, Friday’s and the week’s on Monday.
    expect(moments.length).toBeGreaterThan(0);
    expect(moments.every((moment) => /^2025-09-1[25] 08:00$/.test(moment))).toBe(true);
  });

  it('classes are excused by 停课; about a meeting the vice principal is asked instead', () => {
    const school = open('2025-09-14 20:00');
    school.until('2025-09-16 08:30');
    const sent = school.sent();
    const buttons = new Map(
      sent
        .filter((row) => row.card === 'duty.summary' && row.personId === school.id('孙丽'))
        .map((row) => {
          const card = school.show('duty.summary', { period: Number(periodOf(row)) }, '孙丽');
          return [card.title.split(' ')[0], card.actions.map((action) => action.label)] as const;
        }),
    );
    expect([...buttons]).toEqual([['每日安全提醒', ['一键提醒', '停课免记']]]);
    expect(sent.filter((row) => row.card === 'meeting.missed').map((row) => row.personId)).toEqual([school.id('孙丽')]);
  });
});

describe('a school of two stages', () => {
  it('the shared card names both topics, a class reads its own words', () => {
    const school = open('2025-09-14 20:00');
    school.until('2025-09-15 20:00');
    const [primary, junior] = school.tasks('daily-safety-reminder');
    const text = (task: number | undefined, name: string) => school.text('duty.task', { task: task ?? 0 }, name);
    for (const said of [text(primary?.id, '李敏'), text(junior?.id, '赵强')]) {
      expect(said).not.toContain('小学：');
      expect(said).not.toContain('初中：');
    }
    expect(text(primary?.id, '李敏').split('”')[0]).not.toBe(text(junior?.id, '赵强').split('”')[0]);
    school.until('2025-09-19 20:00');
    const days = school.db.select().from(dutyPeriod).where(eq(dutyPeriod.dutyId, 'daily-safety-reminder')).all();
    const named = days.map((day) => {
      const topics = (reminderMatter(day.matter)?.stages ?? []).map((one) => topicName(one.choices[0]?.topic ?? ''));
      const { title } = school.show('duty.board', { period: day.id }, '李敏');
      for (const topic of topics) expect(title).toContain(topic);
      return new Set(topics).size;
    });
    expect(named).toContain(2);
  });
});
