import { describe, expect, it } from 'vitest';
import { samples } from '../../cards/duties/filing.ts';
import { evidenceArrived, hearTaskFile } from '../../src/duties/evidence_files.ts';
import { findFiling, openFilings } from '../../src/duties/filings/filing.ts';
import { dutyPeriod, evidence } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = { 王芳: ['safety_office'], 周校: ['principal'], 李办: ['office_lead'], 班一: ['class_teacher'] };
const PLAN = {
  kind: 'plan-submission',
  name: '护校安园专项方案',
  deadline: '2026-04-20',
  internal: '2026-04-15',
  receiver: '中心校',
};

function withPlan(start = '2026-03-02 09:00'): { school: SmallSchool; task: number } {
  const school = openSmallSchool(staff, start);
  school.plan();
  school.press('王芳', 'filing.save', { school: 1, task: 0, template: '' }, PLAN);
  const task = school.tasks('plan-submission')[0]?.id ?? 0;
  return { school, task };
}
const sendFile = (school: SmallSchool, name: string, fileName: string, hash = 'a'.repeat(64)): boolean => {
  const person = school.id(name);
  const context = school.as({ kind: 'person', person, platform: 'feishu' });
  const taken = hearTaskFile(context, {
    person,
    platform: 'feishu',
    messageId: `om_${fileName}_${school.context().now}`,
    file: 'f',
    fileName,
  });
  for (const row of school.db.select().from(evidence).all())
    if (row.hash === null) evidenceArrived(school.context(), row.id, { hash });
  return taken;
};

/** Cards about one filing sent since the last look. */
function about(school: SmallSchool, task: number): readonly (string | null)[] {
  const period = school.db
    .select()
    .from(dutyPeriod)
    .all()
    .find((one) => one.period === findFiling(school.context(), task)?.period)?.id;
  return school
    .asked()
    .filter((one) => {
      const subject = JSON.stringify(one.subject);
      return subject === JSON.stringify({ task }) || subject === JSON.stringify({ period });
    })
    .map((one) => one.card);
}

