import type { EmulatorClock } from '../ground/clock.ts';
import { textAt } from '../ground/json.ts';
import { type Api, bodyOf } from './http.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

const LIFE_MS = 7_200_000;
const REUSE_MS = 1_800_000;

export interface TenantTokens {
  /** The current token and its remaining seconds; the same one while it has 30 minutes left (reference/feishu.md §1.1). */
  issue(): { token: string; expireSeconds: number };
  isValid(token: string): boolean;
  expireAll(): void;
}

export function createTenantTokens(clock: EmulatorClock, newValue: () => string): TenantTokens {
  let tokens: { token: string; expiresAt: number }[] = [];
  return {
    issue() {
      const now = clock.now();
      tokens = tokens.filter((each) => each.expiresAt > now);
      let current = tokens.at(-1);
      if (current === undefined || current.expiresAt - now < REUSE_MS) {
        current = { token: `t-${newValue()}`, expiresAt: now + LIFE_MS };
        tokens.push(current);
      }
      return { token: current.token, expireSeconds: Math.floor((current.expiresAt - now) / 1_000) };
    },
    isValid: (token) => tokens.some((each) => each.token === token && each.expiresAt > clock.now()),
    expireAll() {
      tokens = [];
    },
  };
}

/** `tenant_access_token/internal` and `app_access_token/internal`. */
export function mountTokens(api: Api, emulation: Emulation, tokens: TenantTokens): void {
  for (const kind of ['tenant', 'app'] as const) {
    api.route('POST', `/auth/v3/${kind}_access_token/internal`, { auth: 'none' }, async (call) => {
      const body = await bodyOf(call);
      const appId = textAt(body, 'app_id');
      const secret = textAt(body, 'app_secret');
      if (appId === undefined || secret === undefined) return refuse(10003, 'invalid param');
      if (emulation.faults.refusedTokens > 0) {
        emulation.faults.refusedTokens -= 1;
        return refuse(10013, 'get tenant access token fail');
      }
      // Which code a wrong secret gives is UNVERIFIED (reference/feishu.md §1.1).
      if (appId !== emulation.credentials.appId || secret !== emulation.credentials.appSecret) {
        return refuse(10014, 'app secret invalid');
      }
      const { token, expireSeconds } = tokens.issue();
      return {
        msg: 'ok',
        tenant_access_token: token,
        ...(kind === 'app' ? { app_access_token: token } : {}),
        expire: expireSeconds,
      };
    });
  }
}
