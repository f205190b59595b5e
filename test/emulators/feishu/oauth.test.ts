import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { APP, tenant } from './tenant.ts';

const REDIRECT = 'https://school.example/signin';

function signIn() {
  const t = tenant();
  t.emulator.rules.redirectUris.add(REDIRECT);
  const authorize = async (more: Record<string, string>) => {
    const query = new URLSearchParams({
      client_id: APP.appId,
      response_type: 'code',
      redirect_uri: REDIRECT,
      state: 's1',
      ...more,
    });
    return t.emulator.app.request(`/open-apis/authen/v1/authorize?${query}`);
  };
  const codeFor = async (more: Record<string, string> = {}) => {
    const location = new URL((await authorize({ as: t.teacher, ...more })).headers.get('Location') ?? '');
    return location.searchParams.get('code') ?? '';
  };
  const exchange = (body: Record<string, string>) =>
    t.call('POST', '/authen/v2/oauth/token', {
      grant_type: 'authorization_code',
      client_id: APP.appId,
      client_secret: APP.appSecret,
      ...body,
    });
  return { ...t, authorize, codeFor, exchange };
}

describe('web sign-in', () => {
  test('asks who signs in, gives a code and tells who it was', async () => {
    const { authorize, codeFor, exchange, call, teacher } = signIn();
    expect(await (await authorize({})).text()).toContain('李老师');
    const answer = await exchange({ code: await codeFor(), redirect_uri: REDIRECT });
    expect(answer.body).toMatchObject({ code: 0, token_type: 'Bearer', expires_in: 7_200 });
    const info = await call('GET', '/authen/v1/user_info', undefined, {
      Authorization: `Bearer ${answer.body.access_token}`,
    });
    expect(info.body.data).toMatchObject({ open_id: teacher, name: '李老师', tenant_key: '2ca1d211f64f6438' });
  });

  test('sends a refusal back and does not redirect to strangers', async () => {
    const { authorize } = signIn();
    const refused = await authorize({ as: 'nobody' });
    expect(refused.headers.get('Location')).toBe(`${REDIRECT}?error=access_denied&state=s1`);
    const strange = await authorize({ redirect_uri: 'https://evil.example/' });
    expect([strange.status, strange.headers.get('Location')]).toEqual([400, null]);
  });

  test('a code works once, for five minutes, with its verifier and address', async () => {
    const { codeFor, exchange, clock } = signIn();
    const verifier = 'a-long-verifier';
    const challenge = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const code = await codeFor(challenge);
    const results = [
      await exchange({ code: 'unknown' }),
      await exchange({ code, client_secret: 'x' }),
      await exchange({ code, redirect_uri: 'https://other.example' }),
      await exchange({ code }),
      await exchange({ code, code_verifier: verifier }),
      await exchange({ code, code_verifier: verifier }),
    ];
    expect(results.map((each) => each.body.code)).toEqual([20003, 20002, 20071, 20049, 0, 20065]);
    const late = await codeFor();
    clock.advance(300_001);
    expect((await exchange({ code: late })).body).toMatchObject({ code: 20004, error: 'invalid_grant' });
  });

  test('a refresh token is given for offline_access and works once', async () => {
    const { codeFor, exchange } = signIn();
    const first = await exchange({ code: await codeFor({ scope: 'offline_access' }) });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) };
    expect((await exchange(refresh)).body.code).toBe(0);
    expect((await exchange(refresh)).body.code).toBe(20026);
  });

  test('user tokens expire', async () => {
    const { codeFor, exchange, call, clock } = signIn();
    const answer = await exchange({ code: await codeFor() });
    clock.advance(7_200_000);
    const headers = { Authorization: `Bearer ${answer.body.access_token}` };
    expect((await call('GET', '/authen/v1/user_info', undefined, headers)).body.code).toBe(99991668);
  });
});
