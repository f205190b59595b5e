import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createDingTalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { createIntake } from '../../../src/platforms/dingtalk/intake.ts';
import { createSessions } from '../../../src/platforms/dingtalk/sessions.ts';
import { createEventCrypto } from '../../../src/platforms/dingtalk/signatures.ts';
import { dingtalkWebhook } from '../../../src/platforms/dingtalk/webhook.ts';
import type { Inbound, Reply } from '../../../src/platforms/platform.ts';

const NOW = 1_700_000_000_000;
const SECRET = 'app-secret';
const API_SECRET = 'card-api-secret-0001';
const TOKEN = '123456';
const AES_KEY = '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij';
const CLIENT = 'ding1234567890abcdef';

function service(accept: (inbound: Inbound) => Reply = () => ({}), answers: (url: string) => unknown = () => ({})) {
  const heard: Inbound[] = [];
  const lines: string[] = [];
  const posted: string[] = [];
  let uses = 0;
  const onUse = (): void => {
    uses += 1;
  };
  const keep = (fields: unknown, text: string) => void lines.push(`${text} ${JSON.stringify(fields)}`);
  const log = { info: keep, warn: keep, error: keep };
  const client = createDingTalkClient({
    baseUrl: 'https://api.invalid',
    oldBaseUrl: 'https://oapi.invalid',
    clientId: CLIENT,
    clientSecret: SECRET,
    now: () => NOW,
    fetch: async (input) => {
      posted.push(String(input));
      if (String(input).endsWith('accessToken')) return Response.json({ accessToken: 't', expireIn: 7200 });
      return Response.json(answers(String(input)));
    },
  });
  const intake = createIntake({
    accept: (inbound) => {
      heard.push(inbound);
      return accept(inbound);
    },
    client,
    sessions: createSessions({ client, oldBaseUrl: 'https://oapi.invalid', now: () => NOW, onUse }),
    now: () => NOW,
    log,
    onUse,
  });
  const app = dingtalkWebhook({
    intake,
    clientId: CLIENT,
    clientSecret: SECRET,
    cardApiSecret: API_SECRET,
    eventToken: TOKEN,
    eventAesKey: AES_KEY,
    log,
    now: () => NOW,
  });
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { post, heard, lines, posted, uses: () => uses };
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');
const robotHeaders = (at = NOW) => ({ timestamp: String(at), sign: hmac(SECRET, `${at}\n${SECRET}`) });
const cardHeaders = {
  'x-ddpaas-signature-timestamp': String(NOW),
  'x-ddpaas-signature': hmac(API_SECRET, String(NOW)),
};

const message = {
  msgId: 'msg1',
  conversationId: 'cid1',
  conversationType: '1',
  senderStaffId: 'u1',
  msgtype: 'text',
  text: { content: '单杠松了' },
};
const press = {
  outTrackId: 'o1.p.u1',
  userId: 'u1',
  spaceId: 'cid1',
  content: JSON.stringify({ cardPrivateData: { params: { action: 'a', reference: '{}' } } }),
};
const crypto = createEventCrypto(TOKEN, AES_KEY, CLIENT);
const sealed = (event: unknown) => {
  const answer = crypto.seal(JSON.stringify(event), { timestamp: '1', nonce: 'n', random: '0123456789abcdef' });
  const query = new URLSearchParams({ signature: answer.msg_signature, timestamp: '1', nonce: 'n' });
  return { path: `/events?${query}`, body: JSON.stringify({ encrypt: answer.encrypt }) };
};

describe('taken', () => {
  test('a robot message', async () => {
    const { post, heard, uses } = service();
    const answer = await post('/robot', JSON.stringify(message), robotHeaders());
    expect([answer.status, await answer.json()]).toEqual([200, { msgtype: 'empty' }]);
    expect(heard).toMatchObject([{ kind: 'message', deliveryId: 'msg1' }]);
    expect(uses()).toBe(1);
  });

  test('a press, answered without the wrapping of the Stream', async () => {
    const { post, heard } = service(() => ({ toast: { tone: 'success', text: '已登记' } }));
    const answer = await post('/card', JSON.stringify(press), cardHeaders);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { userPrivateData: { cardParamMap: { notice: '已登记' } } },
    ]);
    expect(heard).toMatchObject([{ kind: 'press', action: 'a' }]);
  });

  test('the check of the address, and an event with its person looked up; the answers are sealed', async () => {
    const { post, heard, uses } = service(
      () => ({}),
      () => ({ errcode: 0, result: { userid: 'u9', name: '新老师', mobile: '13800001111' } }),
    );
    for (const event of [{ EventType: 'check_url' }, { EventType: 'user_add_org', UserId: ['u9'], TimeStamp: 5 }]) {
      const { path, body } = sealed(event);
      const answer = await post(path, body);
      const seal = (await answer.json()) as { encrypt: string };
      expect([answer.status, crypto.open(seal.encrypt)]).toEqual([200, 'success']);
    }
    expect(heard).toMatchObject([
      { kind: 'person-joined', user: { userId: 'u9', name: '新老师' }, mobile: '13800001111' },
    ]);
    // Contact events are free.
    expect(uses()).toBe(0);
  });

  test('somebody outside the organisation is told how to be added, once, and only at the vendor’s address', async () => {
    const { post, heard, posted } = service();
    const outsider = (sessionWebhook: string, msgId: string) => ({
      ...message,
      msgId,
      conversationId: sessionWebhook,
      senderStaffId: '',
      sessionWebhook,
    });
    for (const [index, address] of [
      'https://oapi.dingtalk.com/robot/sendBySession?session=1',
      'https://oapi.dingtalk.com/robot/sendBySession?session=1',
      'https://evil.example/robot',
      'http://oapi.dingtalk.com/robot',
      'https://notdingtalk.com/robot',
    ].entries())
      await post('/robot', JSON.stringify(outsider(address, `m${index}`)), robotHeaders());
    expect(heard).toEqual([]);
    expect(posted).toEqual(['https://oapi.dingtalk.com/robot/sendBySession?session=1']);
  });

  test('over quota the operator is told, nobody is answered', async () => {
    const { post, heard, lines } = service();
    const { text: _, ...silent } = message;
    expect((await post('/robot', JSON.stringify({ ...silent, errorCode: 20001 }), robotHeaders())).status).toBe(200);
    expect(heard).toEqual([]);
    expect(lines.join()).toContain('dingtalk.uses_exhausted');
  });
});

