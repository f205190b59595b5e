import { describe, expect, test } from 'vitest';
import { organisation } from './organisation.ts';

const TO_TEACHER = { msgKey: 'sampleText', msgParam: '{"content":"你好"}' };
const SEND = '/v1.0/robot/oToMessages/batchSend';

describe('tokens', () => {
  test('the same token lives 7,200 s from the last request', async () => {
    const o = organisation();
    const first = await o.token();
    o.clock.advance(7_000_000);
    expect(await o.token()).toBe(first);
    o.clock.advance(7_000_000);
    expect((await o.call('GET', '/auth/scopes', undefined, first)).body.errcode).toBe(0);
    o.clock.advance(200_000);
    expect((await o.call('GET', '/auth/scopes', undefined, first)).body.errcode).toBe(42001);
    expect(await o.token()).not.toBe(first);
  });

  test.each([
    ['POST', '/v1.0/card/instances', 400, { code: 'InvalidAuthentication' }],
    ['POST', '/topapi/v2/user/get', 200, { errcode: 40014 }],
  ] as const)('%s %s refuses an unknown token', async (method, path, status, body) => {
    const o = organisation();
    expect(await o.call(method, path, {}, 'nobody')).toMatchObject({ status, body });
  });

  test('each way in has its own word for a wrong secret', async () => {
    const o = organisation();
    const wrong = { appKey: 'x', appSecret: 'y' };
    expect((await o.call('POST', '/v1.0/oauth2/accessToken', wrong)).body.code).toBe('invalidClientIdOrSecret');
    expect((await o.call('GET', '/gettoken?appkey=x&appsecret=y')).body.errcode).toBe(40089);
    const body = { client_id: 'x', client_secret: 'y', grant_type: 'client_credentials' };
    expect((await o.call('POST', `/v1.0/oauth2/${o.emulator.corpId}/token`, body)).body.code).toBe('invalid.client');
  });

  test('a missing permission is named', async () => {
    const o = organisation();
    o.emulator.rules.missingPermissions.add('Card.Instance.Write');
    expect(await o.sendCard('a', { title: 't' })).toMatchObject({
      status: 403,
      body: {
        code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] },
      },
    });
  });
});

describe('limits', () => {
  test('20 calls of one API in a second; throttled calls cost nothing', async () => {
    const o = organisation();
    const body = { ...TO_TEACHER, robotCode: o.emulator.bot.robotCode, userIds: [o.teacher] };
    for (let sent = 0; sent < 20; sent += 1) expect((await o.call('POST', SEND, body)).status).toBe(200);
    expect(await o.call('POST', SEND, body)).toMatchObject({
      status: 403,
      body: { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' },
    });
    expect(o.emulator.calls.perMonth('2026-11')).toBe(20);
    o.clock.advance(1_000);
    expect((await o.call('POST', SEND, body)).status).toBe(200);
  });

  test('the month of the organisation ends; tokens and contacts go on, and the next month begins anew', async () => {
    const o = organisation({ rules: { apiQuota: 2 } });
    const body = { ...TO_TEACHER, robotCode: o.emulator.bot.robotCode, userIds: [o.teacher] };
    await o.call('POST', SEND, body);
    await o.call('POST', SEND, body);
    expect(await o.call('POST', SEND, body)).toMatchObject({
      status: 403,
      body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
    });
    expect((await o.call('POST', '/media/upload', {})).body.errcode).toBe(90020);
    expect((await o.call('POST', '/topapi/v2/user/get', { userid: o.teacher })).body.errcode).toBe(0);
    expect([...o.emulator.calls.byApi('2026-11')]).toEqual([[`POST ${SEND}`, 2]]);
    o.clock.advance(9 * 86_400_000);
    expect((await o.call('POST', SEND, body, await o.token())).status).toBe(200);
    expect(o.emulator.calls.perMonth('2026-12')).toBe(1);
  });
});

describe('contacts', () => {
  test('a tree is walked by its scope', async () => {
    const o = organisation();
    const { departments, people, rules } = o.emulator;
    const primary = departments.add({ name: '小学部' });
    const grade = departments.add({ name: '一年级', parentId: primary });
    const member = people.add({ name: '王芳', departments: [grade], mobile: '13900000002' });
    people.add({ name: '家长', external: true, departments: [grade] });
    const listed = await o.call('POST', '/topapi/v2/department/listsub', {});
    expect(listed.body.result).toMatchObject([{ dept_id: primary, name: '小学部', parent_id: 1 }]);
    const members = await o.call('POST', '/topapi/v2/user/list', { dept_id: grade, cursor: 0, size: 100 });
    expect(members.body.result).toMatchObject({
      has_more: false,
      list: [{ userid: member.userId, unionid: member.unionId, mobile: '13900000002', dept_id_list: [grade] }],
    });
    const byMobile = await o.call('POST', '/topapi/v2/user/getbymobile', { mobile: '13900000002' });
    expect(byMobile.body.result).toEqual({ userid: member.userId });
    rules.contactScope = new Set([grade]);
    rules.mobileVisible = false;
    expect((await o.call('GET', '/auth/scopes')).body.auth_org_scopes).toEqual({
      authed_user: [],
      authed_dept: [grade],
    });
    expect((await o.call('POST', '/topapi/v2/department/listsub', { dept_id: 1 })).body.errcode).toBe(50004);
    expect((await o.call('POST', '/topapi/v2/user/get', { userid: o.teacher })).body.errcode).toBe(50002);
    expect((await o.call('POST', '/topapi/v2/user/get', { userid: member.userId })).body.result).not.toHaveProperty(
      'mobile',
    );
  });

  test.each([
    ['/topapi/v2/department/listsub', { dept_id: 7 }, 60003],
    ['/topapi/v2/user/get', { userid: 'nobody' }, 60121],
    ['/topapi/v2/user/getbymobile', { mobile: '1' }, 60121],
    ['/topapi/user/getbyunionid', { unionid: 'x' }, 60121],
    ['/topapi/user/listsimple', { dept_id: 1, size: 101 }, 400002],
    ['/topapi/v2/department/listsubid', {}, 40035],
  ])('%s %j is refused', async (path, body, code) => {
    expect((await organisation().call('POST', path, body)).body.errcode).toBe(code);
  });
});
