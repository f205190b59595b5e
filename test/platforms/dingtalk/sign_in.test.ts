import { expect, test } from 'vitest';
import { createDingTalkClient } from '../../../src/platforms/dingtalk/client.ts';
import { createCorpId } from '../../../src/platforms/dingtalk/corp_id.ts';
import { dingtalkSignIn } from '../../../src/platforms/dingtalk/sign_in.ts';
import { APP, organisation } from '../../emulators/dingtalk/organisation.ts';

const request = { redirectUri: 'https://school.example/p/signed-in/dingtalk', state: 's1', verifier: 'v'.repeat(64) };
const BASE = 'https://vendor.example';

function vendor(answer?: (path: string) => unknown) {
  const { emulator, teacher, clock } = organisation();
  emulator.rules.redirectUris.add(request.redirectUri);
  const fetchHere = async (url: unknown, init?: RequestInit): Promise<Response> => {
    const path = String(url).slice(BASE.length);
    const instead = answer?.(path);
    return instead === undefined ? emulator.app.request(path, init) : Response.json(instead);
  };
  let counted = 0;
  const client = createDingTalkClient({
    baseUrl: BASE,
    oldBaseUrl: BASE,
    clientId: APP.clientId,
    clientSecret: APP.clientSecret,
    now: clock.now,
    fetch: fetchHere,
    onCall: (call) => {
      if (call.counted) counted += 1;
    },
  });
  const corpId = createCorpId();
  const signIn = dingtalkSignIn({
    client,
    baseUrl: BASE,
    clientId: APP.clientId,
    clientSecret: APP.clientSecret,
    corpId,
  });
  const codeFor = async (as: string): Promise<string> => {
    const page = await fetchHere(`${signIn.authorizeUrl(request)}&as=${as}`);
    return new URL(page.headers.get('location') ?? '').searchParams.get(signIn.codeParameter) ?? '';
  };
  return { signIn, emulator, teacher, clock, codeFor, corpId, counted: () => counted };
}

test('the vendor says whose code it is, and no call of it counts against the month', async () => {
  const { signIn, teacher, codeFor, counted } = vendor();
  expect(await signIn.userOf(await codeFor(teacher), request)).toEqual({ ok: true, user: { userId: teacher } });
  expect(counted()).toBe(0);
});

test('an invented, a used and an old code are nobody’s, and say why without a name', async () => {
  const { signIn, teacher, codeFor, clock } = vendor();
  const nobodys = { ok: false, why: expect.stringContaining('invalidAuthCode') };
  expect(await signIn.userOf('invented', request)).toEqual(nobodys);
  const code = await codeFor(teacher);
  await signIn.userOf(code, request);
  expect(await signIn.userOf(code, request)).toEqual(nobodys);
  const late = await codeFor(teacher);
  clock.advance(300_000);
  expect(await signIn.userOf(late, request)).toEqual(nobodys);
});

test('somebody of another organisation, or an outside contact, is an outsider and not a failure to try again', async () => {
  const { signIn, emulator, codeFor } = vendor();
  const parent = emulator.people.add({ name: '家长', external: true }).userId;
  const outsider = await signIn.userOf(await codeFor(parent), request);
  expect(outsider).toMatchObject({ ok: false, isOutsider: true, why: expect.stringContaining('60121') });
  const contact = vendor((path) =>
    path.startsWith('/topapi/user/getbyunionid')
      ? { errcode: 0, result: { contact_type: 1, userid: 'someone' } }
      : undefined,
  );
  const asked = await contact.signIn.userOf(await contact.codeFor(contact.teacher), request);
  expect(asked).toMatchObject({ ok: false, isOutsider: true });
});

test('a permission that was not given is named in the log line', async () => {
  const { signIn, emulator, teacher, codeFor } = vendor();
  emulator.rules.missingPermissions.add('Contact.User.Read');
  expect(await signIn.userOf(await codeFor(teacher), request)).toEqual({
    ok: false,
    why: expect.stringMatching(/contact\/users\/me.*HTTP 403.*AccessTokenPermissionDenied/),
  });
});

test('inside the app the page needs the organisation’s id, which any message tells; its code works once', async () => {
  const { signIn, emulator, teacher, corpId } = vendor();
  const { inApp } = signIn;
  expect(inApp?.parameters()).toBeUndefined();
  corpId.learn({ chatbotCorpId: 'x"><script>' });
  corpId.learn('no body');
  expect(inApp?.parameters()).toBeUndefined();
  corpId.learn({ chatbotCorpId: emulator.corpId });
  expect(inApp?.parameters()).toEqual({ corp: emulator.corpId, client: APP.clientId });
  const code = emulator.phone(teacher).requestsAuthCode();
  expect(await inApp?.userOf(code)).toEqual({ ok: true, user: { userId: teacher } });
  expect(await inApp?.userOf(code)).toMatchObject({ ok: false, why: expect.stringContaining('40078') });
});

test('the id outlives the process, and is written only when it is new', () => {
  const written: string[] = [];
  const keep = { read: () => written.at(-1), write: (corpId: string) => void written.push(corpId) };
  createCorpId(keep).learn({ corpId: 'ding12345' });
  const again = createCorpId(keep);
  expect(again.known()).toBe('ding12345');
  again.learn({ corpId: 'ding12345' });
  expect(written).toEqual(['ding12345']);
});

test('people sign in on the vendor’s host for it; another base address is taken as it is', () => {
  const { signIn } = vendor();
  expect(signIn.authorizeUrl(request)).toContain(`${BASE}/oauth2/auth?`);
  const client = createDingTalkClient({ baseUrl: '', oldBaseUrl: '', clientId: '', clientSecret: '', now: () => 0 });
  const real = dingtalkSignIn({
    client,
    baseUrl: 'https://api.dingtalk.com',
    clientId: 'ding1',
    clientSecret: 'secret',
    corpId: createCorpId(),
  });
  const url = new URL(real.authorizeUrl(request));
  expect(url.origin + url.pathname).toBe('https://login.dingtalk.com/oauth2/auth');
  expect(url.searchParams.get('scope')).toBe('openid');
  expect(url.href).not.toContain('secret');
  expect(real.inApp?.library).toMatch(/^https:\/\/g\.alicdn\.com\//);
});
