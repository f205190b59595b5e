import { describe, expect, test } from 'vitest';
import { feishuWebhook } from '../../../src/platforms/feishu/webhook.ts';
import type { Inbound, Reply } from '../../../src/platforms/platform.ts';
import { blocksCard, formCard, sampleDirectory } from './sample_cards.ts';
import vectors from './vectors.json' with { type: 'json' };
import { ENCRYPT_KEY, encrypt, keepingLog, press, sign, TOKEN, textMessage } from './vendor.ts';

function receiver(options: { encryptKey?: string; reply?: Reply; fails?: boolean } = {}) {
  const accepted: Inbound[] = [];
  const log = keepingLog();
  const app = feishuWebhook({
    verificationToken: TOKEN,
    ...(options.encryptKey ? { encryptKey: options.encryptKey } : {}),
    botOpenId: () => 'ou_bot',
    log,
    accept: async (inbound) => {
      if (options.fails) throw new Error('灭火器过期了');
      accepted.push(inbound);
      return options.reply ?? {};
    },
  });
  const post = async (body: string | ReadableStream<Uint8Array>, headers: Record<string, string> = {}) => {
    const response = await app.request('/', { method: 'POST', body, headers, duplex: 'half' });
    return { status: response.status, body: await response.text() };
  };
  return { accepted, log, post };
}

const encrypted = (content: unknown) => JSON.stringify({ encrypt: encrypt(JSON.stringify(content)) });
const secure = (options: { reply?: Reply; fails?: boolean } = {}) => receiver({ encryptKey: ENCRYPT_KEY, ...options });
const button = { value: { action: 'hazard.fix', reference: { hazard: 17 } } };

describe('with an encrypt key', () => {
  test('the reference’s vector is read', async () => {
    const { post, accepted } = secure();
    const answer = await post(vectors.rawBody, {
      'x-lark-request-timestamp': vectors.timestamp,
      'x-lark-request-nonce': vectors.nonce,
      'x-lark-signature': vectors.signature,
    });
    expect(answer).toEqual({ status: 200, body: '{}' });
    expect(accepted).toMatchObject([{ kind: 'message', content: { type: 'text', text: '你好' } }]);
  });

  test('a press is answered with its toast', async () => {
    const { post, accepted } = secure({ reply: { toast: { tone: 'success', text: '已登记 "GS"' } } });
    const body = encrypted(press(button));
    const answer = await post(body, sign(body));
    expect(JSON.parse(answer.body)).toEqual({ toast: { type: 'success', content: '已登记 "GS"' } });
    expect(accepted).toMatchObject([{ kind: 'press', action: 'hazard.fix', reference: { hazard: 17 } }]);
  });

  const event = encrypted(textMessage('你好'));
  const garbage = JSON.stringify({ encrypt: 'AAECAwQFBgcICQoLDA0OD4XVy/tkMzP+yX+ps6l+saQ=' });
  test.each<[string, number, string, Record<string, string>]>([
    ['no signature', 401, event, {}],
    ['a wrong signature', 401, event, sign(`${event} `)],
    ['the signature of another key', 401, event, sign(event, 'another')],
    ['an event in clear', 401, JSON.stringify(textMessage('你好')), sign(JSON.stringify(textMessage('你好')))],
    ['a wrong token inside', 401, encrypted({ ...textMessage('好'), header: { token: 'x' } }), {}],
    ['unsigned garbage', 401, garbage, {}],
    ['signed garbage', 400, garbage, sign(garbage)],
    ['signed text that is no JSON', 400, JSON.stringify({ encrypt: encrypt('你好') }), {}],
    ['encrypt is no text', 401, '{"encrypt":5}', {}],
    ['no JSON', 400, '你好', {}],
    ['no object', 400, '[1]', {}],
    ['nothing', 400, '', {}],
  ])('%s is refused', async (name, status, body, headers) => {
    const { post, accepted } = secure();
    const signed = name.startsWith('signed') || name.startsWith('a wrong token') ? sign(body) : headers;
    expect((await post(body, signed)).status).toBe(status);
    expect(accepted).toEqual([]);
  });
});

test('each reason for refusing is logged once', async () => {
  const { post, log } = secure();
  const body = encrypted(textMessage('好'));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await post(body);
    await post(body, sign(body, 'another'));
  }
  expect(log.lines).toHaveLength(2);
});

test('without a verification token there is no webhook', () => {
  const accept = () => ({});
  expect(() => feishuWebhook({ verificationToken: '', accept, botOpenId: () => undefined, log: keepingLog() })).toThrow(
    /verification token/,
  );
});

