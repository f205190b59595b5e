import * as lark from '@larksuiteoapi/node-sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { createFeishuEmulator, type FeishuEmulator } from '../../../src/emulators/feishu/emulator.ts';
import { createManualClock } from '../../../src/emulators/ground/clock.ts';
import { silentLogger } from './silent_logger.ts';
import { APP, SMALL_PNG } from './tenant.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

function memoryCache(): lark.Cache {
  const kept = new Map<string, unknown>();
  const keyOf = (key: { toString(): string }, options?: { namespace?: string }) =>
    `${options?.namespace ?? ''} ${key.toString()}`;
  return {
    get: async (key, options) => kept.get(keyOf(key, options)),
    set: async (key, value, _expire, options) => {
      kept.set(keyOf(key, options), value);
      return true;
    },
  };
}

async function tenant() {
  const clock = createManualClock(Date.parse('2026-11-23T08:00:00+08:00'));
  const emulator = createFeishuEmulator({ app: APP, clock, delivery: { mode: 'websocket' } });
  const { baseUrl } = await emulator.start();
  cleanUps.push(emulator.stop);
  const credentials = { appId: APP.appId, appSecret: APP.appSecret, domain: baseUrl, logger: silentLogger };
  const client = new lark.Client({ ...credentials, cache: memoryCache() });
  const teacher = emulator.people.add({ name: '李老师', mobile: '13800000001' });
  return { clock, emulator, client, credentials, teacher };
}

async function connect(
  emulator: FeishuEmulator,
  credentials: ConstructorParameters<typeof lark.WSClient>[0],
  handlers: Record<string, (data: never) => unknown>,
) {
  const dispatcher = new lark.EventDispatcher({ logger: silentLogger }).register(handlers);
  const client = new lark.WSClient(credentials);
  await client.start({ eventDispatcher: dispatcher });
  cleanUps.push(() => client.close({ force: true }));
  await emulator.connected();
}

const CARD = {
  schema: '2.0',
  header: { title: { tag: 'plain_text', content: '隐患登记' }, template: 'orange' },
  body: {
    elements: [
      { tag: 'markdown', content: '**地点**：食堂后门' },
      {
        tag: 'form',
        name: 'report',
        elements: [
          { tag: 'input', name: 'description', label: { tag: 'plain_text', content: '描述' }, required: true },
          {
            tag: 'select_static',
            name: 'severity',
            placeholder: { tag: 'plain_text', content: '严重程度' },
            options: [
              { text: { tag: 'plain_text', content: '一般' }, value: 'general' },
              { text: { tag: 'plain_text', content: '重大' }, value: 'major' },
            ],
          },
          {
            tag: 'button',
            name: 'submit',
            text: { tag: 'plain_text', content: '登记' },
            form_action_type: 'submit',
            behaviors: [{ type: 'callback', value: { action: 'hazard.report' } }],
          },
        ],
      },
    ],
  },
};

const DONE_CARD = {
  schema: '2.0',
  header: { title: { tag: 'plain_text', content: '已登记' } },
  body: { elements: [{ tag: 'div', text: { tag: 'plain_text', content: '编号 12' } }] },
};

describe('the official Client against the emulator', () => {
  test('sends, updates and reads a card', async () => {
    const { emulator, client, teacher } = await tenant();
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: teacher.openId, msg_type: 'interactive', content: JSON.stringify(CARD) },
    });
    const messageId = sent.data?.message_id ?? '';
    expect(sent.code).toBe(0);
    expect(emulator.phone(teacher.openId).messages()).toMatchObject([
      { messageId, type: 'interactive', content: CARD },
    ]);
    const patched = await client.im.v1.message.patch({
      path: { message_id: messageId },
      data: { content: JSON.stringify(DONE_CARD) },
    });
    expect(patched.code).toBe(0);
    expect(emulator.phone(teacher.openId).messages()[0]?.text).toBe('已登记\n编号 12');
  });

  test('uploads an image, shows it in a card and downloads what a person sent', async () => {
    const { emulator, client, teacher } = await tenant();
    const uploaded = await client.im.v1.image.create({ data: { image_type: 'message', image: SMALL_PNG } });
    const imageKey = uploaded?.image_key ?? '';
    const card = {
      ...DONE_CARD,
      body: { elements: [{ tag: 'img', img_key: imageKey, alt: { tag: 'plain_text', content: '照片' } }] },
    };
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: teacher.openId, msg_type: 'interactive', content: JSON.stringify(card) },
    });
    expect(sent.code).toBe(0);
    const photo = await emulator.phone(teacher.openId).sendsImage(SMALL_PNG);
    const resource = await client.im.v1.messageResource.get({
      path: { message_id: photo.messageId, file_key: String(photo.content.image_key) },
      params: { type: 'image' },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of resource.getReadableStream()) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).equals(SMALL_PNG)).toBe(true);
  });
});

