import { describe, expect, test } from 'vitest';
import { tenant } from './tenant.ts';

const TEXT = { text: '你好' };
const SEND = 'POST /im/v1/messages';

describe('injected trouble', () => {
  test('fails the next calls of one API only', async () => {
    const t = tenant();
    t.emulator.faults.failNext(2, { status: 400, code: 230020, path: SEND });
    expect((await t.call('GET', '/bot/v3/info')).status).toBe(200);
    const codes = [await t.send('text', TEXT), await t.send('text', TEXT), await t.send('text', TEXT)];
    expect(codes.map((answer) => answer.body.code)).toEqual([230020, 230020, 0]);
    expect(t.emulator.phone(t.teacher).messages()).toHaveLength(1);
  });

  test.each([
    ['rateLimitFor', 429, 99991400],
    ['serverErrorsFor', 500, 1],
  ] as const)('%s ends by itself', async (fault, status, code) => {
    const t = tenant();
    await t.token();
    await t.call('GET', '/bot/v3/info');
    t.emulator.faults[fault](5_000);
    expect(await t.send('text', TEXT)).toMatchObject({ status, body: { code } });
    t.clock.advance(5_000);
    expect((await t.send('text', TEXT)).status).toBe(200);
  });

  test('answers slowly on the clock', async () => {
    const t = tenant();
    await t.call('GET', '/bot/v3/info');
    t.emulator.faults.slowBy(800, SEND);
    let isAnswered = false;
    const answer = t.send('text', TEXT).then((each) => {
      isAnswered = true;
      return each;
    });
    await expect.poll(() => t.clock.waiting()).toBe(1);
    expect(isAnswered).toBe(false);
    t.clock.advance(800);
    expect((await answer).status).toBe(200);
  });

  test('cuts connections while down', async () => {
    const t = tenant();
    const { baseUrl } = await t.emulator.start();
    try {
      t.emulator.faults.downFor(1_000);
      await expect(fetch(`${baseUrl}/open-apis/bot/v3/info`)).rejects.toThrow();
      t.clock.advance(1_000);
      expect((await fetch(`${baseUrl}/open-apis/bot/v3/info`)).status).toBe(400);
    } finally {
      await t.emulator.stop();
    }
  });

  test('an unknown path is 404', async () => {
    const t = tenant();
    expect((await t.emulator.app.request('/open-apis/bitable/v1/apps/a/tables/t/records')).status).toBe(404);
  });
});
