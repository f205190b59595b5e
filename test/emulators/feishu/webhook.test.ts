import { createHash } from 'node:crypto';
import * as lark from '@larksuiteoapi/node-sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { encryptText, signBody } from '../../../src/emulators/feishu/envelope_crypto.ts';
import { isObject } from '../../../src/emulators/ground/json.ts';
import { silentLogger } from './silent_logger.ts';
import { APP, type Receiver, receiver, tenant } from './tenant.ts';

const ENCRYPT_KEY = 'test-encrypt-key-kids-2026';

let open: Receiver[] = [];
afterEach(async () => {
  for (const each of open) await each.stop();
  open = [];
});

async function webhookTenant(encryptKey?: string) {
  const app = await receiver();
  open.push(app);
  const credentials = { ...APP, ...(encryptKey === undefined ? {} : { encryptKey }) };
  return { app, ...tenant({ app: credentials, delivery: { mode: 'webhook', url: app.url } }) };
}

describe('test vector of reference/feishu.md §2.6', () => {
  const plaintext =
    '{"schema":"2.0","header":{"event_id":"5e3702a84e847582be8db7fb73283c02","event_type":"im.message.receive_v1","create_time":"1700000000000","token":"verif-token-demo","app_id":"cli_0123456789abcdef","tenant_key":"2ca1d211f64f6438"},"event":{"sender":{"sender_id":{"union_id":"on_8ed6aa67826108097d9ee143816345","user_id":"e33ggbyz","open_id":"ou_84aad35d084aa403a838cf73ee18467"},"sender_type":"user","tenant_key":"736588c9260f175e"},"message":{"message_id":"om_5ce6d572455d361153b7cb51da133945","create_time":"1700000000000","update_time":"1700000000000","chat_id":"oc_5ce6d572455d361153b7xx51da133945","chat_type":"p2p","message_type":"text","content":"{\\"text\\":\\"你好\\"}"}}}';
  const challenge = '{"challenge":"ajls384kdjxxxx","token":"verif-token-demo","type":"url_verification"}';
  const iv = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

  test('key, ciphertext, signature and challenge agree', () => {
    expect(createHash('sha256').update(ENCRYPT_KEY).digest('hex')).toBe(
      'c1e03e002a40aab191b17756baf7b5afa794f4fb138d6c51a55811dfad3fee23',
    );
    const rawBody = JSON.stringify({ encrypt: encryptText(plaintext, ENCRYPT_KEY, iv) });
    // The signature covers every byte of the body.
    expect(signBody('1700000000', 'a1b2c3d4e5', ENCRYPT_KEY, rawBody)).toBe(
      '97ea0eefc0f521ac5c1e2ccabdcd4f8614a6064f7766c47b256a243fa93fc3fe',
    );
    expect(encryptText(challenge, ENCRYPT_KEY, iv)).toBe(
      'AAECAwQFBgcICQoLDA0OD8Y8lGpTIdenF9KzDUGOWD2wLwBrbF2AaqaBJz1bZVhOi81YJcm/XACVWg7xx5aybVFb0mdeg47yISQnxm/GAPvHZ/wb0zP5zMZvVPZZ9VWgqxlumILH8IjDQwP9w9RtbQ==',
    );
  });
});

describe('webhook', () => {
  test('pushes encrypted and signed events that the official dispatcher accepts', async () => {
    const { app, emulator, teacher } = await webhookTenant(ENCRYPT_KEY);
    const heard: unknown[] = [];
    const dispatcher = new lark.EventDispatcher({ encryptKey: ENCRYPT_KEY, logger: silentLogger }).register({
      'im.message.receive_v1': (data) => void heard.push(data.message.content),
    });
    app.answer(async ({ body, headers }) => {
      await dispatcher.invoke(Object.assign(Object.create({ headers }), body));
      return { body: {} };
    });
    await emulator.phone(teacher).says('食堂后门的灭火器过期了');
    expect(Object.keys(app.received[0]?.body ?? {})).toEqual(['encrypt']);
    expect(heard).toEqual(['{"text":"食堂后门的灭火器过期了"}']);
  });

  test('pushes plain and unsigned without an encrypt key', async () => {
    const { app, emulator, teacher } = await webhookTenant();
    await emulator.phone(teacher).says('你好');
    expect(app.received[0]?.body).toMatchObject({
      schema: '2.0',
      header: { event_type: 'im.message.receive_v1', token: APP.verificationToken, app_id: APP.appId },
      event: { message: { chat_type: 'p2p', content: '{"text":"你好"}' } },
    });
    expect(app.received[0]?.headers['x-lark-signature']).toBeUndefined();
  });

  test('checks the address without a signature', async () => {
    const { app, emulator } = await webhookTenant(ENCRYPT_KEY);
    const cipher = new lark.AESCipher(ENCRYPT_KEY);
    app.answer(({ body }) => ({ body: JSON.parse(cipher.decrypt(String(body.encrypt))) }));
    expect(await emulator.verifyUrl()).toMatchObject({ ok: true });
    expect(app.received[0]?.headers['x-lark-signature']).toBeUndefined();
    app.answer(() => ({ body: { challenge: 'other' } }));
    expect(await emulator.verifyUrl()).toMatchObject({ ok: false });
  });

  test('climbs the retry ladder with the same event_id and then gives up', async () => {
    const { app, clock, emulator, teacher } = await webhookTenant();
    app.answer(() => ({ status: 500, body: {} }));
    await emulator.phone(teacher).says('你好');
    const attempts: number[] = [];
    for (const wait of [15_000, 300_000, 3_600_000, 21_600_000, 86_400_000]) {
      attempts.push(app.received.length);
      clock.advance(wait - 1);
      await emulator.settled();
      attempts.push(app.received.length);
      clock.advance(1);
      await emulator.settled();
    }
    expect(attempts).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(app.received).toHaveLength(5);
    const ids = new Set(app.received.map(({ body }) => JSON.stringify(body.header)));
    expect(ids.size).toBe(1);
  });

  test('a slow receiver is given up after 3 seconds of the clock and tried again', async () => {
    const { app, clock, emulator, teacher } = await webhookTenant();
    let arrived: () => void = () => undefined;
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    app.answer(() => {
      arrived();
      return new Promise(() => undefined);
    });
    const said = emulator.phone(teacher).says('你好');
    await hasArrived;
    clock.advance(3_000);
    await said;
    app.answer(() => ({ body: {} }));
    clock.advance(15_000);
    await emulator.settled();
    expect(app.received).toHaveLength(2);
    expect(emulator.waitingRetries()).toBe(0);
  });

  test('delivers twice, again and out of order when told to', async () => {
    const { app, emulator, teacher } = await webhookTenant();
    const phone = emulator.phone(teacher);
    const texts = () =>
      app.received.map(({ body }) => {
        const message = isObject(body.event) && isObject(body.event.message) ? body.event.message : {};
        return message.content;
      });
    emulator.faults.duplicateNextEvent();
    await phone.says('一');
    await emulator.faults.redeliverLast();
    emulator.faults.outOfOrder();
    await phone.says('二');
    await phone.says('三');
    await phone.says('四');
    expect(texts()).toEqual(['一', '一', '一', '三', '二', '四'].map((text) => JSON.stringify({ text })));
  });
});
