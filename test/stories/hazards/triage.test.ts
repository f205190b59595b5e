import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import { openCampus, picture } from '../campus.ts';
import { assigned, cast, forges, handsIn, RAILING, reports } from './steps.ts';

const initialOf = (card: { fields: readonly { label: string; initial: unknown }[] }, label: string): unknown =>
  card.fields.find((field) => field.label.startsWith(label))?.initial;

describe('the safety office decides', () => {
  test('the form starts with an owner by place, a leader, and a deadline by severity', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, canteen, vice } = cast(campus);
    await reports(reporter);
    const railing = office.sees('待认定', '扶手');
    expect(initialOf(railing, '责任人')).toBe(owner.openId);
    expect(initialOf(railing, '责任领导')).toBe(vice.openId);
    expect(initialOf(railing, '期限')).toBe('2025-09-25');
    await reports(reporter, '食堂后厨垃圾没倒，有点味道');
    const kitchen = office.sees('待认定', '食堂');
    expect(initialOf(kitchen, '责任人')).toBe(canteen.openId);
    await campus.end();
  });

  test.each([
    // 较大: 7 calendar days end on 10-02, a holiday, so the last school day before it.
    { start: '2025-09-25 10:20', words: RAILING, due: '2025-09-30' },
    // 一般: 7 school days from 09-25; 09-28 is a make-up day, 10-01 to 10-08 is National Day and Mid-Autumn.
    { start: '2025-09-25 10:20', words: '门卫室的警示牌掉了', due: '2025-10-11' },
    { start: '2025-09-18 10:20', words: '门卫室的警示牌掉了', due: '2025-09-28' },
  ])('$words on $start is due on $due', async ({ start, words, due }) => {
    const campus = await openCampus({ start });
    const { reporter, office } = cast(campus);
    await reports(reporter, words);
    expect(initialOf(office.sees('待认定'), '期限')).toBe(due);
    await campus.end();
  });

  test('changing the severity needs a reason, a deadline must be a school day from today; values are kept', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    await reports(reporter);
    const card = office.sees('待认定');
    const values = { 责任人: '赵强', 等级: '一般', 整改要求: '换膨胀螺栓' };
    const noReason = await office.presses('认定派单', values);
    expect(noReason.toast?.content).toContain('改等级请写理由');
    const back = office.card('改等级请写理由');
    expect(back.messageId).toBe(card.messageId);
    expect(back.text).toContain('已填的都留着');
    expect(initialOf(back, '整改要求')).toBe('换膨胀螺栓');
    expect(initialOf(back, '等级')).toBe('general');
    const past = await office.presses('认定派单', { ...values, 理由: '只松了一颗', 期限: '2025-09-17' });
    expect(past.toast?.content).toContain('期限不能早于今天');
    const holiday = await office.presses('认定派单', { ...values, 理由: '只松了一颗', 期限: '2025-10-01' });
    expect(holiday.toast?.content).toContain('10月1日 放假，请换一天');
    expect(office.card('最近的上课日是 9月30日').messageId).toBe(card.messageId);
    const done = await office.presses('认定派单', { ...values, 理由: '只松了一颗', 期限: '2025-09-30' });
    expect(done.toast?.content).toBe('已派给赵强');
    expect(owner.sees('待整改', '换膨胀螺栓', '9月30日').text).toContain('一般');
    reporter.sees('已派人');
    await campus.end();
  });

  test('a second report of the same spot: the reporter is asked and joins; both hear the end', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, other } = cast(campus);
    const number = await assigned(campus);
    await other.says('2号楼3层西侧楼梯扶手松了');
    const form = other.sees('请确认');
    await other.presses('登记隐患', { 具体位置: '2号楼3层西侧', 类别: '栏杆扶手' });
    const asked = other.card('像是已报过', number);
    expect(asked.messageId).toBe(form.messageId);
    const joined = await other.presses('并入这条');
    expect(joined.toast?.content).toBe(`已并入 ${number}`);
    expect(other.card('已登记', number).messageId).toBe(form.messageId);
    await handsIn(campus);
    other.sees('已整改', number);
    office.sees('待复查');
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号', '多谢您');
    other.sees('已销号', '多谢您');
    owner.sees('已销号');
    await campus.end();
  });

  test('the reporter says it is another one; the office sees the likely duplicate and merges, both hear the end', async () => {
    const campus = await openCampus();
    const { reporter, office, owner, other } = cast(campus);
    const number = await assigned(campus);
    await other.says('2号楼3层西侧楼梯扶手松了');
    other.sees('请确认');
    await other.presses('登记隐患', { 具体位置: '2号楼3层西侧', 类别: '栏杆扶手' });
    const separate = await other.presses('单独登记');
    expect(separate.toast?.content).toBe('已登记 QS-202509-0002');
    const triage = office.sees('待认定', 'QS-202509-0002', '同部位还有', number);
    expect(triage.text).toContain('90 天内同部位 1 次');
    await office.presses('并入重复', undefined, triage);
    const ask = office.sees('并入重复');
    const [option] = ask.fields;
    expect(option?.label).toContain('并入哪一条');
    const merged = await office.presses('并入重复', { 并入哪一条: `${number} 2号楼3层西侧楼梯扶手晃 待整改` }, ask);
    expect(merged.toast?.content).toBe(`已并入 ${number}`);
    other.sees('已并入', '销号后一样告诉您');
    expect(office.card('并入重复。', 'QS-202509-0002').messageId).toBe(triage.messageId);
    await handsIn(campus);
    other.sees('已整改', number);
    office.sees('待复查', number);
    await office.presses('提交复查', { 结果: '合格销号' });
    reporter.sees('已销号', '多谢您');
    other.sees('已销号', '多谢您');
    owner.sees('已销号');
    await campus.end();
  });

  test('不属实 needs a reason; the reporter is told it without blame', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    const number = await reports(reporter);
    const triage = office.sees('待认定');
    await office.presses('不属实');
    const ask = office.sees('不属实');
    expect((await office.presses('记不属实', {}, ask)).blocked).toBe('required');
    const done = await office.presses('记不属实', { 理由: '到场看过，是影子' }, ask);
    expect(done.toast?.content).toBe(`已记不属实 ${number}`);
    expect(office.card('已办：不属实').messageId).toBe(ask.messageId);
    expect(office.card('到场看过，是影子').messageId).toBe(triage.messageId);
    const told = reporter.sees('不属实', '到场看过，是影子');
    expect(told.buttons).not.toContain('补充情况');
    await campus.end();
  });

  test('转外部 names whom; the reporter is told', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reports(reporter, '门口电动三轮车接学生，一车塞七八个');
    office.sees('待认定');
    await office.presses('转外部');
    const ask = office.sees('转外部');
    await office.presses('登记转办', { 转给谁: '交警', 说明: '已电话告知交警中队' }, ask);
    reporter.sees('已转外部', '交警');
    office.card('已转外部');
    await campus.end();
  });

  test('先不记 leaves the hazard as it was', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reports(reporter);
    office.sees('待认定');
    await office.presses('不属实');
    const ask = office.sees('不属实');
    await office.presses('先不记', undefined, ask);
    expect(office.card('没有办：不属实', '没有提交').messageId).toBe(ask.messageId);
    expect(office.card('认定派单').title).toContain('待认定');
    await campus.end();
  });

  test('a teacher cannot decide; the refusal says who can', async () => {
    const campus = await openCampus();
    const { reporter, office, other } = cast(campus);
    await reports(reporter);
    const triage = office.sees('待认定');
    const reply = await forges(campus, other, triage, 'hazard.ask', { hazard: 1, ask: 'reject' });
    expect(reply.toast?.text).toContain('这一步由');
    await campus.end();
  });

  test('nobody decides: the office is reminded, then the vice principal, then the principal, who then hears once a day', async () => {
    const campus = await openCampus();
    const { reporter, office, vice, principal } = cast(campus);
    await reports(reporter);
    office.sees('待认定');
    expect(reporter.card('已登记').text).toContain('安全办 10:50 前认定并派人');
    await campus.to('2025-09-18 10:49');
    office.seesNothing();
    await campus.to('2025-09-18 10:50');
    office.sees('还没派人', '报上来 30 分钟');
    // What was promised for 10:50 is no longer said after it.
    expect(reporter.card('已登记').text).toContain('安全办还没认定，10:50 已再提醒。');
    expect(reporter.card('已登记').text).not.toContain('10:50 前');
    vice.seesNothing();
    await campus.to('2025-09-18 11:20');
    vice.sees('还没派人');
    await campus.to('2025-09-18 11:50');
    principal.sees('还没派人');
    await reporter.says('补一句，今天又松了', { replyTo: reporter.card('已登记').messageId });
    reporter.sees('已补充');
    office.sees('有补充');
    for (const [day, waited] of [
      ['19', '1 天'],
      ['20', '2 天'],
    ]) {
      await campus.to(`2025-09-${day} 11:49`);
      principal.seesNothing();
      await campus.to(`2025-09-${day} 11:50`);
      principal.sees('还没派人', `报上来 ${waited}`);
    }
    await campus.end();
  });

  test('reported at night: the office hears in the morning, and its half hour begins there', async () => {
    const campus = await openCampus({ start: '2025-09-18 22:40' });
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    reporter.sees('请确认');
    await reporter.presses('登记隐患');
    reporter.card('安全办 9月19日 07:00 前认定');
    await campus.to('2025-09-19 06:29');
    office.seesNothing();
    await campus.to('2025-09-19 06:31');
    office.sees('待认定', '07:00前');
    await campus.to('2025-09-19 06:59');
    office.seesNothing();
    await campus.to('2025-09-19 07:00');
    office.sees('还没派人');
    await office.presses('认定派单', {}, office.card('认定派单'));
    reporter.sees('已派人');
    campus.person('赵强').sees('待整改');
    await campus.end();
  });

  test('a third report of a minor thing within 30 days counts as 较大', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    const words = '门卫室的警示牌掉了';
    for (const expected of ['一般', '一般', '较大']) {
      await reporter.says(words);
      const form = reporter.sees('请确认');
      await reporter.presses('登记隐患', {}, form);
      if (reporter.card('QS-202509').buttons.includes('单独登记')) await reporter.presses('单独登记');
      const triage = office.sees('待认定');
      expect(initialOf(triage, '等级')).toBe(expected === '一般' ? 'general' : 'serious');
      await campus.later(MINUTE);
    }
    await campus.end();
  });

  test('a form of an older state is answered with the current card', async () => {
    const campus = await openCampus({
      staff: {
        刘洋: ['class_teacher'],
        王芳: ['safety_office'],
        李静: ['safety_office'],
        赵强: ['facility_lead'],
        孙丽: ['vice_principal'],
      },
    });
    const [reporter, one, two, owner] = ['刘洋', '王芳', '李静', '赵强'].map((name) => campus.person(name));
    if (!reporter || !one || !two || !owner) throw new Error('the staff changed');
    await reports(reporter);
    const first = one.sees('待认定');
    const second = two.sees('待认定');
    const answers = await Promise.all([
      one.pressesOnly('认定派单', undefined, first),
      two.pressesOnly('认定派单', undefined, second),
    ]);
    await campus.settle();
    const toasts = answers.map((answer) => answer.toast?.content ?? '');
    expect(toasts.filter((toast) => toast === '已派给赵强')).toHaveLength(1);
    expect(toasts.filter((toast) => toast.startsWith('内容有更新，请按新卡填'))).toHaveLength(1);
    for (const member of [one, two]) expect(member.card('已派单').text).not.toContain('认定派单');
    owner.sees('待整改');
    owner.seesNothing();
    reporter.sees('已派人');
    await owner.sendsPhoto(picture(1), { replyTo: owner.card('待整改').messageId });
    owner.sees('提交整改', '照片已附 1 张');
    await campus.end();
  });
});
