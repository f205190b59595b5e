/** How the vendor says no: HTTP status, error code and message, with headers when it sends some. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the answer's body (`error`, `data`, …). */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Ends the running API call with a vendor error. Errors of im/* come with HTTP 400 (reference/feishu.md §0). */
export function refuse(code: number, msg: string, options: Partial<Omit<Refusal, 'code' | 'msg'>> = {}): never {
  throw Object.assign(new Error(`${code}: ${msg}`), { refusal: { status: 400, ...options, code, msg } });
}

/** The refusal carried by a thrown error, or undefined for an ordinary error. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('refusal' in error)) return undefined;
  // Only `refuse` attaches a member of this name.
  return error.refusal as Refusal;
}
