import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/duties/catalogue/index.ts';
import { dutyLadders } from '../../../src/duties/ladders.ts';
import { ladderOf, mayChooseNudges, nudgeText, usualNudges } from '../../../src/duties/nudge_times.ts';
import { schoolDuty } from '../../../src/duties/settings.ts';
import { Refused } from '../../../src/kernel/refused.ts';
import { clockOf, dateOf } from '../../../src/kernel/time.ts';
import { openSmallSchool, type SmallSchool } from '../small_school.ts';

/** Sunday evening; 李敏 heads the one class. */
function open(start = '2025-09-14 20:00'): SmallSchool {
  const school = openSmallSchool({ 王芳: ['safety_office'], 李敏: ['staff'] }, start);
  school.addClass('三(1)班', ['李敏']);
  return school;
}
const of = (duty: string) => ({ school: 1, duty, page: 0 });
const DAILY = 'daily-safety-reminder';
const LESSON = 'weekly-safety-lesson';

function save(school: SmallSchool, duty: string, values: Readonly<Record<string, string | readonly string[]>>): string {
  try {
    return school.press('王芳', 'duty.nudges-save', of(duty), values).toast?.text ?? '';
  } catch (error) {
    if (error instanceof Refused) return `${error.toast.text}。${error.advice ?? ''}`;
    throw error;
  }
}
/** When cards asked somebody again, as `MM-DD HH:mm`, within the days that pass until `end`. */
function asked(school: SmallSchool, dutyId: string, end: string): readonly string[] {
  school.plan();
  school.until(end);
  const tasks = new Set(school.tasks(dutyId).map((task) => task.id));
  return school
    .sent()
    .filter((row) => row.card === 'duty.task' && tasks.has(Number((row.subject as { task?: number }).task)))
    .map((row) => `${dateOf(row.createdAt, 'Asia/Shanghai').slice(5)} ${clockOf(row.createdAt, 'Asia/Shanghai')}`);
}

describe('nudge times of a school', () => {
  it('are the catalogue’s until the office sets others, then its own from the next period, and back again', () => {
    const school = open();
    expect(school.text('admin.duty', of(LESSON), '王芳')).toContain('催办：提前 1 天 16:00；截止前 2 小时。');
    school.press('王芳', 'duty.nudges-open', of(LESSON));
    expect(school.text('admin.duty-nudges', of(LESSON), '王芳')).toContain('默认：提前 1 天 16:00；截止前 2 小时');
    expect(save(school, LESSON, { days: ['2'], clock: '12:10', minutes: ['60', '0'] })).toBe('已保存，从下一周期起');
    expect(school.text('admin.duty', of(LESSON), '王芳')).toContain('催办：提前 2 天 12:10；截止前 1 小时；截止时。');
    // Opened on Monday, due on Friday at 16:30; nobody has done it.
    expect(asked(school, LESSON, '2025-09-19 16:40')).toEqual([
      '09-15 08:00',
      '09-17 12:10',
      '09-19 15:30',
      '09-19 16:30',
    ]);
    school.press('王芳', 'duty.nudges-usual', of(LESSON));
    expect(schoolDuty(school.context(), 1, LESSON)?.nudges).toBeUndefined();
  });

  it('same day: minutes only; those above hear as before', () => {
    const school = open('2025-09-17 20:00');
    expect(save(school, DAILY, { minutes: ['120', '15'] })).toBe('已保存，从下一周期起');
    expect(asked(school, DAILY, '2025-09-18 17:25')).toEqual(['09-18 07:30', '09-18 14:20', '09-18 16:05']);
    expect(ladderOf({ escalation: 'E1', nudges: { days: [], clock: '10:00', minutes: [120, 15] } }).slice(2)).toEqual(
      dutyLadders.E1.filter((rung) => rung.to !== 'owners'),
    );
  });

  it('in a ladder that speaks in the group, all but the last do; a single one does', () => {
    const groups = (minutes: readonly number[]) =>
      ladderOf({ escalation: 'E1', nudges: { days: [], clock: '10:00', minutes } })
        .filter((rung) => rung.to === 'owners')
        .map((rung) => rung.inGroup === true);
    expect(groups([120, 30, 0])).toEqual([true, true, false]);
    expect(groups([30])).toEqual([true]);
    expect(
      ladderOf({ escalation: 'E3', nudges: { days: [3], clock: '10:00', minutes: [0] } }).some((rung) => rung.inGroup),
    ).toBe(false);
  });

  it.each([
    [
      'none before the deadline where a document asks for it',
      DAILY,
      { minutes: ['0'] },
      '截止前至少催一次。最少每个上课日一次：',
    ],
    ['none at all where a document asks for it', LESSON, {}, '截止前至少催一次。最少每周一次：'],
    ['a filing with none', 'plan-submission', {}, '截止前至少催一次。报送有文件期限'],
    ['quiet hours', LESSON, { days: ['1'], clock: '22:00' }, '这个时间不打扰人。21:30—06:30'],
    [
      'before it is asked',
      LESSON,
      { days: ['7'], clock: '10:00' },
      '“提前 7 天 10:00”早于推送。下一期 9月15日 08:00 才推送',
    ],
    ['before it is asked, the same day', 'fire-daily-patrol', { minutes: ['240', '30'], days: ['14'] }, ''],
    ['after the deadline', LESSON, { days: ['0'], clock: '17:00' }, '“当天 17:00”晚于截止。下一期 9月19日 16:30 截止'],
    [
      'too many',
      'monthly-self-check',
      { days: ['14', '7', '3', '2', '1'], clock: '10:00', minutes: ['60', '0'] },
      '一件事最多催 6 次',
    ],
    ['something that is not offered', LESSON, { days: ['99'], clock: '10:00' }, '提前几天请从给出的里面选'],
  ])('refused: %s', (_what, duty, values, says) => {
    const school = open();
    const said = save(school, duty, values);
    if (says === '') expect(said).toBe('已保存，从下一周期起');
    else {
      expect(said).toContain(says);
      expect(schoolDuty(school.context(), 1, duty)?.nudges).toBeUndefined();
    }
  });

  it('are not a school’s choice for shifts and dangers, nor anybody’s but the office’s', () => {
    const school = open();
    expect(school.show('admin.duty', of('leader-duty-roster'), '王芳').actions).toEqual([]);
    expect(save(school, 'leader-duty-roster', { days: ['1'], clock: '10:00' })).toContain('不能改');
    expect(() => school.press('李敏', 'duty.nudges-save', of(DAILY), { minutes: ['30'] })).toThrow('action.forbidden');
  });

  it('a school may leave out nudges of what no document asks for', () => {
    const school = open();
    expect(save(school, 'publicity-channels', {})).toBe('已保存，从下一周期起');
    expect(nudgeText(schoolDuty(school.context(), 1, 'publicity-channels')?.nudges ?? usualNudges('E3'))).toBe('不催');
  });
});

it.each(catalogue.filter(mayChooseNudges).map((duty) => [duty.id, duty] as const))(
  '%s: the usual times can be said, and are the catalogue’s own ladder',
  (_id, duty) => {
    expect(nudgeText(usualNudges(duty.escalation))).toMatch(/\S/);
    expect(ladderOf(duty)).toBe(dutyLadders[duty.escalation]);
  },
);
