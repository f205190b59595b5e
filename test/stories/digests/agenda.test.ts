import { expect, test } from 'vitest';
import { hazard } from '../../../src/store/schema/index.ts';
import { openMeetingSchool } from './meeting_school.ts';

/** A school on the Friday of its digest: one hazard overdue, one suspected major, one nobody asks about. */
async function openFriday() {
  const school = await openMeetingSchool({ duties: true });
  school.tenant.server.engine.organisation.change(school.clock.now(), ({ db, now }) => {
    const row = (number: string, title: string, columns: Partial<typeof hazard.$inferInsert>) =>
      db
        .insert(hazard)
        .values({
          schoolId: 1,
          number,
          state: 'assigned',
          title,
          description: title,
          placeKind: 'toilet',
          category: 'building',
          sub: 'floor',
          severity: 'general',
          reporterId: school.personId('刘洋'),
          reportedAt: now,
          ownerId: school.personId('赵强'),
          due: '2025-09-30',
          originalDue: '2025-09-30',
          ...columns,
        })
        .run();
    row('QS-202509-0001', '男厕地面湿滑', { due: '2025-09-18', originalDue: '2025-09-18' });
    row('QS-202509-0002', '楼道充电', { state: 'reported', major: 'candidate', ownerId: null, due: null });
    row('QS-202509-0003', '井盖松动', {});
  });
  await school.to('2025-09-19 16:00');
  school.skipAll();
  return school;
}

const toastOf = async (pressed: Promise<{ toast?: { content: string } | undefined }>): Promise<string> =>
  (await pressed).toast?.content ?? '';

test('列入例会: from the digest, from its lists and by words; once each, by whom, off again', async () => {
  const school = await openFriday();
  const [vice, office, guard] = ['孙丽', '王芳', '吴刚'].map((name) => school.person(name));
  if (!vice || !office || !guard) throw new Error('the cast is incomplete');

  const asked = async () => {
    await office.says('例会');
    return office.sees('请开：每周安全例会');
  };

  // Who does not run the meeting reads the digest and puts nothing on its agenda.
  expect(await toastOf(guard.presses('列入例会'))).toContain('安全办或校领导');

  await vice.presses('列入例会');
  const form = vice.sees('列入下次例会');
  expect(form.text).not.toContain('井盖松动');
  await vice.presses('列入例会', { 列哪几项: ['0001 男厕地面湿滑 逾期 1 天'], 另写一项: '北门错峰放学' }, form);
  const agenda = vice.again(form).text;
  expect(agenda).toContain('孙丽列入：0001 男厕地面湿滑 逾期 1 天');
  expect(agenda).toContain('孙丽列入：北门错峰放学');
  // Spoken of once.
  expect(agenda).not.toContain('逾期隐患：');

  // The list behind a number offers what is not there yet; a number typed is the hazard.
  await office.presses('看各项清单');
  await office.presses('看清单', { 看哪个数: '当前逾期 1' }, office.sees('周报里的数，逐项看'));
  await office.presses('列入例会', undefined, office.card('当前逾期：1 条'));
  office.sees('列入下次例会', '这里的都已在议题里');
  await office.says('列入例会：0001');
  office.sees('已在议题里，不用再列');
  await office.says('列入例会：0003');
  office.sees('已列入下次例会 1 项');
  // A student's own matter goes to its handler: by the form, and by words.
  await office.presses('加议题', undefined, await asked());
  const again = office.sees('列入下次例会');
  await office.presses('列入例会', { 另写一项: '李小明被同学打，一直不敢来上学' }, again);
  expect(office.again(again).text).toContain('像是学生的私事，不写进议题');
  await office.says('列入例会 李小明被同学打，一直不敢来上学');
  office.sees('收到，请在这里说');
  await guard.says('加议题：换保安');
  guard.sees('议题由安全办和校领导列');

  // Whoever runs the meeting takes off what another put there.
  const mine = await asked();
  expect(mine.text).toContain('王芳列入：0003 井盖松动');
  await office.presses('撤下议题', undefined, mine);
  const off = office.sees('撤下哪几项议题');
  await office.presses('撤下议题', { 撤下哪几项: ['北门错峰放学（孙丽 9月19日）'] }, off);
  expect((await asked()).text).not.toContain('北门错峰');
  expect(office.again(mine).text).not.toContain('北门错峰');

  // The meeting takes it up with the post, the next agenda begins without it; not held, it waits again.
  school.skipAll();
  await school.to('2025-09-22 16:30');
  school.skipAll();
  await vice.says('开会');
  const held = school.inGroup(school.leading).findLast((text) => text.includes('例会开始')) ?? '';
  expect(held).toContain('分管副校长列入：0001 男厕地面湿滑 逾期 4 天');
  expect(held).toContain('安全办列入：0003 井盖松动 9月30日止');
  expect(held).not.toMatch(/孙丽|王芳/);
  await vice.presses('不开了', undefined, vice.card('例会进行中'));
  await office.says('例会');
  expect(office.card('请开：每周安全例会', '列入：0001').text).toContain('王芳列入：0003');
  school.skipAll();
  await vice.says('开会');
  await vice.says('决定：井盖本周换');
  await vice.presses('散会', undefined, vice.card('例会进行中', '决定1 井盖本周换'));
  school.skipAll();
  await office.says('例会');
  expect(office.card('请开：每周安全例会').text).not.toContain('列入：');
  await school.end({ ignore: ['赵强', '陈静', '郑敏', '王芳', '孙丽', '周建国', '吴刚', '刘洋'] });
});
