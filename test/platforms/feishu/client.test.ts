import { describe, expect, test } from 'vitest';
import { createBotInfo } from '../../../src/platforms/feishu/bot_info.ts';
import { type ApiCall, createFeishuClient, TOO_LARGE } from '../../../src/platforms/feishu/client.ts';

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}
type Answer = (call: Call) => Response | Promise<Response>;

const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);
const token = (value: string, expire = 7200) => json({ code: 0, msg: 'ok', tenant_access_token: value, expire });
const isTokenCall = (call: Call) => call.url.endsWith('/auth/v3/tenant_access_token/internal');
const bearer = ({ init }: Call) => new Headers(init.headers).get('authorization');

/** A client whose vendor is a function. */
function clientOf(answer: Answer) {
  const calls: Call[] = [];
  const counted: ApiCall[] = [];
  const clock = { now: 1_000_000 };
  const timeout = new AbortController();
  const client = createFeishuClient({
    baseUrl: 'https://feishu.invalid',
    appId: 'cli_0123456789abcdef',
    appSecret: 'top-secret',
    now: () => clock.now,
    timeout: () => timeout.signal,
    onCall: (call) => counted.push(call),
    fetch: async (input, init) => {
      const call = { url: String(input), init: init ?? {} };
      calls.push(call);
      return answer(call);
    },
  });
  return { client, calls, counted, clock, timeout };
}

const get = { method: 'GET', path: 'im/v1/messages/:message_id', params: { message_id: 'om_1/..' } } as const;

describe('the token', () => {
  /** Gives out t-1, t-2, … and counts. */
  const counting = (expire = 7200) => {
    let given = 0;
    const answer: Answer = (call) => {
      if (!isTokenCall(call)) return json({ code: 0 });
      given += 1;
      return token(`t-${given}`, expire);
    };
    return { answer, given: () => given };
  };

  test('calls that start together share one request for it', async () => {
    const tokens = counting();
    const { client, calls } = clientOf(tokens.answer);
    await Promise.all(Array.from({ length: 20 }, () => client.call(get)));
    expect(tokens.given()).toBe(1);
    expect(calls.filter((call) => bearer(call) === 'Bearer t-1')).toHaveLength(20);
  });

  test.each([
    [7200, 6599, 1],
    [7200, 6601, 2],
    [60, 29, 1],
    [60, 31, 2],
  ])('with a life of %d s it is renewed before its end: after %d s there were %d', async (life, later, given) => {
    const tokens = counting(life);
    const { client, clock } = clientOf(tokens.answer);
    await client.call(get);
    clock.now += later * 1000;
    await client.call(get);
    expect(tokens.given()).toBe(given);
  });

  test.each([99991663, 99991661, 99991664, 99991668])(
    '%d: one retry with a new one, at any HTTP status',
    async (code) => {
      for (const status of [400, 200, 401]) {
        const tokens = counting();
        const { client } = clientOf((call) =>
          isTokenCall(call) || bearer(call) === 'Bearer t-2'
            ? tokens.answer(call)
            : json({ code, msg: 'no' }, { status }),
        );
        expect(await client.call(get)).toMatchObject({ ok: true });
        expect(tokens.given()).toBe(2);
      }
    },
  );

  test('refused calls that ran together ask for one new token, and the retry is the last', async () => {
    const tokens = counting();
    const { client, calls } = clientOf((call) =>
      isTokenCall(call) ? tokens.answer(call) : json({ code: 99991663, msg: 'Invalid access token' }, { status: 400 }),
    );
    const results = await Promise.all([client.call(get), client.call(get), client.call(get)]);
    expect(results.every((result) => !result.ok && result.failure.code === 99991663)).toBe(true);
    expect(tokens.given()).toBe(2);
    expect(calls.filter((call) => !isTokenCall(call))).toHaveLength(6);
  });

  test('a refused app is a failure of the call, and the next call asks again', async () => {
    let refused = true;
    const { client } = clientOf((call) => {
      if (!isTokenCall(call)) return json({ code: 0 });
      return refused ? json({ code: 10014, msg: 'app secret invalid' }) : token('t-1');
    });
    expect(await client.call(get)).toMatchObject({ ok: false, failure: { code: 10014, reason: 'vendor' } });
    refused = false;
    expect(await client.call(get)).toMatchObject({ ok: true });
  });
});

