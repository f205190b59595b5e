import { describe, expect, it } from 'vitest';
import { drillRecord } from '../../src/drills/record.ts';
import { VISITORS } from '../../src/drills/units.ts';
import { openDrillStage, said } from './stage.ts';

const record = (stage: ReturnType<typeof openDrillStage>, id: number) => {
  const made = drillRecord(stage.context(), stage.of(id));
  return {
    ...made,
    column: Object.fromEntries(made.columns),
    table: (title: string) => made.tables.find((one) => one.title === title),
  };
};

describe('visitors and people outside the roster', () => {
  it('are counted at the gate and the assembly point, and the end waits for them', () => {
    const stage = openDrillStage('2025-09-18 09:00', { gate: true });
    const id = stage.plan();
    stage.press('王芳', 'drill.post-add', { drill: id }, { role: 'assembly_officer', person: stage.id('郑敏') });
    stage.sent();
    stage.press('周校', 'drill.start', { drill: id });
    const unit = stage.unit(id, VISITORS);
    const asked = stage
      .sent()
      .filter((row) => row.card === 'drill.rollcall' && JSON.stringify(row.subject).includes(`:${unit.id}}`));
    expect(asked.map((row) => row.personId)).toEqual([stage.id('郑敏'), stage.id('门卫')]);
    const card = stage.show('drill.rollcall', { unit: unit.id }, '门卫');
    expect(card.actions.map((one) => one.label)).toEqual(['没有访客']);
    for (const name of ['初二1班', '初二2班', '初二3班', '教职工']) stage.allIn('郑敏', id, name);
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('还有 1 个班未报');
    stage.count('门卫', id, VISITORS, { expected: 3, present: 2, reason: '未找到' });
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('差 1 人未闭合，不能解除');
    expect(said(() => stage.press('门卫', 'drill.no-visitors', { unit: unit.id }))).toBe('已于 09:00 报过');
    stage.count('门卫', id, VISITORS, { expected: 3, present: 3 });
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('已解除，请按序回班');
    expect(record(stage, id).column).toMatchObject({ 访客及外来人员: '应到 3，实到 3', 参与范围: '全校' });
  });

  it('are closed with one press when there are none; the press belongs to no class', () => {
    const stage = openDrillStage('2025-09-18 09:00', { gate: true });
    const id = stage.running();
    expect(said(() => stage.press('门卫', 'drill.no-visitors', { unit: stage.unit(id, VISITORS).id }))).toBe(
      `已记：${VISITORS} 0/0`,
    );
    expect(said(() => stage.press('门卫', 'drill.no-visitors', { unit: stage.unit(id, '初二1班').id }))).toBe(
      '这张卡已过期，请发“演练”',
    );
    expect(stage.unit(id, '初二1班').reportedAt).toBeNull();
  });
});

describe('departure', () => {
  it('is one tap on the way out, kept once, and stands in the record per class and per floor', () => {
    const stage = openDrillStage();
    const id = stage.running();
    const [first, second] = [stage.unit(id, '初二1班').id, stage.unit(id, '初二2班').id];
    const labels = (unit: number) => stage.show('drill.rollcall', { unit }, '班一').actions.map((one) => one.label);
    expect(labels(first)).toEqual(['已出发', '全部到齐']);
    stage.seconds(20);
    expect(said(() => stage.press('班一', 'drill.left', { unit: first }))).toBe('已记出发，到了再报人数');
    expect(labels(first)).toEqual(['全部到齐']);
    expect(stage.text('drill.rollcall', { unit: first }, '班一')).toContain('出发：09:00:20');
    stage.seconds(15);
    expect(said(() => stage.press('郑敏', 'drill.left', { unit: first }))).toBe('已于 09:00 出发');
    stage.press('班二', 'drill.left', { unit: second });
    stage.seconds(40);
    for (const name of ['初二1班', '初二2班', '初二3班', '教职工']) stage.allIn('郑敏', id, name);
    expect(said(() => stage.press('班三', 'drill.left', { unit: stage.unit(id, '初二3班').id }))).toBe(
      '已报过人数，不用再点',
    );
    const made = record(stage, id);
    expect(made.column['末班出发（秒）']).toBe(35);
    const byClass = made.table('各班点名表');
    const at = byClass?.headers.indexOf('出发用时（秒）') ?? -1;
    expect(byClass?.rows.slice(0, 3).map((row) => row.slice(at - 1, at + 2))).toEqual([
      ['09:00:20', 20, 75],
      ['09:00:35', 35, 75],
      ['—', '—', 75],
    ]);
    expect(made.table('各楼层用时')?.rows).toEqual([
      ['2号楼3层', 2, 2, 20, 35, 75],
      ['2号楼1层', 1, 0, '—', '—', 75],
    ]);
  });

  it('is not asked where nobody leaves the room', () => {
    const stage = openDrillStage();
    const id = stage.running({ type: 'intruder' });
    const unit = stage.unit(id, '初二1班').id;
    expect(stage.show('drill.rollcall', { unit }, '班一').actions.map((one) => one.label)).toEqual(['全部到齐']);
  });
});

