import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventUnreadable, handledEventTypes, readInbound } from '../../../src/platforms/feishu/inbound.ts';
import { envelope, ids, press, textMessage } from './vendor.ts';

const BOT = 'ou_bot';
const read = (body: unknown) => readInbound(body, () => BOT);

const mentionOf = (key: string, openId: string, name: string) => ({
  key,
  id: { ...ids, open_id: openId },
  mentioned_type: openId === BOT ? 'bot' : 'user',
  name,
  tenant_key: 't',
});
const group = { chat_type: 'group', mentions: [mentionOf('@_user_1', BOT, '安园')] };
const message = (type: string, content: unknown, more: Record<string, unknown> = {}) =>
  textMessage('', { message_type: type, content: JSON.stringify(content), ...more });

describe('messages', () => {
  test('a text in the one-to-one chat', () => {
    expect(read(textMessage('食堂后门的灭火器过期了', { parent_id: 'om_1' }))).toEqual({
      kind: 'message',
      platform: 'feishu',
      deliveryId: 'om_2',
      at: 1609073151345,
      sender: { userId: 'ou_li', unionId: 'on_li' },
      chat: { chatId: 'oc_2', type: 'direct' },
      messageId: 'om_2',
      quotes: 'om_1',
      content: { type: 'text', text: '食堂后门的灭火器过期了' },
    });
  });

  test('somebody of another organisation is marked', () => {
    const { event, ...rest } = textMessage('关联 482913');
    // The helper's own shape, changed in one place.
    const { sender, ...more } = event as { readonly sender: object };
    const foreign = { ...rest, event: { ...more, sender: { ...sender, tenant_key: 'another' } } };
    expect(read(foreign)).toMatchObject({ sender: { userId: 'ou_li', isOutsider: true } });
  });

  test.each([
    ['@_user_1 楼道有积水', '楼道有积水'],
    ['楼道@_user_1 有积水', '楼道 有积水'],
    ['@_user_1 @_user_2 说@_user_10 知道', '王主任 说陈师傅 知道'],
    ['@_user_1 @_all 集合', '所有人 集合'],
    ['@_user_3 没有这个人', '没有这个人'],
    ['@_user_1', ''],
  ])('mentions in a group: %s', (text, shown) => {
    const mentions = [
      ...group.mentions,
      mentionOf('@_user_2', 'ou_wang', '王主任'),
      mentionOf('@_user_10', 'ou_chen', '陈师傅'),
    ];
    expect(read(textMessage(text, { ...group, mentions }))).toMatchObject({
      chat: { type: 'group' },
      content: { type: 'text', text: shown },
    });
  });

  test('words without mentions are kept to the letter', () => {
    expect(read(textMessage('  两个  空格\n '))).toMatchObject({ content: { text: '  两个  空格\n ' } });
  });

  test('in a group only what mentions the bot is for it', () => {
    const others = [mentionOf('@_user_1', 'ou_wang', '王主任')];
    expect(read(textMessage('@_user_1 好', { ...group, mentions: others }))).toBeUndefined();
    expect(read(textMessage('@_all 好', { chat_type: 'group' }))).toBeUndefined();
  });

  test('while the bot does not know itself, any mentioned bot counts and is asked for only in groups', () => {
    expect(readInbound(textMessage('@_user_1 好', group), () => undefined)).toMatchObject({ content: { text: '好' } });
    const neverAsked = () => {
      throw new Error('asked');
    };
    expect(readInbound(textMessage('好'), neverAsked)).toMatchObject({ content: { text: '好' } });
  });

  test('other bots and anonymous senders are not heard', () => {
    const event = textMessage('好');
    const from = (sender: unknown) => ({ ...event, event: { message: Object(event.event).message, sender } });
    expect(read(from({ sender_id: ids, sender_type: 'bot' }))).toBeUndefined();
    expect(read(from({ sender_id: null, sender_type: 'user' }))).toBeUndefined();
  });

  const post = {
    title: '巡查',
    content: [
      [
        { tag: 'at', user_id: '@_user_1', user_name: '安园' },
        { tag: 'text', text: ' 3 号楼 ', style: ['bold'] },
        { tag: 'a', href: 'https://x.cn', text: '链接' },
        { tag: 'at', user_id: '@_user_2', user_name: '王主任' },
      ],
      [{ tag: 'img', image_key: 'img_1' }],
      [{ tag: 'emotion', emoji_type: 'SMILE' }, { tag: 'hr' }, { tag: 'code_block', language: 'x', text: '第二行' }],
      [{ tag: 'img', image_key: 'img_2' }],
    ],
  };
  const mentions = [...group.mentions, mentionOf('@_user_2', 'ou_wang', '王主任')];
  test('a post gives words and pictures', () => {
    const content = { type: 'rich', text: '巡查\n3 号楼 链接王主任\n第二行', images: ['img_1', 'img_2'] };
    expect(read(message('post', post, { chat_type: 'group', mentions }))).toMatchObject({ content });
    expect(read(message('post', { zh_cn: post }, { chat_type: 'group', mentions }))).toMatchObject({ content });
  });

  test.each<[string, unknown, unknown]>([
    ['post', { title: '', content: [[{ tag: 'text', text: '只有字' }]] }, { type: 'text', text: '只有字' }],
    ['image', { image_key: 'img_1' }, { type: 'image', image: 'img_1' }],
    ['file', { file_key: 'file_1', file_name: '名册.xlsx' }, { type: 'file', file: 'file_1', fileName: '名册.xlsx' }],
    ['audio', { file_key: 'file_1', duration: 2000 }, { type: 'unsupported', vendorType: 'audio' }],
    ['media', { file_key: 'f', image_key: 'i' }, { type: 'unsupported', vendorType: 'media' }],
    ['sticker', { file_key: 'f' }, { type: 'unsupported', vendorType: 'sticker' }],
    ['image', {}, { type: 'unsupported', vendorType: 'image' }],
    ['post', { title: 5 }, { type: 'unsupported', vendorType: 'post' }],
    ['text', null, { type: 'unsupported', vendorType: 'text' }],
  ])('%s %j', (type, content, expected) => {
    expect(read(message(type, content))).toMatchObject({ content: expected });
  });
});

