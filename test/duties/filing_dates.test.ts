import { describe, expect, it } from 'vitest';
import { openFilings } from '../../src/duties/filings/filing.ts';
import { dateOf } from '../../src/kernel/time.ts';
import { rosterImport } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const OF = { school: 1, term: '2025-1' };

function open(start: string): SmallSchool {
  const school = openSmallSchool({ 王芳: ['safety_office'], 周校: ['principal'], 班一: ['staff'] }, start);
  const row = { schoolId: 1, fileName: '名册', at: 0, state: 'imported', problems: [], summary: {} } as const;
  school.db.insert(rosterImport).values(row).run();
  school.plan();
  return school;
}

const asked = (school: SmallSchool) =>
  school
    .sent()
    .filter((row) => row.card === 'filing.dates')
    .map((row) => [dateOf(row.createdAt, 'Asia/Shanghai'), row.personId]);

describe('the dates of filings', () => {
  it('are asked for on the first school day of the term, and once more a week later', () => {
    const school = open('2025-08-20 09:00');
    const office = school.id('王芳');
    school.until('2025-12-20 12:00');
    expect(asked(school)).toEqual([
      ['2025-09-01', office],
      ['2025-09-08', office],
    ]);
  });

  it('are asked for on the next school day where the school was installed in mid-term', () => {
    const school = open('2025-09-19 15:00');
    school.until('2025-09-22 12:00');
    expect(asked(school)).toEqual([['2025-09-22', school.id('王芳')]]);
  });

  it('given, each becomes a filing that is nudged; what has no date can follow', () => {
    const school = open('2025-08-31 09:00');
    school.until('2025-09-01 12:00');
    expect(asked(school)).toHaveLength(1);
    const card = school.show('filing.dates', OF, '王芳');
    expect(card.form?.fields.map((one) => one.label)).toEqual([
      '专项方案期限',
      '阶段小结期限',
      '专项总结期限',
      '报给谁',
    ]);
    expect(() => school.press('王芳', 'filing.dates-save', OF, { receiver: '中心校' })).toThrow(
      expect.objectContaining({ code: 'form.invalid' }),
    );
    const values = { plan_submission: '2025-10-20', final_summary: '2026-01-15' };
    expect(school.press('王芳', 'filing.dates-save', OF, values).toast?.text).toBe('已记 2 项，到期前提醒');
    expect(openFilings(school.context(), 1).map((task) => [task.dutyId, dateOf(task.dueAt, 'Asia/Shanghai')])).toEqual([
      ['plan-submission', '2025-10-20'],
      ['final-summary', '2026-01-15'],
    ]);
    expect(school.text('filing.dates', OF, '王芳')).toContain('专项方案、专项总结：到期前 14、7、3、1 天提醒');
    school.until('2025-10-07 12:00');
    expect(asked(school)).toEqual([]);
    school.until('2025-10-20 18:00');
    expect(school.tasks('plan-submission')[0]).toMatchObject({ state: 'missed' });
  });

  it('are not asked for again in a term that has none, and by nobody but those who lead', () => {
    const school = open('2025-08-31 09:00');
    school.until('2025-09-01 12:00');
    expect(() => school.press('班一', 'filing.dates-none', OF)).toThrow();
    expect(school.press('王芳', 'filing.dates-none', OF).toast?.text).toBe('好，本学期不再问');
    school.sent();
    school.until('2025-09-20 12:00');
    expect(asked(school)).toEqual([]);
    // The next term is another question.
    school.until('2026-02-28 12:00');
    expect(asked(school)).toHaveLength(1);
  });
});
