import { describe, expect, test } from 'vitest';
import { APP, organisation } from './organisation.ts';

const SEND = 'POST /v1.0/robot/oToMessages/batchSend';

function sender() {
  const o = organisation();
  const send = () =>
    o.call('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode: APP.clientId,
      userIds: [o.teacher],
      msgKey: 'sampleText',
      msgParam: '{"content":"你好"}',
    });
  return { ...o, send, faults: o.emulator.faults, messages: () => o.emulator.phone(o.teacher).messages() };
}

describe('injected trouble', () => {
  test('fails the next calls of one API only', async () => {
    const { send, call, faults, messages } = sender();
    faults.failNext(2, { status: 400, code: 'send.too.fast', path: SEND });
    faults.failNext(1, { status: 200, code: 90002, path: 'GET /auth/scopes' });
    const statuses = [(await send()).body.code, (await send()).body.code, (await send()).status];
    expect(statuses).toEqual(['send.too.fast', 'send.too.fast', 200]);
    expect((await call('GET', '/auth/scopes')).body.errcode).toBe(90002);
    expect(messages()).toHaveLength(1);
  });

  test.each([
    ['rateLimitFor', 403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 90018],
    ['serverErrorsFor', 500, 'system.error', -1],
  ] as const)('%s ends by itself, on both hosts', async (fault, status, code, errcode) => {
    const { send, call, faults, clock } = sender();
    await send();
    faults[fault](5_000);
    expect(await send()).toMatchObject({ status, body: { code } });
    expect((await call('GET', '/auth/scopes')).body.errcode).toBe(errcode);
    clock.advance(5_000);
    expect((await send()).status).toBe(200);
  });

  test('a lost answer has taken effect and cost its call', async () => {
    const { send, faults, messages, emulator } = sender();
    faults.loseAnswers(1, SEND);
    expect((await send()).status).toBe(503);
    expect(messages()).toHaveLength(1);
    expect(emulator.calls.perMonth('2026-11')).toBe(1);
  });

  test('the shield knows nothing of the API', async () => {
    const { send, faults, clock } = sender();
    await send();
    faults.blockIpFor(300_000);
    expect((await send()).body).toMatchObject({ status: 1111, punish: 'deny' });
    clock.advance(300_000);
    expect((await send()).status).toBe(200);
  });

  test('every token at once becomes invalid, and the next request may fail', async () => {
    const { send, faults, token } = sender();
    await send();
    faults.tokenExpiresNow();
    expect((await send()).body.code).toBe('InvalidAuthentication');
    faults.refuseToken();
    expect(await token()).toBe('undefined');
    expect(await token()).toMatch(/^[0-9a-f]{32}$/);
  });

  test('cuts connections while down', async () => {
    const { emulator, faults, clock } = sender();
    const { baseUrl } = await emulator.start();
    try {
      faults.downFor(1_000);
      await expect(fetch(`${baseUrl}/auth/scopes`)).rejects.toThrow();
      clock.advance(1_000);
      expect((await fetch(`${baseUrl}/auth/scopes`)).status).toBe(200);
    } finally {
      await emulator.stop();
    }
  });

  test('the last message comes once more, and the next one twice', async () => {
    const { emulator, faults, teacher } = sender();
    await emulator.phone(teacher).says('一');
    await faults.redeliverLast();
    faults.duplicateNextMessage();
    await emulator.phone(teacher).says('二');
    expect(emulator.lostMessages()).toBe(4);
  });
});
