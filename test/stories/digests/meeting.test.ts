import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { dutyTask } from '../../../src/store/schema/index.ts';
import { openMeetingSchool } from './meeting_school.ts';

test('开会, 我在, a decision, an item, 散会: minutes in the group, a task with its owner, first in the next agenda', async () => {
  const school = await openMeetingSchool({ start: '2025-09-22 16:25' });
  const [vice, office, duty, keeper] = ['孙丽', '王芳', '吴刚', '赵强'].map((name) => school.person(name));
  if (!vice || !office || !duty || !keeper) throw new Error('nobody there');

  await vice.says('开会', { chatId: school.leading, mentionBot: true });
  vice.sees('例会开始，到会请点“我在”');
  const desk = vice.sees('例会进行中', '1 人：孙丽');
  vice.skips();
  expect(desk.buttons).toEqual(['记决定', '加事项', '散会', '不开了']);

  // One tap each, from the shared card; pressed twice it is one; taken back it is none.
  expect((await office.presses('我在')).toast?.content).toBe('已记到会');
  expect((await office.presses('我在')).toast?.content).toBe('已记过到会');
  await duty.presses('我在');
  await duty.presses('撤回到会');
  const shared = office.card('到会请点“我在”');
  expect(shared.text).toContain('2 人：安全办、分管副校长');
  expect(shared.text).not.toContain('孙丽');

  // Nothing is closed before something was decided.
  expect((await vice.presses('散会', undefined, desk)).toast?.content).toContain('还没记决定，先记一条');
  await vice.presses('记决定', undefined, desk);
  vice.sees('记决定');
  await vice.presses('记下决定', { 决定: '1. 男厕停用到换好地漏\n2、北门错峰放学' });
  await office.says('开会');
  office.sees('例会 9月22日 16:25 已开始');
  office.sees('例会进行中', '决定1 男厕停用到换好地漏', '决定2 北门错峰放学');
  await office.presses('加事项');
  await office.presses('记下事项', { 事项: '换男厕地漏', 谁办: '赵强', 哪天前: '2025-09-26' });
  expect(vice.again(desk).text).toContain('事项 换男厕地漏：赵强，9月26日');
  keeper.seesNothing();

  school.skipAll();
  await vice.presses('散会', undefined, desk);
  const inGroup = school.inGroup(school.leading).findLast((text) => text.includes('安全例会纪要')) ?? '';
  expect(inGroup).toContain('9月22日安全例会纪要');
  expect(inGroup).toContain('事项 换男厕地漏：总务主任，9月26日');
  expect(inGroup).not.toContain('赵强');
  keeper.sees('例会事项：换男厕地漏', '9月22日 例会');
  expect(vice.again(desk).text).toContain('9月22日安全例会纪要');
  vice.sees('安全例会纪要 2025-09-22.docx');
  const [held] = school.meetings();
  expect(held).toMatchObject({
    state: 'signed',
    hostId: school.personId('孙丽'),
    minutesHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect((await vice.presses('要纪要文档', undefined, desk)).toast?.content).toBe('纪要文档稍后发给您');

  // More time is asked for, and the date moves when somebody else agrees.
  school.skipAll();
  await keeper.presses('需要更多时间');
  await keeper.presses('申请改期', { 改到: '2025-09-30', 原因: '缺配件' });
  vice.sees('请定改期：换男厕地漏', '缺配件');
  await vice.presses('同意改期');
  keeper.sees('改到 9月30日');
  expect(keeper.card('换男厕地漏', '定于').text).toContain('9月30日（原定 9月26日）');
  expect(vice.card('已定：换男厕地漏').buttons).toEqual([]);

  // It stands first in the next agenda until it is done.
  school.skipAll();
  await school.to('2025-09-29 08:00');
  school.skipAll();
  await office.says('例会');
  expect(office.sees('请开：每周安全例会').text).toContain('上次事项：换男厕地漏（总务主任，9月30日止）');
  expect((await keeper.presses('已完成')).toast?.content).toBe('已记：完成');
  await office.says('例会');
  expect(office.card('请开：每周安全例会').text).not.toContain('换男厕地漏');
  school.skipAll();
  const [task] = school.db.select().from(dutyTask).where(eq(dutyTask.dutyId, 'meeting-item')).all();
  expect(task).toMatchObject({ state: 'done', late: false });
  await school.end();
});
