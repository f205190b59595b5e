import { createHash } from 'node:crypto';
import { type JsonObject, textAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { idTriple, personOf } from './people.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const CODE_LIFE_MS = 300_000;
const USER_TOKEN_LIFE_S = 7_200;
const REFRESH_LIFE_S = 604_800;

interface IssuedCode {
  readonly openId: string;
  readonly redirectUri: string;
  readonly issuedAt: number;
  readonly scope: string;
  readonly challenge?: { readonly value: string; readonly method: string };
  used: boolean;
}

/** Web sign-in: authorize page, tokens and user_info (reference/feishu.md §1.2). */
export interface SignIn {
  /** The open_id of a living user token. */
  userOf(token: string): string | undefined;
  mount(api: Api): void;
}

const failed = (code: number, error: string, detail: string): never =>
  refuse(code, detail, { more: { error, error_description: detail } });

const htmlSafe = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function challengeMet(code: IssuedCode, verifier: string | undefined): boolean {
  if (code.challenge === undefined) return true;
  if (verifier === undefined) return false;
  const { method, value } = code.challenge;
  return (method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier) === value;
}

export function createSignIn(emulation: Emulation): SignIn {
  const { clock, random, credentials } = emulation;
  const codes = new Map<string, IssuedCode>();
  const userTokens = new Map<string, { openId: string; expiresAt: number }>();
  const refreshTokens = new Map<string, { openId: string; scope: string; expiresAt: number }>();

  const issue = (openId: string, scope: string): JsonObject => {
    const accessToken = `u-${random.hex(64)}`;
    userTokens.set(accessToken, { openId, expiresAt: clock.now() + USER_TOKEN_LIFE_S * 1_000 });
    const answer = { access_token: accessToken, expires_in: USER_TOKEN_LIFE_S, token_type: 'Bearer', scope };
    if (!scope.split(' ').includes('offline_access')) return answer;
    const refreshToken = `ur-${random.hex(64)}`;
    refreshTokens.set(refreshToken, { openId, scope, expiresAt: clock.now() + REFRESH_LIFE_S * 1_000 });
    return { ...answer, refresh_token: refreshToken, refresh_token_expires_in: REFRESH_LIFE_S };
  };

  const exchange = (body: JsonObject): JsonObject => {
    const code = codes.get(textAt(body, 'code') ?? failed(20001, 'invalid_request', 'code is required'));
    if (code === undefined) return failed(20003, 'invalid_grant', 'The authorization code is not found.');
    if (code.used) return failed(20065, 'invalid_grant', 'The authorization code has been used.');
    if (clock.now() - code.issuedAt > CODE_LIFE_MS)
      return failed(20004, 'invalid_grant', 'The authorization code has expired.');
    const redirectUri = textAt(body, 'redirect_uri');
    if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
      return failed(20071, 'invalid_grant', 'The redirect_uri does not match.');
    }
    if (!challengeMet(code, textAt(body, 'code_verifier')))
      return failed(20049, 'invalid_grant', 'PKCE verification failed.');
    code.used = true;
    return issue(code.openId, code.scope);
  };

  const renew = (body: JsonObject): JsonObject => {
    const value = textAt(body, 'refresh_token') ?? failed(20001, 'invalid_request', 'refresh_token is required');
    const token = refreshTokens.get(value);
    // A refresh token works once.
    refreshTokens.delete(value);
    if (token === undefined || token.expiresAt < clock.now())
      return failed(20026, 'invalid_grant', 'The refresh token is invalid.');
    return issue(token.openId, token.scope);
  };

  const mountAuthorize = (api: Api) => {
    api.route('GET', '/authen/v1/authorize', { auth: 'none' }, (call) => {
      const redirectUri = call.query('redirect_uri') ?? '';
      const clientId = call.query('client_id') ?? call.query('app_id');
      const isKnown = clientId === credentials.appId && emulation.rules.redirectUris.has(redirectUri);
      if (!isKnown) return new Response('<h1>20029</h1><p>redirect_uri 请求不合法</p>', { status: 400, headers: HTML });
      const state = call.query('state') ?? '';
      const back = (parameters: Record<string, string>) => {
        const target = new URL(redirectUri);
        for (const [name, value] of Object.entries({ ...parameters, state })) target.searchParams.set(name, value);
        return new Response(null, { status: 302, headers: { Location: target.href } });
      };
      const chosen = call.query('as');
      if (chosen === undefined) return choosePerson(call.context.req.url, emulation);
      const { availability } = emulation.rules;
      const isAvailable = availability === 'everyone' || availability.has(chosen);
      if (chosen === 'nobody' || !emulation.people.has(chosen) || !isAvailable) return back({ error: 'access_denied' });
      const code = random.hex(64);
      const challenge = call.query('code_challenge');
      codes.set(code, {
        openId: chosen,
        redirectUri,
        issuedAt: clock.now(),
        scope: call.query('scope') ?? '',
        ...(challenge === undefined
          ? {}
          : { challenge: { value: challenge, method: call.query('code_challenge_method') ?? 'plain' } }),
        used: false,
      });
      return back({ code });
    });
  };

  return {
    userOf(token) {
      const found = userTokens.get(token);
      return found !== undefined && found.expiresAt > clock.now() ? found.openId : undefined;
    },
    mount(api) {
      mountAuthorize(api);
      api.route('POST', '/authen/v2/oauth/token', { auth: 'none' }, async (call) => {
        const body = await bodyOf(call);
        if (textAt(body, 'client_id') !== credentials.appId)
          failed(20024, 'invalid_grant', 'The code does not fit the client.');
        if (textAt(body, 'client_secret') !== credentials.appSecret)
          failed(20002, 'invalid_client', 'The client secret is invalid.');
        if (body.grant_type === 'refresh_token') return renew(body);
        if (body.grant_type === 'authorization_code') return exchange(body);
        return failed(20001, 'invalid_request', 'grant_type is invalid');
      });
      api.route('GET', '/authen/v1/user_info', { auth: 'user' }, (call) => {
        const person = personOf(emulation, call.userOpenId);
        const avatar = `https://avatar.feishu.invalid/${person.openId}.png`;
        return {
          data: {
            name: person.name,
            en_name: person.name,
            avatar_url: avatar,
            avatar_thumb: avatar,
            avatar_middle: avatar,
            avatar_big: avatar,
            ...idTriple(emulation, person),
            tenant_key: emulation.tenantKey,
            ...(emulation.rules.mobileVisible && person.mobile !== undefined ? { mobile: person.mobile } : {}),
          },
        };
      });
    },
  };
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

/** In the client the page is skipped; here it asks which of the tenant's people is signing in. */
function choosePerson(url: string, emulation: Emulation): Response {
  const link = (openId: string, label: string) => {
    const target = new URL(url);
    target.searchParams.set('as', openId);
    return `<li><a href="${htmlSafe(target.pathname + target.search)}">${htmlSafe(label)}</a></li>`;
  };
  const people = [...emulation.people.values()].filter((person) => !person.resigned);
  const items = [...people.map((person) => link(person.openId, person.name)), link('nobody', '拒绝授权')].join('');
  return new Response(
    `<!doctype html><meta charset="utf-8"><title>登录</title><h1>以谁的身份登录</h1><ul>${items}</ul>`,
    {
      headers: HTML,
    },
  );
}
