import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { clockSteps } from '../../../src/emulators/phone/clock_steps.ts';
import { phoneRoutes } from '../../../src/emulators/phone/routes.ts';
import type { Snapshot } from '../../../src/emulators/phone/view.ts';
import { fakeWorld, GROUP, p2p } from './fake_world.ts';

function demo() {
  const world = fakeWorld();
  const app = new Hono().route('/phone', phoneRoutes(world));
  const post = (path: string, body: unknown) =>
    app.request(`/phone/api/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const snapshot = async (query = ''): Promise<Snapshot> => {
    const response = await app.request(`/phone/api/snapshot${query}`);
    // The route's own type.
    return (await response.json()) as Snapshot;
  };
  return { world, app, post, snapshot };
}

describe('the page and its files', () => {
  it.each(['/phone', '/phone/'])('%s serves a page that asks for everything below its mount', async (path) => {
    const response = await demo().app.request(path);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('<base href="/phone/">');
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('content-security-policy')).not.toMatch(
      /script-src[^;]*unsafe|style-src 'self' 'unsafe/,
    );
  });

  it('serves TypeScript without types, imports kept', async () => {
    const response = await demo().app.request('/phone/page/app.ts');
    expect(response.headers.get('content-type')).toContain('text/javascript');
    const script = await response.text();
    expect(script).toContain("from './actions.ts'");
    expect(script).not.toMatch(/: PhoneState|import type/);
  });

  it.each(['../world.ts', '..%2Fworld.ts', 'tsconfig.json', 'nothing.ts', 'app.ts.map', '.ts'])(
    'does not serve %s',
    async (name) => {
      const response = await demo().app.request(`/phone/page/${name}`);
      expect(response.status).toBe(404);
    },
  );
});

describe('the API', () => {
  it('gives people, chats, messages and unread counts in one snapshot', async () => {
    const { world, snapshot } = demo();
    world.post(p2p('ou_li'), { text: '一' });
    world.post(p2p('ou_li'), { text: '二', urgent: true });
    world.post(GROUP, { text: '自己说的', from: { kind: 'user', id: 'ou_li', name: '李晓梅' } });
    const seen = await snapshot(`?phone=ou_li,${p2p('ou_li')}&phone=ou_zhao&phone=ou_nobody`);
    expect(seen.people.find((person) => person.id === 'ou_li')).toMatchObject({ unread: 2, urgent: true });
    expect(seen.people.find((person) => person.id === 'ou_zhao')).toMatchObject({ unread: 1, urgent: false });
    expect(seen.phones.map((phone) => [phone.personId, phone.messages.map((message) => message.text)])).toEqual([
      ['ou_li', ['一', '二']],
      ['ou_zhao', []],
    ]);
  });

  it('knows the chat with the bot by the name p2p', async () => {
    const { world, snapshot } = demo();
    world.post(p2p('ou_li'), { text: '一' });
    const seen = await snapshot('?phone=ou_li,p2p');
    expect(seen.phones[0]).toMatchObject({ chatId: p2p('ou_li'), messages: [{ text: '一' }] });
  });

  it('forgets unread when the chat is entered or read, and counts anew after', async () => {
    const { world, post, snapshot } = demo();
    const unread = async () => (await snapshot()).people.find((person) => person.id === 'ou_li')?.unread;
    world.post(p2p('ou_li'), { text: '一' });
    await post('people/ou_li/enter', { chatId: p2p('ou_li') });
    expect(await unread()).toBe(0);
    expect(world.done).toEqual([{ enter: 'ou_li' }]);
    world.post(p2p('ou_li'), { text: '二' });
    expect(await unread()).toBe(1);
    await post('people/ou_li/read', { chatId: p2p('ou_li') });
    expect(await unread()).toBe(0);
    await post('people/ou_li/enter', { chatId: GROUP });
    expect(world.done).toEqual([{ enter: 'ou_li' }]);
  });

  it.each([
    [
      'say',
      { chatId: GROUP, text: '你好', mentionBot: true },
      { say: '你好', personId: 'ou_li', chatId: GROUP, mentionBot: true },
    ],
    [
      'say',
      { chatId: GROUP, text: '你好', replyTo: 'om_1' },
      { say: '你好', personId: 'ou_li', chatId: GROUP, replyTo: 'om_1' },
    ],
    ['menu', { key: 'hazard' }, { menu: 'hazard', personId: 'ou_li' }],
    [
      'press',
      { messageId: 'om_1', button: '登记', index: 1, values: { a: ['x'], b: true } },
      { press: { messageId: 'om_1', button: '登记', index: 1, values: { a: ['x'], b: true } }, personId: 'ou_li' },
    ],
    [
      'press',
      { messageId: 'om_1', field: 'place', option: 'x' },
      { press: { messageId: 'om_1', field: 'place', option: 'x' }, personId: 'ou_li' },
    ],
  ])('%s %j reaches the world', async (what, body, done) => {
    const { world, post } = demo();
    expect((await post(`people/ou_li/${what}`, body)).status).toBe(200);
    expect(world.done).toEqual([done]);
  });

  it('takes pictures and files as raw bytes', async () => {
    const { world, app } = demo();
    const upload = (path: string, bytes: string) =>
      app.request(`/phone/api/people/ou_li/${path}`, { method: 'POST', body: bytes });
    await upload(`image?chatId=${p2p('ou_li')}`, 'abc');
    await upload(`file?chatId=${GROUP}&name=${encodeURIComponent('名册.xlsx')}&mentionBot=true`, 'PK');
    expect(world.done).toEqual([
      { image: 3, first: [97, 98, 99], personId: 'ou_li', chatId: p2p('ou_li') },
      { file: '名册.xlsx', size: 2, personId: 'ou_li', chatId: GROUP, mentionBot: true },
    ]);
    expect((await upload(`image?chatId=${GROUP}`, '')).status).toBe(400);
    expect((await upload(`file?chatId=${GROUP}`, 'PK')).status).toBe(400);
  });

  it('passes the answer of a press on', async () => {
    const { world, post } = demo();
    for (const answer of [
      { toast: { type: 'success' as const, content: '已登记' } },
      { error: 200671, detail: 'x' },
      { blocked: 'required' as const, field: 'a' },
      {},
    ]) {
      world.answers(answer);
      expect(await (await post('people/ou_li/press', { messageId: 'om_1', button: '登记' })).json()).toEqual(answer);
    }
  });

  it.each([
    ['people/ou_nobody/say', { chatId: GROUP, text: 'x' }],
    ['people/ou_li/say', { chatId: GROUP, text: '' }],
    ['people/ou_li/say', { text: 'x' }],
    ['people/ou_li/press', { messageId: 'om_1' }],
    ['people/ou_li/press', { messageId: 'om_1', button: 'x', values: { a: { b: 1 } } }],
    ['clock', { step: 'yesterday' }],
  ])('refuses %s %j and does nothing', async (path, body) => {
    const { world, post } = demo();
    expect((await post(path, body)).status).toBe(400);
    expect(world.done).toEqual([]);
  });

  it('gives pictures by key, and nothing for an unknown key', async () => {
    const { app } = demo();
    const found = await app.request('/phone/api/image/img_after');
    expect([found.status, found.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect((await app.request('/phone/api/image/missing')).status).toBe(404);
  });

  it('tells of every change over one stream', async () => {
    const { world, app } = demo();
    const response = await app.request('/phone/api/live');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('event: change');
    world.post(GROUP, { text: 'x' });
    expect((await reader?.read())?.value).toContain('event: change');
    await reader?.cancel();
  });

  it('moves the clock by a step it offered', async () => {
    const { post, snapshot } = demo();
    await post('clock', { step: 'tomorrow' });
    expect((await snapshot()).now).toBe(Date.parse('2025-09-19T08:00:00+08:00'));
  });
});

describe('clock steps', () => {
  it.each([
    [
      '2025-09-18T10:20:00+08:00',
      '到 15:30',
      ['2025-09-18T10:30', '2025-09-18T15:30', '2025-09-19T08:00', '2025-09-22T08:00', '2025-09-25T10:20'],
    ],
    [
      '2025-09-18T15:30:00+08:00',
      '到明天 15:30',
      ['2025-09-18T15:40', '2025-09-19T15:30', '2025-09-19T08:00', '2025-09-22T08:00', '2025-09-25T15:30'],
    ],
    [
      '2025-09-22T07:00:00+08:00',
      '到 15:30',
      ['2025-09-22T07:10', '2025-09-22T15:30', '2025-09-23T08:00', '2025-09-29T08:00', '2025-09-29T07:00'],
    ],
    [
      '2025-09-21T00:30:00+08:00',
      '到 15:30',
      ['2025-09-21T00:40', '2025-09-21T15:30', '2025-09-22T08:00', '2025-09-22T08:00', '2025-09-28T00:30'],
    ],
  ])('from %s', (now, label, expected) => {
    const steps = clockSteps(Date.parse(now));
    expect(steps.map((step) => step.at)).toEqual(expected.map((time) => Date.parse(`${time}:00+08:00`)));
    expect(steps[1]?.label).toBe(label);
  });
});