describe('the official Client in the directory and on urgent matters', () => {
  test('reads people and bot, calls urgently and sees who has read', async () => {
    const { emulator, client, teacher } = await tenant();
    const ids = await client.contact.v3.user.batchGetId({
      params: { user_id_type: 'open_id' },
      data: { mobiles: ['13800000001'] },
    });
    expect(ids.data?.user_list).toMatchObject([{ user_id: teacher.openId }]);
    const user = await client.contact.v3.user.get({
      path: { user_id: teacher.openId },
      params: { user_id_type: 'open_id' },
    });
    expect(user.data?.user?.name).toBe('李老师');
    const info = await client.request({ method: 'GET', url: '/open-apis/bot/v3/info' });
    expect(info).toMatchObject({ code: 0, bot: { open_id: emulator.bot.openId } });
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: teacher.openId, msg_type: 'text', content: JSON.stringify({ text: '请马上查看' }) },
    });
    const path = { message_id: sent.data?.message_id ?? '' };
    await client.im.v1.message.urgentApp({
      path,
      params: { user_id_type: 'open_id' },
      data: { user_id_list: [teacher.openId] },
    });
    const phone = emulator.phone(teacher.openId);
    await phone.reads();
    expect(phone.messages()).toMatchObject([{ text: '请马上查看', urgent: true, readBy: [teacher.openId] }]);
    const readers = await client.im.v1.message.readUsers({ path, params: { user_id_type: 'open_id' } });
    expect(readers.data?.items).toMatchObject([{ user_id: teacher.openId }]);
  });

  test('sees the vendor code of a refusal', async () => {
    const { client, teacher } = await tenant();
    const send = client.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: teacher.openId, msg_type: 'interactive', content: '{"schema":"2.0","footer":{}}' },
    });
    await expect(send).rejects.toMatchObject({
      response: {
        status: 400,
        data: {
          code: 230099,
          msg: expect.stringContaining('ErrPath: ROOT; ErrMsg: unknown property, property: footer'),
        },
      },
    });
  });
});

