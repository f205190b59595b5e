import { textAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { staffOf } from './people.ts';
import { refuse, refuseOld } from './refusal.ts';
import type { Emulation, PersonRecord } from './state.ts';

const CODE_LIFE_MS = 300_000;
const USER_TOKEN_LIFE_S = 7_200;
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

/** Sign-in of a person, inside the app and in a browser; free of the monthly quota (reference/dingtalk.md §1). */
export interface SignIn {
  /** What `dd.requestAuthCode` gives a page opened inside the app: one use, five minutes. */
  authCode(userId: string): string;
  mount(api: Api): void;
}

interface IssuedCode {
  readonly userId: string;
  readonly expiresAt: number;
}

const htmlSafe = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** In the client the page is skipped; here it asks which of the organisation's people is signing in. */
function choosePerson(url: string, people: readonly PersonRecord[]): Response {
  const link = (userId: string, label: string) => {
    const target = new URL(url);
    target.searchParams.set('as', userId);
    return `<li><a href="${htmlSafe(target.pathname + target.search)}">${htmlSafe(label)}</a></li>`;
  };
  const items = people.filter((person) => !person.resigned).map((person) => link(person.userId, person.name));
  const page = `<!doctype html><meta charset="utf-8"><title>登录</title><h1>以谁的身份登录</h1><ul>${items.join('')}</ul>`;
  return new Response(page, { headers: HTML });
}

export function createSignIn(emulation: Emulation): SignIn {
  const { clock, random, credentials } = emulation;
  const inAppCodes = new Map<string, IssuedCode>();
  const browserCodes = new Map<string, IssuedCode>();
  const userTokens = new Map<string, IssuedCode>();
  const refreshTokens = new Map<string, string>();

  const issue = (codes: Map<string, IssuedCode>, userId: string, lifeMs: number): string => {
    const code = random.hex(32);
    codes.set(code, { userId, expiresAt: clock.now() + lifeMs });
    return code;
  };
  const take = (codes: Map<string, IssuedCode>, code: string): PersonRecord | undefined => {
    const issued = codes.get(code);
    codes.delete(code);
    return issued === undefined || issued.expiresAt <= clock.now() ? undefined : emulation.people.get(issued.userId);
  };

  const mountBrowser = (api: Api) => {
    // Of login.dingtalk.com, on this port like the other hosts.
    api.app.get('/oauth2/auth', (context) => {
      const query = (name: string) => context.req.query(name) ?? '';
      const redirect = query('redirect_uri');
      const known = query('client_id') === credentials.clientId && emulation.rules.redirectUris.has(redirect);
      if (!known || query('response_type') !== 'code' || !query('scope').split(' ').includes('openid')) {
        return context.html('<h1>参数错误</h1><p>redirect_uri、client_id、response_type 或 scope 不合法</p>', 400);
      }
      const chosen = context.req.query('as');
      if (chosen === undefined) return choosePerson(context.req.url, [...emulation.people.values()]);
      const target = new URL(redirect);
      target.searchParams.set('authCode', issue(browserCodes, chosen, CODE_LIFE_MS));
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
      const refreshed = renews ? refreshTokens.get(textAt(body, 'refreshToken') ?? '') : undefined;
      const userId = refreshed ?? take(browserCodes, textAt(body, 'code') ?? '')?.userId;
      if (userId === undefined) return refuse('invalidAuthCode', '不合法的临时授权码');
      const refreshToken = random.hex(32);
      refreshTokens.set(refreshToken, userId);
      const accessToken = issue(userTokens, userId, USER_TOKEN_LIFE_S * 1_000);
      return { accessToken, refreshToken, expireIn: USER_TOKEN_LIFE_S, corpId: emulation.corpId };
    });
    // `me` stands for the person behind a user token; other people are read with the app's token on the old host.
    api.route('GET', '/v1.0/contact/users/me', { auth: 'none', free: true }, (call) => {
      const issued = userTokens.get(call.context.req.header('x-acs-dingtalk-access-token') ?? '');
      const person = issued && issued.expiresAt > clock.now() ? emulation.people.get(issued.userId) : undefined;
      if (person === undefined) return refuse('InvalidAuthentication', '不合法的access_token');
      const { mobileVisible } = emulation.rules;
      return {
        nick: person.name,
        avatarUrl: '',
        unionId: person.unionId,
        openId: person.unionId.toLowerCase(),
        ...(mobileVisible && person.mobile !== undefined ? { mobile: person.mobile, stateCode: '86' } : {}),
      };
    });
  };

  return {
    authCode: (userId) => issue(inAppCodes, userId, CODE_LIFE_MS),
    mount(api) {
      mountBrowser(api);
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
