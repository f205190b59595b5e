import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { decryptEvent, encryptEvent, signEvent } from '../../../src/emulators/dingtalk/event_crypto.ts';
import { signCard, signRobot } from '../../../src/emulators/dingtalk/signatures.ts';
import { isObject, type JsonObject } from '../../../src/emulators/ground/json.ts';
import { APP, button, organisation } from './organisation.ts';

const KEYS = {
  token: '123456',
  aesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
  owner: 'ding1234567890abcdef',
} as const;

describe('the vendor’s vectors (reference/dingtalk.md §3)', () => {
  test('signatures', () => {
    expect(signRobot('1577262236757', 'SECRETexample_appSecret_0123456789')).toBe(
      'zgtnm0V/RPdPD35begNuJHm98og9x6uy7m5IC/dHFws=',
    );
    expect(signCard('1700000000000', 'example-secret')).toBe('I85VWQbGCqbDkjEb7rsCEkTKI9QSL3wzLms54MiwXlg=');
  });

  test('A: the published one', () => {
    const encrypted =
      '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==';
    expect(signEvent('123456', '1445827045067', 'nEXhMP4r', encrypted)).toBe(
      '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
    );
    expect(decryptEvent({ ...KEYS, owner: 'suite4xxxxxxxxxxxxxxx' }, encrypted)).toBe(
      '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
    );
    expect(decryptEvent(KEYS, encrypted)).toBeUndefined();
  });

  test('B: the word success', () => {
    const encrypted = encryptEvent(KEYS, 'success', '0123456789abcdef');
    expect(encrypted).toBe('HcA0QDKRG/U9FnFvX30Rg1Db3IBr+oyV2dDHb0LHePtS5XRCzmKBjVgfVt0ZOjGirUZG8H1KyKeAVpna5njSlQ==');
    expect(signEvent('123456', '1783610513', '380320111', encrypted)).toBe('bc9430304ebc66993b50ba5f12d0d3ec985778b5');
    expect(decryptEvent(KEYS, encrypted)).toBe('success');
  });
});

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: JsonObject;
}

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

/** A plain HTTP server in the place of the app. */
async function app() {
  const received: Received[] = [];
  let reply: (one: Received) => { status?: number; body: unknown } = () => ({ body: { msgtype: 'empty' } });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const one = { path: request.url ?? '', headers: request.headers, body: isObject(parsed) ? parsed : {} };
    received.push(one);
    const { status = 200, body } = reply(one);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  cleanUps.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const o = organisation({
    delivery: {
      mode: 'http',
      robotUrl: `${url}/dingtalk/robot`,
      events: { url: `${url}/dingtalk/events`, token: KEYS.token, aesKey: KEYS.aesKey },
    },
  });
  const answer = (next: typeof reply) => {
    reply = next;
  };
  return { ...o, url, received, answer, phone: o.emulator.phone(o.teacher) };
}

describe('HTTP mode', () => {
  test('a robot message is signed, and its answer may be a message', async () => {
    const { received, answer, phone } = await app();
    answer(() => ({ body: { msgtype: 'text', text: { content: '收到' } } }));
    await phone.says('灯坏了');
    const timestamp = String(received[0]?.headers.timestamp);
    expect(received[0]).toMatchObject({
      path: '/dingtalk/robot',
      headers: { sign: signRobot(timestamp, APP.clientSecret) },
      body: { msgtype: 'text', text: { content: '灯坏了' } },
    });
    expect(phone.messages().map((message) => message.text)).toEqual(['灯坏了', '收到']);
  });

  test('a robot message that was refused comes again after 60 s', async () => {
    const { received, answer, phone, emulator, clock } = await app();
    answer(() => ({ status: 500, body: {} }));
    await phone.says('灯坏了');
    answer(() => ({ body: {} }));
    clock.advance(60_000);
    await emulator.settled();
    expect(received.map((one) => one.body.msgId)).toEqual([received[0]?.body.msgId, received[0]?.body.msgId]);
    expect(emulator.waitingRetries()).toBe(0);
  });

  test('an event is encrypted and wants the encrypted word success', async () => {
    const { received, answer, emulator, teacher, clock } = await app();
    const keys = { ...KEYS, owner: APP.clientId };
    answer(() => ({ body: {} }));
    await emulator.people.resign(teacher, { announce: true });
    expect(emulator.complaints()).toHaveLength(1);
    const url = new URL(received[0]?.path ?? '', 'http://localhost');
    const query = (name: string) => url.searchParams.get(name) ?? '';
    const encrypted = String(received[0]?.body.encrypt);
    expect(query('signature')).toBe(signEvent(keys.token, query('timestamp'), query('nonce'), encrypted));
    expect(JSON.parse(decryptEvent(keys, encrypted) ?? '{}')).toMatchObject({
      EventType: 'user_leave_org',
      CorpId: emulator.corpId,
      eventId: expect.any(String),
      userId: [teacher],
    });
    const success = encryptEvent(keys, 'success', '0123456789abcdef');
    const signed = { timeStamp: '1783610513', nonce: 'n', encrypt: success };
    answer(() => ({
      body: { ...signed, msg_signature: signEvent(keys.token, signed.timeStamp, signed.nonce, success) },
    }));
    clock.advance(10_000);
    await emulator.settled();
    expect([received.length, emulator.waitingRetries()]).toEqual([2, 0]);
    expect(await emulator.verifyEventUrl()).toMatchObject({ ok: true });
  });

  test('a card callback goes to the address of its route, signed, and its answer is bare', async () => {
    const { received, answer, phone, url, call, sendCard } = await app();
    const register = (more: JsonObject = {}) =>
      call('POST', '/v1.0/card/callbacks/register', {
        callbackRouteKey: 'anyuan',
        callbackUrl: `${url}/dingtalk/card`,
        apiSecret: 'card-secret',
        ...more,
      });
    expect((await register()).body).toMatchObject({ success: true, result: { apiSecret: 'card-secret' } });
    expect(await register()).toMatchObject({ status: 500, body: { code: 'param.callbackRouteKeyExist' } });
    expect((await register({ forceUpdate: true })).status).toBe(200);
    const buttons = JSON.stringify([button('好', 'ok')]);
    await sendCard('a', { title: '一', buttons }, { callbackType: 'HTTP', callbackRouteKey: 'anyuan' });
    answer(() => ({
      body: { cardData: { cardParamMap: { title: '二' } }, cardUpdateOptions: { updateCardDataByKey: true } },
    }));
    const messageId = phone.messages()[0]?.messageId ?? '';
    expect(await phone.presses(messageId, { button: 'ok' })).toEqual({ changed: true });
    const timestamp = String(received[0]?.headers['x-ddpaas-signature-timestamp']);
    expect(received[0]).toMatchObject({
      path: '/dingtalk/card',
      headers: { 'x-ddpaas-signature': signCard(timestamp, 'card-secret') },
      body: { type: 'actionCallback', outTrackId: 'a' },
    });
    expect(phone.messages()[0]?.card?.title).toBe('二');
  });
});
