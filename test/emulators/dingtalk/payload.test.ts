import { afterEach, describe, expect, test } from 'vitest';
import type { DingtalkEmulatorOptions } from '../../../src/emulators/dingtalk/emulator.ts';
import { connect } from './client.ts';
import { organisation, SMALL_PNG } from './organisation.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

async function connected(options: Partial<DingtalkEmulatorOptions> = {}) {
  const o = organisation(options);
  const { baseUrl } = await o.emulator.start();
  cleanUps.push(o.emulator.stop);
  const client = await connect(baseUrl);
  const webhook = () => String(client.frames.at(-1)?.data.sessionWebhook);
  const post = async (body: unknown) => {
    const response = await fetch(webhook(), { method: 'POST', body: JSON.stringify(body) });
    return response.json();
  };
  return { ...o, client, phone: o.emulator.phone(o.teacher), heard: () => client.frames.at(-1)?.data, post };
}

describe('what the robot hears', () => {
  test('in a group: title, mentions, and a text that begins with the stripped mention’s space', async () => {
    const { emulator, teacher, phone, heard } = await connected();
    const other = emulator.people.add({ name: '王芳' });
    const chatId = emulator.chats.create({ name: '班主任群', members: [teacher, other.userId], withBot: true });
    await phone.says('请王芳看', { chatId, mentionBot: true, mentions: [other.userId] });
    expect(heard()).toMatchObject({
      conversationType: '2',
      conversationTitle: '班主任群',
      conversationId: chatId,
      isInAtList: true,
      atUsers: [{}, { staffId: other.userId, unionId: other.unionId }],
      text: { content: ' 请王芳看' },
    });
  });

  test('pictures, rich text, files and voice by their codes', async () => {
    const { phone, heard } = await connected();
    await phone.sendsImage(SMALL_PNG);
    expect(heard()).toMatchObject({ msgtype: 'picture', content: { downloadCode: expect.any(String) } });
    await phone.sendsRichText({ lines: ['看图'], images: [SMALL_PNG] });
    expect(heard()).toMatchObject({
      msgtype: 'richText',
      content: { richText: [{ text: '看图' }, { type: 'picture', downloadCode: expect.any(String) }] },
    });
    await phone.sendsFile('名单.xlsx', SMALL_PNG);
    expect(heard()).toMatchObject({ msgtype: 'file', content: { fileName: '名单.xlsx' } });
    await phone.sendsAudio(SMALL_PNG, 4_000, { recognition: '灯坏了' });
    expect(heard()).toMatchObject({ msgtype: 'audio', content: { duration: 4_000, recognition: '灯坏了' } });
    await phone.sendsOther('chatRecord', { summary: '聊天记录' });
    expect(heard()).toMatchObject({ msgtype: 'chatRecord' });
  });

  test('a quoted message travels inside the text', async () => {
    const { phone, heard, call, teacher, emulator } = await connected();
    const robotCode = emulator.bot.robotCode;
    const body = { robotCode, userIds: [teacher], msgKey: 'sampleText', msgParam: '{"content":"哪里？"}' };
    await call('POST', '/v1.0/robot/oToMessages/batchSend', body);
    const quoted = phone.messages()[0]?.messageId ?? '';
    await phone.says('食堂', { replyTo: quoted });
    expect(heard()?.text).toMatchObject({ content: '食堂', isReplyMsg: true, repliedMsg: { msgId: quoted } });
  });

  test('people outside, and everybody before publishing, have no staff id', async () => {
    const { emulator, teacher, phone, heard } = await connected();
    const parent = emulator.people.add({ name: '家长', external: true }).userId;
    const chatId = emulator.chats.create({ name: '家校群', members: [teacher, parent], withBot: true });
    await emulator.phone(parent).says('您好', { chatId, mentionBot: true });
    expect(heard()).toMatchObject({ senderNick: '家长', senderId: expect.stringContaining('$:LWCP_v1:$') });
    for (const absent of ['senderStaffId', 'senderUnionId', 'isAdmin', 'senderCorpId'])
      expect(heard()).not.toHaveProperty(absent);
    emulator.rules.published = false;
    await phone.says('您好');
    expect(heard()).not.toHaveProperty('senderStaffId');
  });
});

describe('the session webhook', () => {
  test('answers in the chat for 90 minutes, and takes a use each time', async () => {
    const { phone, heard, post, clock, emulator, teacher } = await connected();
    await phone.says('你好');
    expect(Number(heard()?.sessionWebhookExpiredTime) - Number(heard()?.createAt)).toBe(5_400_000);
    const at = { atUserIds: [teacher], isAtAll: false };
    expect(await post({ msgtype: 'text', text: { content: '收到' }, at })).toMatchObject({ errcode: 0, errmsg: 'ok' });
    expect(phone.messages().at(-1)).toMatchObject({ type: 'text', text: '收到', mentionsMe: true });
    const markdown = { title: '标题', text: '**好**' };
    expect(await post({ msgtype: 'markdown', markdown })).toMatchObject({ errcode: 0 });
    expect([...emulator.uses.byKind('2026-11')]).toEqual([
      ['message', 1],
      ['webhook', 2],
    ]);
    clock.advance(5_400_000);
    expect(await post({ msgtype: 'text', text: { content: '晚了' } })).toMatchObject({ errcode: 300001 });
  });

  test.each([
    [{ msgtype: 'text' }, 400105],
    [{ msgtype: 'interactiveCard', interactiveCard: {} }, 400105],
    [{ msgtype: 'markdown', markdown: { text: 'x' } }, 400105],
    [{ msgtype: 'text', text: { content: '长'.repeat(7_000) } }, 460101],
    [{ msgtype: 'text', text: { content: '办证' } }, 310000],
  ])('%j is refused', async (body, errcode) => {
    const { phone, post } = await connected({ rules: { unsafeWords: ['办证'] } });
    await phone.says('你好');
    expect(await post(body)).toMatchObject({ errcode });
    expect(phone.messages()).toHaveLength(1);
  });
});
