import { createExecutionContext, listDurableObjectIds, reset, runDurableObjectAlarm } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSealer, KEY_BYTES } from '../../src/host/sealer.ts';
import worker, { type WorkerEnv } from '../../src/worker.ts';
import { apps } from './secrets.ts';

// Nobody is outside: what an object asks the vendor fails.
beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
});
afterEach(async () => {
  await reset();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const call = (path: string, init?: RequestInit): Promise<Response> =>
  exports.default.fetch(new Request(`https://anyuan.test${path}`, init));

const objects = async (): Promise<number> => (await listDurableObjectIds(env.ORGANISATION)).length;

/** The Worker as it answers with other settings. */
async function withSettings(settings: Record<string, string>, path: string, method = 'GET'): Promise<Response> {
  const request = new Request(`https://anyuan.test${path}`, { method });
  return worker.fetch(request, { ...(env as WorkerEnv), ...settings }, createExecutionContext());
}

describe('what the Worker answers itself', () => {
  test('it is alive; other addresses and organisations are unknown, and no database is made for them', async () => {
    const before = await objects();
    expect(await (await call('/healthz')).text()).toBe('ok');
    const body = { method: 'POST', body: '{}' };
    for (const path of [
      '/o/nobody/feishu/webhook',
      '/o/constructor/feishu/webhook',
      '/o/New/feishu/webhook',
      '/metrics',
    ])
      expect((await call(path, path === '/metrics' ? {} : body)).status, path).toBe(404);
    expect(await objects()).toBe(before);
  });

  test('the form page is there for the organisation that has a public address, and wakes no other', async () => {
    const before = await objects();
    expect((await call('/p/page.css')).status).toBe(404);
    expect((await call('/o/nobody/p/page.css')).status).toBe(404);
    expect(await objects()).toBe(before);
    const style = await call('/o/qingshan/p/page.css');
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    const unknown = await call('/o/qingshan/p/hazard.form/invented.link');
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('/o/qingshan/p/page.css')]);
    expect((await call('/o/qingshan/p/hazard.form/x', { method: 'DELETE' })).status).toBe(404);
  });

  test.each([
    ['no key', { SECRET_KEY: '' }, 'SECRET_KEY: must be a secret of 64 hexadecimal digits'],
    ['a short key', { SECRET_KEY: 'abcdef' }, 'openssl rand -hex 32'],
    ['no app', { FEISHU_APP_ID: '', FEISHU_APP_SECRET: '' }, 'FEISHU_APP_SECRET: is missing'],
    ['no token', { FEISHU_VERIFICATION_TOKEN: '' }, 'FEISHU_VERIFICATION_TOKEN: is missing'],
    ['the long connection', { FEISHU_TRANSPORT: 'websocket' }, 'a Worker cannot hold the long connection'],
    ['several problems', { SECRET_KEY: '', SCHOOL_TIMEZONE: 'Mars' }, 'SCHOOL_TIMEZONE: must be a time zone'],
  ])('with wrong settings it refuses and says why in the log, not to the caller: %s', async (_name, settings, why) => {
    const before = await objects();
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await withSettings(settings, '/feishu/webhook', 'POST');
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain(why);
    const logged = said.mock.calls.flat().join('\n');
    expect(logged).toContain(why);
    for (const secret of Object.values(apps.default)) if (secret !== '安园') expect(logged).not.toContain(secret);
    expect(await objects()).toBe(before);
  });

  test('an ORGANISATIONS that cannot be read is a wrong setting too', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const ORGANISATIONS of ['{"a":', '[]', '{"../b":{}}', '{"a":1}'])
      expect((await withSettings({ ORGANISATIONS }, '/o/a/feishu/webhook', 'POST')).status).toBe(503);
  });
});

describe('what nobody signed', () => {
  test.each([
    ['unsigned', JSON.stringify({ encrypt: 'bm90IGFuIGVudmVsb3BlIGF0IGFsbCwganVzdCB3b3Jkcw==' }), 401],
    ['in clear', JSON.stringify({ schema: '2.0', header: { event_type: 'im.message.receive_v1' } }), 401],
    ['no JSON', '食堂后门', 400],
    ['larger than a MiB', JSON.stringify({ encrypt: 'A'.repeat(1_100_000) }), 413],
  ])('is refused: %s', async (_name, body, status) => {
    expect((await call('/feishu/webhook', { method: 'POST', body })).status).toBe(status);
  });

  test('it is ready, and the object is there', async () => {
    const answer = await call('/readyz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ ready: true, database: 'open' });
  });

  test('a request cannot choose another organisation by itself', async () => {
    await call('/readyz', { headers: { 'x-anyuan-organisation': 'somebody-else' } });
    expect(await runDurableObjectAlarm(env.ORGANISATION.getByName('somebody-else'))).toBe(false);
  });
});

describe('sealing in workerd', () => {
  test('words come back with the key, and not with another or when changed', () => {
    const sealer = createSealer(new Uint8Array(KEY_BYTES).fill(1));
    const words = '三年级有同学一直被几个人堵在厕所，𠮷';
    const sealed = sealer.seal(words);
    expect(sealer.open(sealed)).toBe(words);
    expect(() => createSealer(new Uint8Array(KEY_BYTES).fill(2)).open(sealed)).toThrow();
    const bytes = Buffer.from(sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    expect(() => sealer.open(bytes.toString('base64'))).toThrow();
  });
});
