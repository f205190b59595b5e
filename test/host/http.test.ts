import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/host/engine.ts';
import { createHttp, type Transport } from '../../src/host/http.ts';
import { openMemoryStore } from '../../src/store/node.ts';

const NOW = Date.parse('2025-09-18T02:20:00Z');

function service(transports: readonly Transport[]) {
  const store = openMemoryStore(NOW);
  const engine = createEngine({
    store,
    files: { get: async () => undefined, put: async () => {} },
    clock: { now: () => NOW, wake: () => () => {} },
    timeZone: 'Asia/Shanghai',
    cardReply: 'patch',
    sealer: { seal: (words) => words, open: (sealed) => sealed },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    schedule: (run) => run(),
    platforms: () => [],
    showPairingCode: () => {},
  });
  return { store, engine, app: createHttp({ engine, transports: () => transports }) };
}

describe('the service’s own addresses', () => {
  test('alive whatever happens; ready only with database and every transport', async () => {
    const { app, store } = service([{ name: 'feishu.websocket', connected: true }]);
    expect((await app.request('/healthz')).status).toBe(200);
    const ready = await app.request('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, database: 'open', transports: [{ name: 'feishu.websocket', connected: true }] },
    ]);
    store.close();
    const closed = await app.request('/readyz');
    expect([closed.status, ((await closed.json()) as { database: string }).database]).toEqual([503, 'failing']);
    expect((await app.request('/healthz')).status).toBe(200);
  });

  test('one transport that is away makes it not ready, and says which and why', async () => {
    const { app } = service([
      { name: 'feishu.webhook', connected: true },
      { name: 'feishu.websocket', connected: false, since: NOW, lastError: '1000040350' },
    ]);
    const answer = await app.request('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      ready: false,
      database: 'open',
      transports: [{ connected: true }, { name: 'feishu.websocket', connected: false, lastError: '1000040350' }],
    });
  });

  test('metrics are Prometheus text: every line a comment, or a name with labels and a number', async () => {
    const { app, engine } = service([{ name: 'feishu.webhook', connected: true }]);
    await engine.receive({
      kind: 'group-joined',
      platform: 'feishu',
      deliveryId: 'e1',
      at: NOW,
      chatId: 'oc_1',
      name: '高一班主任群',
    });
    const answer = await app.request('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (TYPE|HELP) .+|[a-z_]+(\{[a-zA-Z_]+="[^"]*"(,[a-zA-Z_]+="[^"]*")*\})? -?[\d.e+]+)$/);
    expect(text).toContain('anyuan_inbound_milliseconds_count{kind="group-joined"} 1');
    expect(text).not.toContain('高一');
  });

  test('nothing else is there', async () => {
    const { app } = service([]);
    for (const path of ['/', '/phone', '/feishu/webhook', '/.env', '/admin'])
      expect((await app.request(path)).status).toBe(404);
  });
});
