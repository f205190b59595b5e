import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/emulators/ground/json.ts';
import { type Answer, APP, messageIdOf, type Tenant, tenant } from './tenant.ts';

const card = (...elements: JsonObject[]) => ({
  schema: '2.0',
  header: { title: { tag: 'plain_text', content: '标题' } },
  body: { elements },
});
const TEXT = { text: '你好' };

describe('tenant token', () => {
  test('is reused while it has 30 minutes left, then both live on', async () => {
    const { clock, token, call } = tenant();
    const first = await token();
    clock.advance(89 * 60_000);
    expect(await token()).toBe(first);
    clock.advance(2 * 60_000);
    const second = await token();
    expect(second).not.toBe(first);
    for (const value of [first, second]) {
      expect((await call('GET', '/bot/v3/info', undefined, { Authorization: `Bearer ${value}` })).status).toBe(200);
    }
    clock.advance(30 * 60_000);
    const answer = await call('GET', '/bot/v3/info', undefined, { Authorization: `Bearer ${first}` });
    expect(answer).toMatchObject({ status: 400, body: { code: 99991663 } });
  });

  test.each([
    ['no header', {}, 99991661],
    ['another scheme', { Authorization: 'Basic abc' }, 99991661],
    ['a strange prefix', { Authorization: 'Bearer x-1' }, 99991671],
    ['an unknown token', { Authorization: 'Bearer t-unknown' }, 99991663],
  ])('%s is refused', async (_name, headers, code) => {
    const { call, emulator } = tenant();
    expect(await call('GET', '/bot/v3/info', undefined, headers)).toMatchObject({ status: 400, body: { code } });
    emulator.rules.invalidTokenStatus = 200;
    expect(await call('GET', '/bot/v3/info', undefined, headers)).toMatchObject({ status: 200, body: { code } });
  });

  test('needs the right secret and can be refused or expired by fault', async () => {
    const { call, emulator } = tenant();
    const wrong = await call('POST', '/auth/v3/tenant_access_token/internal', { app_id: APP.appId, app_secret: 'x' });
    expect(wrong.body.code).toBe(10014);
    emulator.faults.tokenExpiresNow();
    expect((await call('GET', '/bot/v3/info')).body.code).toBe(99991663);
    emulator.faults.refuseToken();
    const refused = await call('POST', '/auth/v3/tenant_access_token/internal', {
      app_id: APP.appId,
      app_secret: APP.appSecret,
    });
    expect(refused.body.code).toBe(10013);
  });
});

interface Case {
  readonly name: string;
  readonly code: number;
  act(tenant: Tenant): Promise<Answer> | Answer;
}

const sendTo = ({ call }: Tenant, idType: string, id: string, content: unknown = JSON.stringify(TEXT)) =>
  call('POST', `/im/v1/messages?receive_id_type=${idType}`, { receive_id: id, msg_type: 'text', content });

const group = (each: Tenant, withBot: boolean) =>
  each.emulator.chats.create({ name: '群', members: [each.teacher], withBot });

