import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../src/kernel/time.ts';
import { openCampus, picture } from '../campus.ts';
import { onlyOn } from '../only_on.ts';
import { cast, RAILING, reports } from './steps.ts';

describe('reporting a hazard', () => {
  test.each([
    { transport: 'webhook', cardReply: 'patch' },
    { transport: 'websocket', cardReply: 'inline' },
  ] as const)(
    'a sentence becomes a prefilled form and one tap registers it ($transport, $cardReply)',
    async (options) => {
      const campus = await openCampus(options);
      const { reporter, office } = cast(campus);
      await reporter.says(RAILING);
      const form = reporter.sees('请确认');
      const initial = Object.fromEntries(
        form.fields.map((field) => [field.label.replace('（必填）', ''), field.initial]),
      );
      expect(initial).toMatchObject({ 描述: RAILING, 部位: 'stairs', 类别: 'building/railing', 建议等级: 'serious' });
      expect(initial.具体位置).toContain('2号楼3层');
      expect([...form.title].length).toBeLessThanOrEqual(20);
      const { toast } = await reporter.presses('登记隐患');
      expect(toast?.content).toBe('已登记 QS-202509-0001');
      const receipt = reporter.card('已登记', 'QS-202509-0001');
      expect(receipt.messageId).toBe(form.messageId);
      expect(receipt.text).toContain('安全办 10:50 前认定并派人');
      office.sees('待认定', '10:50前', RAILING);
      await campus.end();
    },
  );

  test('the bare word 隐患 opens an empty form; typed in, it is registered; a missing field keeps the rest', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says('隐患');
    const form = reporter.sees('隐患');
    expect(form.buttons).toEqual(['登记隐患', '不报了']);
    const filled = { 描述: '食堂门口地砖翘起', 部位: '食堂', 类别: '校舍建筑' };
    expect((await reporter.presses('登记隐患', filled, form)).blocked).toBe('required');
    const refused = await reporter.presses('登记隐患', { ...filled, 具体位置: '　' }, form);
    expect(refused.toast?.content).toContain('还差一项：具体位置');
    const again = reporter.card('还差一项：具体位置');
    expect(again.messageId).toBe(form.messageId);
    expect(again.fields.find((field) => field.name.startsWith('description'))?.initial).toBe('食堂门口地砖翘起');
    const { toast } = await reporter.presses('登记隐患', { ...filled, 具体位置: '门口' }, again);
    expect(toast?.content).toBe('已登记 QS-202509-0001');
    office.sees('待认定', '食堂门口地砖翘起');
    await campus.end();
  });

  test('the bare word alone is nothing to keep: after 15 minutes it lapses silently', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says('隐患');
    const form = reporter.sees('隐患');
    await campus.later(16 * MINUTE);
    expect(reporter.card('没有上报').messageId).toBe(form.messageId);
    office.seesNothing();
    await campus.end();
  });

  test('photo, then sentence: one report with the photo, and the first card steps back', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.sendsPhoto(picture(1));
    const asked = reporter.sees('要上报隐患吗');
    await reporter.says(RAILING);
    const form = reporter.sees('请确认');
    expect(form.text).toContain('照片 1 张');
    expect(reporter.card('照片已附到下面那张').messageId).toBe(asked.messageId);
    await reporter.presses('登记隐患', {}, form);
    const card = office.sees('待认定', '照片 1 张');
    expect(card.text).toContain('QS-202509-0001');
    reporter.seesNothing();
    await campus.end();
  });

  test('sentence, then photo: the photo joins the open form, and after registering the registered hazard', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    const form = reporter.sees('请确认');
    await reporter.sendsPhoto(picture(1));
    reporter.sees('已附到', '共 1 张');
    await reporter.presses('登记隐患', {}, form);
    expect(reporter.card('已登记').text).toContain('照片 1 张');
    const triage = office.sees('待认定', '照片 1 张');
    await campus.later(2 * MINUTE);
    await reporter.sendsPhoto(picture(2));
    reporter.sees('已附到 QS-202509-0001', '共 2 张');
    office.sees('补了照片', '刘洋补了照片，共 2 张');
    expect(office.card('认定派单').messageId).toBe(triage.messageId);
    await campus.end();
  });

  test('a photo nobody explains is filed after 15 minutes as 待补充, and the safety office completes it', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    await reporter.sendsPhoto(picture(1));
    reporter.sees('要上报隐患吗');
    await campus.later(14 * MINUTE);
    office.seesNothing();
    await campus.later(MINUTE);
    reporter.sees('QS-202509-0001', '安全办补充');
    const card = office.sees('待认定', '待补充', '只有照片');
    expect(card.text).toContain('照片 1 张');
    await office.presses('认定派单', { 责任人: '赵强', 类别: '消防' });
    owner.sees('待整改');
    reporter.sees('已派人');
    await campus.end();
  });

  test('a form nobody answers is filed after 15 minutes with the words as typed', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    const form = reporter.sees('请确认');
    await campus.later(15 * MINUTE);
    reporter.sees('没等到您确认', 'QS-202509-0001');
    office.sees('待认定', '待补充', RAILING);
    expect(reporter.card('已登记', 'QS-202509-0001').messageId).toBe(form.messageId);
    await campus.end();
  });

  test('不报了 ends it: nothing is filed, the card says so, and pressing again tells why not', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(RAILING);
    const form = reporter.sees('请确认');
    await reporter.presses('不报了');
    expect(reporter.card('这条没有上报').messageId).toBe(form.messageId);
    await campus.later(20 * MINUTE);
    office.seesNothing();
    await campus.end();
  });

  onlyOn('feishu', 'DingTalk tells no robot that a message was taken back')(
    'a recalled message takes its open form back; what was registered stays',
    async () => {
      const campus = await openCampus();
      const { reporter, office } = cast(campus);
      const message = await reporter.phone.says(RAILING);
      await campus.settle();
      reporter.sees('请确认');
      await reporter.phone.recalls(message.messageId);
      await campus.settle();
      reporter.card('这条没有上报');
      office.seesNothing();
      const kept = await reporter.phone.says('食堂后门的灭火器过期了');
      await campus.settle();
      await reporter.presses('登记隐患', {}, reporter.sees('请确认'));
      office.sees('待认定');
      await reporter.phone.recalls(kept.messageId);
      await campus.settle();
      expect(reporter.card('已登记', 'QS-202509-0001').text).toContain('待认定');
      await campus.end();
    },
  );

  const TWO = '三楼女厕所地上全是水，还有操场篮球架晃得厉害';

  test('two hazards in one message are reported one by one', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(TWO);
    const asked = reporter.sees('像是 2 处隐患');
    await reporter.presses('分开登记');
    const toilet = reporter.sees('请确认', '厕');
    const playground = reporter.sees('请确认', '篮球架');
    expect(reporter.card('已分成 2 条').messageId).toBe(asked.messageId);
    expect((await reporter.presses('登记隐患', {}, toilet)).toast?.content).toBe('已登记 QS-202509-0001');
    expect((await reporter.presses('登记隐患', {}, playground)).toast?.content).toBe('已登记 QS-202509-0002');
    office.sees('待认定', 'QS-202509-0001');
    office.sees('待认定', 'QS-202509-0002');
    await campus.end();
  });

  test('two hazards kept as one; unanswered, they are filed as one with the first place', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says(TWO);
    const asked = reporter.sees('像是 2 处隐患');
    await reporter.presses('就当一条');
    const form = reporter.card('请确认');
    expect(form.messageId).toBe(asked.messageId);
    await reporter.presses('登记隐患', {}, form);
    office.sees('待认定', TWO);
    await reporter.says('三楼男厕所水管漏水，还有操场单杠松了');
    reporter.sees('像是 2 处隐患');
    await campus.later(15 * MINUTE);
    reporter.sees('没等到您确认', 'QS-202509-0002');
    const card = office.sees('待认定', '待补充', 'QS-202509-0002');
    expect(card.text).toContain('厕所');
    await campus.end();
  });

  test('a vague message is asked for what is missing, in one card', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says('楼梯那里有点问题');
    const form = reporter.sees('还想问一下', '是什么问题');
    expect(form.buttons).toContain('登记隐患');
    await reporter.presses('不报了');
    office.seesNothing();
    await campus.end();
  });

  test('thanks are not answered; a question gets help, once', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    await reporter.says('收到，谢谢');
    reporter.seesNothing();
    await reporter.says('今天天气怎么样');
    reporter.sees('没看懂');
    reporter.seesNothing();
    office.seesNothing();
    await campus.end();
  });

  test('the reporter adds to the report by button, by quoting a card, and by a later photo', async () => {
    const campus = await openCampus();
    const { reporter, office, owner } = cast(campus);
    const number = await reports(reporter);
    office.sees('待认定');
    await reporter.presses('补充情况');
    reporter.sees('补充情况');
    const added = await reporter.presses('补充情况', { 补充情况: '下面那颗螺栓也松' }, reporter.card('待填写'));
    expect(added.toast?.content).toBe(`已补充到 ${number}`);
    reporter.card('已办：补充情况');
    office.sees('有补充', '下面那颗螺栓也松');
    await office.presses('认定派单', { 责任人: '赵强' }, office.card('认定派单'));
    reporter.sees('已派人');
    const task = owner.sees('待整改');
    const receipt = reporter.card('已登记', number);
    await reporter.says('现在用绳子拦着', { replyTo: receipt.messageId });
    reporter.sees(`已补充到 ${number}`);
    owner.sees('有补充', '现在用绳子拦着');
    await campus.later(40 * MINUTE);
    await reporter.sendsPhoto(picture(5), { replyTo: receipt.messageId });
    reporter.sees(`已附到 ${number}`);
    owner.sees('补了照片', number);
    expect(owner.card('待整改', '整改前').messageId).toBe(task.messageId);
    await campus.end();
  });

  test('the reporter takes back within ten minutes what nobody acted on', async () => {
    const campus = await openCampus();
    const { reporter, office } = cast(campus);
    const number = await reports(reporter);
    const card = office.sees('待认定');
    await reporter.presses('撤回上报');
    reporter.card('已撤回', number);
    expect(office.card('已撤回').messageId).toBe(card.messageId);
    const late = await reports(reporter, '食堂后门的灭火器过期了');
    office.sees('待认定', late);
    await campus.later(11 * MINUTE);
    const refused = await reporter.presses('撤回上报');
    expect(refused.toast?.content).toContain('已过 10 分钟');
    await campus.end();
  });
});
