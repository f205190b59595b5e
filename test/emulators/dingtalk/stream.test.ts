import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { DingtalkEmulatorOptions } from '../../../src/emulators/dingtalk/emulator.ts';
import { connect, open, ticketOf } from './client.ts';
import { organisation } from './organisation.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

async function started(options: Partial<DingtalkEmulatorOptions> = {}) {
  const o = organisation(options);
  const { baseUrl } = await o.emulator.start();
  cleanUps.push(o.emulator.stop);
  return { ...o, baseUrl, phone: o.emulator.phone(o.teacher) };
}

const opened = (url: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once('open', () => resolve('open'));
    socket.once('error', (error) => resolve(error.message));
  });

describe('opening', () => {
  test('a wrong secret, nothing subscribed and a starless event are refused', async () => {
    const { baseUrl, emulator } = await started();
    expect((await open(baseUrl, [])).status).toBe(400);
    expect((await open(baseUrl, [{ type: 'EVENT', topic: 'user_add_org' }])).status).toBe(400);
    emulator.faults.failOpens({ status: 503, code: 'ServiceUnavailable' });
    expect((await open(baseUrl)).status).toBe(503);
    const wrong = await emulator.app.request('/v1.0/gateway/connections/open', { method: 'POST', body: '{}' });
    emulator.faults.failOpens(undefined);
    expect(wrong.status).toBe(503);
    const bad = await emulator.app.request('/v1.0/gateway/connections/open', {
      method: 'POST',
      body: JSON.stringify({ clientId: 'x', clientSecret: 'y', subscriptions: [{ type: 'EVENT', topic: '*' }] }),
    });
    expect([bad.status, await bad.json()]).toMatchObject([401, { code: 'authFailed', message: '鉴权失败' }]);
  });

  test('a ticket opens one connection within 90 s', async () => {
    const { baseUrl, clock } = await started();
    const url = await ticketOf(await open(baseUrl));
    expect(await opened(url)).toBe('open');
    expect(await opened(url)).toContain('401');
    const late = await ticketOf(await open(baseUrl));
    clock.advance(90_000);
    expect(await opened(late)).toContain('401');
  });
});

describe('robot messages', () => {
  test('reach a connection as a CALLBACK with the body as a JSON string', async () => {
    const { baseUrl, emulator, phone, teacher } = await started();
    const client = await connect(baseUrl);
    await phone.says('食堂后门的灯坏了');
    expect(client.frames).toHaveLength(1);
    expect(client.frames[0]).toMatchObject({
      type: 'CALLBACK',
      headers: { topic: '/v1.0/im/bot/messages/get', contentType: 'application/json', time: '1795392000000' },
      data: {
        conversationType: '1',
        msgtype: 'text',
        text: { content: '食堂后门的灯坏了' },
        senderStaffId: teacher,
        senderNick: '李老师',
        robotCode: emulator.bot.robotCode,
      },
    });
    expect(emulator.waitingRetries()).toBe(0);
    expect(emulator.uses.perMonth('2026-11')).toBe(1);
  });

  test('without a connection they are lost for good', async () => {
    const { baseUrl, emulator, phone, clock } = await started();
    await phone.says('有人吗');
    const client = await connect(baseUrl);
    clock.advance(120_000);
    await emulator.settled();
    expect(client.frames).toEqual([]);
    expect(emulator.lostMessages()).toBe(1);
  });

  test('a topic nobody listed is never pushed', async () => {
    const { baseUrl, emulator, phone } = await started();
    await connect(baseUrl, [{ type: 'EVENT', topic: '*' }]);
    await phone.says('有人吗');
    expect(emulator.lostMessages()).toBe(1);
  });

  test.each([
    ['no ack', undefined, 200],
    ['code 500', { response: null }, 500],
  ])('%s: once more after 60 s, same msgId, new messageId', async (_case, answer, code) => {
    const { baseUrl, emulator, phone, clock } = await started();
    const client = await connect(baseUrl);
    client.answer(() => answer);
    client.code(code);
    const saying = phone.says('灯坏了');
    await expect.poll(() => client.frames.length).toBe(1);
    if (answer === undefined) clock.advance(3_000);
    await saying;
    expect(emulator.waitingRetries()).toBe(1);
    clock.advance(60_000);
    await expect.poll(() => client.frames.length).toBe(2);
    const [first, second] = client.frames;
    expect(second?.data).toEqual(first?.data);
    expect(second?.headers.messageId).not.toBe(first?.headers.messageId);
    clock.advance(3_000);
    await emulator.settled();
    expect(emulator.waitingRetries()).toBe(0);
    expect(emulator.uses.perMonth('2026-11')).toBe(1);
  });

  test('a used-up month delivers the shell with error 20001', async () => {
    const { baseUrl, phone } = await started({ rules: { streamQuota: 1 } });
    const client = await connect(baseUrl);
    await phone.says('一');
    await phone.says('二');
    expect(client.frames[1]?.data).toMatchObject({ msgtype: 'text', errorCode: 20001 });
    expect(client.frames[1]?.data).not.toHaveProperty('text');
  });

  test('go to one connection at random', async () => {
    const { baseUrl, phone } = await started();
    const clients = [await connect(baseUrl), await connect(baseUrl)];
    for (let said = 0; said < 12; said += 1) await phone.says(`第${said}句`);
    const counts = clients.map((client) => client.frames.length);
    expect(counts[0] ?? 0).toBeGreaterThan(0);
    expect(counts[1] ?? 0).toBeGreaterThan(0);
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(12);
  });
});