const REFUSALS: Case[] = [
  { name: 'content as an object', code: 230001, act: (t) => sendTo(t, 'open_id', t.teacher, TEXT) },
  { name: 'content that is no JSON', code: 230001, act: (t) => t.send('text', '你好') },
  { name: 'an empty text', code: 230001, act: (t) => t.send('text', { text: '' }) },
  { name: 'an unknown msg_type', code: 230001, act: (t) => t.send('poem', TEXT) },
  {
    name: 'no receive_id_type',
    code: 99992402,
    act: (t) => t.call('POST', '/im/v1/messages', { receive_id: t.teacher, msg_type: 'text', content: '{}' }),
  },
  { name: 'an unknown open_id', code: 99992351, act: (t) => sendTo(t, 'open_id', 'ou_nobody') },
  { name: 'an unknown chat', code: 230034, act: (t) => sendTo(t, 'chat_id', 'oc_nowhere') },
  { name: 'a uuid over 50 characters', code: 99992402, act: (t) => t.send('text', TEXT, { uuid: 'u'.repeat(51) }) },
  { name: 'text over 150 KB', code: 230025, act: (t) => t.send('text', { text: 'x'.repeat(151 * 1024) }) },
  {
    name: 'a card over 30 KB',
    code: 230025,
    act: (t) => t.send('interactive', card({ tag: 'markdown', content: '字'.repeat(11_000) })),
  },
  { name: 'an image key nobody uploaded', code: 230001, act: (t) => t.send('image', { image_key: 'img_v3_x' }) },
  { name: 'a group without the bot', code: 230002, act: (t) => sendTo(t, 'chat_id', group(t, false)) },
  {
    name: 'a dissolved group',
    code: 232009,
    act: async (t) => {
      const chatId = group(t, true);
      await t.emulator.chats.dissolve(chatId);
      return sendTo(t, 'chat_id', chatId);
    },
  },
  {
    name: 'somebody outside the availability range',
    code: 230013,
    act: (t) => {
      t.emulator.rules.availability = new Set();
      return t.send('text', TEXT);
    },
  },
  {
    name: 'somebody who has resigned',
    code: 230029,
    act: async (t) => {
      await t.emulator.people.resign(t.teacher);
      return t.send('text', TEXT);
    },
  },
  {
    name: 'a word of the DLP list',
    code: 230028,
    act: (t) => {
      t.emulator.rules.dlpWords.push('13800000001');
      return t.send('text', { text: '电话 13800000001' });
    },
  },
  {
    name: 'a sensitive word',
    code: 230022,
    act: (t) => {
      t.emulator.rules.sensitiveWords.push('禁语');
      return t.send('text', { text: '禁语' });
    },
  },
  {
    name: 'a reply to a recalled message',
    code: 230011,
    act: async (t) => {
      const id = messageIdOf(await t.send('text', TEXT));
      await t.call('DELETE', `/im/v1/messages/${id}`);
      return t.call('POST', `/im/v1/messages/${id}/reply`, { msg_type: 'text', content: JSON.stringify(TEXT) });
    },
  },
  {
    name: 'an update after 14 days',
    code: 230031,
    act: async (t) => {
      const id = messageIdOf(await t.send('interactive', card()));
      t.clock.advance(14 * 86_400_000 + 1);
      const Authorization = `Bearer ${await t.token()}`;
      return t.call('PATCH', `/im/v1/messages/${id}`, { content: JSON.stringify(card()) }, { Authorization });
    },
  },
  {
    name: 'an update of a text',
    code: 230001,
    act: async (t) =>
      t.call('PATCH', `/im/v1/messages/${messageIdOf(await t.send('text', TEXT))}`, {
        content: JSON.stringify(card()),
      }),
  },
  {
    name: "an update of a person's message",
    code: 230027,
    act: async (t) => {
      const said = await t.emulator.phone(t.teacher).says('喂');
      return t.call('PATCH', `/im/v1/messages/${said.messageId}`, { content: JSON.stringify(card()) });
    },
  },
  {
    name: 'read status after 7 days',
    code: 230033,
    act: async (t) => {
      const id = messageIdOf(await t.send('text', TEXT));
      t.clock.advance(7 * 86_400_000 + 1);
      const Authorization = `Bearer ${await t.token()}`;
      return t.call('GET', `/im/v1/messages/${id}/read_users?user_id_type=open_id`, undefined, { Authorization });
    },
  },
  {
    name: 'a call beyond the monthly quota',
    code: 99991403,
    act: async (t) => {
      t.emulator.rules.monthlyQuota = 1;
      await t.call('GET', '/bot/v3/info');
      return t.call('GET', '/bot/v3/info');
    },
  },
];

describe('refusals with HTTP 400', () => {
  test.each(REFUSALS)('$name → $code', async ({ act, code }) => {
    const answer = await act(tenant());
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(answer.headers.get('X-Tt-Logid')).toMatch(/^\d{13}[0-9A-F]{20}$/);
  });
});

