import { afterEach, expect, test, vi } from 'vitest';
import { createFeishuClient, TIMEOUT_MS } from '../../../src/platforms/feishu/client.ts';

afterEach(() => {
  vi.useRealTimers();
});

const client = (answer: (signal: AbortSignal) => Promise<Response>) =>
  createFeishuClient({
    baseUrl: 'https://vendor.test',
    appId: 'cli_0123456789abcdef',
    appSecret: 'x',
    now: () => 0,
    fetch: async (_address, init) => {
      if (!init?.signal) throw new Error('every call has a deadline');
      return answer(init.signal);
    },
  });

test('a call that hangs is ended after 10 s', async () => {
  vi.useFakeTimers();
  const hanging = client(
    (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const result = hanging.call({ method: 'GET', path: 'bot/v3/info' });
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
  expect(await result).toMatchObject({ ok: false, failure: { reason: 'timeout' } });
});

test('an answered call leaves no timer behind: on a Durable Object it would keep the object awake', async () => {
  vi.useFakeTimers();
  const answering = client(async () => Response.json({ code: 0, tenant_access_token: 't-1', expire: 7200 }));
  expect((await answering.call({ method: 'GET', path: 'bot/v3/info' })).ok).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
