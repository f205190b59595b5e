import { describe, expect, it } from 'vitest';
import { evaluationsOf, findingsOf } from '../../src/drills/queries.ts';
import { keepQuotas, quotasOf } from '../../src/drills/quota.ts';
import { drillRecord } from '../../src/drills/record.ts';
import { suitableDate, unsuitable } from '../../src/drills/suitable.ts';
import { workbookOf } from '../../src/host/drill_record.ts';
import { paperAside } from '../../src/host/paper_aside.ts';
import { workbookBytes } from '../../src/host/write_workbook.ts';
import { drillPaper } from '../../src/records/drill_paper.ts';
import { schoolCalendar } from '../../src/school/calendar.ts';
import { readSpreadsheet } from '../../src/school/roster/spreadsheet.ts';
import { calendarDay, dutyTask, hazard } from '../../src/store/schema/index.ts';
import { openDrillStage, said } from './stage.ts';

/** A drill that was held, evaluated and worked through on the day it was planned for. */
function held(stage: ReturnType<typeof openDrillStage>, at: string, seconds = 100): number {
  const id = stage.plan({ at });
  stage.to(at);
  stage.press('周校', 'drill.start', { drill: id });
  stage.seconds(seconds);
  for (const name of ['初二1班', '初二2班', '初二3班', '教职工']) stage.allIn('王芳', id, name);
  stage.press('周校', 'drill.stand-down', { drill: id });
  return id;
}
const evaluation = { slowest: '东梯', jams: 1, injuries: 0, three: ['楼梯秩序'] };

describe('a plan', () => {
  it('reminds by its ladder: plan, inspection, briefing, half an hour before', () => {
    const stage = openDrillStage('2025-09-05 09:30');
    stage.plan();
    stage.sent();
    const at = (moment: string) => {
      stage.to(moment);
      return stage.asked().map((one) => one.card);
    };
    expect(at('2025-09-11 09:00')).toEqual(['drill.start']);
    expect(at('2025-09-18 08:59')).toEqual([]);
    expect(at('2025-09-18 09:00')).toEqual(['drill.start']);
    expect(at('2025-09-22 09:00')).toEqual(['drill.prepare']);
    expect(at('2025-09-24 09:00')).toEqual(['drill.briefing']);
    expect(at('2025-09-25 09:35')).toEqual(['drill.start', 'drill.start']);
    // Nobody started it: the office is asked the next morning, and nothing is written down as held.
    expect(at('2025-09-26 09:00')).toEqual(['drill.start']);
    expect(at('2025-10-20 09:00')).toEqual([]);
  });

  it('after an outage only the latest reminder speaks', () => {
    const stage = openDrillStage('2025-09-05 09:30');
    stage.plan();
    stage.sent();
    stage.to('2025-09-24 12:00');
    expect(stage.asked().map((one) => one.card)).toEqual(['drill.briefing']);
  });

  it('shows the notice to parents and is postponed with a reason; strangers to it may not', () => {
    const stage = openDrillStage();
    const id = stage.plan();
    const card = stage.text('drill.start', { drill: id }, '王芳');
    expect(card).toContain('我校将于 9月25日 10:05 开展火灾疏散演练，属日常教学安排，请勿担心、不传播片段。');
    expect(card).toContain('路线讲解 0/3；未勘察');
    expect(
      said(() => stage.press('班一', 'drill.postpone', { drill: id }, { at: '2025-09-26 10:05', reason: '天气' })),
    ).toBe('这一步由安全办办');
    expect(
      said(() => stage.press('王芳', 'drill.postpone', { drill: id }, { at: '2025-09-01 10:05', reason: '天气' })),
    ).toBe('时间不能早于现在');
    stage.press('王芳', 'drill.postpone', { drill: id }, { at: '2025-09-26 10:05', reason: '天气', note: '暴雨' });
    expect(stage.text('drill.start', { drill: id }, '王芳')).toContain('因天气：暴雨改期，演练仍计入本期任务。');
    stage.press('陈副', 'drill.cancel', { drill: id }, { reason: '场地施工' });
    expect(said(() => stage.press('周校', 'drill.start', { drill: id }))).toBe('这次演练已取消');
  });

  it('turns what the inspection lacks into hazards, once each', () => {
    const stage = openDrillStage();
    const id = stage.plan();
    const hazards = () => stage.db.select().from(hazard).all();
    expect(said(() => stage.press('赵强', 'drill.prepare', { drill: id }, { lacking: ['lights'] }))).toBe(
      '还差一项：在哪里',
    );
    stage.press('赵强', 'drill.prepare', { drill: id }, { lacking: ['lights'], where: '2号楼东梯', helpers: 3 });
    stage.press('赵强', 'drill.prepare', { drill: id }, { lacking: ['lights'], where: '2号楼东梯' });
    expect(hazards().map((one) => [one.description, one.source, one.category, one.sub])).toEqual([
      ['2号楼东梯应急照明指示灯不亮', '演练勘察', 'fire', 'light-sign'],
    ]);
    expect(stage.text('drill.start', { drill: id }, '周校')).toContain('特需协助 3 对 3；已勘察');
    expect(said(() => stage.press('郑敏', 'drill.brief', { drill: id }))).toBe('您今天不带班');
    stage.press('班一', 'drill.brief', { drill: id });
    expect(said(() => stage.press('班一', 'drill.brief', { drill: id }))).toBe('已记过');
    expect(stage.text('drill.briefing', { drill: id }, '班一')).toContain('路线讲解 1/3');
  });
});