describe('limits', () => {
  const statuses = async (count: number, act: () => Promise<Answer>) => {
    const codes: unknown[] = [];
    for (let sent = 0; sent < count; sent += 1) codes.push((await act()).body.code);
    return codes;
  };

  test('5 messages a second to one person, again free a second later', async () => {
    const t = tenant();
    expect(await statuses(6, () => t.send('text', TEXT))).toEqual([0, 0, 0, 0, 0, 230020]);
    t.clock.advance(1_000);
    expect((await t.send('text', TEXT)).body.code).toBe(0);
  });

  test('5 updates a second of one message', async () => {
    const t = tenant();
    const id = messageIdOf(await t.send('interactive', card()));
    const update = () => t.call('PATCH', `/im/v1/messages/${id}`, { content: JSON.stringify(card()) });
    expect(await statuses(6, update)).toEqual([0, 0, 0, 0, 0, 230020]);
  });

  test('50 calls a second and 1000 a minute of one API, with the time to wait', async () => {
    const t = tenant();
    const info = () => t.call('GET', '/bot/v3/info');
    for (let second = 0; second < 20; second += 1) {
      expect((await statuses(50, info)).every((code) => code === 0)).toBe(true);
      if (second === 0) {
        const over = await info();
        expect(over).toMatchObject({ status: 429, body: { code: 99991400 } });
        expect(over.headers.get('x-ogw-ratelimit-reset')).toBe('1');
      }
      t.clock.advance(1_000);
    }
    const over = await info();
    expect(over).toMatchObject({ status: 429, body: { code: 99991400 } });
    expect(over.headers.get('x-ogw-ratelimit-reset')).toBe('40');
    expect((await t.send('text', TEXT)).status).toBe(200);
  });

  test('a uuid makes one message within an hour', async () => {
    const t = tenant();
    const first = messageIdOf(await t.send('text', TEXT, { uuid: 'once' }));
    expect(messageIdOf(await t.send('text', TEXT, { uuid: 'once' }))).toBe(first);
    expect(t.emulator.phone(t.teacher).messages()).toHaveLength(1);
    t.clock.advance(3_600_000);
    expect(messageIdOf(await t.send('text', TEXT, { uuid: 'once' }))).not.toBe(first);
  });

  test('calls are counted per month in China time', async () => {
    const t = tenant();
    await t.send('text', TEXT);
    t.clock.advance(Date.parse('2026-12-01T00:00:00+08:00') - t.clock.now());
    await t.call('GET', '/bot/v3/info', undefined, { Authorization: `Bearer ${await t.token()}` });
    expect([t.emulator.calls.perMonth('2026-11'), t.emulator.calls.perMonth('2026-12')]).toEqual([1, 1]);
    expect(t.emulator.calls.list().map((each) => `${each.path} ${each.status} ${each.code}`)).toEqual([
      'POST /auth/v3/tenant_access_token/internal 200 0',
      'POST /im/v1/messages 200 0',
      'POST /auth/v3/tenant_access_token/internal 200 0',
      'GET /bot/v3/info 200 0',
    ]);
  });
});

