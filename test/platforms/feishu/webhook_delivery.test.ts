import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../../cards/model.ts';
import { feishuWebhook } from '../../../src/platforms/feishu/webhook.ts';
import type { Inbound, Reply } from '../../../src/platforms/platform.ts';
import { APP, tenant } from './tenant.ts';
import { ENCRYPT_KEY, keepingLog } from './vendor.ts';

let cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

/** An emulated tenant that pushes over real HTTP to the adapter's route. */
async function delivered(options: { encryptKey?: string; reply?: Reply; refuses?: number } = {}) {
  const accepted: Inbound[] = [];
  let refusals = options.refuses ?? 0;
  const key = options.encryptKey ? { encryptKey: options.encryptKey } : {};
  const host = new Hono().route(
    '/feishu/webhook',
    feishuWebhook({
      ...key,
      verificationToken: APP.verificationToken,
      botOpenId: () => undefined,
      log: keepingLog(),
      accept(inbound) {
        if (refusals > 0) {
          refusals -= 1;
          throw new Error('disk full');
        }
        accepted.push(inbound);
        return options.reply ?? {};
      },
    }),
  );
  const server = createServer(getRequestListener(host.fetch));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}/feishu/webhook`;
  const all = await tenant({ app: { ...APP, ...key }, delivery: { mode: 'webhook', url } });
  cleanUps.push(all.emulator.stop);
  return { ...all, accepted, url, phone: all.emulator.phone(all.teacher.openId) };
}

describe.each([
  ['encrypted and signed', { encryptKey: ENCRYPT_KEY }],
  ['in clear', {}],
])('%s', (_, key) => {
  test('the console’s URL check passes', async () => {
    const { emulator } = await delivered(key);
    expect(await emulator.verifyUrl()).toMatchObject({ ok: true });
  });

  test('messages arrive, and what was not accepted arrives again', async () => {
    const { phone, accepted, emulator, clock } = await delivered({ ...key, refuses: 1 });
    const said = await phone.says('宿舍 3 楼插座冒火花🔥');
    expect(accepted).toEqual([]);
    clock.advance(15_000);
    await emulator.settled();
    expect(accepted).toMatchObject([{ deliveryId: said.messageId, content: { text: '宿舍 3 楼插座冒火花🔥' } }]);
    await emulator.faults.redeliverLast();
    expect(new Set(accepted.map((inbound) => inbound.deliveryId)).size).toBe(1);
  });

  test('a press gets its toast and the card as it is now', async () => {
    const after: Card = { key: 'done', title: '已交复查', tone: 'done', blocks: [], actions: [] };
    const directory = { people: new Map(), images: new Map() };
    const reply: Reply = { toast: { tone: 'success', text: '已交{复查人}' }, card: { card: after, directory } };
    const { phone, accepted, platform, teacher } = await delivered({ ...key, reply });
    const before: Card = { ...after, title: '待整改', actions: [{ label: '提交整改', action: 'hazard.fix' }] };
    const sent = await platform.sendCard(
      { kind: 'person', userId: teacher.openId },
      platform.render(before, directory),
      'k',
    );
    const messageId = sent.is === 'sent' ? (sent.messageId ?? '') : '';
    const result = await phone.presses(messageId, { button: '提交整改' });
    expect(result).toMatchObject({ toast: { type: 'success', content: '已交{复查人}' } });
    expect(accepted).toMatchObject([{ kind: 'press', action: 'hazard.fix', reference: {}, messageId }]);
    expect(JSON.stringify(phone.messages()[0])).toContain('已交复查');
  });
});

test('a body that is too large is refused and the next one is served', async () => {
  const { url, phone, accepted } = await delivered();
  const large = await fetch(url, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
  expect(large.status).toBe(413);
  await phone.says('好');
  expect(accepted).toHaveLength(1);
});
