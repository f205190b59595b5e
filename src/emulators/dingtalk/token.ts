import type { EmulatorClock } from '../ground/clock.ts';
import { textAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { refuse, refuseOld } from './refusal.ts';
import type { Emulation } from './state.ts';

const LIFE_MS = 7_200_000;

export interface AppTokens {
  /** The one token of the app; asked again inside its life it stays and lives 7,200 s from now (reference/dingtalk.md §1). */
  issue(): { token: string; expireSeconds: number };
  check(token: string): 'valid' | 'expired' | 'unknown';
  expireAll(): void;
}

export function createAppTokens(clock: EmulatorClock, newValue: () => string): AppTokens {
  const expiries = new Map<string, number>();
  let current: string | undefined;
  return {
    issue() {
      const now = clock.now();
      if (current === undefined || (expiries.get(current) ?? 0) <= now) current = newValue();
      expiries.set(current, now + LIFE_MS);
      return { token: current, expireSeconds: LIFE_MS / 1_000 };
    },
    check(token) {
      const expiresAt = expiries.get(token);
      if (expiresAt === undefined) return 'unknown';
      return expiresAt > clock.now() ? 'valid' : 'expired';
    },
    expireAll() {
      for (const token of expiries.keys()) expiries.set(token, 0);
    },
  };
}

/** The three ways to the app's token; none of them counts against the monthly quota. */
export function mountTokens(api: Api, emulation: Emulation, tokens: AppTokens): void {
  const { credentials, corpId } = emulation;
  const matches = (id: string | undefined, secret: string | undefined) => {
    if (emulation.faults.refusedTokens > 0) {
      emulation.faults.refusedTokens -= 1;
      return false;
    }
    return id === credentials.clientId && secret === credentials.clientSecret;
  };

  api.route('POST', '/v1.0/oauth2/accessToken', { auth: 'none', free: true }, async (call) => {
    const body = await bodyOf(call);
    if (!matches(textAt(body, 'appKey'), textAt(body, 'appSecret'))) {
      return refuse('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    }
    const { token, expireSeconds } = tokens.issue();
    return { accessToken: token, expireIn: expireSeconds };
  });
  api.route('POST', '/v1.0/oauth2/:corpId/token', { auth: 'none', free: true }, async (call) => {
    const body = await bodyOf(call);
    if (body.grant_type !== 'client_credentials') return refuse('unsupported.grant.type', '不支持的授权类型');
    if (call.param('corpId') !== corpId || !matches(textAt(body, 'client_id'), textAt(body, 'client_secret'))) {
      return refuse('invalid.client', '无效的client');
    }
    const { token, expireSeconds } = tokens.issue();
    return { access_token: token, expires_in: expireSeconds };
  });
  api.oldRoute('GET', '/gettoken', { auth: 'none', free: true }, (call) => {
    if (!matches(call.query('appkey'), call.query('appsecret'))) {
      return refuseOld(40089, '不合法的corpid或corpsecret');
    }
    const { token, expireSeconds } = tokens.issue();
    return { access_token: token, expires_in: expireSeconds };
  });
}
