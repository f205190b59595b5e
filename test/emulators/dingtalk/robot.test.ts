import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';
import { type Organisation, organisation, SMALL_PNG } from './organisation.ts';

const SEND = '/v1.0/robot/oToMessages/batchSend';
const SEND_GROUP = '/v1.0/robot/groupMessages/send';

const text = (content: string) => ({ msgKey: 'sampleText', msgParam: JSON.stringify({ content }) });

function send(o: Organisation, more: JsonObject = {}) {
  const body = { robotCode: o.emulator.bot.robotCode, userIds: [o.teacher], ...text('你好'), ...more };
  return o.call('POST', SEND, body);
}

/** Robot payloads as an HTTP-free ear hears them: what would go out is kept by its loss. */
async function heard(o: Organisation, act: () => Promise<unknown>): Promise<number> {
  const before = o.emulator.lostMessages();
  await act();
  return o.emulator.lostMessages() - before;
}

describe('one-to-one sends', () => {
  test('arrive, are read and taken back', async () => {
    const o = organisation();
    const sent = await send(o);
    expect(sent.body).toMatchObject({ invalidStaffIdList: [], flowControlledStaffIdList: [] });
    const phone = o.emulator.phone(o.teacher);
    expect(phone.messages()).toMatchObject([{ from: { kind: 'bot', name: '安园' }, type: 'text', text: '你好' }]);
    expect(phone.chats()).toMatchObject([{ kind: 'p2p', unread: 1, lastText: '你好' }]);
    await phone.reads();
    const key = String(sent.body.processQueryKey);
    const robotCode = o.emulator.bot.robotCode;
    const query = `robotCode=${robotCode}&processQueryKey=${encodeURIComponent(key)}`;
    expect((await o.call('GET', `/v1.0/robot/oToMessages/readStatus?${query}`)).body).toMatchObject({
      sendStatus: 'SUCCESS',
      messageReadInfoList: [{ name: '李老师', userId: o.teacher, readStatus: 'READ' }],
    });
    const recalled = await o.call('POST', '/v1.0/robot/otoMessages/batchRecall', {
      robotCode,
      processQueryKeys: [key, 'other'],
    });
    expect(recalled.body).toEqual({ successResult: [key], failedResult: { other: 'processQueryKey.notExist' } });
    expect(phone.messages()[0]?.recalled).toBe(true);
  });

  test('of a batch, the unknown and the held back are named; the others get it', async () => {
    const o = organisation();
    const held = o.emulator.people.add({ name: '王芳' }).userId;
    o.emulator.faults.flowControl([held]);
    const sent = await send(o, { userIds: [o.teacher, held, 'nobody'] });
    expect(sent).toMatchObject({
      status: 200,
      body: { invalidStaffIdList: ['nobody'], flowControlledStaffIdList: [held] },
    });
    expect(o.emulator.phone(held).messages()).toEqual([]);
    expect(o.emulator.phone(o.teacher).messages()).toHaveLength(1);
  });

  test.each([
    [{ robotCode: '' }, 'invalidParameter.robotCode.empty'],
    [{ robotCode: 'dingother' }, 'invalidParameter.robotCode.notExsit'],
    [{ userIds: [] }, 'invalidParameter.userIds.empty'],
    [{ userIds: Array.from({ length: 21 }, String) }, 'invalidParameter.userIds.overMax'],
    [{ userIds: ['nobody'] }, 'staffId.notExisted'],
    [{ msgKey: '' }, 'invalidParameter.msgKey.empty'],
    [{ msgKey: 'text' }, 'invalidParameter.msgKey.invalid'],
    [{ msgParam: { content: 'x' } }, 'invalidParameter.msgParam.invalid'],
    [{ msgParam: '{"text":"x"}' }, 'invalidParameter.msgParam.invalid'],
    [{ msgParam: JSON.stringify({ content: '长'.repeat(5_000) }) }, 'invalidParameter.msgParam.tooLong'],
    [{ msgParam: '{"content":"办证"}' }, 'contain.notAllowed.text'],
    [{ msgKey: 'sampleImageMsg', msgParam: '{"photoURL":"@none"}' }, 'invalidParameter.msgParam.invalid'],
  ])('%j is refused', async (more, code) => {
    const o = organisation({ rules: { unsafeWords: ['办证'] } });
    expect(await send(o, more)).toMatchObject({ status: 400, body: { code } });
    expect(o.emulator.phone(o.teacher).messages()).toEqual([]);
  });

  test('outside the visible range nobody is reached', async () => {
    const o = organisation({ rules: { availability: new Set() } });
    expect((await send(o)).body.code).toBe('chatbotId.notAllow.sendOTO');
  });

  test('an action card has link buttons', async () => {
    const o = organisation();
    const param = { title: '待办', text: '## 2 项\n- **巡查**', singleTitle: '去办理', singleURL: 'https://a.cn' };
    await send(o, { msgKey: 'sampleActionCard', msgParam: JSON.stringify(param) });
    expect(o.emulator.phone(o.teacher).messages()[0]).toMatchObject({
      type: 'actionCard',
      content: { buttons: [{ title: '去办理', url: 'https://a.cn' }] },
      text: '2 项\n- 巡查\n[去办理]',
    });
  });
});

