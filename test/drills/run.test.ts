import { describe, expect, it } from 'vitest';
import { reportsOf, stepsOf, unitsOf } from '../../src/drills/queries.ts';
import { verifyChain } from '../../src/kernel/record.ts';
import { openDrillStage, SIZES, said, staff } from './stage.ts';

const everybody = (stage: ReturnType<typeof openDrillStage>, id: number): void => {
  stage.allIn('班一', id, '初二1班');
  stage.allIn('郑敏', id, '初二2班');
  stage.allIn('班三', id, '初二3班');
  stage.allIn('王芳', id, '教职工');
};

describe('a drill from the press that starts it', () => {
  it('sends every head the class card and the groups their board, all in the urgent lane', () => {
    const stage = openDrillStage();
    const id = stage.plan();
    stage.sent();
    expect(said(() => stage.press('班一', 'drill.start', { drill: id }))).toBe('由周校宣布');
    stage.press('周校', 'drill.start', { drill: id });
    const sent = stage.sent().filter((row) => row.kind === 'card');
    expect(sent.filter((row) => row.card === 'drill.rollcall').map((row) => row.personId)).toEqual(
      (['班一', '班二', '班三'] as const).map(stage.id),
    );
    expect(sent.filter((row) => row.card === 'drill.board').map((row) => row.groupId)).toEqual([1, 2]);
    expect(new Set(sent.map((row) => row.lane))).toEqual(new Set(['urgent']));
    expect(unitsOf(stage.context(), id).map((unit) => [unit.name, unit.enrolled])).toEqual([
      ['初二1班', SIZES[0]],
      ['初二2班', SIZES[1]],
      ['初二3班', SIZES[2]],
      ['教职工', Object.keys(staff).length],
    ]);
    expect(said(() => stage.press('周校', 'drill.start', { drill: id }))).toBe('演练已于 09:00 开始');
  });

  it('lets any colleague report any class, once with one press, and stands down when all are in', () => {
    const stage = openDrillStage();
    const id = stage.running();
    stage.seconds(100);
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('还有 4 个班未报');
    expect(stage.sent().some((row) => row.card === 'drill.refused' && row.personId === stage.id('周校'))).toBe(true);
    everybody(stage, id);
    expect(said(() => stage.allIn('班二', id, '初二2班'))).toBe('初二2班已于 09:01 报齐');
    expect(stage.board(id)).toContain('已报 4/4 班');
    expect(said(() => stage.press('班一', 'drill.stand-down', { drill: id }))).toBe('由周校宣布');
    stage.seconds(20);
    stage.press('陈副', 'drill.stand-down', { drill: id });
    const done = stage.text('drill.done', { drill: id }, '周校');
    expect(done).toContain('解除，全部到齐');
    expect(done).toContain('用时：1 分 40 秒');
    expect(done).toContain('2号楼3层 1 分 40 秒');
    const asked = stage.sent().map((row) => row.card);
    expect(asked).toEqual(expect.arrayContaining(['drill.done', 'drill.evaluation', 'drill.findings']));
    expect(said(() => stage.allIn('班一', id, '初二1班'))).toBe('演练已于 09:02 解除');
    expect(verifyChain(stage.db).ok).toBe(true);
  });

  it('asks silent classes again after a minute and names them on the board only then', () => {
    const stage = openDrillStage();
    const id = stage.running();
    stage.allIn('班一', id, '初二1班');
    stage.seconds(30);
    expect(stage.board(id)).not.toContain('未报');
    stage.sent();
    stage.seconds(31);
    const again = stage.sent().filter((row) => row.card === 'drill.rollcall');
    expect(again.map((row) => [row.personId, row.urge])).toEqual([
      [stage.id('班二'), true],
      [stage.id('班三'), true],
    ]);
    expect(stage.board(id)).toContain('未报：初二2班、初二3班');
  });

  it('keeps corrections with who and when, and a stale press wipes out no gap', () => {
    const stage = openDrillStage();
    const id = stage.running();
    stage.seconds(10);
    expect(said(() => stage.count('班一', id, '初二1班', { expected: 45, present: 44, reason: '如厕' }))).toBe(
      '已记：差 1 人，先核纸册',
    );
    expect(said(() => stage.allIn('郑敏', id, '初二1班'))).toBe('09:00 报差 1 人');
    expect(said(() => stage.press('陈副', 'drill.stand-down', { drill: id }))).toBe('差 1 人未闭合，不能解除');
    stage.seconds(20);
    stage.count('郑敏', id, '初二1班', { expected: 45, present: 45 });
    const reports = reportsOf(stage.context(), stage.unit(id, '初二1班').id);
    expect(reports.map((one) => [one.personId, one.present])).toEqual([
      [stage.id('班一'), 44],
      [stage.id('郑敏'), 45],
    ]);
    expect(stage.text('drill.rollcall', { unit: stage.unit(id, '初二1班').id }, '班一')).toContain('更正 1 次');
    expect(stage.unit(id, '初二1班').gapSince).toBeNull();
  });

  it('of two people who correct the same class, the second is shown what the first wrote', () => {
    const stage = openDrillStage();
    const id = stage.running();
    const revision = stage.unit(id, '初二1班').revision;
    stage.count('班一', id, '初二1班', { expected: 45, present: 44, reason: '医务室' }, revision);
    expect(said(() => stage.count('郑敏', id, '初二1班', { expected: 45, present: 43 }, revision))).toBe(
      '内容有更新，请按新卡填',
    );
    expect(stage.unit(id, '初二1班').present).toBe(44);
    stage.count('郑敏', id, '初二1班', { expected: 45, present: 43, reason: '医务室' });
    expect(stage.unit(id, '初二1班').present).toBe(43);
  });

  it('never lets 混班 offset another class, and blocks the end until the numbers are right', () => {
    const stage = openDrillStage();
    const id = stage.running();
    everybody(stage, id);
    stage.count('班一', id, '初二1班', { expected: 45, present: 44, reason: '如厕' });
    expect(said(() => stage.count('班二', id, '初二2班', { expected: 40, present: 41 }))).toBe(
      '实到多于应到，请与邻班核对',
    );
    expect(stage.board(id)).toContain('差异：1');
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('差 1 人未闭合，不能解除');
    stage.count('班一', id, '初二1班', { expected: 45, present: 45 });
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('有混班没核对，不能解除');
    expect(() => stage.count('班二', id, '初二2班', { expected: 40, present: 41, resolved: true })).toThrow();
    stage.count('班二', id, '初二2班', { expected: 40, present: 40 });
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('已解除，请按序回班');
  });

  it('stands down over an open gap only with the commander’s signature', () => {
    const stage = openDrillStage();
    const id = stage.running();
    everybody(stage, id);
    stage.count('班三', id, '初二3班', { expected: 42, present: 41, reason: '医务室' });
    expect(said(() => stage.press('王芳', 'drill.sign', { drill: id }, { reason: '在医务室' }))).toBe('由周校宣布');
    stage.press('周校', 'drill.sign', { drill: id }, { reason: '1 人在医务室，校医已确认' });
    expect(stage.of(id)).toMatchObject({
      state: 'stood_down',
      exception: '1 人在医务室，校医已确认',
      accountedAt: null,
    });
    expect(stage.text('drill.done', { drill: id }, '周校')).toContain('总指挥签字：1 人在医务室');
  });

  it('without a known class size asks for the numbers instead of guessing', () => {
    const stage = openDrillStage();
    stage.db.run('update class_group set students = null where id = 1');
    const id = stage.running();
    const card = stage.show('drill.rollcall', { unit: stage.unit(id, '初二1班').id }, '班一');
    expect(card.actions.map((one) => one.label)).toEqual(['已出发']);
    expect(said(() => stage.press('班一', 'drill.board-all', { drill: id }))).toBe('没有在册人数，请填实到');
    expect(said(() => stage.count('班一', id, '初二1班', { expected: 44, present: 44 }))).toBe('已记：初二1班 44/44');
  });
});