describe('after the drill', () => {
  it('evaluation and findings become hazards and revisions with owners, and the duty is done', () => {
    const stage = openDrillStage('2025-09-18 09:00');
    openDuty(stage);
    const id = held(stage, '2025-09-25 10:05');
    const duty = () => stage.tasks('evacuation-drill').map((task) => task.state);
    expect(duty()).toEqual(['open']);
    expect(said(() => stage.press('班一', 'drill.evaluate', { drill: id }, evaluation))).toBe('这一步由观察员办');
    expect(said(() => stage.press('王芳', 'drill.evaluate', { drill: id }, evaluation))).toBe('已收：59/75，良');
    expect(evaluationsOf(stage.context(), id)).toHaveLength(1);
    stage.press(
      '王芳',
      'drill.findings',
      { drill: id },
      {
        highlights: '口令清楚',
        hazards: '1. 2号楼东梯扶手松动\n2. 无',
        plans: '集合点离教学楼太近',
        owner: stage.id('赵强'),
        due: '2025-10-20',
      },
    );
    const found = findingsOf(stage.context(), id);
    expect(found.map((one) => [one.goes, one.text, one.hazardId !== null, one.taskId !== null])).toEqual([
      ['hazard', '2号楼东梯扶手松动', true, false],
      ['plan', '集合点离教学楼太近', false, true],
    ]);
    expect(stage.tasks('drill-improvement').map((task) => [task.assigneeId, task.state])).toEqual([
      [stage.id('赵强'), 'open'],
    ]);
    expect(stage.text('duty.task', { task: found[1]?.taskId ?? 0 }, '赵强')).toContain('集合点离教学楼太近');
    // Its owner does not write again what the findings said.
    const form = stage.show('duty.task', { task: found[1]?.taskId ?? 0 }, '赵强').form?.fields ?? [];
    expect(Object.fromEntries(form.map((one) => [one.name, 'initial' in one ? one.initial : undefined]))).toMatchObject(
      {
        issue: '集合点离教学楼太近',
        to: '预案修订',
        owner: stage.id('赵强'),
      },
    );
    expect(duty()).toEqual(['done']);
    const [task] = stage.tasks('evacuation-drill');
    expect(task?.content).toMatchObject({
      type: '火灾疏散',
      expected: 136,
      present: 136,
      excused: 0,
      duration_s: 100,
      score: 59,
    });
    expect(
      said(() =>
        stage.press(
          '王芳',
          'drill.findings',
          { drill: id },
          {
            highlights: '好',
            owner: stage.id('赵强'),
            due: '2025-10-20',
          },
        ),
      ),
    ).toBe('已于 10:06 立项');
  });

  it('compares with the last drills of the type, and the record comes out as workbook and document', async () => {
    const stage = openDrillStage('2025-09-02 09:00');
    held(stage, '2025-09-04 10:05', 240);
    const id = held(stage, '2025-09-25 10:05', 185);
    stage.press('王芳', 'drill.evaluate', { drill: id }, evaluation);
    const done = stage.show('drill.done', { drill: id }, '周校').blocks.find((block) => block.kind === 'chart');
    expect(done).toMatchObject({
      chart: {
        points: [
          { label: '9月4日', value: 240 },
          { label: '9月25日', value: 185 },
        ],
      },
    });
    const record = drillRecord(stage.context(), stage.of(id));
    const sheets = await readSpreadsheet('记录.xlsx', (await workbookBytes(workbookOf(record))).bytes);
    expect(sheets.map((sheet) => sheet.name)).toEqual(
      expect.arrayContaining(['演练记录表', '各班点名表', '评估表', '过程']),
    );
    const [form] = sheets;
    const cells = new Map(form?.rows[0]?.cells.map((label, index) => [label, form.rows[1]?.cells[index]]));
    expect(cells.get('用时（秒）')).toBe('185');
    expect(cells.get('开始信号时刻')).toBe('10:05:00');
    expect(cells.get('差异/闭合')).toBe('已闭合');
    expect(cells.get('评估得分')).toBe('59/75 良');
    const word = await paperAside(drillPaper(record));
    expect(new TextDecoder('latin1').decode(word.slice(0, 2))).toBe('PK');
    expect(word.length).toBeGreaterThan(3_000);
    expect(said(() => stage.press('班一', 'drill.export', { drill: id }))).toBe('这一步由安全办办');
    stage.press('王芳', 'drill.export', { drill: id });
    expect(stage.sent().some((row) => row.kind === 'errand')).toBe(true);
  });
});