describe('refused, and nothing happens', () => {
  const { path, body } = sealed({ EventType: 'user_leave_org', UserId: ['u1'] });
  test.each([
    ['robot unsigned', '/robot', JSON.stringify(message), {}, 401],
    ['robot wrongly signed', '/robot', JSON.stringify(message), { ...robotHeaders(), sign: 'x' }, 401],
    ['robot signed long ago', '/robot', JSON.stringify(message), robotHeaders(NOW - 3_700_000), 401],
    ['card unsigned', '/card', JSON.stringify(press), {}, 401],
    ['card signed as a robot message', '/card', JSON.stringify(press), robotHeaders(), 401],
    ['event unsigned', '/events', body, {}, 401],
    ['event of another nonce', path.replace('nonce=n', 'nonce=m'), body, {}, 401],
    ['event not encrypted', path, '{"EventType":"user_leave_org"}', {}, 401],
    ['not JSON', '/robot', 'hello', robotHeaders(), 400],
    ['a list', '/card', '[]', cardHeaders, 400],
    ['too large', '/robot', JSON.stringify({ ...message, more: 'x'.repeat(1024 * 1024) }), robotHeaders(), 413],
  ] as const)('%s', async (_name, to, text, headers, status) => {
    const { post, heard } = service();
    expect((await post(to, text, { ...headers })).status).toBe(status);
    expect(heard).toEqual([]);
  });

  test('what could not be kept is 500, so that it comes again; a shape nobody knows is not asked for again', async () => {
    const { post, lines } = service(() => {
      throw new Error('disk full: 单杠松了');
    });
    expect((await post('/robot', JSON.stringify(message), robotHeaders())).status).toBe(500);
    expect((await post('/robot', JSON.stringify({ msgId: 3 }), robotHeaders())).status).toBe(200);
    expect(lines.join('\n')).not.toContain('单杠松了');
  });
});
