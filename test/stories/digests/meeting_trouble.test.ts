import { expect, test } from 'vitest';
import { privateReport } from '../../../src/store/schema/index.ts';
import { openDutySchool } from '../duties/twelve/duty_school.ts';
import { openMeetingSchool } from './meeting_school.ts';

test('the safety office ends it, the vice principal sends the minutes back and signs them; items are given once', async () => {
  const school = await openMeetingSchool({ start: '2025-09-22 16:25' });
  const [vice, office, keeper, teacher] = ['孙丽', '王芳', '赵强', '刘洋'].map((name) => school.person(name));
  if (!vice || !office || !keeper || !teacher) throw new Error('nobody there');
  await teacher.says('开会');
  teacher.sees('例会由安全办或校领导开');

  // Two open at once: one meeting.
  await Promise.all([office.says('开会'), vice.says('开会')]);
  expect(school.meetings()).toHaveLength(1);
  school.skipAll();
  await office.presses('记决定');
  // The same form handed in twice writes its line once.
  const form = office.card('一行一条');
  await office.presses('记下决定', { 决定: '停用男厕' }, form);
  await office.says('决定：停用男厕');
  await office.presses('加事项');
  await office.presses('记下事项', { 事项: '换地漏', 谁办: '赵强', 哪天前: '2025-09-24' });
  expect(school.lines()).toHaveLength(2);
  const desk = office.card('例会进行中', '换地漏');
  await office.presses('散会', undefined, desk);
  await office.presses('散会', undefined, desk).catch(() => undefined);
  keeper.sees('例会事项：换地漏');
  keeper.seesNothing();
  const asked = vice.card('请签发：9月22日例会纪要');
  expect(school.inGroup(school.leading).join()).not.toContain('安全例会纪要');

  await vice.presses('退回补充', undefined, asked);
  await vice.presses('退回补充', { 要补什么: '北门错峰' }, vice.card('写一句要补什么'));
  expect(office.card('请补充：例会纪要').text).toContain('北门错峰');
  await office.says('决定：北门错峰放学');
  await office.says('散会');
  keeper.seesNothing();
  school.skipAll();
  await vice.presses('签发纪要', undefined, vice.card('请签发', '北门错峰'));
  expect(vice.everything().some((card) => card.buttons.join() === '要纪要文档')).toBe(true);
  office.sees('安全例会纪要 2025-09-22.docx');
  expect(school.inGroup(school.leading).findLast((text) => text.includes('例会纪要'))).toContain('决定2 北门错峰放学');
  school.skipAll();
  // Three school days late the principal hears; before that the owner is asked on the day.
  await school.to('2025-09-24 17:00');
  keeper.sees('例会事项：换地漏');
  school.skipAll();
  await school.to('2025-09-25 08:30');
  await office.says('待办');
  office.skips();
  await keeper.says('待办');
  expect(keeper.card('待办').text).toContain('例会事项');
  school.skipAll();
  await school.end();
});

test('nothing held and nothing said: asked once, the reason stands in the next agenda; private matters in none', async () => {
  const school = await openDutySchool('weekly-safety-meeting', '2025-09-14 20:00');
  const [office, vice] = [school.person('王芳'), school.person('孙丽')];
  const { organisation } = school.tenant.server.engine;
  organisation.change(school.clock.now(), ({ db, now }) => {
    db.insert(privateReport)
      .values({
        schoolId: 1,
        number: 'QS-SM-202509-0001',
        kind: 'bullying',
        reporterId: school.personId('李敏'),
        handlerId: school.personId('孙丽'),
        state: 'opened',
        at: now,
      })
      .run();
  });
  await school.to('2025-09-16 08:00');
  office.skips();
  vice.sees('没看到9月15日例会，请说明');
  await vice.presses('没有开');
  await vice.presses('记下原因', { 原因: '考试' });
  expect(vice.card('9月15日例会：已记下').text).toContain('没有开：考试');
  await school.to('2025-09-19 15:59');
  vice.skips();
  vice.seesNothing();
  await school.to('2025-09-22 08:00');
  const agenda = office.card('请开：每周安全例会').text;
  expect(agenda).toContain('上次例会没有开：考试');
  expect(agenda).not.toMatch(/欺凌|QS-SM/);
  for (const name of ['王芳', '孙丽', '周建国']) school.person(name).skips();
  await school.end();
});

test('a meeting nobody ended and a server that slept over it: it waits, is asked for, and a mis-tap is undone', async () => {
  const school = await openMeetingSchool({ start: '2025-09-22 16:25' });
  const [vice, office] = [school.person('孙丽'), school.person('王芳')];
  await vice.says('开会');
  await vice.says('决定：停用男厕');
  school.skipAll();
  await school.outageUntil('2025-09-23 10:00');
  vice.sees('例会进行中', '停用男厕');
  await office.presses('我在', undefined, office.card('到会请点“我在”'));
  await vice.presses('散会', undefined, vice.card('例会进行中', '散会'));
  expect(school.meetings()[0]).toMatchObject({ state: 'signed' });
  school.skipAll();
  await office.says('纪要');
  office.sees('安全例会纪要 2025-09-22.docx');
  office.sees('纪要文档稍后发给您');
  await office.says('开会');
  school.skipAll();
  await office.presses('不开了', undefined, office.card('例会进行中', '还没有记'));
  expect(school.meetings()[1]).toMatchObject({ state: 'dropped' });
  expect(school.inGroup(school.leading).join()).toContain('例会没有开');
  school.skipAll();
  await school.end();
});

test('a whole meeting where cards are numbered text', async () => {
  const school = await openMeetingSchool({ start: '2025-09-22 16:25', platform: 'dingtalk', asText: true });
  const [vice, keeper] = [school.person('孙丽'), school.person('赵强')];
  await vice.says('开会');
  vice.skips();
  await vice.says('决定：停用男厕');
  // Where cards are text, the desk comes anew with what was written.
  await school.later(60_000);
  await vice.says('2');
  const form = vice.card('事项', '谁办', '哪天前');
  await vice.says('事项：换地漏\n谁办：赵强\n哪天前：2025-09-26', { replyTo: form.messageId });
  expect(school.lines().map((line) => line.text)).toEqual(['停用男厕', '换地漏']);
  await vice.says('散会');
  expect(school.meetings()[0]).toMatchObject({ state: 'signed' });
  keeper.sees('例会事项：换地漏');
  await keeper.says('1');
  keeper.sees('已记：完成');
  school.skipAll();
  await school.end();
});