describe('a drill of a part', () => {
  it('asks only the classes and places that were chosen, and says so in plan and record', () => {
    const stage = openDrillStage();
    const id = stage.plan({ type: 'dorm-night' });
    stage.press('王芳', 'drill.ask', { drill: id, ask: 'part' });
    expect(stage.sent().at(-1)?.card).toBe('drill.part');
    const part = stage.show('drill.part', { drill: id }, '王芳');
    expect(JSON.stringify(part.form?.fields)).toContain('2号楼3层');
    stage.press(
      '王芳',
      'drill.part',
      { drill: id },
      { name: '2号楼', floors: ['2号楼3层'], places: '宿舍301\n宿舍302' },
    );
    expect(stage.text('drill.start', { drill: id }, '周校')).toContain('范围：2号楼，2 班、2 处');
    expect(stage.text('drill.start', { drill: id }, '周校')).toContain('路线讲解 0/2');
    // The class moves between the plan and the day.
    stage.db.run("update class_group set floor = '2号楼3层' where name = '初二3班'");
    stage.db.run("update class_group set floor = '1号楼1层' where name = '初二2班'");
    stage.sent();
    stage.press('周校', 'drill.start', { drill: id });
    expect(stage.board(id)).toContain('已报 0/5 班');
    const asked = stage.sent().filter((row) => row.card === 'drill.rollcall');
    expect(asked.map((row) => row.personId)).toEqual([stage.id('班一'), stage.id('班三')]);
    stage.allIn('班一', id, '初二1班');
    stage.allIn('班三', id, '初二3班');
    for (const name of ['宿舍301', '宿舍302', '参加的教职工'])
      stage.count('郑敏', id, name, { expected: 6, present: 6 });
    stage.press('周校', 'drill.stand-down', { drill: id });
    expect(record(stage, id).column).toMatchObject({ 参与范围: '2号楼', 参与班数: 2, 应参加师生数: 45 + 42 + 18 });
  });

  it('of nothing is the whole school; a part without any class and place is refused', () => {
    const stage = openDrillStage();
    const id = stage.plan();
    expect(said(() => stage.press('王芳', 'drill.part', { drill: id }, { floors: ['9号楼9层'] }))).toBe(
      '选的范围里没有班',
    );
    stage.press('王芳', 'drill.part', { drill: id }, { classes: ['2'] });
    expect(stage.text('drill.start', { drill: id }, '周校')).toContain('部分班，1 班');
    expect(said(() => stage.press('王芳', 'drill.part', { drill: id }, {}))).toBe('已改为全校参加');
    expect(stage.text('drill.start', { drill: id }, '周校')).toContain('全校，3 班');
  });
});

describe('补录', () => {
  const paper = {
    type: 'fire-evac',
    heldAt: '2025-09-16 10:05',
    classes: 3,
    expected: 130,
    present: 130,
    seconds: 125,
  };

  it('is the safety office’s, marked everywhere, with the time it was received', () => {
    const stage = openDrillStage('2025-09-18 09:00', { gate: true });
    const values = { ...paper, commander: stage.id('周校'), reason: '断网' };
    expect(said(() => stage.press('陈副', 'drill.late', { school: 1 }, values))).toBe('这一步由安全办办');
    expect(
      said(() => stage.press('王芳', 'drill.late', { school: 1 }, { ...values, heldAt: '2025-09-18 09:30' })),
    ).toBe('时间不能晚于现在');
    expect(said(() => stage.press('王芳', 'drill.late', { school: 1 }, { ...values, present: 129 }))).toBe(
      '还差人，不能补录为已演',
    );
    const outcome = stage.press('王芳', 'drill.late', { school: 1 }, values);
    const id = Number(outcome.become?.subject.drill);
    expect(stage.of(id)).toMatchObject({ state: 'stood_down', startedAt: stage.context().now, accountedAt: null });
    expect(stage.text('drill.done', { drill: id }, '王芳')).toContain('【演练补录】已记');
    expect(stage.text('drill.done', { drill: id }, '王芳')).toContain('据纸质记录，2025-09-16 10:05 举行');
    for (const card of ['drill.evaluation', 'drill.findings'])
      expect(stage.text(card, { drill: id }, '王芳'), card).toContain('补录');
    const made = record(stage, id);
    expect(made.name).toContain('补录');
    expect(made.heading).toContain('补录');
    expect(made.column).toMatchObject({
      日期: '2025-09-18',
      记录方式: '补录：断网',
      '实际举行（补录据纸质）': '2025-09-16 10:05',
      参与班数: 3,
      '用时（秒）': '125（纸质记录）',
      全部到达时刻: '—',
      '差异/闭合': '已闭合',
    });
    // The paper's seconds are no measurement: the next drill of the type is compared with none.
    const next = stage.running();
    for (const name of ['初二1班', '初二2班', '初二3班', '教职工']) stage.allIn('郑敏', next, name);
    stage.press('门卫', 'drill.no-visitors', { unit: stage.unit(next, VISITORS).id });
    stage.press('周校', 'drill.stand-down', { drill: next });
    expect(stage.show('drill.done', { drill: next }, '周校').blocks.some((block) => block.kind === 'chart')).toBe(
      false,
    );
  });

  it('counts for the period in which it was received, never for an earlier one', () => {
    const stage = openDrillStage('2025-10-10 09:00');
    const values = { ...paper, heldAt: '2025-09-29 10:05', commander: stage.id('周校'), reason: '断网' };
    stage.press('王芳', 'drill.late', { school: 1 }, values);
    const home = stage.text('drill.home', { school: 1 }, '王芳');
    expect(home).toContain('10月：应演 1，已演 1');
  });
});
