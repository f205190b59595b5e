import { expect, it } from 'vitest';
import { unitsOf } from '../../src/drills/queries.ts';
import { hearDrill } from '../../src/drills/said.ts';
import { type Name, openDrillStage, said, staff } from './stage.ts';

const open = () => {
  const stage = openDrillStage();
  const says = (who: Name, words: string): boolean =>
    stage.store.transaction(() =>
      hearDrill(stage.as({ kind: 'person', person: stage.id(who), platform: 'feishu' }), stage.id(who), 1, words),
    );
  const texts = () =>
    stage
      .sent()
      .filter((row) => row.kind === 'text')
      .map((row) => row.text);
  return { ...stage, says, texts };
};

it('演练开始 starts the drill of the day, for those who lead it', () => {
  const stage = open();
  expect(stage.says('周校', '演练开始')).toBe(true);
  expect(stage.texts()).toEqual(['今天没有安排演练。发“演练”可以安排一次。']);
  const id = stage.plan({ at: '2025-09-18 10:05' });
  stage.sent();
  stage.says('班一', '演练开始');
  expect(stage.texts()).toEqual(['由周校宣布。到时会通知您。']);
  expect(stage.of(id).state).toBe('planned');
  stage.says('陈副', '演练开始。');
  expect(stage.of(id).state).toBe('running');
  stage.says('周校', '开始演练');
  expect(stage.texts()).toContain('今天没有安排演练。发“演练”可以安排一次。');
  for (const words of ['演练', '下周演练开始准备', '昨天全员点名了吗', '真实险情怎么处理'])
    expect(stage.says('周校', words), words).toBe(false);
});

it('全员点名 asks every class and every colleague, rings, says that it is real, and names nobody in a group', () => {
  const stage = open();
  stage.says('班一', '全员点名');
  expect(stage.texts()[0]).toContain('由安全办或校领导发起');
  stage.says('王芳', '全员点名');
  const id = 1;
  const units = unitsOf(stage.context(), id);
  expect(units.map((unit) => unit.kind)).toEqual([
    ...Array(3).fill('class'),
    ...Array(Object.keys(staff).length).fill('person'),
  ]);
  const sent = stage.sent();
  const asked = sent.filter((row) => row.card === 'drill.rollcall');
  expect(asked).toHaveLength(3 + Object.keys(staff).length);
  expect(asked.every((row) => row.urge && row.lane === 'urgent')).toBe(true);
  const own = (who: Name) => units.find((unit) => unit.reference === String(stage.id(who)) && unit.kind === 'person');
  expect(stage.titleOf('drill.rollcall', { unit: own('郑敏')?.id ?? 0 }, '郑敏')).toBe('真实险情，非演练：请报平安');
  stage.press('郑敏', 'drill.all-in', { unit: own('郑敏')?.id ?? 0 });
  // One press on the board answers for the class and for oneself.
  stage.press('班一', 'drill.board-all', { drill: id });
  stage.seconds(61);
  const board = stage.board(id);
  expect(board).toContain('真实险情，非演练：已报 3/12');
  expect(board).toContain('老师未报：7 人');
  expect(board).not.toContain('门卫');
  expect(stage.text('drill.command', { drill: id }, '王芳')).toContain('门卫');
  expect(stage.text('drill.command', { drill: id }, '班二')).not.toContain('门卫');
  expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('还有 9 个班或老师未报');
  for (const unit of unitsOf(stage.context(), id))
    if (unit.reportedAt === null) stage.press('王芳', 'drill.all-in', { unit: unit.id });
  expect(said(() => stage.press('周校', 'drill.stand-down', { drill: id }))).toBe('已解除，已告知全员');
  // Everybody who was asked hears the end; a real event is no drill, nobody evaluates it.
  const end = stage.sent();
  const told = new Set(end.filter((row) => row.card === 'drill.done').map((row) => row.personId));
  for (const name of Object.keys(staff)) expect(told.has(stage.id(name)), name).toBe(true);
  expect(end.some((row) => row.card === 'drill.evaluation')).toBe(false);
});

it('真实险情 and 全员点名 during a drill turn it real instead of starting another', () => {
  for (const words of ['真实险情', '全员点名']) {
    const stage = open();
    expect(stage.says('王芳', '真实险情')).toBe(false);
    const id = stage.running();
    stage.says('王芳', words);
    expect(stage.of(id).realAt).not.toBeNull();
    expect(stage.of(id).incidentId).not.toBeNull();
  }
});