describe('groups', () => {
  function group(o: Organisation) {
    return o.emulator.chats.create({ name: '班主任群', members: [o.teacher], withBot: true });
  }

  test('the robot writes where it is a member', async () => {
    const o = organisation();
    const openConversationId = group(o);
    const robotCode = o.emulator.bot.robotCode;
    const body = { robotCode, openConversationId, ...text('本周小结') };
    expect((await o.call('POST', SEND_GROUP, body)).body.processQueryKey).toEqual(expect.any(String));
    expect(o.emulator.phone(o.teacher).messages(openConversationId)).toHaveLength(1);
    o.emulator.chats.removeBot(openConversationId);
    expect((await o.call('POST', SEND_GROUP, body)).body.code).toBe('resource.not.found');
    await o.emulator.chats.dissolve(openConversationId);
    expect((await o.call('POST', SEND_GROUP, body)).body.code).toBe('group.disbanded');
    const unknown = { ...body, openConversationId: 'cidx' };
    expect((await o.call('POST', SEND_GROUP, unknown)).body.code).toBe('invalid.openConversationId');
  });

  test('the robot hears what mentions it, and neither files nor bare pictures', async () => {
    const o = organisation();
    const chatId = group(o);
    const phone = o.emulator.phone(o.teacher);
    expect(await heard(o, () => phone.says('闲聊', { chatId }))).toBe(0);
    expect(await heard(o, () => phone.sendsImage(SMALL_PNG, { chatId }))).toBe(0);
    expect(await heard(o, () => phone.sendsFile('表.xlsx', SMALL_PNG, { chatId, mentionBot: true }))).toBe(0);
    expect(await heard(o, () => phone.says('灯坏了', { chatId, mentionBot: true }))).toBe(1);
    expect(await heard(o, () => phone.sendsImage(SMALL_PNG, { chatId, mentionBot: true }))).toBe(1);
    expect(await heard(o, () => phone.sendsFile('表.xlsx', SMALL_PNG))).toBe(1);
    expect(phone.messages(chatId).map((message) => message.type)).toEqual([
      'text',
      'picture',
      'file',
      'text',
      'richText',
    ]);
  });
});

describe('media', () => {
  test('uploads are checked and shown by their id', async () => {
    const o = organisation();
    const upload = async (type: string, bytes: Uint8Array) => {
      const form = new FormData();
      form.set('media', new Blob([Uint8Array.from(bytes)]), 'a.png');
      const path = `/media/upload?access_token=${await o.token()}&type=${type}`;
      const answer: unknown = await (await o.emulator.app.request(path, { method: 'POST', body: form })).json();
      return isObject(answer) ? answer : {};
    };
    const { media_id, errcode } = await upload('image', SMALL_PNG);
    expect(errcode).toBe(0);
    await send(o, { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: media_id }) });
    expect(o.emulator.phone(o.teacher).messages()[0]).toMatchObject({ type: 'image', content: { photoURL: media_id } });
    expect(o.emulator.media(String(media_id))?.contentType).toBe('image/png');
    expect((await upload('image', Buffer.from('text'))).errcode).toBe(40005);
    expect((await upload('voice', Buffer.alloc(2 * 1024 * 1024 + 1))).errcode).toBe(40006);
    expect((await upload('picture', SMALL_PNG)).errcode).toBe(40004);
  });

  test('what a person sent is fetched by its code', async () => {
    const o = organisation();
    const sent = await o.emulator.phone(o.teacher).sendsImage(SMALL_PNG);
    const { downloadCode } = sent.content;
    const download = (body: JsonObject) => o.call('POST', '/v1.0/robot/messageFiles/download', body);
    const robotCode = o.emulator.bot.robotCode;
    const { downloadUrl } = (await download({ downloadCode, robotCode })).body;
    const link = String(downloadUrl).replace('http://127.0.0.1', '');
    expect(link).toContain('.file?Expires=');
    const file = await o.emulator.app.request(link);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(SMALL_PNG);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    o.clock.advance(3_600_000);
    expect((await o.emulator.app.request(link)).status).toBe(403);
    expect((await download({ downloadCode: 'x', robotCode })).body.code).toBe(
      'invalidParameter.robotCode.downloadCode',
    );
  });
});
