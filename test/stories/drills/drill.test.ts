import { expect, test } from 'vitest';
import { drillReport } from '../../../src/store/schema/index.ts';
import { addClasses, addClassTeachersGroup, juniorClasses } from '../campus/classes.ts';
import { type Campus, openCampus } from '../campus.ts';

const heads = ['李敏', '赵强', '陈静'] as const;
const SIZES = [45, 40, 42];

/** Three classes of known size with heads, and a class teachers' group with everybody in it. */
async function withClasses(): Promise<{ campus: Campus; group: string }> {
  const campus = await openCampus({
    start: '2025-09-24 15:00',
    staff: {
      王芳: ['safety_office'],
      孙丽: ['vice_principal'],
      周建国: ['principal'],
      李敏: ['staff'],
      赵强: ['staff'],
      陈静: ['staff'],
      郑敏: ['subject_teacher'],
    },
  });
  const group = addClassTeachersGroup(campus, [...heads, '郑敏']);
  addClasses(campus, juniorClasses(heads, '八年级', SIZES));
  await campus.settle();
  return { campus, group };
}

test('a drill from the plan to the evaluation, and the next one while the platform refuses for half a minute', async () => {
  const { campus } = await withClasses();
  const [office, principal, colleague] = [campus.person('王芳'), campus.person('周建国'), campus.person('郑敏')];
  const [first, second, third] = [campus.person('李敏'), campus.person('赵强'), campus.person('陈静')];
  for (const name of ['王芳', '孙丽', '周建国', '郑敏', ...heads]) campus.person(name).skips();

  await office.says('演练');
  office.sees('演练：安排与点名', '还没有安排下一次');
  await office.presses('安排演练');
  office.sees('安排演练');
  await office.presses('保存方案', { 类型: '火灾疏散', 时间: '2025-09-25 10:05', 总指挥: '周建国' });
  expect(office.card('9月25日 火灾疏散').text).toContain('家长告知（可复制）：我校将于 9月25日 10:05 开展火灾疏散演练');

  // Half an hour before the commander has the card that starts it; at 10:05 one press does.
  await campus.to('2025-09-25 10:05');
  principal.sees('10:05 火灾疏散', '待启动');
  for (const name of ['王芳', '孙丽', '周建国', '郑敏', ...heads]) campus.person(name).skips();
  await principal.presses('宣布启动');
  expect(principal.card('已报 0/4 班').buttons).toContain('宣布解除');
  expect(first.sees('【演练】点名：初二1班').buttons).toContain('全部到齐');
  second.sees('【演练】点名：初二2班');
  third.sees('【演练】点名：初二3班');

  // One press; a gap by form; a class reported by a colleague from the group's board.
  await campus.later(20_000);
  expect((await first.presses('全部到齐')).toast?.content).toBe('已记：初二1班 45/45');
  await second.presses('上报人数', { 应到: 40, 实到: 39, 差异说明: '如厕' });
  await colleague.presses('有差异');
  colleague.sees('【演练】报哪个班');
  await colleague.presses('上报人数', { 班级: '初二3班', 全部到齐: false, 应到: 42, 实到: 43 });
  await campus.later(5_000);
  const board = () => colleague.card('【演练】已报').text;
  expect(board()).toContain('已报 3/4 班');
  expect(board()).toContain('初二2班 差 1（如厕，在找）');
  expect(board()).toContain('初二3班 多 1，与邻班核对');
  expect((await principal.presses('宣布解除')).toast?.content).toBe('差 1 人未闭合，不能解除');
  principal.sees('【演练】还不能解除', '初二2班 差 1');

  // 混班 solved, the child found, the staff counted: then it ends.
  await third.presses('上报人数', { 应到: 42, 实到: 42 });
  await second.presses('上报人数', { 应到: 40, 实到: 40 });
  await office.presses('代班上报');
  await office.presses('上报人数', { 班级: '教职工', 全部到齐: true });
  await campus.later(3_000);
  expect(principal.card('已报 4/4 班').text).toContain('全部到齐，可以解除');
  await principal.presses('宣布解除', undefined, principal.card('已报 4/4 班'));
  expect(principal.card('解除，全部到齐').text).toContain('用时 25 秒');
  expect(colleague.card('解除，全部到齐').text).toContain('2 班有过，已闭合');
  await campus.later(3_000);
  expect(first.card('初二1班已结束').buttons).toEqual([]);

  await office.presses('提交评估', { '3 分': ['楼梯秩序'], 最慢楼梯: '东梯' });
  office.card('已评：59/75');
  await office.presses('问题立项', { 亮点: '口令清楚', 要改的预案: '集合点太近', 责任人: '赵强' });
  second.card('演练问题整改', '集合点太近');
  await office.presses('要记录表');
  for (const file of ['.xlsx', '.docx']) expect(office.everything().some(({ text }) => text.includes(file))).toBe(true);

  const { db } = campus.tenant.server.engine.organisation.store;

  // The platform refuses for 30 s from the start: nothing is lost, nothing comes twice, presses count.
  await office.says('演练');
  await office.presses('安排演练');
  await office.presses('保存方案', { 类型: '地震避险疏散', 时间: '2025-09-25 11:05', 总指挥: '周建国' });
  await campus.to('2025-09-25 11:05');
  for (const name of ['王芳', '孙丽', '周建国', '郑敏', ...heads]) campus.person(name).skips();
  campus.tenant.emulator.faults.serverErrorsFor(30_000);
  const began = campus.clock.now();
  await principal.saysOnly('演练开始');
  await campus.later(50_000);
  for (const [index, one] of [first, second, third].entries()) {
    one.sees(`【演练】点名：初二${index + 1}班`);
    if (one !== first) await one.presses('全部到齐');
  }

  // Two people count the same class: whoever was second reads what the first wrote, and then decides.
  await colleague.presses('有差异');
  colleague.sees('【演练】报哪个班');
  const stale = first.card('点名：初二1班');
  const [, pressed] = await Promise.all([
    colleague.pressesOnly(
      '上报人数',
      { 班级: '初二1班', 全部到齐: false, 应到: 45, 实到: 44, 差异说明: '医务室' },
      colleague.card('【演练】报哪个班'),
    ),
    first.pressesOnly('上报人数', { 应到: 45, 实到: 43 }, stale),
  ]);
  expect(pressed.toast?.content).toContain('内容有更新，请按新卡填');
  await campus.settle();
  expect(first.card('初二1班差 1 人').text).toContain('45/44');
  await first.presses('上报人数', { 应到: 45, 实到: 43, 差异说明: '医务室', 已寻获: true });
  await campus.later(15_000);
  expect(colleague.card('【演练】已报').text).toContain('已报 3/4 班');
  const cards = first.everything().filter((message) => message.at >= began && message.text.includes('初二1班'));
  expect(cards).toHaveLength(1);
  const late = (cards[0]?.at ?? 0) - began;
  expect(late).toBeGreaterThanOrEqual(30_000);
  expect(late).toBeLessThan(35_000);
  expect(db.select().from(drillReport).all()).toHaveLength(10);
  await campus.end({ ignore: ['王芳', '孙丽', '周建国', '郑敏', ...heads] });
});
