import { describe, expect, test } from 'vitest';
import { picture } from '../../campus.ts';
import { type DutySchool, openDutySchool } from './duty_school.ts';

const others = ['王芳', '孙丽', '周建国', '郑敏', '吴刚', '陈静'] as const;
const state = (school: DutySchool) => school.tasks().map(({ state, late }) => (late ? `${state}, late` : state));
const everybody = ['李敏', '赵强', ...others];

describe('每日安全提醒', () => {
  test('from the morning’s card to the weekly summary', async () => {
    const school = await openDutySchool('daily-safety-reminder', '2025-09-18 06:00');
    const [done, forgot, office] = [school.person('李敏'), school.person('赵强'), school.person('王芳')];
    await school.to('2025-09-18 07:29');
    school.quiet(...everybody);
    await school.to('2025-09-18 07:30');
    expect(done.sees('今日请讲', '0/2').buttons).toContain('本班已讲');
    forgot.sees('今日请讲', '0/2');
    school.quiet(...others);
    expect((await done.presses('本班已讲')).toast?.content).toBe('已记：初二1班');
    expect(forgot.card('今日请讲').text).toContain('1/2');

    await school.to('2025-09-18 15:50');
    for (const head of [done, forgot]) expect(head.sees('还差 1 个班').text).toContain('初二2班');
    await school.to('2025-09-18 16:20');
    const asked = forgot.sees('请办：每日安全提醒：初二2班');
    await school.to('2025-09-18 17:20');
    office.sees('每日安全提醒 1/2', '初二2班');
    school.quiet(...everybody);

    const made = await forgot.presses('本班已讲', undefined, asked);
    expect(made.toast?.content).toBe('已收下，标为“补录”');
    expect(state(school)).toEqual(['done', 'done, late']);
    office.card('每日安全提醒 2/2');
    // Nobody above hears of what has been made up.
    await school.to('2025-09-19 08:00');
    school.quiet(...others);
    await school.to('2025-09-19 16:00');
    expect(school.summary()).toContain('每日安全提醒 2/2');
    await school.end({ ignore: everybody });
  });
});

describe('每周安全课', () => {
  test('from Monday’s card to the summary of the next week: it is due after this week’s', async () => {
    const school = await openDutySchool('weekly-safety-lesson', '2025-09-14 20:00');
    const [done, forgot, office] = [school.person('李敏'), school.person('赵强'), school.person('王芳')];
    await school.to('2025-09-15 07:59');
    school.quiet(...everybody);
    await school.to('2025-09-15 08:00');
    done.sees('每周安全课：0/2 班');
    forgot.sees('每周安全课：0/2 班');
    school.quiet(...others);
    await done.presses('打开本班的');
    const form = done.sees('每周安全课：初二1班', '时长');
    await done.sendsPhoto(picture(7), { replyTo: form.messageId });
    done.sees('已附到', '每周安全课：初二1班');
    const lesson = { 课题: '楼梯靠右走', 日期: '2025-09-15', '时长（分钟）': 15, 授课: '李敏' };
    await done.presses('登记', lesson, form);
    done.card('每周安全课：初二1班', '数字少于 20');
    const kept = await done.presses('登记', { ...lesson, '时长（分钟）': 40 }, form);
    expect(kept.toast?.content).toBe('已记：初二1班');
    expect(school.tasks()[0]).toMatchObject({ state: 'done', content: { topic: '楼梯靠右走', minutes: 40 } });
    expect(forgot.card('每周安全课：1/2 班').text).toContain('初二2班');

    await school.to('2025-09-18 16:00');
    for (const head of [done, forgot]) expect(head.sees('还差 1 个班：每周安全课').text).toContain('9月19日前');
    await school.to('2025-09-19 14:30');
    const asked = forgot.sees('请办：每周安全课：初二2班');
    done.seesNothing();
    await school.to('2025-09-19 16:00');
    expect(school.summary()).not.toContain('每周安全课 ');
    for (const name of ['王芳', '孙丽', '周建国']) school.person(name).skips();
    await school.to('2025-09-19 17:30');
    office.sees('每周安全课 1/2', '初二2班');
    school.quiet(...everybody);
    const late = { ...lesson, 授课: '赵强', '时长（分钟）': 40 };
    expect((await forgot.presses('登记', late, asked)).toast?.content).toBe('已收下，标为“补录”');
    expect(state(school)).toEqual(['done', 'done, late']);
    await school.to('2025-09-22 08:00');
    school.quiet(...others);
    await school.to('2025-09-26 16:00');
    expect(school.summary()).toContain('每周安全课 2/2');
    // The week after it has two days with lessons before National Day.
    expect(school.summary()).toMatch(/下周安全课建议讲：[^；。]+。/);
    await school.end({ ignore: everybody });
  });
});

