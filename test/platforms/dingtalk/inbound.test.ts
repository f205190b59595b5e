import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../src/platforms/dingtalk/inbound/event.ts';
import { readMessage } from '../../../src/platforms/dingtalk/inbound/message.ts';
import { readPress } from '../../../src/platforms/dingtalk/inbound/press.ts';

const message = (more: Record<string, unknown> = {}) => ({
  conversationId: 'cid1==',
  conversationType: '1',
  chatbotUserId: '$:LWCP_v1:$bot',
  msgId: 'msg1==',
  createAt: 1695199269062,
  senderNick: '刘洋',
  senderStaffId: '0147',
  senderUnionId: 'union',
  senderId: '$:LWCP_v1:$liu',
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=s',
  msgtype: 'text',
  text: { content: '单杠松了' },
  ...more,
});
const inboundOf = (body: unknown) => {
  const read = readMessage(body);
  if (read.is !== 'inbound' || read.inbound.kind !== 'message') throw new Error(`no message: ${read.is}`);
  return read.inbound;
};

describe('robot messages', () => {
  test('text in the one-to-one chat, kept to the letter', () => {
    expect(inboundOf(message({ text: { content: ' 单杠 松了\n' } }))).toEqual({
      kind: 'message',
      platform: 'dingtalk',
      deliveryId: 'msg1==',
      at: 1695199269062,
      sender: { userId: '0147', unionId: 'union', name: '刘洋' },
      chat: { chatId: 'cid1==', type: 'direct' },
      messageId: 'msg1==',
      content: { type: 'text', text: ' 单杠 松了\n' },
    });
  });

  test('in a group the blank of the mention goes, and the group’s name comes along', () => {
    const body = message({ conversationType: '2', conversationTitle: '班主任群', text: { content: ' 单杠松了' } });
    expect(inboundOf(body)).toMatchObject({
      chat: { type: 'group', name: '班主任群' },
      content: { type: 'text', text: '单杠松了' },
    });
  });

  test.each([
    ['picture', { content: { downloadCode: 'd1' } }, { type: 'image', image: 'd1' }],
    [
      'richText',
      { content: { richText: [{ text: '单杠' }, { type: 'picture', downloadCode: 'd1' }, { text: '松了' }] } },
      { type: 'rich', text: '单杠松了', images: ['d1'] },
    ],
    ['richText', { content: { richText: [{ text: '单杠松了' }] } }, { type: 'text', text: '单杠松了' }],
    [
      'file',
      { content: { downloadCode: 'd1', fileName: '名册.xlsx' } },
      { type: 'file', file: 'd1', fileName: '名册.xlsx' },
    ],
    ['audio', { content: { recognition: '单杠松了', downloadCode: 'd' } }, { type: 'text', text: '单杠松了' }],
    ['audio', { content: { downloadCode: 'd' } }, { type: 'unsupported', vendorType: 'audio' }],
    ['interactiveCard', { content: {} }, { type: 'unsupported', vendorType: 'interactiveCard' }],
    ['text', { text: undefined }, { type: 'unsupported', vendorType: 'text' }],
    ['picture', { content: 'nonsense' }, { type: 'unsupported', vendorType: 'picture' }],
  ])('%s', (msgtype, more, content) => {
    expect(inboundOf(message({ msgtype, ...more })).content).toEqual(content);
  });

  test.each([
    [{ originalProcessQueryKey: 'pqk', text: { content: '好', repliedMsg: { msgId: 'm0' } } }, 'pqk'],
    [{ text: { content: '好', isReplyMsg: true, repliedMsg: { msgId: 'm0' } } }, 'm0'],
    [{ originalMsgId: 'm0' }, 'm0'],
  ])('a quote %#', (more, quotes) => {
    expect(inboundOf(message(more))).toMatchObject({ quotes });
  });

  test('somebody without a staff id is never known by the sender id', () => {
    for (const senderStaffId of [undefined, '', null, ' ']) {
      const read = readMessage(message({ senderStaffId }));
      expect(read).toMatchObject({ is: 'outsider', conversationId: 'cid1==' });
    }
  });

  test('over quota there are no words', () => {
    expect(readMessage(message({ text: undefined, errorCode: 20001 }))).toEqual({ is: 'over-quota' });
    expect(readMessage(message({ text: undefined, errCode: '20001' }))).toEqual({ is: 'over-quota' });
  });

  test('another shape throws', () => {
    expect(() => readMessage({ conversationId: 'c' })).toThrow();
    expect(() => readMessage(undefined)).toThrow();
  });
});

const callback = (content: unknown, more: Record<string, unknown> = {}) => ({
  type: 'actionCallback',
  outTrackId: 'o1.p.0147',
  corpId: 'ding',
  userId: '0147',
  userIdType: 1,
  spaceId: 'cid1==',
  spaceType: 'IM',
  extension: '{}',
  content: JSON.stringify(content),
  ...more,
});
const aim = (marks: Record<string, string>) =>
  JSON.stringify({ action: 'hazard.assign', reference: { hazard: 17 }, revision: 3, marks });
const submitted = (values: Record<string, unknown>, marks: Record<string, string>) =>
  readPress(
    callback({ cardPrivateData: { actionIds: ['form'], params: { form: { _anyuan: aim(marks), ...values } } } }),
    'card:1',
    7,
  )?.inbound.values;