describe('without an encrypt key', () => {
  test('the token decides', async () => {
    const { post, accepted } = receiver();
    expect(await post(JSON.stringify(textMessage('你好')))).toEqual({ status: 200, body: '{}' });
    const wrong = { ...textMessage('你好'), header: { ...textMessage('').header, token: 'verif-token-demX' } };
    expect((await post(JSON.stringify(wrong))).status).toBe(401);
    expect((await post(JSON.stringify({ event: {} }))).status).toBe(401);
    expect((await post(encrypted(textMessage('你好')))).status).toBe(401);
    expect(accepted).toHaveLength(1);
  });
});

describe('the URL check', () => {
  const check = (token: string) => ({ challenge: 'ajls384kdjxxxx', token, type: 'url_verification' });
  test.each([
    ['in clear', JSON.stringify(check(TOKEN)), {}],
    ['encrypted', vectors.challengeBody, {}],
    ['encrypted and signed', vectors.challengeBody, sign(vectors.challengeBody)],
  ])('%s is answered', async (_, body, headers) => {
    expect(await secure().post(body, headers)).toEqual({ status: 200, body: '{"challenge":"ajls384kdjxxxx"}' });
  });

  test.each([
    ['in clear', JSON.stringify(check('guess'))],
    ['without token', JSON.stringify({ challenge: 'x', type: 'url_verification' })],
    ['encrypted', encrypted(check('guess'))],
  ])('%s with a wrong token is refused', async (_, body) => {
    expect((await secure().post(body)).status).toBe(401);
    expect((await receiver().post(body)).status).toBe(401);
  });
});

describe('size', () => {
  const large = `{"a":"${'x'.repeat(1024 * 1024)}"}`;
  test('a declared length above 1 MiB is refused', async () => {
    expect((await secure().post(large, { 'content-length': String(large.length) })).status).toBe(413);
  });

  test('an endless body without a length is not read to its end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    expect((await secure().post(endless)).status).toBe(413);
    expect(pulled).toBeLessThan(30);
  });

  test('a line that breaks is no fault of ours', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });
    expect((await secure().post(broken)).status).toBe(400);
  });

  test('a small body in pieces is read', async () => {
    const pieces = [...Buffer.from(JSON.stringify(textMessage('你好')))].map((byte) => Uint8Array.of(byte));
    const { post, accepted } = receiver();
    expect((await post(ReadableStream.from(pieces))).status).toBe(200);
    expect(accepted).toMatchObject([{ content: { text: '你好' } }]);
  });
});

describe('answers', () => {
  test('a card comes as raw card, and only for presses', async () => {
    const { post } = receiver({ reply: { card: { card: blocksCard, directory: sampleDirectory } } });
    const answer = JSON.parse((await post(JSON.stringify(press(button)))).body);
    expect(answer.card.type).toBe('raw');
    expect(answer.card.data.header.title.content).toBe(blocksCard.title);
    expect((await post(JSON.stringify(textMessage('你好')))).body).toBe('{}');
  });

  test('a card that is too large leaves the toast', async () => {
    const card = { ...formCard, actions: [{ label: '长'.repeat(50), action: 'x' }] };
    const reply: Reply = { toast: { tone: 'info', text: '已记' }, card: { card, directory: sampleDirectory } };
    const { post, log } = receiver({ reply });
    const answer = await post(JSON.stringify(press(button)));
    expect(answer).toEqual({ status: 200, body: '{"toast":{"type":"info","content":"已记"}}' });
    expect(log.lines.join()).toContain('card.too_large');
  });

  test('an unknown event is acknowledged and not accepted', async () => {
    const { post, accepted } = receiver();
    const unknown = { ...textMessage('好'), header: { ...textMessage('').header, event_type: 'drive.file.edit_v1' } };
    expect(await post(JSON.stringify(unknown))).toEqual({ status: 200, body: '{}' });
    expect(accepted).toEqual([]);
  });

  test('a known event of a strange shape is acknowledged and logged without its content', async () => {
    const { post, log } = receiver();
    const strange = { ...textMessage('好'), event: { sender: '秘密', message: { content: '秘密' } } };
    expect(await post(JSON.stringify(strange))).toEqual({ status: 200, body: '{}' });
    expect(log.lines.join()).toContain('event-1 of type im.message.receive_v1');
    expect(log.lines.join()).not.toContain('秘密');
  });

  test('when accepting fails the vendor is asked to deliver again, and no content is logged', async () => {
    const { post, log } = receiver({ fails: true });
    expect((await post(JSON.stringify(textMessage('你好')))).status).toBe(500);
    expect(log.lines).toHaveLength(1);
    expect(log.lines.join()).not.toContain('灭火器');
  });
});