describe('每月安全主题班会', () => {
  test('from the month’s first school day to the summary after its last Friday', async () => {
    const school = await openDutySchool('monthly-theme-class-meeting', '2025-11-02 20:00');
    const [done, forgot, office] = [school.person('李敏'), school.person('赵强'), school.person('王芳')];
    const leadersSkip = () => ['王芳', '孙丽', '周建国'].map((name) => school.person(name).skips());
    await school.to('2025-11-03 07:59');
    school.quiet(...everybody);
    await school.to('2025-11-03 08:00');
    done.sees('每月安全主题班会：0/2 班');
    forgot.sees('每月安全主题班会：0/2 班');
    school.quiet(...others);
    await done.presses('打开本班的');
    const form = done.sees('每月安全主题班会：初二1班', '主题（必填）');
    await done.presses('登记', { 主题: '防溺水', 日期: '2025-11-03', 人数: 41 }, form);
    expect(school.tasks()[0]).toMatchObject({ state: 'done', content: { theme: '防溺水', attended: 41 } });

    await school.to('2025-11-21 10:00');
    leadersSkip();
    const asked = forgot.sees('请办：每月安全主题班会：初二2班', '11月28日');
    forgot.seesNothing();
    await school.to('2025-11-28 17:00');
    forgot.skips();
    done.seesNothing();
    leadersSkip();
    await school.to('2025-11-28 18:00');
    office.sees('每月安全主题班会 1/2', '初二2班');
    school.quiet(...everybody);
    await forgot.presses('登记', { 主题: '防溺水', 日期: '2025-11-28', 人数: 40 }, asked);
    expect(state(school).slice(0, 2)).toEqual(['done', 'done, late']);
    await school.to('2025-12-05 16:00');
    expect(school.summary()).toContain('每月安全主题班会 2/2');
    await school.end({ ignore: everybody });
  });
});

describe('放假前安全课', () => {
  test('from a week before National Day to the summary after the holiday', async () => {
    const school = await openDutySchool('pre-holiday-lesson', '2025-09-22 20:00');
    const [done, forgot, office] = [school.person('李敏'), school.person('赵强'), school.person('王芳')];
    await school.to('2025-09-23 07:59');
    school.quiet(...everybody);
    await school.to('2025-09-23 08:00');
    done.sees('放假前 30 分钟安全课');
    forgot.sees('放假前 30 分钟安全课');
    await done.presses('打开本班的');
    const form = done.sees('放假前 30 分钟安全课', '周期 9月30日放假前', '时长');
    const lesson = { '时长（分钟）': 30, 内容: ['交通', '溺水'], 已发告家长书: false };
    await done.presses('登记', lesson, form);
    expect(school.tasks()[0]?.state).toBe('open');
    await done.presses('登记', { ...lesson, 已发告家长书: true }, form);
    expect(school.tasks()[0]).toMatchObject({ state: 'done', content: { minutes: 30, letter_sent: true } });
    await school.to('2025-09-30 16:00');
    for (const head of [done, forgot]) expect(head.sees('还差 1 个班').text).toContain('初二2班');
    await school.to('2025-09-30 16:30');
    const asked = forgot.sees('请办：放假前 30 分钟安全课');
    done.seesNothing();
    for (const name of ['王芳', '孙丽', '周建国']) school.person(name).skips();
    await school.to('2025-09-30 17:30');
    office.sees(' 1/2，差 1 个班', '初二2班');
    await forgot.presses('登记', { ...lesson, 已发告家长书: true, 回执数: 38 }, asked);
    expect(state(school)).toEqual(['done', 'done, late']);
    // Friday of that week is a holiday: the summary comes on the first school day after it.
    await school.to('2025-10-09 16:00');
    expect(school.summary()).toContain('放假前 30 分钟安全课与告家长书 2/2，1/2 个班报了回执');
    await school.end({ ignore: everybody });
  });
});