describe('card callbacks', () => {
  test.each([
    [
      'as documented',
      callback({ cardPrivateData: { actionIds: ['anyuan'], params: { action: 'a', reference: '{"hazard":17}' } } }),
    ],
    [
      'params beside',
      callback({ cardPrivateData: { actionIds: ['anyuan'] }, params: { action: 'a', reference: { hazard: 17 } } }),
    ],
    [
      'as value',
      {
        ...callback(undefined),
        content: undefined,
        value: JSON.stringify({ params: { action: 'a', reference: '{"hazard":17}' } }),
      },
    ],
  ])('a button, %s', (_name, body) => {
    expect(readPress(body, 'card:1', 7)?.inbound).toEqual({
      kind: 'press',
      platform: 'dingtalk',
      deliveryId: 'card:1',
      at: 7,
      sender: { userId: '0147' },
      messageId: 'o1.p.0147',
      chatId: 'cid1==',
      action: 'a',
      reference: { hazard: 17 },
    });
  });

  test('a form: what it is for, and its values in neutral shape', () => {
    const body = callback({
      cardPrivateData: {
        actionIds: ['form'],
        params: {
          form: { _anyuan: aim({ owner: 'person' }), owner: { index: 2, value: 'p12' } },
          current_form: { fields: [{ name: 'owner', type: 'SELECT' }] },
        },
      },
    });
    expect(readPress(body, 'card:1', 7)).toMatchObject({
      inbound: { action: 'hazard.assign', reference: { hazard: 17 }, revision: 3, values: { owner: 12 } },
      handedIn: { fields: [{ name: 'owner' }], values: { owner: { index: 2, value: 'p12' } } },
    });
  });

  test.each([
    ['text', '', '换螺栓', '换螺栓'],
    ['single', 'single', { index: 0, value: 'a' }, 'a'],
    ['radio', 'single', 'a', 'a'],
    ['multi', 'multi', { index: [0, 1], value: ['a', 'b'] }, ['a', 'b']],
    ['multi of one', 'multi', 'a', ['a']],
    ['multi of none', 'multi', null, []],
    ['number as text', 'number', ' １２ ', 12],
    ['number', 'number', 12.5, 12.5],
    ['no number', 'number', '很多', '很多'],
    ['date', 'date', '2025-09-20 00:00', '2025-09-20'],
    ['time', 'time', '16:00:00', '16:00'],
    ['dateTime', 'dateTime', '2025-09-20 16:00', '2025-09-20 16:00'],
    ['switch', 'unticked', true, true],
    ['switch as text', 'ticked', 'false', false],
    ['name', 'personName', ' 赵强 ', { personName: '赵强' }],
  ])('%s', (_name, mark, value, expected) => {
    expect(submitted({ field: value }, mark ? { field: mark } : {})).toEqual({ field: expected });
  });

  test('a box nobody touched may be missing; it stands as it stood', () => {
    expect(submitted({}, { a: 'ticked', b: 'unticked' })).toEqual({ a: true, b: false });
  });

  test('a person that is none of ours is left out', () => {
    expect(submitted({ owner: { index: 0, value: '0147' } }, { owner: 'person' })).toEqual({});
  });

  test.each([
    ['a tap on the card', callback({ cardPrivateData: { actionIds: ['card'], params: {} } })],
    ['no JSON', callback(undefined, { content: '{' })],
    ['nobody', callback({ params: { action: 'a' } }, { userId: '' })],
    ['a form of another template', callback({ cardPrivateData: { params: { form: { text: '222' } } } })],
    ['nothing', undefined],
  ])('%s is not ours', (_name, body) => {
    expect(readPress(body, 'card:1', 7)).toBeUndefined();
  });
});

describe('events', () => {
  const event = (type: string, data: Record<string, unknown>) => ({ type, eventId: 'e1', at: 5, data });

  test.each([
    ['user_add_org', { userId: ['u1', 'u2'] }, 'person-joined'],
    ['user_add_org', { UserId: ['u1', 'u2'], TimeStamp: 43535463645 }, 'person-joined'],
    ['user_active_org', { userId: ['u1', 'u2'] }, 'person-joined'],
    ['user_modify_org', { userId: ['u1', 'u2'], diffInfo: {} }, 'person-changed'],
    ['user_leave_org', { userId: ['u1', 'u2'] }, 'person-left'],
  ])('%s: one for each person, each with an id of its own', (type, data, kind) => {
    expect(readEvent(event(type, data))).toEqual([
      { kind, platform: 'dingtalk', deliveryId: 'e1:u1', at: 5, user: { userId: 'u1' } },
      { kind, platform: 'dingtalk', deliveryId: 'e1:u2', at: 5, user: { userId: 'u2' } },
    ]);
  });

  test('a dissolved group, and what is not for us', () => {
    expect(readEvent(event('chat_disband', { openConversationId: 'cid2==' }))).toMatchObject([
      { kind: 'group-left', chatId: 'cid2==' },
    ]);
    expect(readEvent(event('bpms_task_change', { userId: ['u1'] }))).toEqual([]);
    expect(readEvent(event('constructor', {}))).toEqual([]);
  });
});
