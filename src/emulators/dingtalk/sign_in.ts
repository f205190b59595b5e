import { textAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { staffOf } from './people.ts';
import { refuse, refuseOld } from './refusal.ts';
import type { Emulation, PersonRecord } from './state.ts';

const CODE_LIFE_MS = 300_000;
const USER_TOKEN_LIFE_S = 7_200;
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

/** A page's call of `dd.requestAuthCode` as the app hears it. */
export interface CodeRequest {
  readonly corpId: string;
  readonly clientId: string;
  /** Where the page came from. */
  readonly origin: string;
}

/** Sign-in of a person, inside the app and in a browser; free of the monthly quota (reference/dingtalk.md §1). */
export interface SignIn {
  /**
   * What `dd.requestAuthCode` gives a page opened inside the app: one use, five minutes. Throws for another
   * organisation or app, and for a page whose origin is not in the app's security settings.
   */
  authCode(userId: string, asked?: CodeRequest): string;
  mount(api: Api): void;
}

interface IssuedCode {
  readonly userId: string;
  readonly expiresAt: number;
  /** Of the login page. */
  readonly scope?: string;
}

/** Both scopes there are; with `corpid` the person also chooses an organisation. */
const SCOPES = new Set(['openid', 'openid corpid']);
const REFUSES = 'nobody';
/** The personal permission "通讯录个人信息读权限" (refusal seen in casdoor/casdoor#4469). */
const READS_PROFILE = 'Contact.User.Read';

const htmlSafe = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** In the client the page is skipped; here it asks which of the organisation's people is signing in. */
function choosePerson(url: string, people: readonly PersonRecord[]): Response {
  const link = (userId: string, label: string) => {
    const target = new URL(url);
    target.searchParams.set('as', userId);
    return `<li><a href="${htmlSafe(target.pathname + target.search)}">${htmlSafe(label)}</a></li>`;
  };
  const present = people.filter((person) => !person.resigned);
  const items = [...present.map((person) => link(person.userId, person.name)), link(REFUSES, '拒绝授权')];
  const page = `<!doctype html><meta charset="utf-8"><title>登录</title><h1>以谁的身份登录</h1><ul>${items.join('')}</ul>`;
  return new Response(page, { headers: HTML });
}

/**
 * Of g.alicdn.com, on this port like the other hosts: the script a page inside the app loads. What it asks goes to the
 * phone that shows the page, which puts `dingtalkPhone` into its pages: CodeRequest → code.
 */
const LIBRARY = `'use strict';
window.dd = {
  ready: function (run) { setTimeout(run, 0); },
  error: function () {},
  requestAuthCode: function (asked) {
    var fail = function (error) { asked.onFail({ errorCode: 9, errorMessage: String(error) }); };
    if (!window.dingtalkPhone) { fail('not inside the app'); return; }
    window.dingtalkPhone({ corpId: asked.corpId, clientId: asked.clientId, origin: location.origin })
      .then(function (code) { asked.onSuccess({ code: code }); }, fail);
  },
};
`;
const mountLibrary = (api: Api): void =>
  void api.app.get('/dingding/dingtalk-jsapi/:version/dingtalk.open.js', (context) =>
    context.body(LIBRARY, 200, { 'Content-Type': 'application/javascript; charset=utf-8' }),
  );

export function createSignIn(emulation: Emulation): SignIn {
  const { clock, random, credentials } = emulation;
  const inAppCodes = new Map<string, IssuedCode>();
  const browserCodes = new Map<string, IssuedCode>();
  const userTokens = new Map<string, IssuedCode>();
  const refreshTokens = new Map<string, Pick<IssuedCode, 'userId' | 'scope'>>();

  const issue = (codes: Map<string, IssuedCode>, userId: string, lifeMs: number, scope?: string): string => {
    const code = random.hex(32);
    codes.set(code, { userId, expiresAt: clock.now() + lifeMs, ...(scope === undefined ? {} : { scope }) });
    return code;
  };
  const take = (codes: Map<string, IssuedCode>, code: string): IssuedCode | undefined => {
    const issued = codes.get(code);
    codes.delete(code);
    return issued === undefined || issued.expiresAt <= clock.now() ? undefined : issued;
  };

  const mountBrowser = (api: Api) => {
    // Of login.dingtalk.com, on this port like the other hosts.
    api.app.get('/oauth2/auth', (context) => {
      const query = (name: string) => context.req.query(name) ?? '';
      const redirect = query('redirect_uri');
      const known = query('client_id') === credentials.clientId && emulation.rules.redirectUris.has(redirect);
      const asks = query('response_type') === 'code' && SCOPES.has(query('scope')) && query('prompt') === 'consent';
      if (!known || !asks) {
        const words = 'redirect_uri、client_id、response_type、scope 或 prompt 不合法';
        return context.html(`<h1>参数错误</h1><p>${words}</p>`, 400);
      }
      const chosen = context.req.query('as');
      if (chosen === undefined) return choosePerson(context.req.url, [...emulation.people.values()]);
      const target = new URL(redirect);
      if (emulation.people.has(chosen)) {
        // The vendor names the same code twice.
        const code = issue(browserCodes, chosen, CODE_LIFE_MS, query('scope'));
        for (const name of ['code', 'authCode']) target.searchParams.set(name, code);
      } else target.searchParams.set('error', 'access_denied');
      target.searchParams.set('state', query('state'));
      return context.redirect(target.href, 302);
    });
    api.route('POST', '/v1.0/oauth2/userAccessToken', { auth: 'none', free: true }, async (call) => {
      const body = await bodyOf(call);
      if (body.clientId !== credentials.clientId || body.clientSecret !== credentials.clientSecret) {
        refuse('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
      }
      const renews = body.grantType === 'refresh_token';
      if (!renews && body.grantType !== 'authorization_code') refuse('invalidGrantType', '不支持的授权类型');
      const granted = renews
        ? refreshTokens.get(textAt(body, 'refreshToken') ?? '')
        : take(browserCodes, textAt(body, 'code') ?? '');
      if (granted === undefined) return refuse('invalidAuthCode', '不合法的临时授权码');
      const { userId, scope = '' } = granted;
      const refreshToken = random.hex(32);
      refreshTokens.set(refreshToken, { userId, scope });
      const accessToken = issue(userTokens, userId, USER_TOKEN_LIFE_S * 1_000);
      // An organisation is named only where the person was asked to choose one.
      const chosen = scope.split(' ').includes('corpid') ? { corpId: emulation.corpId } : {};
      return { accessToken, refreshToken, expireIn: USER_TOKEN_LIFE_S, ...chosen };
    });
    // `me` stands for the person behind a user token; other people are read with the app's token on the old host.
    api.route('GET', '/v1.0/contact/users/me', { auth: 'none', free: true }, (call) => {
      const issued = userTokens.get(call.context.req.header('x-acs-dingtalk-access-token') ?? '');
      const person = issued && issued.expiresAt > clock.now() ? emulation.people.get(issued.userId) : undefined;
      if (person === undefined) return refuse('InvalidAuthentication', '不合法的access_token');
      const { mobileVisible, missingPermissions } = emulation.rules;
      if (missingPermissions.has(READS_PROFILE))
        refuse('Forbidden.AccessDenied.AccessTokenPermissionDenied', '没有调用该接口的权限', {
          status: 403,
          more: { accessdenieddetail: { requiredScopes: [READS_PROFILE] } },
        });
      return {
        nick: person.name,
        avatarUrl: '',
        unionId: person.unionId,
        openId: person.unionId.toLowerCase(),
        visitor: false,
        ...(mobileVisible && person.mobile !== undefined ? { mobile: person.mobile, stateCode: '86' } : {}),
      };
    });
  };

  return {
    authCode(userId, asked) {
      const { corpId, rules } = emulation;
      if (asked && (asked.corpId !== corpId || asked.clientId !== credentials.clientId))
        throw new Error('requestAuthCode: corpId 或 clientId 不合法');
      if (asked && ![...rules.redirectUris].some((address) => new URL(address).origin === asked.origin))
        throw new Error('requestAuthCode: 当前页面的域名不在安全设置里');
      return issue(inAppCodes, userId, CODE_LIFE_MS);
    },
    mount(api) {
      mountBrowser(api);
      mountLibrary(api);
      api.oldRoute('POST', '/topapi/v2/user/getuserinfo', { auth: 'token', free: true }, async (call) => {
        const code = textAt(await bodyOf(call), 'code') ?? '';
        const person =
          staffOf(emulation, take(inAppCodes, code)?.userId ?? '') ?? refuseOld(40078, '不存在的临时授权码');
        return {
          result: {
            userid: person.userId,
            unionid: person.unionId,
            associated_unionid: '',
            name: person.name,
            device_id: random.hex(32),
            sys: person.admin,
            sys_level: person.boss ? 1 : person.admin ? 2 : 0,
          },
        };
      });
      api.route('POST', '/v1.0/oauth2/jsapiTickets', { auth: 'token', free: true }, () => ({
        jsapiTicket: random.hex(64),
        expireIn: USER_TOKEN_LIFE_S,
      }));
    },
  };
}
