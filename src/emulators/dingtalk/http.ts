import { type Context, Hono } from 'hono';
import { pause } from '../ground/clock.ts';
import { isObject, type JsonObject, parseJson } from '../ground/json.ts';
import { createSlidingWindow } from '../ground/sliding_window.ts';
import { monthOf } from './calls.ts';
import { uuid } from './ids.ts';
import { type Refusal, refusalOf, refuse, refuseOld } from './refusal.ts';
import type { Emulation } from './state.ts';

/** One running API call. */
export interface ApiCall {
  readonly context: Context;
  /** Path parameter by name; empty when the path has none of it. */
  param(name: string): string;
  query(name: string): string | undefined;
}

/** Members of the answer, or a whole response. */
export type ApiAnswer = JsonObject | Response;
export type ApiHandler = (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface RouteOptions {
  readonly auth: 'token' | 'none';
  /** Exempt from the monthly quota (reference/dingtalk.md §8). */
  readonly free?: boolean;
  /** The permission the app needs. */
  readonly permission?: string;
}

export interface Api {
  readonly app: Hono;
  /** A call of api.dingtalk.com: token in a header, failures by HTTP status. */
  route(method: HttpMethod, path: string, options: RouteOptions, handler: ApiHandler): void;
  /** A call of oapi.dingtalk.com: token in the query, always 200, failures by `errcode`. */
  oldRoute(method: HttpMethod, path: string, options: RouteOptions, handler: ApiHandler): void;
}

export type TokenCheck = (token: string) => 'valid' | 'expired' | 'unknown';

/** The request body as a JSON object; a text that is no JSON is refused as the vendor's gateway does. */
export async function bodyOf(call: ApiCall): Promise<JsonObject> {
  const text = await call.context.req.text();
  const body = text === '' ? {} : parseJson(text);
  return isObject(body) ? body : refuse('InvalidBody.JsonParseError', 'the request body is no JSON object');
}

/** Cuts the connection without an answer, as a vendor that is down does; outside a Node server it answers 503. */
function cutConnection(context: Context): Response {
  const environment: unknown = context.env;
  if (isObject(environment) && isObject(environment.incoming)) {
    const socket = environment.incoming.socket;
    if (isObject(socket) && typeof socket.destroy === 'function') socket.destroy();
  }
  return new Response(null, { status: 503 });
}

/** The shield in front of both hosts, which knows nothing of the API's answers (reference/dingtalk.md §8). */
function blockedByShield(requestId: string): Response {
  return Response.json({ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: requestId }, { status: 403 });
}

function takeFirst<Item extends { readonly path?: string }>(items: Item[], path: string): Item | undefined {
  const index = items.findIndex((item) => (item.path ?? path) === path);
  return index < 0 ? undefined : items.splice(index, 1)[0];
}

interface Host {
  readonly old: boolean;
  tokenOf(context: Context): string | undefined;
  success(answer: JsonObject, requestId: string): Response;
  failure(refusal: Refusal, requestId: string): Response;
}

const newHost: Host = {
  old: false,
  tokenOf: (context) => context.req.header('x-acs-dingtalk-access-token'),
  success: (answer) => Response.json(answer),
  failure: ({ status, code, message, more }, requestId) =>
    Response.json({ requestid: requestId, code: String(code), message, ...more }, { status }),
};

const oldHost: Host = {
  old: true,
  tokenOf: (context) => context.req.query('access_token'),
  success: (answer, requestId) => Response.json({ errcode: 0, errmsg: 'ok', request_id: requestId, ...answer }),
  failure: ({ status, code, message, more }, requestId) =>
    Response.json({ errcode: Number(code) || -1, errmsg: message, request_id: requestId, ...more }, { status }),
};

export function createApi(emulation: Emulation, checkToken: TokenCheck): Api {
  const { clock, faults, rules, calls } = emulation;
  const app = new Hono();
  let perSecond = createSlidingWindow(rules.callsPerSecond, 1_000);
  let limit = rules.callsPerSecond;

  const authorise = (host: Host, context: Context, permission: string | undefined) => {
    const token = host.tokenOf(context);
    const state = token === undefined ? 'unknown' : checkToken(token);
    if (state !== 'valid') {
      if (host.old) refuseOld(state === 'expired' ? 42001 : 40014, '不合法的access_token');
      refuse('InvalidAuthentication', '不合法的access_token');
    }
    if (permission === undefined || !rules.missingPermissions.has(permission)) return;
    if (host.old) refuseOld(60011, `应用尚未开通所需的权限：[${permission}]`, { sub_code: '60011' });
    refuse('Forbidden.AccessDenied.AccessTokenPermissionDenied', `应用尚未开通所需的权限：[${permission}]`, {
      status: 403,
      more: { accessdenieddetail: { requiredScopes: [permission] } },
    });
  };

  const limitSpeed = (host: Host, path: string) => {
    if (limit !== rules.callsPerSecond) {
      limit = rules.callsPerSecond;
      perSecond = createSlidingWindow(limit, 1_000);
    }
    const now = clock.now();
    if (now >= faults.rateLimitedUntil && perSecond.take(path, now) === 0) return;
    if (host.old) refuseOld(90018, '您的应用调用该接口的QPS超过上限');
    refuse('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '应用调用该接口的QPS超过上限', { status: 403 });
  };

  const limitMonth = (host: Host) => {
    const quota = rules.apiQuota;
    if (quota === undefined || calls.perMonth(monthOf(clock.now())) < quota) return;
    if (host.old) refuseOld(90020, '企业调用接口总量超过当月限制');
    refuse('Forbidden.AccessDenied.ApiCountLimitForOrg', '企业调用接口总量超过当月限制', { status: 403 });
  };

  /** Applies the faults that strike before the vendor even looks at the call. */
  const sufferFaults = async (host: Host, path: string) => {
    if (faults.slow !== undefined && (faults.slow.path ?? path) === path) await pause(clock, faults.slow.ms);
    if (clock.now() < faults.serverErrorsUntil) {
      if (host.old) refuseOld(-1, '系统繁忙');
      refuse('system.error', '系统繁忙', { status: 500 });
    }
    const failure = takeFirst(faults.failures, path);
    if (failure === undefined) return;
    const message = failure.message ?? 'injected failure';
    if (host.old) refuseOld(Number(failure.code), message);
    refuse(String(failure.code), message, { status: failure.status });
  };

  const mount = (host: Host, method: HttpMethod, path: string, options: RouteOptions, handler: ApiHandler) => {
    const template = `${method} ${path}`;
    app.on(method, path, async (context) => {
      const at = clock.now();
      if (at < faults.downUntil) return cutConnection(context);
      const requestId = uuid(emulation.random).toUpperCase();
      if (at < faults.ipBlockedUntil) return blockedByShield(requestId);
      let response: Response;
      let code: string | number = 0;
      // Throttled calls do not count; whether refused ones do is unclear, so they do (reference/dingtalk.md §8).
      let counted = false;
      try {
        await sufferFaults(host, template);
        if (options.auth === 'token') authorise(host, context, options.permission);
        limitSpeed(host, template);
        if (options.free !== true) limitMonth(host);
        counted = options.free !== true;
        const answer = await handler({
          context,
          param: (name) => context.req.param(name) ?? '',
          query: (name) => context.req.query(name),
        });
        response = answer instanceof Response ? answer : host.success(answer, requestId);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        code = refusal.code;
        response = host.failure(refusal, requestId);
      }
      calls.add({ at, method, path: template, status: response.status, code, requestId, counted });
      if (takeFirst(faults.lostAnswers, template) !== undefined) return cutConnection(context);
      return response;
    });
  };

  return {
    app,
    route: (method, path, options, handler) => mount(newHost, method, path, options, handler),
    oldRoute: (method, path, options, handler) => mount(oldHost, method, path, options, handler),
  };
}
