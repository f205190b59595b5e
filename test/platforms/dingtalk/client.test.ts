import { describe, expect, test } from 'vitest';
import { type ApiCall, type ApiRequest, createDingTalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { ADDRESS_BLOCKED, TOO_LARGE } from '../../../src/platforms/dingtalk/read_answer.ts';

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}

const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);
const isTokenCall = (call: Call) => call.url.endsWith('/v1.0/oauth2/accessToken');

/** A client whose vendor is a function; tokens are t-1, t-2, … */
function clientOf(answer: (call: Call, token: string) => Response | Promise<Response>, life = 7200) {
  const calls: Call[] = [];
  const told: ApiCall[] = [];
  const clock = { now: 1_000_000 };
  const ending = new AbortController();
  let given = 0;
  const client = createDingTalkClient({
    baseUrl: 'https://api.invalid',
    oldBaseUrl: 'https://oapi.invalid',
    clientId: 'dingapp',
    clientSecret: 'top-secret',
    now: () => clock.now,
    timeout: () => ending.signal,
    onCall: (call) => told.push(call),
    fetch: async (input, init) => {
      const call = { url: String(input), init: init ?? {} };
      calls.push(call);
      if (isTokenCall(call)) {
        given += 1;
        return json({ accessToken: `t-${given}`, expireIn: life });
      }
      const inHeader = new Headers(call.init.headers).get('x-acs-dingtalk-access-token');
      const inAddress = new URL(call.url).searchParams.get('access_token');
      return answer(call, inHeader ?? inAddress ?? '');
    },
  });
  return { client, calls, told, clock, ending, given: () => given };
}

const send: ApiRequest = { method: 'POST', host: 'api', path: 'v1.0/robot/oToMessages/batchSend', body: { a: 1 } };
const find: ApiRequest = { method: 'POST', host: 'oapi', path: 'topapi/v2/user/getbymobile', body: { mobile: '1' } };

describe('the token', () => {
  test('calls that start together share one request; it goes in the header or in the address', async () => {
    const { client, calls, given } = clientOf(() => json({ errcode: 0 }));
    await Promise.all([...Array.from({ length: 10 }, () => client.call(send)), client.call(find)]);
    expect(given()).toBe(1);
    expect(calls.filter((call) => call.url.endsWith('getbymobile?access_token=t-1'))).toHaveLength(1);
    expect(new Headers(calls[1]?.init.headers).get('accept')).toBe('application/json');
  });

  test.each([
    ['new API', send, () => json({ code: 'InvalidAuthentication', requestid: 'r' }, { status: 400 })],
    ['HTTP 401', send, () => json({ code: 'whatever' }, { status: 401 })],
    ['40014', find, () => json({ errcode: 40014 })],
    ['42001', find, () => json({ errcode: 42001 })],
    ['88 with its sub code', find, () => json({ errcode: 88, sub_code: '40014' })],
  ] as const)('refused (%s): one retry with a new one', async (_name, request, refusal) => {
    const { client, given } = clientOf((_call, token) => (token === 't-2' ? json({ errcode: 0 }) : refusal()));
    expect(await client.call(request)).toMatchObject({ ok: true });
    expect(given()).toBe(2);
  });

  test('refused again: no third try', async () => {
    const { client, given, calls } = clientOf(() => json({ code: 'InvalidAuthentication' }, { status: 400 }));
    expect(await client.call(send)).toMatchObject({ ok: false, failure: { code: 'InvalidAuthentication' } });
    expect([given(), calls.length]).toEqual([2, 4]);
  });

  test('wrong keys are a failure, not an exception', async () => {
    const client = createDingTalkClient({
      baseUrl: 'https://api.invalid',
      oldBaseUrl: 'https://oapi.invalid',
      clientId: 'dingapp',
      clientSecret: 'top-secret',
      now: () => 0,
      fetch: async () => json({ code: 'invalidClientIdOrSecret', requestid: 'r-9' }, { status: 400 }),
    });
    expect(await client.call(send)).toMatchObject({
      ok: false,
      failure: { code: 'invalidClientIdOrSecret', trace: 'r-9' },
    });
  });
});

describe('answers', () => {
  test.each([
    ['new API', send, json({ processQueryKey: 'k' }), { ok: true, value: { processQueryKey: 'k' } }],
    ['old API', find, json({ errcode: 0, result: { userid: 'u' } }), { ok: true }],
    [
      'old API refuses with 200',
      find,
      json({ errcode: 60121, errmsg: 'x', request_id: 'q' }),
      { ok: false, failure: { code: '60121', trace: 'q' } },
    ],
    [
      'success: false',
      send,
      json({ success: false, code: 'param.empty' }),
      { ok: false, failure: { code: 'param.empty' } },
    ],
    ['XML', send, new Response('<x/>', { status: 200 }), { ok: false, failure: { reason: 'unreadable' } }],
    [
      'the gate',
      send,
      json({ status: 1111, punish: 'deny', wait: 5 }),
      { ok: false, failure: { code: ADDRESS_BLOCKED, waitMs: 300_000 } },
    ],
  ] as const)('%s', async (_name, request, response, expected) => {
    const { client } = clientOf(() => response.clone());
    expect(await client.call(request)).toMatchObject(expected);
  });

  test('a hanging call ends, and says so', async () => {
    const { client, ending } = clientOf(
      ({ init }) =>
        new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
    );
    const call = client.call(send);
    setImmediate(() => ending.abort(new DOMException('late', 'TimeoutError')));
    expect(await call).toMatchObject({ ok: false, failure: { reason: 'timeout', status: 0 } });
  });

  test('a file above the cap is not read', async () => {
    const { client } = clientOf(() => new Response(new Uint8Array(11)));
    expect(await client.download('https://oss.invalid/a.file', 'GET downloadUrl', 10)).toMatchObject({
      ok: false,
      failure: { code: TOO_LARGE },
    });
  });
});

describe('counting', () => {
  test('token, contacts and what was turned away at the gate are free; everything else counts, also what failed', async () => {
    const turnedAway = 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi';
    const { client, told } = clientOf((call) =>
      call.url.includes('batchSend') ? json({ code: turnedAway }, { status: 403 }) : json({ errcode: 0 }),
    );
    await client.call(find);
    await client.call(send);
    await client.call({ method: 'PUT', host: 'api', path: 'v1.0/card/instances', body: {} });
    await client.post('https://oapi.invalid/robot/sendBySession?session=s', 'POST sessionWebhook', {});
    expect(told.map(({ api, counted }) => [api, counted])).toEqual([
      ['POST api/v1.0/oauth2/accessToken', false],
      ['POST oapi/topapi/v2/user/getbymobile', false],
      ['POST api/v1.0/robot/oToMessages/batchSend', false],
      ['PUT api/v1.0/card/instances', true],
      ['POST sessionWebhook', false],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/t-1|top-secret|session=s/);
  });
});