describe('somebody is missing', () => {
  it('climbs by the times of the rule: teacher, searchers, missing-child procedure, decision', () => {
    const stage = openDrillStage();
    const id = stage.plan();
    stage.press('王芳', 'drill.post-add', { drill: id }, { role: 'sweeper', person: stage.id('赵强'), post: '3层' });
    stage.press('周校', 'drill.start', { drill: id });
    everybody(stage, id);
    stage.count('班一', id, '初二1班', { expected: 45, present: 44, reason: '未找到' });
    stage.sent();
    stage.seconds(60);
    expect(
      stage
        .sent()
        .filter((row) => row.kind === 'text')
        .map((row) => row.personId),
    ).toEqual([stage.id('班一')]);
    stage.seconds(60);
    expect(
      stage
        .sent()
        .filter((row) => row.card === 'drill.gap')
        .map((row) => row.personId),
    ).toEqual([stage.id('赵强')]);
    stage.seconds(60);
    const alarmed = stage.sent();
    const missing = alarmed.filter((row) => row.card === 'drill.missing').map((row) => row.personId);
    expect(missing).toEqual(
      expect.arrayContaining([stage.id('周校'), stage.id('王芳'), stage.id('门卫'), stage.id('赵强')]),
    );
    expect(stage.of(id).incidentId).not.toBeNull();
    expect(stage.board(id)).toContain('真实走失，演练暂停：差 1 人');
    expect(stage.titleOf('drill.missing', { drill: id }, '周校')).toBe('真实走失，非演练：差 1 人');
    stage.seconds(7 * 60);
    expect(stage.titleOf('drill.missing', { drill: id }, '周校')).toBe('请定：报警 110，联系家长');
    stage.count('班一', id, '初二1班', { expected: 45, present: 44, reason: '未找到', resolved: true });
    expect(stage.of(id).foundAt).not.toBeNull();
    expect(stage.titleOf('drill.missing', { drill: id }, '周校')).toBe('人已找到，恢复点名');
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('已解除，请按序回班');
  });

  it('in a played missing-child drill the steps come without an emergency', () => {
    const stage = openDrillStage();
    const id = stage.running({ type: 'missing-child' });
    everybody(stage, id);
    stage.count('班一', id, '初二1班', { expected: 45, present: 44, reason: '未找到' });
    stage.seconds(180);
    expect(stage.of(id)).toMatchObject({ incidentId: null });
    expect(stage.of(id).missingAt).not.toBeNull();
    expect(stage.titleOf('drill.missing', { drill: id }, '周校')).toBe('【演练】按走失处置，差 1 人');
  });

  it('after an outage does what is due now, once', () => {
    const stage = openDrillStage();
    const id = stage.running();
    everybody(stage, id);
    stage.count('班一', id, '初二1班', { expected: 45, present: 44 });
    stage.seconds(15 * 60);
    expect(stage.of(id).missingAt).not.toBeNull();
    expect(stepsOf(stage.context(), id).filter((step) => step.kind === 'missing')).toHaveLength(1);
  });
});

