import { deadlineIn } from '../wire/deadline.ts';
import { unreachable } from '../wire/failure.ts';
import type { JsonObject } from '../wire/json.ts';
import type { OnceInit } from '../wire/once.ts';
import { createTokenSource, type FetchedToken } from '../wire/token.ts';
import { DingTalkCallFailed } from './failure.ts';
import { type ApiResult, readBytes, readJson } from './read_answer.ts';

export interface DingTalkClientOptions {
  /** https://api.dingtalk.com, or the emulator's address; without a slash at the end. */
  readonly baseUrl: string;
  /** https://oapi.dingtalk.com: contacts and media. */
  readonly oldBaseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** ms epoch; decides when the token is renewed. */
  readonly now: () => number;
  readonly fetch?: typeof fetch;
  /** Signal that ends one request after `TIMEOUT_MS`; replaced in tests. */
  readonly timeout?: () => AbortSignal;
  /** Told of every call to the vendor, repeated ones too. `counted`: whether the monthly quota counts it. */
  readonly onCall?: (call: ApiCall) => void;
}

export interface ApiCall {
  readonly api: string;
  readonly status: number;
  readonly code: string;
  readonly counted: boolean;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `api`: the new host, token in a header. `oapi`: the old one, token in the address (reference/dingtalk.md §0). */
  readonly host: 'api' | 'oapi';
  /** Path without a slash in front, for logs and counting: `v1.0/robot/oToMessages/batchSend`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject | FormData;
  /** Made twice it would do it twice: the vendor knows no key for it. */
  readonly once?: boolean;
}

export interface DingTalkClient {
  /** One API call; the value is the answer's body. Never rejects. */
  call(request: ApiRequest): Promise<ApiResult<JsonObject>>;
  /** A call with the app's own id and secret instead of a token. Never rejects. */
  callUnsigned(request: ApiRequest): Promise<ApiResult<JsonObject>>;
  /** A call of the new host with a signed-in person's token; a refused one is not renewed. Never rejects. */
  callAs(token: string, request: ApiRequest): Promise<ApiResult<JsonObject>>;
  /** Posts to an address the vendor gave us (sessionWebhook); it is a secret and never in a log. Never rejects. */
  post(address: string, name: string, body: JsonObject): Promise<ApiResult<JsonObject>>;
  /** Fetches a file from an address the vendor gave us. Never rejects. */
  download(address: string, name: string, maxBytes: number): Promise<ApiResult<Uint8Array>>;
}

/** Every request ends after this; a send that hangs would hold its row (as for Feishu). */
export const TIMEOUT_MS = 10_000;

/** Token, sign-in, contacts and the Stream address are exempt from the month's calls (reference/dingtalk.md §8). */
const exempt = /^(v1\.0\/(oauth2|gateway|contact)\/|topapi\/(v2\/)?(user|department|role)\/|auth\/scopes)/;

/** Turned away at the gate: the vendor does not count these (reference/dingtalk.md §8). */
const turnedAway = /Qp[sm]Limit|ApiCountLimit|^(90018|90002|90020)$|addressBlocked/;

/** A new token helps against these (reference/dingtalk.md §1). */
const tokenRefused = /^(InvalidAuthentication|40014|42001|88(:.*)?)$/;