describe('the official WSClient against the emulator', () => {
  test('hears a message and answers it', async () => {
    const { emulator, client, credentials, teacher } = await tenant();
    await connect(emulator, credentials, {
      'im.message.receive_v1': async (data: { message: { message_id: string; content: string } }) => {
        await client.im.v1.message.reply({
          path: { message_id: data.message.message_id },
          data: { msg_type: 'text', content: JSON.stringify({ text: `听到 ${data.message.content}` }) },
        });
      },
    });
    const phone = emulator.phone(teacher.openId);
    const said = await phone.says('食堂后门的灭火器过期了');
    expect(phone.messages().map((message) => message.text)).toEqual([
      '食堂后门的灭火器过期了',
      '听到 {"text":"食堂后门的灭火器过期了"}',
    ]);
    expect(phone.messages()[1]?.parentId).toBe(said.messageId);
  });

  test('answers a form with a toast and an inline card, which everybody then sees', async () => {
    const { emulator, client, credentials, teacher } = await tenant();
    const heard: unknown[] = [];
    await connect(emulator, credentials, {
      'card.action.trigger': (data: { action: unknown }) => {
        heard.push(data.action);
        return { toast: { type: 'success', content: '已登记' }, card: { type: 'raw', data: DONE_CARD } };
      },
    });
    const group = emulator.chats.create({ name: '安全小组', members: [teacher.openId], withBot: true });
    const sent = await client.im.v1.message.create({
      params: { receive_id_type: 'chat_id' },
      data: { receive_id: group, msg_type: 'interactive', content: JSON.stringify(CARD) },
    });
    const phone = emulator.phone(teacher.openId);
    const messageId = sent.data?.message_id ?? '';
    expect(await phone.presses(messageId, { button: '登记' })).toEqual({ blocked: 'required', field: '描述' });
    const result = await phone.presses(messageId, { button: '登记', values: { 描述: '过期', 严重程度: '重大' } });
    expect(result).toEqual({ toast: { type: 'success', content: '已登记' }, cardReplaced: true });
    expect(heard).toMatchObject([
      {
        tag: 'button',
        name: 'submit',
        value: { action: 'hazard.report' },
        form_value: { description: '过期', severity: 'major' },
      },
    ]);
    expect(phone.messages(group)[0]?.text).toBe('已登记\n编号 12');
  });

  test('hears groups, menus, entering and changes of people in the shapes of the vendor', async () => {
    const { emulator, credentials, teacher } = await tenant();
    const heard: string[] = [];
    const note = (describe: (data: never) => unknown) => (data: never) =>
      void heard.push(JSON.stringify(describe(data)));
    interface Heard {
      chat_id: string;
      name: string;
      event_key: string;
      operator_id: { open_id: string };
      operator: { operator_name: string };
      object: { name: string };
      message: { chat_type: string; content: string; mentions: { key: string; id: { open_id: string } }[] };
    }
    await connect(emulator, credentials, {
      'im.chat.member.bot.added_v1': note((data: Heard) => [data.name, data.operator_id.open_id === teacher.openId]),
      'im.message.receive_v1': note(({ message }: Heard) => [
        message.chat_type,
        message.content,
        message.mentions[0]?.key,
        message.mentions[0]?.id.open_id === emulator.bot.openId,
      ]),
      'application.bot.menu_v6': note((data: Heard) => [data.event_key, data.operator.operator_name]),
      'im.chat.access_event.bot_p2p_chat_entered_v1': note((data: Heard) => [data.chat_id]),
      'contact.user.deleted_v3': note((data: Heard) => [data.object.name]),
    });
    const phone = emulator.phone(teacher.openId);
    const group = emulator.chats.create({ name: '安全小组', members: [teacher.openId] });
    await emulator.chats.addBot(group, teacher.openId);
    await phone.says('大家好', { chatId: group });
    await phone.says('有隐患', { chatId: group, mentionBot: true });
    await phone.pressesMenu('my_hazards');
    await phone.entersChat();
    await emulator.people.resign(teacher.openId, { announce: true });
    const p2p = phone.chats().find((chat) => chat.kind === 'p2p');
    expect(heard).toEqual([
      '["安全小组",true]',
      '["group","{\\"text\\":\\"@_user_1 有隐患\\"}","@_user_1",true]',
      '["my_hazards","李老师"]',
      `["${p2p?.chatId}"]`,
      '["李老师"]',
    ]);
  });

  test('joins fragments, and an event whose ack got lost comes again after 15 seconds', async () => {
    const { clock, emulator, credentials, teacher } = await tenant();
    const heard: string[] = [];
    await connect(emulator, credentials, {
      'im.message.receive_v1': (data: { message: { message_id: string } }) => void heard.push(data.message.message_id),
    });
    emulator.faults.splitFrames(3);
    emulator.faults.dropNextAck();
    const said = await emulator.phone(teacher.openId).says('在吗');
    expect(heard).toEqual([said.messageId]);
    clock.advance(14_999);
    await emulator.settled();
    expect(heard).toHaveLength(1);
    clock.advance(1);
    await emulator.settled();
    expect(heard).toEqual([said.messageId, said.messageId]);
    expect(emulator.waitingRetries()).toBe(0);
  });

  test('fails for good on a wrong secret and on too many connections', async () => {
    const { emulator, credentials } = await tenant();
    const failure = (setting: typeof credentials) =>
      new Promise<string>((resolve) => {
        const client = new lark.WSClient({ ...setting, onError: (error) => resolve(error.message) });
        cleanUps.push(() => client.close({ force: true }));
        void client.start({ eventDispatcher: new lark.EventDispatcher({ logger: silentLogger }) });
      });
    expect(await failure({ ...credentials, appSecret: 'wrong' })).toContain('auth failed');
    emulator.faults.endpointCode(1000040350);
    expect(await failure(credentials)).toBeTruthy();
    expect(emulator.calls.list().map((call) => call.code)).toEqual([514, 1000040350]);
    expect(emulator.connectionCount()).toBe(0);
  });

  test('connects again after its socket was closed', async () => {
    const { emulator, credentials, teacher } = await tenant();
    emulator.rules.clientConfig = { ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0, PingInterval: 120 };
    const heard: string[] = [];
    await connect(emulator, credentials, {
      'im.message.receive_v1': (data: { message: { content: string } }) => void heard.push(data.message.content),
    });
    const again = new Promise<void>((resolve) => {
      const look = () =>
        emulator.calls.list().filter((call) => call.path.includes('/ws/')).length > 1 ? resolve() : setTimeout(look, 5);
      emulator.faults.closeSockets();
      look();
    });
    await again;
    await emulator.connected();
    await emulator.phone(teacher.openId).says('还在');
    expect(heard).toEqual(['{"text":"还在"}']);
  });
});