describe('the end of a connection', () => {
  test('disconnect: pushes stop at once, TCP ends 10 s later', async () => {
    const { baseUrl, emulator, phone, clock } = await started();
    const client = await connect(baseUrl);
    emulator.faults.disconnectSockets();
    await phone.says('听得见吗');
    await expect
      .poll(() => client.frames)
      .toMatchObject([{ type: 'SYSTEM', headers: { topic: 'disconnect' }, data: { reason: 'connection is expired' } }]);
    expect(client.frames[0]?.headers).not.toHaveProperty('messageId');
    expect([emulator.connectionCount(), emulator.socketCount(), emulator.lostMessages()]).toEqual([0, 1, 1]);
    const replacement = await connect(baseUrl);
    await phone.says('现在呢');
    expect(replacement.frames).toHaveLength(1);
    clock.advance(10_000);
    await expect.poll(() => client.socket.readyState).toBe(WebSocket.CLOSED);
    await expect.poll(() => emulator.socketCount()).toBe(1);
  });

  test('after its life it is told to disconnect by itself', async () => {
    const { baseUrl, emulator, clock } = await started({ rules: { connectionLifeMs: 3_600_000 } });
    const client = await connect(baseUrl);
    clock.advance(3_600_000);
    await expect.poll(() => client.frames[0]?.headers.topic).toBe('disconnect');
    await connect(baseUrl);
    expect([emulator.connectionCount(), emulator.socketCount(), emulator.mostSockets()]).toEqual([1, 2, 2]);
  });

  test('a deaf connection answers on the wire and gets nothing', async () => {
    const { baseUrl, emulator, phone, clock } = await started();
    const client = await connect(baseUrl);
    emulator.faults.deafenSockets();
    const pong = new Promise((resolve) => client.socket.once('pong', resolve));
    client.socket.ping();
    await pong;
    const saying = phone.says('听得见吗');
    await Promise.resolve();
    clock.advance(3_000);
    await saying;
    expect(client.frames).toEqual([]);
    expect(emulator.waitingRetries()).toBe(1);
  });

  test('pings want their own data back, one at a time however far the clock goes', async () => {
    const { baseUrl, emulator, clock } = await started();
    const client = await connect(baseUrl);
    let pings = 0;
    client.socket.on('message', (bytes) => {
      if (String(bytes).includes('"ping"')) pings += 1;
    });
    clock.advance(86_400_000);
    await expect.poll(() => pings).toBe(1);
    await expect.poll(() => clock.waiting()).toBe(1);
    clock.advance(30_000);
    await expect.poll(() => pings).toBe(2);
    expect(emulator.complaints()).toEqual([]);
    client.socket.send('no frame');
    await expect.poll(() => emulator.complaints()).toHaveLength(1);
  });
});

describe('events', () => {
  test('carry their headers, come again after 10 s and 30 s on LATER, and are kept for fetching', async () => {
    const { baseUrl, emulator, clock, call } = await started();
    const client = await connect(baseUrl);
    client.answer(() => ({ status: 'LATER' }));
    const { userId } = emulator.people.add({ name: '新老师' }, { announce: true });
    await emulator.settled();
    for (const wait of [10_000, 30_000]) {
      clock.advance(wait);
      await emulator.settled();
    }
    expect(client.frames).toHaveLength(3);
    expect(new Set(client.frames.map((frame) => frame.headers.eventId)).size).toBe(1);
    expect(client.frames[0]).toMatchObject({
      type: 'EVENT',
      headers: { topic: '*', eventType: 'user_add_org', eventCorpId: emulator.corpId },
      data: { userId: [userId] },
    });
    expect(emulator.waitingRetries()).toBe(0);
    expect((await call('GET', '/call_back/get_call_back_failed_result')).body).toMatchObject({
      failed_list: [{ call_back_tag: 'user_add_org', user_add_org: { userId: [userId] } }],
      has_more: false,
    });
    expect(emulator.uses.perMonth('2026-11')).toBe(0);
  });

  test('wait for a connection', async () => {
    const { baseUrl, emulator, teacher, clock } = await started();
    await emulator.people.resign(teacher, { announce: true });
    const client = await connect(baseUrl);
    clock.advance(10_000);
    await emulator.settled();
    expect(client.frames.map((frame) => frame.headers.eventType)).toEqual(['user_leave_org']);
    expect(emulator.waitingRetries()).toBe(0);
  });
});