describe('真实险情', () => {
  it('turns every text, rings with everybody again and raises the emergency', () => {
    const stage = openDrillStage();
    const id = stage.running();
    stage.sent();
    expect(said(() => stage.press('班一', 'drill.real', { drill: id }))).toBe('由周校宣布');
    stage.press('王芳', 'drill.real', { drill: id });
    const sent = stage.sent();
    const rung = sent.filter((row) => row.urge).map((row) => row.personId);
    expect(rung).toEqual(expect.arrayContaining((['班一', '班二', '班三', '周校', '陈副'] as const).map(stage.id)));
    expect(sent.filter((row) => row.card === 'drill.real').map((row) => row.groupId)).toEqual(
      expect.arrayContaining([1, 2]),
    );
    expect(stage.board(id)).toContain('真实险情，非演练');
    expect(stage.board(id)).not.toContain('【演练】');
    expect(stage.titleOf('drill.rollcall', { unit: stage.unit(id, '初二1班').id }, '班一')).toBe(
      '真实险情，非演练：点名：初二1班',
    );
    expect(sent.some((row) => row.card === 'incident.alert')).toBe(true);
    expect(said(() => stage.press('周校', 'drill.real', { drill: id }))).toBe('已经是真实险情');
  });
});

describe('posts', () => {
  it('a sweeper who reports trouble holds the end until it is settled', () => {
    const stage = openDrillStage();
    const id = stage.plan();
    stage.press('王芳', 'drill.post-add', { drill: id }, { role: 'sweeper', person: stage.id('赵强'), post: '3层' });
    stage.press('周校', 'drill.start', { drill: id });
    everybody(stage, id);
    expect(said(() => stage.press('班一', 'drill.post-ok', { post: 1 }))).toBe('这一步由本岗位办');
    stage.press('赵强', 'drill.post-trouble', { post: 1 });
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('有岗位报了情况，先核实');
    stage.press('赵强', 'drill.post-ok', { post: 1 });
    expect(stage.board(id)).toContain('1/1 已确认');
    expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('已解除，请按序回班');
  });
});
