import type { JsonObject } from '../ground/json.ts';

/** How the vendor says no: on the new host by HTTP status and a string code, on the old one by a number in a 200. */
export interface Refusal {
  readonly status: number;
  readonly code: string | number;
  readonly message: string;
  /** Further members of the answer's body. */
  readonly more?: JsonObject;
}

function thrown(refusal: Refusal): Error {
  return Object.assign(new Error(`${refusal.code}: ${refusal.message}`), { refusal });
}

/** Ends a call of the new host with `{requestid, code, message}`; 400 unless said otherwise (reference/dingtalk.md §0). */
export function refuse(code: string, message = code, options: { status?: number; more?: JsonObject } = {}): never {
  throw thrown({
    status: options.status ?? 400,
    code,
    message,
    ...(options.more === undefined ? {} : { more: options.more }),
  });
}

/** Ends a call of the old host with `{errcode, errmsg}` in a 200. */
export function refuseOld(code: number, message: string, more: JsonObject = {}): never {
  throw thrown({ status: 200, code, message, more });
}

/** The refusal carried by a thrown error, or undefined for an ordinary error. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('refusal' in error)) return undefined;
  // Only the two functions above attach a member of this name.
  return error.refusal as Refusal;
}
