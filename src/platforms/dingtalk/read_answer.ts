import { MESSAGE_LENGTH } from '../wire/failure.ts';
import { type JsonObject, parseObject, textOf } from '../wire/json.ts';
import { readCapped } from '../wire/read_capped.ts';
import type { ApiFailure } from './failure.ts';

export type ApiResult<Value> =
  | { readonly ok: true; readonly value: Value; readonly trace?: string }
  | { readonly ok: false; readonly failure: ApiFailure };

/** Our own code for a download above the cap. */
export const TOO_LARGE = 'anyuan.tooLarge';

/** Our own code for the answer of the vendor's gate to too many calls from one address (reference/dingtalk.md §8). */
export const ADDRESS_BLOCKED = 'anyuan.addressBlocked';

/** reference/dingtalk.md §8: the block lasts five minutes. */
const BLOCKED_MS = 5 * 60_000;

/** One of the two envelopes (reference/dingtalk.md §0): HTTP status and `code`, or always 200 and `errcode`. */
export async function readJson(response: Response, during: string): Promise<ApiResult<JsonObject>> {
  const body = parseObject(await response.text());
  const { status } = response;
  if (!body) return { ok: false, failure: { during, reason: 'unreadable', status, code: '', message: '' } };
  const trace = traceOf(response, body);
  if (body.punish !== undefined && body.status === 1111) {
    const failure = {
      during,
      reason: 'vendor',
      status,
      code: ADDRESS_BLOCKED,
      message: '',
      waitMs: BLOCKED_MS,
    } as const;
    return { ok: false, failure };
  }
  const code = codeOf(body, response.ok);
  if (code === undefined) return { ok: true, value: body, ...trace };
  const message = (textOf(body.message) ?? textOf(body.errmsg) ?? '').slice(0, MESSAGE_LENGTH);
  return { ok: false, failure: { during, reason: 'vendor', status, code, message, ...trace } };
}

/** Undefined when the call succeeded. */
function codeOf(body: JsonObject, isOk: boolean): string | undefined {
  const old = typeof body.errcode === 'number' || typeof body.errcode === 'string' ? String(body.errcode) : undefined;
  if (old !== undefined && old !== '0') return textOf(body.sub_code) === undefined ? old : `${old}:${body.sub_code}`;
  if (isOk) return body.success === false ? (textOf(body.code) ?? 'success.false') : undefined;
  return textOf(body.code) ?? '';
}

/** A file; more than `maxBytes` is a failure with code `TOO_LARGE`. */
export async function readBytes(response: Response, during: string, maxBytes: number): Promise<ApiResult<Uint8Array>> {
  const { status } = response;
  if (!response.ok) return { ok: false, failure: { during, reason: 'vendor', status, code: '', message: 'no file' } };
  const bytes = await readCapped(response, maxBytes);
  if (bytes) return { ok: true, value: bytes };
  const message = `larger than ${maxBytes} bytes`;
  return { ok: false, failure: { during, reason: 'vendor', status, code: TOO_LARGE, message } };
}

function traceOf(response: Response, body: JsonObject): { readonly trace?: string } {
  const trace =
    textOf(body.requestid) ?? textOf(body.request_id) ?? response.headers.get('x-acs-request-id') ?? undefined;
  return trace ? { trace } : {};
}