describe('directory and groups', () => {
  test('people are found by phone, department and batch, resigned ones not', async () => {
    const t = tenant();
    const school = t.emulator.departments.add({ name: '高一' });
    const wang = t.emulator.people.add({ name: '王老师', mobile: '+8613800000002', departments: [school] });
    const gone = t.emulator.people.add({ name: '赵老师', mobile: '13800000003', departments: [school] });
    await t.emulator.people.resign(gone.openId);
    const ids = await t.call('POST', '/contact/v3/users/batch_get_id?user_id_type=open_id', {
      mobiles: ['13800000001', '13800000002', '13800000003'],
    });
    expect(ids.body.data).toEqual({
      user_list: [
        { mobile: '13800000001', user_id: t.teacher },
        { mobile: '13800000002', user_id: wang.openId },
        { mobile: '13800000003' },
      ],
    });
    const members = await t.call('GET', `/contact/v3/users/find_by_department?department_id=${school}`);
    expect(members.body.data).toMatchObject({ items: [{ name: '王老师', open_id: wang.openId }], has_more: false });
    const children = await t.call('GET', '/contact/v3/departments/0/children?fetch_child=true');
    expect(children.body.data).toMatchObject({ items: [{ name: '高一', member_count: 1 }] });
    t.emulator.rules.contactRange = new Set([t.teacher]);
    const batch = await t.call('GET', `/contact/v3/users/batch?user_ids=${t.teacher}&user_ids=${wang.openId}`);
    expect(batch.body.data).toMatchObject({ items: [{ open_id: t.teacher }] });
    expect((await t.call('GET', `/contact/v3/users/${wang.openId}`)).body.code).toBe(41050);
    expect((await t.call('GET', '/contact/v3/departments/0/children')).body.code).toBe(40004);
  });

  test('the bot sees the groups it is in, page by page', async () => {
    const t = tenant();
    const ids = ['一', '二', '三'].map((name) =>
      t.emulator.chats.create({ name, members: [t.teacher], withBot: true }),
    );
    t.emulator.chats.create({ name: '没有机器人', members: [t.teacher] });
    const first = await t.call('GET', '/im/v1/chats?page_size=2');
    expect(first.body.data).toMatchObject({
      items: [{ chat_id: ids[0] }, { chat_id: ids[1] }],
      has_more: true,
      page_token: '2',
    });
    const second = await t.call('GET', '/im/v1/chats?page_size=2&page_token=2');
    expect(second.body.data).toMatchObject({ items: [{ chat_id: ids[2] }], has_more: false });
    const members = await t.call('GET', `/im/v1/chats/${ids[0]}/members`);
    expect(members.body.data).toMatchObject({ items: [{ member_id: t.teacher, name: '李老师' }], member_total: 1 });
  });

  test('batch messages arrive but cannot be updated', async () => {
    const t = tenant();
    const answer = await t.call('POST', '/message/v4/batch_send/', {
      open_ids: [t.teacher, 'ou_x'],
      msg_type: 'interactive',
      card: card(),
    });
    expect(answer.body).toMatchObject({ code: 0, data: { invalid_open_ids: ['ou_x'] } });
    const [message] = t.emulator.phone(t.teacher).messages();
    expect(message).toMatchObject({ batch: true, type: 'interactive' });
    const update = await t.call('PATCH', `/im/v1/messages/${message?.messageId}`, { content: JSON.stringify(card()) });
    expect(update.body.code).toBe(230054);
    const asString = await t.call('POST', '/message/v4/batch_send/', {
      open_ids: [t.teacher],
      msg_type: 'text',
      content: '{"text":"x"}',
    });
    expect(asString).toMatchObject({ status: 200, body: { code: 10002 } });
  });

  test('urgent calls mark the message and use the quota', async () => {
    const t = tenant();
    t.emulator.rules.urgentQuota = 1;
    const id = messageIdOf(await t.send('text', TEXT));
    const urge = (way: string) =>
      t.call('PATCH', `/im/v1/messages/${id}/urgent_${way}?user_id_type=open_id`, {
        user_id_list: [t.teacher, 'ou_x'],
      });
    expect((await urge('app')).body).toMatchObject({ code: 0, data: { invalid_user_id_list: ['ou_x'] } });
    expect(t.emulator.phone(t.teacher).messages()[0]?.urgent).toBe(true);
    expect([(await urge('phone')).body.code, (await urge('sms')).body.code]).toEqual([0, 230024]);
  });

  test('read users are told after the phone has read', async () => {
    const t = tenant();
    const id = messageIdOf(await t.send('text', TEXT));
    const readers = async () =>
      (await t.call('GET', `/im/v1/messages/${id}/read_users?user_id_type=open_id`)).body.data;
    expect(await readers()).toMatchObject({ items: [] });
    await t.emulator.phone(t.teacher).reads();
    expect(await readers()).toMatchObject({ items: [{ user_id: t.teacher, timestamp: String(t.clock.now()) }] });
  });
});
