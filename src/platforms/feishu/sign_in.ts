import { createHash } from 'node:crypto';
import type { SignedIn, SignIn, SignInRequest } from '../sign_in.ts';
import { deadlineIn } from '../wire/deadline.ts';
import { isObject, type JsonObject, textOf } from '../wire/json.ts';
import { TIMEOUT_MS } from './client.ts';

export interface FeishuSignInOptions {
  /** https://open.feishu.cn, or the emulator's address. */
  readonly baseUrl: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly fetch?: typeof fetch;
  /** Told of every call that counts against the month. */
  readonly onCall?: () => void;
}

const VENDOR = 'https://open.feishu.cn';
/** People sign in on a host of their own (reference/feishu.md §1.2); an emulator has one host for everything. */
const ACCOUNTS = 'https://accounts.feishu.cn';

/** Web sign-in of Feishu (reference/feishu.md §1.2): authorize page, token for the code, whose token it is. */
export function feishuSignIn(options: FeishuSignInOptions): SignIn {
  const { baseUrl, appId, appSecret } = options;
  const fetchNow = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));

  async function call(path: string, init: RequestInit): Promise<JsonObject | string> {
    options.onCall?.();
    const deadline = deadlineIn(TIMEOUT_MS);
    try {
      const response = await fetchNow(`${baseUrl}/open-apis/${path}`, { ...init, signal: deadline.signal });
      const body: unknown = await response.json();
      if (!isObject(body)) return `${path}: unreadable, HTTP ${response.status}`;
      return body.code === 0 ? body : `${path}: code ${String(body.code)}, HTTP ${response.status}`;
    } catch (error) {
      return `${path}: ${error instanceof Error ? error.name : 'unknown'}`;
    } finally {
      deadline.met();
    }
  }

  return {
    platform: 'feishu',
    ownApp: /Lark|Feishu/i,
    codeParameter: 'code',
    authorizeUrl({ redirectUri, state, verifier }) {
      const url = new URL(`${baseUrl === VENDOR ? ACCOUNTS : baseUrl}/open-apis/authen/v1/authorize`);
      url.search = new URLSearchParams({
        client_id: appId,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },
    async userOf(code: string, { redirectUri, verifier }: SignInRequest): Promise<SignedIn> {
      const token = await call('authen/v2/oauth/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          grant_type: 'authorization_code',
          client_id: appId,
          client_secret: appSecret,
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        }),
      });
      if (typeof token === 'string') return { ok: false, why: token };
      const info = await call('authen/v1/user_info', {
        headers: { authorization: `Bearer ${textOf(token.access_token) ?? ''}` },
      });
      if (typeof info === 'string') return { ok: false, why: info };
      // An open_id is one app's own: that the school's roster knows it says that it is of this tenant.
      const data = isObject(info.data) ? info.data : {};
      const userId = textOf(data.open_id);
      return userId ? { ok: true, user: { userId } } : { ok: false, why: 'authen/v1/user_info: no open_id' };
    },
  };
}
