import { deadlineIn } from '../wire/deadline.ts';
import { MESSAGE_LENGTH, unreachable } from '../wire/failure.ts';
import { isObject, type JsonObject, parseObject, textOf } from '../wire/json.ts';
import { readCapped } from '../wire/read_capped.ts';
import { createTokenSource, type FetchedToken } from '../wire/token.ts';
import { type ApiFailure, FeishuCallFailed } from './failure.ts';

export interface FeishuClientOptions {
  /** https://open.feishu.cn, or the emulator's address; without a slash at the end. */
  readonly baseUrl: string;
  readonly appId: string;
  readonly appSecret: string;
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
  readonly code: number;
  readonly counted: boolean;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Template below /open-apis, for logs and counting: `im/v1/messages/:message_id`. Ids come from `params`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject | FormData;
}

export type ApiResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly trace?: string }
  | { readonly ok: false; readonly failure: ApiFailure };

export interface FeishuClient {
  /** One API call; the value is the answer's body. Never rejects. */
  call(request: ApiRequest): Promise<ApiResult<JsonObject>>;
  /** A call that answers bytes. More than `maxBytes` is a failure with code `TOO_LARGE`. Never rejects. */
  download(request: ApiRequest, maxBytes: number): Promise<ApiResult<Uint8Array>>;
}

/** Nothing in the vendor's SDK ends a hanging call; here every one does (reference/feishu.md §10). */
export const TIMEOUT_MS = 10_000;

/** Our own code for a download above the cap; the vendor's codes are positive. */
export const TOO_LARGE = -1;

/** A new token helps against these (reference/feishu.md §1.1). */
const tokenRefused: ReadonlySet<number> = new Set([99991661, 99991663, 99991664, 99991668]);

/** Typed access to the vendor's HTTP API: one token for all calls, time-outs, one retry after a refused token. */
export function createFeishuClient(options: FeishuClientOptions): FeishuClient {
  const { baseUrl, appId, appSecret, now, onCall } = options;
  const fetchNow = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const tokens = createTokenSource(fetchToken, now);

  async function fetchToken(): Promise<FetchedToken> {
    const request: ApiRequest = {
      method: 'POST',
      path: 'auth/v3/tenant_access_token/internal',
      body: { app_id: appId, app_secret: appSecret },
    };
    const result = await send(request, undefined, readJson);
    if (!result.ok) throw new FeishuCallFailed(result.failure);
    const { tenant_access_token: value, expire } = result.value;
    if (typeof value === 'string' && typeof expire === 'number') return { value, expire };
    const failure = {
      during: nameOf(request),
      reason: 'unreadable',
      status: 200,
      code: 0,
      message: 'no token',
    } as const;
    throw new FeishuCallFailed(failure);
  }

  /** One HTTP exchange. */
  async function send<Value>(
    request: ApiRequest,
    token: string | undefined,
    read: (response: Response, during: string) => Promise<ApiResult<Value>>,
  ): Promise<ApiResult<Value>> {
    const during = nameOf(request);
    let result: ApiResult<Value>;
    let status = 0;
    const deadline = options.timeout ? { signal: options.timeout(), met: () => {} } : deadlineIn(TIMEOUT_MS);
    try {
      const response = await fetchNow(urlOf(baseUrl, request), {
        method: request.method,
        headers: headersOf(request, token),
        signal: deadline.signal,
        ...(request.body === undefined ? {} : { body: bodyOf(request.body) }),
      });
      status = response.status;
      result = await read(response, during);
    } catch (error) {
      result = { ok: false, failure: unreachable(during, { status, code: 0 }, error) };
    } finally {
      deadline.met();
    }
    const code = result.ok ? 0 : result.failure.code;
    onCall?.({ api: during, status, code, counted: !request.path.startsWith('auth/') });
    return result;
  }

  async function sendWithToken<Value>(
    request: ApiRequest,
    read: (response: Response, during: string) => Promise<ApiResult<Value>>,
  ): Promise<ApiResult<Value>> {
    try {
      const token = await tokens.current();
      const first = await send(request, token, read);
      if (first.ok || !tokenRefused.has(first.failure.code)) return first;
      tokens.invalidate(token);
      return await send(request, await tokens.current(), read);
    } catch (error) {
      if (error instanceof FeishuCallFailed) return { ok: false, failure: error.failure };
      throw error;
    }
  }

  return {
    call: (request) => sendWithToken(request, readJson),
    download: (request, maxBytes) =>
      sendWithToken(request, (response, during) => readBytes(response, during, maxBytes)),
  };
}

const nameOf = (request: ApiRequest): string => `${request.method} ${request.path}`;

function urlOf(baseUrl: string, { path, params = {}, query = {} }: ApiRequest): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return `${baseUrl}/open-apis/${filled}${search ? `?${search}` : ''}`;
}

/** For a form fetch sets the content type itself, with its boundary. */
function headersOf(request: ApiRequest, token: string | undefined): Record<string, string> {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(request.body === undefined || request.body instanceof FormData
      ? {}
      : { 'content-type': 'application/json; charset=utf-8' }),
  };
}

const bodyOf = (body: JsonObject | FormData): string | FormData =>
  body instanceof FormData ? body : JSON.stringify(body);

/** The vendor's `{code}` counts, whatever the HTTP status is (reference/feishu.md §0). */
async function readJson(response: Response, during: string): Promise<ApiResult<JsonObject>> {
  const body = parseObject(await response.text());
  if (!body || typeof body.code !== 'number') {
    return {
      ok: false,
      failure: {
        during,
        reason: 'unreadable',
        status: response.status,
        code: 0,
        message: '',
        ...traceOf(response, body),
      },
    };
  }
  if (body.code === 0 && response.ok) return { ok: true, value: body, ...traceOf(response, body) };
  const failure: ApiFailure = {
    during,
    reason: 'vendor',
    status: response.status,
    code: body.code,
    message: (textOf(body.msg) ?? '').slice(0, MESSAGE_LENGTH),
    ...traceOf(response, body),
    ...waitOf(response),
  };
  return { ok: false, failure };
}

async function readBytes(response: Response, during: string, maxBytes: number): Promise<ApiResult<Uint8Array>> {
  const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
  // A downloaded file may itself be JSON: only a failing answer, or one with the vendor's code, is an error body.
  if (!response.ok || (isJson && !response.headers.has('content-disposition'))) {
    const result = await readJson(response, during);
    if (!result.ok) return result;
    return {
      ok: false,
      failure: { during, reason: 'unreadable', status: response.status, code: 0, message: 'no file' },
    };
  }
  const bytes = await readCapped(response, maxBytes);
  if (bytes) return { ok: true, value: bytes, ...traceOf(response, undefined) };
  const message = `larger than ${maxBytes} bytes`;
  return { ok: false, failure: { during, reason: 'vendor', status: response.status, code: TOO_LARGE, message } };
}

function traceOf(response: Response, body: JsonObject | undefined): { readonly trace?: string } {
  const inBody = isObject(body?.error) ? textOf(body.error.log_id) : undefined;
  const trace = response.headers.get('x-tt-logid') ?? inBody;
  return trace ? { trace } : {};
}

/** Seconds to wait after HTTP 429 (reference/feishu.md §7.1). */
function waitOf(response: Response): { readonly waitMs?: number } {
  const seconds = Number(response.headers.get('x-ogw-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { waitMs: Math.ceil(seconds * 1000) } : {};
}
