import { expect, test } from 'vitest';
import { feishuSignIn } from '../../../src/platforms/feishu/sign_in.ts';
import { APP, tenant } from '../../emulators/feishu/tenant.ts';

const request = { redirectUri: 'https://school.example/p/signed-in/feishu', state: 's1', verifier: 'v'.repeat(64) };
const BASE = 'https://vendor.example';

function vendor() {
  const { emulator, teacher } = tenant();
  emulator.rules.redirectUris.add(request.redirectUri);
  const fetchHere = async (url: unknown, init?: RequestInit): Promise<Response> =>
    emulator.app.request(String(url).slice(BASE.length), init);
  let calls = 0;
  const signIn = feishuSignIn({
    baseUrl: BASE,
    appId: APP.appId,
    appSecret: APP.appSecret,
    fetch: fetchHere,
    onCall: () => {
      calls += 1;
    },
  });
  const codeFor = async (as: string): Promise<string> => {
    const page = await fetchHere(`${signIn.authorizeUrl(request)}&as=${as}`);
    return new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  return { signIn, teacher, codeFor, calls: () => calls };
}

test('the vendor says whose code it is, with the proof that we asked for it; every call counts', async () => {
  const { signIn, teacher, codeFor, calls } = vendor();
  expect(await signIn.userOf(await codeFor(teacher), request)).toEqual({ ok: true, user: { userId: teacher } });
  expect(calls()).toBe(2);
});

test('an invented code, one used before and one without the proof are nobody’s, and say why without a name', async () => {
  const { signIn, teacher, codeFor } = vendor();
  expect(await signIn.userOf('invented', request)).toMatchObject({ ok: false, why: expect.stringContaining('20003') });
  const code = await codeFor(teacher);
  const stolen = await signIn.userOf(code, { ...request, verifier: 'w'.repeat(64) });
  expect(stolen).toMatchObject({ ok: false, why: expect.stringContaining('20049') });
  await signIn.userOf(code, request);
  expect(await signIn.userOf(code, request)).toMatchObject({ ok: false, why: expect.stringContaining('20065') });
});

test('a vendor that does not answer, or not in JSON, is an answer too', async () => {
  const options = { baseUrl: BASE, appId: APP.appId, appSecret: APP.appSecret };
  const away = feishuSignIn({ ...options, fetch: () => Promise.reject(new TypeError('fetch failed')) });
  expect(await away.userOf('c', request)).toEqual({ ok: false, why: 'authen/v2/oauth/token: TypeError' });
  const page = feishuSignIn({ ...options, fetch: async () => new Response('<html>') });
  expect((await page.userOf('c', request)).ok).toBe(false);
});

test('people sign in on the vendor’s host for it; another base address is taken as it is', () => {
  const real = feishuSignIn({ baseUrl: 'https://open.feishu.cn', appId: APP.appId, appSecret: 'x' });
  const url = new URL(real.authorizeUrl(request));
  expect(url.origin + url.pathname).toBe('https://accounts.feishu.cn/open-apis/authen/v1/authorize');
  expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  expect(url.href).not.toContain(request.verifier);
});
