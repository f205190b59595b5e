/** The phone over the real DingTalk emulator: what the page asks for is what the emulator gives. */
import { describe, expect, it } from 'vitest';
import { isObject } from '../../../src/emulators/ground/json.ts';
import { pageMarkdown } from '../../../src/emulators/phone/dingtalk_markdown.ts';
import { joinedWorlds } from '../../../src/emulators/phone/joined_worlds.ts';
import { renderCard } from '../../../src/emulators/phone/page/card.ts';
import { SMALL_PNG } from '../dingtalk/organisation.ts';
import { dingtalkSchool, hazardValues } from './dingtalk_school.ts';
import { fakeWorld } from './fake_world.ts';

describe('the DingTalk emulator as a phone world', () => {
  it('shows the described people, and their chats from the start', () => {
    const { world, teacher, leader, group } = dingtalkSchool();
    expect(world.people()).toEqual([
      { id: teacher, name: '李老师', role: '班主任', group: '教师', platform: 'dingtalk' },
      { id: leader, name: '孙校长', role: '校长', group: '领导', platform: 'dingtalk' },
    ]);
    expect(world.chats(teacher)).toMatchObject([
      { id: group, name: '领导小组', kind: 'group', memberCount: 3 },
      { name: '安园', kind: 'p2p' },
    ]);
  });

  it('draws every part of a card', async () => {
    const { world, teacher, chat, sendCard } = dingtalkSchool();
    const privateData = { [teacher]: { cardParamMap: { error: '请写清楚具体位置' } } };
    await sendCard('a', hazardValues, { privateData });
    const content = world.messages(teacher, chat)[0]?.content;
    const shown = renderCard(content, { personName: () => undefined, imageUrl: String, people: [], values: {} }).html;
    for (const words of ['隐患 QS-202611-0012', '待整改', '请写清楚具体位置', '具体位置', '接单', '转给别人', '提交'])
      expect(shown).toContain(words);
    expect(shown).not.toContain('unknown-element');
    expect(shown).not.toContain('r7');
    expect(isObject(content) && content.config).toEqual({ summary: { content: '有一张卡片' } });
  });

  it('a shared change keeps what is being filled in, a changed form does not', async () => {
    const { world, teacher, chat, sendCard, call } = dingtalkSchool();
    await sendCard('a', hazardValues);
    const before = world.messages(teacher, chat)[0];
    const put = (cardParamMap: Record<string, string>) =>
      call('PUT', '/v1.0/card/instances', {
        outTrackId: 'a',
        cardData: { cardParamMap },
        cardUpdateOptions: { updateCardDataByKey: true },
      });
    await put({ tag: '整改中' });
    const after = world.messages(teacher, chat)[0];
    expect(after?.version).not.toBe(before?.version);
    expect(after?.formVersion).toBe(before?.formVersion);
    await put({ form: JSON.stringify({ fields: [{ name: 'x', type: 'TEXT' }] }) });
    expect(world.messages(teacher, chat)[0]?.formVersion).not.toBe(before?.formVersion);
  });

  it('a press nobody answers shows the client’s own words; a required field is held back', async () => {
    const { world, teacher, chat, sendCard } = dingtalkSchool();
    await sendCard('a', hazardValues);
    const messageId = world.messages(teacher, chat)[0]?.id ?? '';
    expect(await world.press(teacher, { messageId, button: 'accept' })).toEqual({
      toast: { type: 'error', content: '操作失败，请稍后再试' },
    });
    expect(await world.press(teacher, { messageId, button: 'form', values: {} })).toMatchObject({
      blocked: 'required',
    });
  });

  it('shows the robot’s messages and what people send in the page’s own types', async () => {
    const { world, teacher, chat, group, call, emulator } = dingtalkSchool();
    const send = (msgKey: string, param: object) =>
      call('POST', '/v1.0/robot/oToMessages/batchSend', {
        robotCode: emulator.bot.robotCode,
        userIds: [teacher],
        msgKey,
        msgParam: JSON.stringify(param),
      });
    await send('sampleMarkdown', { title: '今日', text: '## 今日\n- 巡查' });
    await send('sampleActionCard', { title: '待办', text: '2 项', singleTitle: '去办理', singleURL: 'https://a.cn' });
    await call('POST', '/v1.0/robot/ding/send', {
      robotCode: emulator.bot.robotCode,
      remindType: 1,
      receiverUserIdList: [teacher],
      content: '请到校门口',
    });
    await world.sendImage(teacher, SMALL_PNG, { chatId: chat, mentionBot: true });
    await world.sendFile(teacher, '名单.xlsx', SMALL_PNG, { chatId: chat });
    await world.pressMenu(teacher, 'todo');
    const messages = world.messages(teacher, chat);
    expect(messages.map(({ type, text, urgent }) => [type, text, urgent])).toEqual([
      ['markdown', '今日\n- 巡查', false],
      ['interactive', '2 项\n[去办理]', false],
      ['text', '请到校门口', true],
      ['image', '[图片]', false],
      ['file', '[文件]名单.xlsx', false],
      ['text', '待办', false],
    ]);
    const photo = messages[3]?.content;
    expect(await world.image(String(isObject(photo) && photo.image_key))).toMatchObject({ contentType: 'image/png' });
    await world.sendImage(teacher, SMALL_PNG, { chatId: group, mentionBot: true });
    expect(world.messages(teacher, group)[0]?.type).toBe('post');
  });

  it('stands in one rail with a Feishu school', async () => {
    const ding = dingtalkSchool();
    const both = joinedWorlds(fakeWorld(), ding.world);
    expect(new Set(both.people().map((person) => person.platform))).toEqual(new Set(['feishu', 'dingtalk']));
    await both.say(ding.teacher, '大家好', { chatId: ding.group });
    expect(both.messages(ding.leader, ding.group)[0]?.text).toBe('大家好');
    expect(() => both.chats('nobody')).toThrow('no such person');
  });
});

describe('markdown', () => {
  it.each([
    ['一  \n二', '一\n二'],
    ['一\n二', '一 二'],
    ['# 题\n正文', '# 题\n正文'],
    ['- 一\n- 二', '- 一\n- 二'],
    ["<font color='red'>红</font>", "&lt;font color='red'>红&lt;/font>"],
    ['<a atId=u1>李老师</a><br>好', '李老师<br>好'],
    ['|a|b|', '&#124;a&#124;b&#124;'],
    ['![照片](@abc)', '![照片](media-abc)'],
  ])('%j', (given, shown) => {
    expect(pageMarkdown(given)).toBe(shown);
  });
});