/** Typed access to the vendor's two HTTP hosts: one token for all calls, time-outs, one retry after a refused token. */
export function createDingTalkClient(options: DingTalkClientOptions): DingTalkClient {
  const { now, onCall } = options;
  const fetchNow = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const tokens = createTokenSource(fetchToken, now);

  async function fetchToken(): Promise<FetchedToken> {
    const request: ApiRequest = {
      method: 'POST',
      host: 'api',
      path: 'v1.0/oauth2/accessToken',
      body: { appKey: options.clientId, appSecret: options.clientSecret },
    };
    const result = await exchange(request, undefined);
    if (!result.ok) throw new DingTalkCallFailed(result.failure);
    const { accessToken: value, expireIn: expire } = result.value;
    if (typeof value === 'string' && typeof expire === 'number') return { value, expire };
    const failure = {
      during: nameOf(request),
      reason: 'unreadable',
      status: 200,
      code: '',
      message: 'no token',
    } as const;
    throw new DingTalkCallFailed(failure);
  }

  /** One HTTP exchange with an address of ours or of the vendor's. */
  async function send<Value>(
    address: string,
    init: OnceInit,
    { during, isExempt }: { readonly during: string; readonly isExempt: boolean },
    read: (response: Response, during: string) => Promise<ApiResult<Value>>,
  ): Promise<ApiResult<Value>> {
    let result: ApiResult<Value>;
    let status = 0;
    const deadline = options.timeout ? { signal: options.timeout(), met: () => {} } : deadlineIn(TIMEOUT_MS);
    try {
      const sending: OnceInit = { ...init, signal: deadline.signal };
      const response = await fetchNow(address, sending);
      status = response.status;
      result = await read(response, during);
    } catch (error) {
      result = { ok: false, failure: unreachable(during, { status, code: '' }, error) };
    } finally {
      deadline.met();
    }
    const code = result.ok ? '' : result.failure.code;
    onCall?.({ api: during, status, code, counted: !isExempt && !turnedAway.test(code) });
    return result;
  }

  const exchange = (request: ApiRequest, token: string | undefined): Promise<ApiResult<JsonObject>> =>
    send(
      addressOf(options, request, token),
      {
        method: request.method,
        headers: headersOf(request, token),
        ...(request.body === undefined ? {} : { body: bodyOf(request.body) }),
        ...(request.once ? { once: true } : {}),
      },
      { during: nameOf(request), isExempt: exempt.test(request.path) },
      readJson,
    );

  return {
    async call(request) {
      try {
        const token = await tokens.current();
        const first = await exchange(request, token);
        if (first.ok || !isTokenRefused(first.failure)) return first;
        tokens.invalidate(token);
        return await exchange(request, await tokens.current());
      } catch (error) {
        if (error instanceof DingTalkCallFailed) return { ok: false, failure: error.failure };
        throw error;
      }
    },
    callUnsigned: (request) => exchange(request, undefined),
    callAs: (token, request) => exchange(request, token),
    post: (address, name, body) =>
      send(
        address,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), once: true },
        // Uses the Webhook & Stream quota, not the API's (reference/dingtalk.md §5.5).
        { during: name, isExempt: true },
        readJson,
      ),
    download: (address, name, maxBytes) =>
      send(address, { method: 'GET' }, { during: name, isExempt: true }, (response, during) =>
        readBytes(response, during, maxBytes),
      ),
  };
}

const isTokenRefused = ({ code, status }: { readonly code: string; readonly status: number }): boolean =>
  tokenRefused.test(code) || status === 401;

const nameOf = (request: ApiRequest): string => `${request.method} ${request.host}/${request.path}`;

function addressOf(options: DingTalkClientOptions, request: ApiRequest, token: string | undefined): string {
  const isOld = request.host === 'oapi';
  const query = new URLSearchParams(request.query ?? {});
  if (isOld && token !== undefined) query.set('access_token', token);
  const search = query.toString();
  return `${isOld ? options.oldBaseUrl : options.baseUrl}/${request.path}${search ? `?${search}` : ''}`;
}

/** For a form fetch sets the content type itself, with its boundary. */
function headersOf(request: ApiRequest, token: string | undefined): Record<string, string> {
  return {
    // Without it the gateway may answer XML (reference/dingtalk.md §0).
    accept: 'application/json',
    ...(request.host === 'api' && token !== undefined ? { 'x-acs-dingtalk-access-token': token } : {}),
    ...(request.body === undefined || request.body instanceof FormData ? {} : { 'content-type': 'application/json' }),
  };
}

const bodyOf = (body: JsonObject | FormData): string | FormData =>
  body instanceof FormData ? body : JSON.stringify(body);
