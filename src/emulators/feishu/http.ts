import { type Context, Hono } from 'hono';
import { pause } from '../ground/clock.ts';
import { isObject, type JsonObject, parseJson } from '../ground/json.ts';
import { countsAgainstQuota, monthOf } from './calls.ts';
import type { Limits } from './limits.ts';
import { type Refusal, refusalOf, refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

/** One running API call. */
export interface ApiCall {
  readonly context: Context;
  /** Path parameter by name; empty when the path has none of it. */
  param(name: string): string;
  query(name: string): string | undefined;
  queries(name: string): string[];
  /** open_id behind a user token; only with `auth: 'user'`. */
  readonly userOpenId: string;
}

/** Members of the answer beside `code` and `msg`, or a whole response (downloads). */
export type ApiAnswer = JsonObject | Response;
export type ApiHandler = (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Api {
  readonly app: Hono;
  /** Mounts `/open-apis` + path with the vendor's token check, limits, quota, log id and call log. */
  route(method: HttpMethod, path: string, options: { auth: 'tenant' | 'user' | 'none' }, handler: ApiHandler): void;
}

export interface TokenChecks {
  tenant(token: string): boolean;
  /** The open_id a user token stands for. */
  user(token: string): string | undefined;
}

/** The request body as a JSON object; 9499 otherwise. */
export async function bodyOf(call: ApiCall): Promise<JsonObject> {
  const body = parseJson(await call.context.req.text());
  return isObject(body) ? body : refuse(9499, 'Bad Request');
}

/** A required text member or parameter; the vendor's field check answers 99992402. */
export function required(value: string | undefined, field: string): string {
  return value ?? refuse(99992402, `field validation failed: ${field} is required`);
}

function checkToken(
  emulation: Emulation,
  tokens: TokenChecks,
  auth: 'tenant' | 'user',
  header: string | undefined,
): string {
  const status = emulation.rules.invalidTokenStatus;
  const token = header?.match(/^Bearer (.+)$/)?.[1];
  if (token === undefined) return refuse(99991661, 'Missing access token for authorization.', { status });
  if (auth === 'user') {
    return tokens.user(token) ?? refuse(99991668, 'Invalid access token for authorization.', { status });
  }
  if (!/^[tu]-/.test(token)) return refuse(99991671, 'token must start with t- or u-', { status });
  if (!tokens.tenant(token)) return refuse(99991663, 'Invalid access token for authorization.', { status });
  return '';
}

function checkLimits(emulation: Emulation, limits: Limits, path: string): void {
  const now = emulation.clock.now();
  const forced = Math.max(0, emulation.faults.rateLimitedUntil - now);
  const wait = forced || limits.api(path, now);
  if (wait > 0) {
    refuse(99991400, 'request trigger frequency limit', {
      status: 429,
      headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': String(Math.ceil(wait / 1_000)) },
    });
  }
  const quota = emulation.rules.monthlyQuota;
  if (quota !== undefined && countsAgainstQuota(path) && emulation.calls.perMonth(monthOf(now)) >= quota) {
    refuse(99991403, 'This month API call quota has been exceeded');
  }
}

/** Applies the faults that strike before the vendor even looks at the call. */
async function sufferFaults(emulation: Emulation, path: string): Promise<void> {
  const { faults, clock } = emulation;
  if (faults.slow !== undefined && (faults.slow.path ?? path) === path) await pause(clock, faults.slow.ms);
  if (clock.now() < faults.serverErrorsUntil) refuse(1, 'system busy', { status: 500 });
  const index = faults.failures.findIndex((failure) => (failure.path ?? path) === path);
  const [failure] = index < 0 ? [] : faults.failures.splice(index, 1);
  if (failure !== undefined) refuse(failure.code, failure.msg, { status: failure.status });
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

function refused(refusal: Refusal, logId: string): Response {
  const body = { code: refusal.code, msg: refusal.msg, error: { log_id: logId, troubleshooter: '' }, ...refusal.more };
  return Response.json(body, { status: refusal.status, headers: refusal.headers ?? {} });
}

export function createApi(emulation: Emulation, limits: Limits, tokens: TokenChecks): Api {
  const app = new Hono();
  const route: Api['route'] = (method, path, { auth }, handler) => {
    const template = `${method} ${path}`;
    app.on(method, `/open-apis${path}`, async (context) => {
      const at = emulation.clock.now();
      if (at < emulation.faults.downUntil) return cutConnection(context);
      const logId = `${at}${emulation.random.hex(20).toUpperCase()}`;
      let response: Response;
      let code = 0;
      try {
        await sufferFaults(emulation, template);
        const userOpenId =
          auth === 'none' ? '' : checkToken(emulation, tokens, auth, context.req.header('Authorization'));
        checkLimits(emulation, limits, template);
        const answer = await handler({
          context,
          userOpenId,
          param: (name) => context.req.param(name) ?? '',
          query: (name) => context.req.query(name),
          queries: (name) => context.req.queries(name) ?? [],
        });
        response = answer instanceof Response ? answer : Response.json({ code: 0, msg: 'success', ...answer });
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        code = refusal.code;
        response = refused(refusal, logId);
      }
      response.headers.set('X-Tt-Logid', logId);
      emulation.calls.add({ at, method, path: template, status: response.status, code, logId });
      return response;
    });
  };
  return { app, route };
}
