import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/emulators/ground/json.ts';
import { APP, organisation } from './organisation.ts';

const REDIRECT = 'https://school.example/signin';

describe('sign-in', () => {
  test('inside the app: a code tells who it is, once, within five minutes', async () => {
    const { emulator, teacher, call, clock } = organisation();
    const ask = (code: string) => call('POST', '/topapi/v2/user/getuserinfo', { code });
    const code = emulator.phone(teacher).requestsAuthCode();
    expect((await ask(code)).body.result).toMatchObject({ userid: teacher, name: '李老师', sys: false });
    expect((await ask(code)).body.errcode).toBe(40078);
    const late = emulator.phone(teacher).requestsAuthCode();
    clock.advance(300_000);
    expect((await ask(late)).body.errcode).toBe(40078);
    expect(emulator.calls.perMonth('2026-11')).toBe(0);
  });

  test('in a browser: code, user token, unionId', async () => {
    const { emulator, teacher, call } = organisation();
    emulator.rules.redirectUris.add(REDIRECT);
    const login = (more: Record<string, string> = {}) => {
      const query = {
        client_id: APP.clientId,
        redirect_uri: REDIRECT,
        response_type: 'code',
        scope: 'openid',
        prompt: 'consent',
        ...more,
      };
      return emulator.app.request(`/oauth2/auth?${new URLSearchParams({ ...query, state: 's1' })}`);
    };
    expect(await (await login()).text()).toContain('李老师');
    for (const wrong of [{ redirect_uri: 'https://evil.example/' }, { scope: 'profile' }, { prompt: '' }])
      expect((await login(wrong)).status).toBe(400);
    const refused = new URL((await login({ as: 'nobody' })).headers.get('Location') ?? '');
    expect([refused.searchParams.get('authCode'), refused.searchParams.get('state')]).toEqual([null, 's1']);
    const back = new URL((await login({ as: teacher })).headers.get('Location') ?? '');
    expect(back.searchParams.get('state')).toBe('s1');
    const body = { clientId: APP.clientId, clientSecret: APP.clientSecret, grantType: 'authorization_code' };
    const code = back.searchParams.get('authCode');
    const exchanged = await call('POST', '/v1.0/oauth2/userAccessToken', { ...body, code });
    expect(back.searchParams.get('code')).toBe(code);
    expect(exchanged.body).toMatchObject({ expireIn: 7_200 });
    expect(exchanged.body).not.toHaveProperty('corpId');
    const me = await call('GET', '/v1.0/contact/users/me', undefined, String(exchanged.body.accessToken));
    expect(me.body).toMatchObject({ unionId: emulator.people.get(teacher).unionId, nick: '李老师' });
    expect((await call('POST', '/v1.0/oauth2/userAccessToken', { ...body, code })).status).toBe(400);
    emulator.rules.missingPermissions.add('Contact.User.Read');
    const unread = await call('GET', '/v1.0/contact/users/me', undefined, String(exchanged.body.accessToken));
    expect([unread.status, unread.body.code]).toEqual([403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied']);
    expect((await call('GET', '/v1.0/contact/users/me')).body.code).toBe('InvalidAuthentication');
  });

  test('a page inside the app gets a code for its own organisation and app, from an address that is registered', () => {
    const { emulator, teacher } = organisation();
    const phone = emulator.phone(teacher);
    const asked = { corpId: emulator.corpId, clientId: APP.clientId, origin: new URL(REDIRECT).origin };
    expect(() => phone.requestsAuthCode(asked)).toThrow('域名');
    emulator.rules.redirectUris.add(REDIRECT);
    expect(phone.requestsAuthCode(asked)).toMatch(/^[0-9a-f]{32}$/);
    expect(() => phone.requestsAuthCode({ ...asked, corpId: 'dingother' })).toThrow('corpId');
    expect(() => phone.requestsAuthCode({ ...asked, clientId: 'dingother' })).toThrow('clientId');
  });
});

describe('DING', () => {
  const ding = (o: ReturnType<typeof organisation>, more: JsonObject = {}) =>
    o.call('POST', '/v1.0/robot/ding/send', {
      robotCode: APP.clientId,
      remindType: 1,
      receiverUserIdList: [o.teacher],
      content: '紧急：请到校门口',
      ...more,
    });

  test('by app is free of packages and stands over everything', async () => {
    const o = organisation();
    const sent = await ding(o, { receiverUserIdList: [o.teacher, 'nobody'] });
    expect(sent.body).toMatchObject({ failedList: { 'user.notExist': ['nobody'] } });
    const phone = o.emulator.phone(o.teacher);
    expect(phone.messages()).toMatchObject([{ type: 'ding', urgent: true, text: '紧急：请到校门口' }]);
    const { openDingId } = sent.body;
    await o.call('POST', '/v1.0/robot/ding/recall', { robotCode: APP.clientId, openDingId });
    expect(phone.messages()[0]?.recalled).toBe(true);
  });

  test('by short message and phone needs a package', async () => {
    const o = organisation();
    expect(await ding(o, { remindType: 3 })).toMatchObject({
      status: 400,
      body: { code: 'ding.serverquota.insufficient', message: 'ding server quota insufficient' },
    });
    o.emulator.rules.dingQuota.phone = 1;
    expect((await ding(o, { remindType: 3 })).status).toBe(200);
    expect((await ding(o, { remindType: 3 })).status).toBe(400);
  });
});

describe('work notices', () => {
  const notice = (o: ReturnType<typeof organisation>, content: string, more: JsonObject = {}) =>
    o.call('POST', '/topapi/message/corpconversation/asyncsend_v2', {
      agent_id: APP.agentId,
      userid_list: `${o.teacher},nobody`,
      msg: { msgtype: 'text', text: { content } },
      ...more,
    });

  test('are silent about what they do not deliver', async () => {
    const o = organisation();
    await notice(o, '08:00 请确认');
    const again = await notice(o, '08:00 请确认');
    expect(again.body).toMatchObject({ errcode: 0, task_id: expect.any(Number) });
    expect(o.emulator.phone(o.teacher).messages()).toHaveLength(1);
    const result = await o.call('POST', '/topapi/message/corpconversation/getsendresult', {
      agent_id: APP.agentId,
      task_id: again.body.task_id,
    });
    expect(result.body.send_result).toMatchObject({
      invalid_user_id_list: ['nobody'],
      forbidden_list: [{ userid: o.teacher, code: 143106 }],
    });
    expect(o.emulator.calls.perMonth('2026-11')).toBe(3);
  });

  test.each([
    [{ agent_id: 1 }, 41011],
    [{ userid_list: '' }, 400002],
    [{ msg: { msgtype: 'text', text: { content: '长'.repeat(700) } } }, 400002],
    [{ msg: { msgtype: 'card' } }, 400002],
  ])('%j is refused', async (more, errcode) => {
    expect((await notice(organisation(), 'x', more)).body.errcode).toBe(errcode);
  });
});