describe('answers', () => {
  const answering = (response: () => Response | Promise<Response>) =>
    clientOf((call) => (isTokenCall(call) ? token('t-1') : response()));

  test('path, query and body', async () => {
    const { client, calls } = answering(() => json({ code: 0, data: { a: 1 } }));
    const result = await client.call({
      ...get,
      method: 'PATCH',
      query: { user_id_type: 'open_id' },
      body: { text: '安' },
    });
    expect(result).toMatchObject({ ok: true, value: { data: { a: 1 } } });
    const call = calls[1];
    expect(call?.url).toBe('https://feishu.invalid/open-apis/im/v1/messages/om_1%2F..?user_id_type=open_id');
    expect(call?.init).toMatchObject({ method: 'PATCH', body: '{"text":"安"}' });
  });

  test('code, log id and time to wait are kept', async () => {
    const limited = () =>
      json(
        { code: 99991400, msg: 'limit' },
        { status: 429, headers: { 'x-ogw-ratelimit-reset': '3', 'X-Tt-Logid': 'log-1' } },
      );
    expect(await answering(limited).client.call(get)).toEqual({
      ok: false,
      failure: {
        during: 'GET im/v1/messages/:message_id',
        reason: 'vendor',
        status: 429,
        code: 99991400,
        message: 'limit',
        trace: 'log-1',
        waitMs: 3000,
      },
    });
    const inBody = () => json({ code: 230001, msg: 'x', error: { log_id: 'log-2' } }, { status: 400 });
    expect(await answering(inBody).client.call(get)).toMatchObject({ failure: { trace: 'log-2' } });
    const withHttp200 = () => json({ code: 10002, msg: 'x' });
    expect(await answering(withHttp200).client.call(get)).toMatchObject({
      ok: false,
      failure: { code: 10002, status: 200 },
    });
  });

  test.each([
    ['a proxy’s page', () => new Response('<html>', { status: 502 }), { reason: 'unreadable', status: 502 }],
    ['JSON without code', () => json([]), { reason: 'unreadable', status: 200 }],
    [
      'a broken line',
      () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })),
      { reason: 'network', status: 0, message: 'ECONNRESET' },
    ],
  ])('%s', async (_, response, failure) => {
    expect(await answering(response).client.call(get)).toMatchObject({ ok: false, failure });
  });

  test('silence ends with the time-out, while connecting and while reading', async () => {
    const arrived = Promise.withResolvers<void>();
    const silent = clientOf((call) => {
      if (isTokenCall(call)) return token('t-1');
      arrived.resolve();
      return new Promise((_, reject) =>
        call.init.signal?.addEventListener('abort', () => reject(call.init.signal?.reason)),
      );
    });
    const waiting = silent.client.call(get);
    await arrived.promise;
    silent.timeout.abort(new DOMException('too slow', 'TimeoutError'));
    expect(await waiting).toMatchObject({ ok: false, failure: { reason: 'timeout', status: 0 } });

    const stuck = new ReadableStream({
      pull: (controller) => controller.error(new DOMException('too slow', 'TimeoutError')),
    });
    expect(await answering(() => new Response(stuck)).client.call(get)).toMatchObject({
      failure: { reason: 'timeout', status: 200 },
    });
  });

  test('every exchange is counted, sign-in apart', async () => {
    const { client, counted } = answering(() => json({ code: 99991663, msg: 'no' }, { status: 400 }));
    await client.call(get);
    expect(counted.map(({ api, code, counted }) => [api, code, counted])).toEqual([
      ['POST auth/v3/tenant_access_token/internal', 0, false],
      ['GET im/v1/messages/:message_id', 99991663, true],
      ['POST auth/v3/tenant_access_token/internal', 0, false],
      ['GET im/v1/messages/:message_id', 99991663, true],
    ]);
  });

  test('failures hold neither secret nor token nor ids of the path', async () => {
    const { client } = answering(() => Promise.reject(new TypeError('failed https://feishu.invalid/om_1')));
    const text = JSON.stringify(await client.call(get));
    expect(text).not.toMatch(/top-secret|t-1|om_1/);
  });
});

describe('downloads', () => {
  const downloading = (response: () => Response) =>
    clientOf((call) => (isTokenCall(call) ? token('t-1') : response())).client.download(get, 10);

  test('bytes up to the cap', async () => {
    expect(await downloading(() => new Response(new Uint8Array(10)))).toMatchObject({
      ok: true,
      value: { length: 10 },
    });
  });

  test.each([
    ['a declared length', () => new Response(new Uint8Array(11), { headers: { 'content-length': '11' } })],
    ['no length', () => new Response(ReadableStream.from([new Uint8Array(6), new Uint8Array(6)]))],
  ])('more than the cap with %s is refused', async (_, response) => {
    expect(await downloading(response)).toMatchObject({ ok: false, failure: { code: TOO_LARGE } });
  });

  test('the vendor’s refusal, also with HTTP 200', async () => {
    for (const status of [400, 200]) {
      const refused = () => json({ code: 234003, msg: 'File not in message.' }, { status });
      expect(await downloading(refused)).toMatchObject({ ok: false, failure: { code: 234003 } });
    }
  });

  test('a JSON file is a file', async () => {
    const file = () => json({}, { headers: { 'content-disposition': 'attachment; filename="a.json"' } });
    expect(await downloading(file)).toMatchObject({ ok: true, value: { length: 2 } });
  });
});

describe('who the bot is', () => {
  test('asked once, kept, and asked again only after a failure', async () => {
    let fails = true;
    let asked = 0;
    const { client } = clientOf((call) => {
      if (isTokenCall(call)) return token('t-1');
      asked += 1;
      return fails ? json({ code: 1, msg: 'busy' }, { status: 500 }) : json({ code: 0, bot: { open_id: 'ou_bot' } });
    });
    const bot = createBotInfo(client);
    await expect(bot.load()).rejects.toMatchObject({ code: 'feishu.call_failed' });
    fails = false;
    expect(bot.openId()).toBeUndefined();
    expect(await Promise.all([bot.load(), bot.load()])).toEqual(['ou_bot', 'ou_bot']);
    expect(bot.openId()).toBe('ou_bot');
    expect(asked).toBe(2);
  });
});