describe('a filing', () => {
  it('is nudged 14, 7, 3, 1 days before and on the day, each time with its own sentence', () => {
    const { school, task } = withPlan();
    const said: string[] = [];
    for (let day = Date.UTC(2026, 2, 3); day <= Date.UTC(2026, 3, 21); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      school.asked();
      school.to(`${date} 10:00`);
      const nudges = school.asked().filter((one) => one.card === 'filing.nudge');
      if (nudges.length > 0) {
        const card = school.show('filing.nudge', { task }, '王芳');
        said.push(`${date} ${card.title} ${card.tone}`);
        expect(nudges.map((one) => one.to)).toEqual([school.id('王芳')]);
      }
    }
    expect(said).toEqual([
      '2026-04-06 还有 14 天：护校安园专项方案 info',
      '2026-04-13 还有 7 天：护校安园专项方案 info',
      '2026-04-17 还有 3 天：护校安园专项方案 due',
      '2026-04-19 还有 1 天：护校安园专项方案 danger',
      '2026-04-20 今天截止：护校安园专项方案 danger',
    ]);
  });

  it('tells the principal once when the day is over, and can still be reported', () => {
    const { school, task } = withPlan();
    school.to('2026-04-20 16:00');
    school.asked();
    school.to('2026-04-20 17:00');
    expect(school.asked().map((one) => [one.card, one.to])).toContainEqual(['duty.summary', school.id('周校')]);
    expect(findFiling(school.context(), task)?.state).toBe('missed');
    school.to('2026-04-21 09:00');
    expect(school.text('filing.nudge', { task }, '王芳')).toContain('已过 1 天');
  });

  it('needs its file, and is dated by the day it left', () => {
    const { school, task } = withPlan();
    school.to('2026-04-13 11:00');
    const report = (sentOn: string) => () =>
      school.press('王芳', 'filing.submit', { task }, { sentOn, receipt: '校发〔2026〕3 号' });
    expect(report('2026-04-13')).toThrow(expect.objectContaining({ code: 'form.invalid' }));
    expect(sendFile(school, '王芳', '方案.docx')).toBe(true);
    expect(report('2026-04-14')).toThrow(expect.objectContaining({ code: 'form.invalid' }));
    expect(report('2026-04-13')().become).toEqual({ card: 'filing.nudge', subject: { task } });
    expect(findFiling(school.context(), task)).toMatchObject({
      state: 'done',
      late: false,
      content: { sent_to: '中心校', sent_at: '2026-04-13', files: 1 },
    });
    expect(school.text('filing.nudge', { task }, '王芳')).toContain('校发〔2026〕3 号');
    school.asked();
    school.to('2026-04-20 18:00');
    expect(about(school, task)).toEqual([]);
  });

  it('handed over, the colleague is asked from then on', () => {
    const { school, task } = withPlan();
    school.press('王芳', 'filing.hand-over', { task }, { to: school.id('李办') });
    school.asked();
    school.to('2026-04-13 10:00');
    expect(
      school
        .asked()
        .filter((one) => one.card === 'filing.nudge')
        .map((one) => one.to),
    ).toEqual([school.id('李办')]);
    school.press('李办', 'filing.report', { task });
    expect(() => school.press('班一', 'filing.report', { task })).toThrow(
      expect.objectContaining({ code: 'action.forbidden' }),
    );
  });

  it('with a new date what would have been said stays unsaid; taken off, nothing more is said', () => {
    const { school, task } = withPlan();
    school.to('2026-04-13 11:00');
    school.press(
      '王芳',
      'filing.save',
      { school: 1, task, template: '' },
      { ...PLAN, deadline: '2026-04-24', internal: '2026-04-22' },
    );
    school.asked();
    school.to('2026-04-17 09:59');
    expect(about(school, task)).toEqual([]);
    school.to('2026-04-17 10:00');
    expect(about(school, task)).toEqual(['filing.nudge']);
    expect(school.show('filing.nudge', { task }, '王芳').title).toContain('还有 7 天');
    school.press('王芳', 'filing.cancel', { task });
    school.asked();
    school.to('2026-04-30 10:00');
    expect(about(school, task)).toEqual([]);
    expect(openFilings(school.context(), 1)).toEqual([]);
  });

  it('refuses dates that cannot be, and everybody else', () => {
    const school = openSmallSchool(staff, '2026-03-02 09:00');
    const save = (name: string, more: Record<string, string>) => () =>
      school.press(name, 'filing.save', { school: 1, task: 0, template: '' }, { ...PLAN, ...more });
    expect(save('王芳', { deadline: '2025-04-20' })).toThrow(expect.objectContaining({ code: 'form.invalid' }));
    expect(save('王芳', { internal: '2026-04-21' })).toThrow(expect.objectContaining({ code: 'form.invalid' }));
    expect(save('班一', {})).toThrow(expect.objectContaining({ code: 'action.forbidden' }));
    expect(school.db.select().from(dutyPeriod).all()).toEqual([]);
  });

  it('a past document is only an example: its date is never filled in', () => {
    const school = openSmallSchool(staff, '2026-03-02 09:00');
    const begun = school.press('王芳', 'filing.begin', { school: 1 }, { template: 'dl-plan' });
    expect(begun.become).toEqual({ card: 'filing.edit', subject: { school: 1, task: 0, template: 'dl-plan' } });
    const card = school.show('filing.edit', { school: 1, task: 0, template: 'dl-plan' }, '王芳');
    const initial = Object.fromEntries(
      (card.form?.fields ?? []).map((one) => [one.name, 'initial' in one ? one.initial : undefined]),
    );
    expect(initial).toEqual({
      kind: 'plan-submission',
      name: '本校专项方案',
      deadline: undefined,
      internal: undefined,
      receiver: '中心校',
      preparer: undefined,
    });
  });

  it('less than two weeks before, whoever prepares it is asked at once', () => {
    const school = openSmallSchool(staff, '2026-04-14 09:00');
    school.press('王芳', 'filing.save', { school: 1, task: 0, template: '' }, { ...PLAN, preparer: school.id('李办') });
    expect(school.asked().map((one) => [one.card, one.to])).toEqual([['filing.nudge', school.id('李办')]]);
    expect(school.text('filing.list', { school: 1 }, '王芳')).toContain('4月20日止');
  });
});

it('titles and buttons stay within what a phone shows', () => {
  for (const card of samples) {
    expect([...card.title].length).toBeLessThanOrEqual(20);
    expect(card.actions.length).toBeLessThanOrEqual(5);
  }
});