it('asks again for what is owed: evaluation the next school day, findings until the fifth, then the one above too', () => {
  const stage = openDrillStage('2025-09-02 09:00');
  const id = held(stage, '2025-09-18 10:05');
  const asked = (moment: string) => {
    stage.sent();
    stage.to(moment);
    return stage.asked().map((one) => [one.card, one.to]);
  };
  const office = stage.id('王芳');
  expect(asked('2025-09-19 10:00')).toEqual([
    ['drill.evaluation', office],
    ['drill.findings', office],
  ]);
  stage.press('王芳', 'drill.evaluate', { drill: id }, evaluation);
  expect(asked('2025-09-24 10:00')).toEqual([['drill.findings', office]]);
  expect(asked('2025-09-25 10:00')).toEqual([
    ['drill.findings', office],
    ['drill.findings', stage.id('陈副')],
  ]);
  stage.press(
    '王芳',
    'drill.findings',
    { drill: id },
    { highlights: '好', owner: stage.id('赵强'), due: '2025-10-20' },
  );
  expect(asked('2025-10-30 10:00')).toEqual([]);
});

/** The month's duty as its own opening would make it. */
function openDuty(stage: ReturnType<typeof openDrillStage>, period = '2025-09'): void {
  stage.db
    .insert(dutyTask)
    .values({
      schoolId: 1,
      dutyId: 'evacuation-drill',
      period,
      scope: 'school',
      openAt: stage.context().now,
      dueAt: stage.context().now + 12 * 86_400_000,
    })
    .run();
}

describe('the quota', () => {
  it('finds a day beside exams, days off and the last day before a break', () => {
    const stage = openDrillStage();
    for (const date of ['2025-09-23', '2025-09-24'])
      stage.db.insert(calendarDay).values({ schoolId: 1, date, kind: 'exam' }).run();
    const calendar = schoolCalendar(stage.context(), 1);
    expect(
      ['2025-09-20', '2025-09-22', '2025-09-23', '2025-09-30', '2025-09-25'].map((date) => unsuitable(date, calendar)),
    ).toEqual(['off', 'before_exam', 'exam', 'before_break', undefined]);
    expect(suitableDate('2025-09-20', '2025-09-30', calendar)).toBe('2025-09-25');
    expect(suitableDate('2025-09-22', '2025-09-24', calendar)).toBe('2025-09-22');
    expect(suitableDate('2025-09-23', '2025-09-24', calendar)).toBeUndefined();
    expect(
      said(() =>
        stage.press(
          '王芳',
          'drill.plan',
          { school: 1 },
          {
            type: 'fire-evac',
            at: '2025-09-23 10:05',
            commander: stage.id('周校'),
          },
        ),
      ),
    ).toBe('已安排，那天有考试，请核对');
  });

  it('proposes a day once when a week has gone by with nothing planned; the leader sees planned, done, overdue', () => {
    const stage = openDrillStage('2025-09-01 09:00');
    stage.store.transaction(() => keepQuotas(stage.context()));
    openDuty(stage);
    stage.to('2025-09-05 09:00');
    expect(stage.asked()).toEqual([]);
    stage.to('2025-09-12 09:00');
    expect(stage.asked().map((one) => [one.card, one.to])).toEqual([['drill.proposal', stage.id('王芳')]]);
    expect(stage.text('drill.proposal', { school: 1 }, '王芳')).toContain('建议 9月19日 周五 火灾疏散');
    const home = () => stage.text('drill.home', { school: 1 }, '周校');
    expect(home()).toContain('9月：应演 1，已演 0，已定 0');
    stage.plan();
    expect(home()).toContain('已定 1');
    expect(stage.titleOf('drill.proposal', { school: 1 }, '王芳')).toBe('9月演练已安排');
    stage.to('2025-10-31 18:00');
    expect(stage.asked().filter((one) => one.card === 'drill.proposal')).toEqual([]);
    expect(home()).toContain('往期未演 1');
  });

  it('rotates the types: the one of the month, else the one held longest ago', () => {
    const stage = openDrillStage('2025-09-02 09:00');
    held(stage, '2025-09-04 10:05');
    const [quota] = quotasOf(stage.context(), 1);
    expect(quota).toMatchObject({ heldInTerm: 1, done: [], overdue: 0 });
    expect(quota?.held).toHaveLength(1);
    stage.to('2025-10-10 09:00');
    expect(quotasOf(stage.context(), 1)[0]?.proposal?.type).toBe('earthquake');
    stage.to('2025-11-03 09:00');
    expect(quotasOf(stage.context(), 1)[0]?.proposal?.type).toBe('fire-evac');
  });

  it('a kindergarten owes one a quarter', () => {
    const stage = openDrillStage('2025-09-02 09:00');
    stage.db.run("update class_group set stage = 'kindergarten'");
    expect(quotasOf(stage.context(), 1).map(({ duty }) => [duty.id, duty.cadence])).toEqual([
      ['evacuation-drill-kindergarten', 'quarter'],
    ]);
  });
});
