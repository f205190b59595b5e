import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import { hazard } from '../../../src/store/schema/index.ts';
import { openCampus, staffOfStories } from '../campus.ts';
import { cast, RAILING } from './steps.ts';

describe('emergencies and private matters leave the hazard loop', () => {
  test.each([
    { transport: 'webhook', cardReply: 'patch' },
    { transport: 'websocket', cardReply: 'inline' },
  ] as const)('着火了: the numbers first, one tap rings with the leadership ($transport)', async (options) => {
    const campus = await openCampus(options);
    const { reporter, office, duty, other } = cast(campus);
    await reporter.says('实验楼二楼着火了');
    const first = reporter.sees('先打 119');
    expect(first.title).toContain('119');
    await reporter.presses('通知带班领导');
    for (const leader of [office, duty]) {
      const alert = leader.sees('真实险情', '着火冒烟');
      expect(alert.urgent).toBe(true);
    }
    other.seesNothing();
    expect(campus.tenant.server.engine.organisation.store.db.select().from(hazard).all()).toEqual([]);
    reporter.skips();
    await campus.end();
  });

  test('words that were not understood lead to an emergency, a private matter or a report by one press', async () => {
    const campus = await openCampus();
    const { reporter, office, duty } = cast(campus);
    await reporter.says('这事我不知道怎么讲才好');
    const unclear = reporter.sees('没看懂');
    expect(unclear.buttons).toEqual(['报隐患', '有险情', '私下说']);
    await reporter.presses('私下说');
    expect(reporter.sees('收到，请在这里说').text).toContain('只交经办人');
    await reporter.presses('有险情', undefined, unclear);
    reporter.sees('先打 110');
    await reporter.presses('有人受伤');
    for (const leader of [office, duty]) expect(leader.sees('真实险情', '有人受伤').urgent).toBe(true);
    reporter.skips();
    await campus.end();
  });

  test('a hazard told with people in it is a report, and the question whether they are in danger comes with it', async () => {
    const campus = await openCampus();
    const { reporter } = cast(campus);
    await reporter.says('食堂地滑，有个孩子摔了说腰疼');
    reporter.sees('请确认');
    const asked = reporter.sees('有人正在危险里吗', '先打 120');
    expect(asked.buttons).toEqual(['有险情']);
    await campus.end();
  });

  test('somebody leads: teams, first report and the end reach the right phones', async () => {
    const campus = await openCampus({ staff: { ...staffOfStories, 马医: ['school_doctor'], 高强: ['gate_guard'] } });
    const { reporter, office, duty } = cast(campus);
    const [doctor, guard] = [campus.person('马医'), campus.person('高强')];
    await reporter.says('实验楼二楼着火了');
    await reporter.presses('通知带班领导');
    await duty.presses('我来处置');
    await duty.presses('叫齐各组');
    expect(guard.sees('请保卫组到位', '实验楼').urgent).toBe(true);
    expect(doctor.sees('请救护组到位').urgent).toBe(true);
    await guard.presses('我已到位');
    expect(duty.card('真实险情').text).toContain('高强 10:20 到位');
    await duty.presses('写首报');
    await duty.presses('生成首报稿', {
      类型: '火灾',
      时间: '2025-09-18 10:20',
      地点: '实验楼2层',
      经过: '实验台冒烟',
      受伤人数: 0,
      死亡人数: 0,
      已采取的措施: '切断电源，撤到操场',
      已拨电话: ['119'],
    });
    expect(duty.card('【首报】').text).toContain('受伤 0 人，死亡 0 人。已采取：切断电源，撤到操场。已拨 119。');
    await duty.presses('已报出', { 接报人: '区教育局 李科长' });
    await duty.presses('处置完毕', undefined, duty.card('真实险情'));
    await duty.presses('处置完毕', { 怎么样了: '火已扑灭，无人受伤' });
    for (const person of [reporter, doctor, guard, office]) person.card('处置完毕', '火已扑灭，无人受伤');
    for (const person of [reporter, doctor, guard, office, duty]) person.skips();
    await campus.end();
  });

  test('nobody taps: after 60 seconds the duty leader is told all the same', async () => {
    const campus = await openCampus();
    const { reporter, office, duty } = cast(campus);
    await reporter.says('有人晕倒了');
    reporter.sees('先打 120');
    await campus.later(MINUTE - 1000);
    duty.seesNothing();
    await campus.later(1000);
    expect(duty.sees('真实险情').urgent).toBe(true);
    office.skips();
    reporter.skips();
    await campus.end();
  });

  test.each(['下周三消防演练，模拟着火了怎么疏散', '昨天食堂着火了，已经扑灭', '模拟有人晕倒的演练方案'])(
    '%s pages nobody',
    async (words) => {
      const campus = await openCampus();
      const { reporter, office, duty, vice, principal } = cast(campus);
      await reporter.says(words);
      await campus.later(2 * MINUTE);
      for (const leader of [office, duty, vice, principal]) leader.seesNothing();
      expect(reporter.phone.messages().some((message) => message.urgent)).toBe(false);
      reporter.skips();
      await campus.end();
    },
  );

  test.each([
    '昨天食堂着火了',
    '昨天演练时广播不响',
    '上周实验室酒精灯起火，用灭火毯盖灭了',
    '刚才食堂冒烟，已经处理好了',
  ])('%s is offered as a report, pages nobody, and is with the safety office when nobody answers', async (words) => {
    const campus = await openCampus();
    const { reporter, office, duty, vice, principal } = cast(campus);
    await reporter.says(words);
    reporter.sees('请确认', '像是已经过去的事，没有通知别人', '发“紧急”');
    await campus.later(2 * MINUTE);
    for (const leader of [office, duty, vice, principal]) leader.seesNothing();
    await campus.later(14 * MINUTE);
    expect(office.sees('待认定', '待补充', words).urgent).toBe(false);
    for (const leader of [duty, vice, principal]) leader.seesNothing();
    reporter.sees('已按原话登记');
    await campus.end();
  });

  test.each(['昨天消防演练很顺利', '模拟有人晕倒的演练方案'])('%s is told what drills understand', async (words) => {
    const campus = await openCampus();
    const { reporter } = cast(campus);
    await reporter.says(words);
    reporter.sees('发“演练”', '发“紧急”');
    await campus.later(20 * MINUTE);
    await campus.end();
  });

  test('a private matter gets a private card and leaves no trace in the ledger or on other phones', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says('我们班小明老被几个同学堵在厕所要钱');
    const card = reporter.sees('收到，请在这里说');
    expect(card.title).not.toContain('小明');
    expect(card.text).not.toContain('小明');
    await office.says('台账');
    expect(office.sees('台账：在账 0').text).not.toContain('小明');
    const { db } = campus.tenant.server.engine.organisation.store;
    expect(db.select().from(hazard).all()).toEqual([]);
    await campus.later(30 * MINUTE);
    await campus.end();
  });

  test('in a group the answer is one sentence, the same for a hazard and for a private matter', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    const chatId = await campus.group('三年级组', ['刘洋', '郑敏', '王芳']);
    office.skips();
    await reporter.says('我们班小明老被几个同学堵在厕所要钱', { chatId, mentionBot: true });
    expect(campus.inGroup(chatId)).toEqual(['收到，已私信您。']);
    reporter.skips();
    await reporter.says(RAILING, { chatId, mentionBot: true });
    expect(campus.inGroup(chatId)).toEqual(['收到，已私信您。', '收到，已私信您。']);
    await reporter.presses('登记隐患', {}, reporter.card('请确认'));
    office.skips();
    reporter.skips();
    campus.person('郑敏').skips();
    await campus.end();
  });
});