describe('presses', () => {
  test('a button', () => {
    expect(read(press({ value: { action: 'hazard.fix', reference: { hazard: 17 } } }))).toEqual({
      kind: 'press',
      platform: 'feishu',
      deliveryId: 'event-1',
      at: 1603977298000,
      sender: { userId: 'ou_li', unionId: 'on_li' },
      messageId: 'om_1',
      chatId: 'oc_1',
      action: 'hazard.fix',
      reference: { hazard: 17 },
    });
  });

  const fields = {
    cost: 'number',
    owner: 'person',
    helper: 'person',
    due: 'date',
    at: 'time',
    seen: 'dateTime',
    stopped: 'ticked',
    agreed: 'unticked',
  };
  const submitted = (form_value: Record<string, unknown>, marks: Record<string, unknown> = fields) => {
    const value = { action: 'hazard.register', reference: { draft: 5 }, revision: 3, fields: marks };
    const inbound = read(press({ name: 'submit_3', value, form_value }));
    return inbound?.kind === 'press' ? inbound : undefined;
  };

  test('a form in neutral shape', () => {
    const press = submitted({
      description: '扶手松了\n很晃',
      severity: 'larger',
      measures: ['fence', 'sign'],
      cost: ' １２０ ',
      owner: 'ou_wang',
      helper: 'p3',
      due: '2024-04-01 +0800',
      at: '00:00 +0800',
      seen: '2024-04-29 07:07 +0800',
      stopped: false,
      agreed: true,
    });
    expect(press).toMatchObject({ revision: 3, reference: { draft: 5 } });
    expect({ ...press?.values }).toEqual({
      description: '扶手松了\n很晃',
      severity: 'larger',
      measures: ['fence', 'sign'],
      cost: 120,
      owner: { vendorUser: 'ou_wang' },
      helper: 3,
      due: '2024-04-01',
      at: '00:00',
      seen: '2024-04-29 07:07',
      stopped: false,
      agreed: true,
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['untouched text stays empty', { note: '' }, { note: '', stopped: true, agreed: false }],
    ['an untouched box keeps the state it had', {}, { stopped: true, agreed: false }],
    ['untouched pickers are not there', { due: '', owner: '', cost: '' }, { stopped: true, agreed: false }],
    ['a number that is none stays text', { cost: '两百' }, { cost: '两百', stopped: true, agreed: false }],
    ['a date that is none stays text', { due: 'soon' }, { due: 'soon', stopped: true, agreed: false }],
    ['strange values are dropped', { note: { a: 1 }, more: null }, { stopped: true, agreed: false }],
  ])('%s', (_, formValue, values) => {
    expect({ ...submitted(formValue)?.values }).toEqual(values);
  });

  test('a typed text that looks like a date or a person is left alone', () => {
    expect({ ...submitted({ note: '2024-04-01 +0800', who: 'p3' }, {})?.values }).toEqual({
      note: '2024-04-01 +0800',
      who: 'p3',
    });
  });

  test('names from outside cannot reach the prototype', () => {
    const values = submitted(JSON.parse('{"__proto__":"x","constructor":"y"}'), {})?.values ?? {};
    expect(Object.keys(values).sort()).toEqual(['__proto__', 'constructor']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a value that is text', { value: 'hazard.fix' }],
    ['no value', {}],
    ['a value without action', { value: { key: 'value' } }],
  ])('%s is not one of our cards', (_, action) => {
    expect(read(press(action))).toBeUndefined();
  });
});

describe('other events', () => {
  const common = { platform: 'feishu', deliveryId: 'event-1', at: 1603977298000 };
  const chat = { chat_id: 'oc_3', operator_id: ids, external: false, name: '安全领导小组' };
  const user = { open_id: 'ou_new', union_id: 'on_new', name: '李新', mobile: '+8613800000002' };
  test.each<[string, unknown, Record<string, unknown>]>([
    [
      'im.chat.member.bot.added_v1',
      chat,
      { kind: 'group-joined', chatId: 'oc_3', name: '安全领导小组', operator: { userId: 'ou_li', unionId: 'on_li' } },
    ],
    ['im.chat.member.bot.deleted_v1', chat, { kind: 'group-left', chatId: 'oc_3', name: '安全领导小组' }],
    ['im.chat.disbanded_v1', { ...chat, operator_id: null }, { kind: 'group-left', chatId: 'oc_3' }],
    [
      'im.chat.access_event.bot_p2p_chat_entered_v1',
      { chat_id: 'oc_4', operator_id: ids },
      { kind: 'chat-entered', chatId: 'oc_4', sender: { userId: 'ou_li', unionId: 'on_li' } },
    ],
    [
      'application.bot.menu_v6',
      { operator: { operator_name: '李老师', operator_id: ids }, event_key: 'todo', timestamp: 1669364458 },
      { kind: 'menu', key: 'todo', at: 1669364458000, sender: { userId: 'ou_li', unionId: 'on_li', name: '李老师' } },
    ],
    [
      'im.message.recalled_v1',
      { message_id: 'om_9', chat_id: 'oc_4', recall_time: '1', recall_type: 'message_owner' },
      { kind: 'message-recalled', messageId: 'om_9', chatId: 'oc_4' },
    ],
    [
      'contact.user.created_v3',
      { object: user },
      { kind: 'person-joined', user: { userId: 'ou_new', unionId: 'on_new', name: '李新' }, mobile: '+8613800000002' },
    ],
    [
      'contact.user.updated_v3',
      { object: { open_id: 'ou_new' }, old_object: {} },
      { kind: 'person-changed', user: { userId: 'ou_new' } },
    ],
    ['contact.user.updated_v3', { object: { ...user, status: { is_resigned: true } } }, { kind: 'person-left' }],
    ['contact.user.deleted_v3', { object: { open_id: 'ou_new' } }, { kind: 'person-left', user: { userId: 'ou_new' } }],
  ])('%s', (type, event, expected) => {
    expect(read(envelope(type, event))).toMatchObject({ ...common, ...expected });
  });

  test('the first opening of the chat comes in the old envelope', () => {
    const event = {
      app_id: 'cli_1',
      chat_id: 'oc_4',
      operator: { open_id: 'ou_li', user_id: 'x' },
      tenant_key: 't',
      type: 'p2p_chat_create',
      user: { name: '李老师', open_id: 'ou_li', user_id: 'x' },
    };
    expect(read({ ts: '1502199207.7171419', uuid: 'uuid-1', token: 't', type: 'event_callback', event })).toEqual({
      kind: 'chat-entered',
      platform: 'feishu',
      deliveryId: 'uuid-1',
      at: 1502199207717,
      sender: { userId: 'ou_li', name: '李老师' },
      chatId: 'oc_4',
    });
  });

  test('unknown types are not for us, broken known ones say where', () => {
    expect(read(envelope('drive.file.edit_v1', {}))).toBeUndefined();
    expect(() => read(envelope('im.message.recalled_v1', { chat_id: 5 }))).toThrow(EventUnreadable);
    expect(() => read(envelope('im.message.recalled_v1', { chat_id: 5 }))).toThrow(/message_id, chat_id/);
  });

  test('nothing that comes in throws anything else', () => {
    const types = fc.constantFrom(...handledEventTypes);
    fc.assert(
      fc.property(types, fc.anything(), fc.anything(), (type, event, anything) => {
        for (const body of [
          envelope(type, event),
          { uuid: 'u', ts: anything, event: { ...Object(event), type } },
          anything,
        ]) {
          try {
            read(body);
          } catch (error) {
            expect(error).toBeInstanceOf(EventUnreadable);
          }
        }
      }),
    );
  });
});
