import { isObject, textOf } from './json.ts';
import { withoutQuotes } from './without_quotes.ts';

/** Why a call to a vendor did not succeed. Holds no content and no secret. `Code` is the vendor's kind of code. */
export interface CallFailure<Code extends string | number> {
  /** Which call, e.g. `POST im/v1/messages`. */
  readonly during: string;
  readonly reason: 'vendor' | 'network' | 'timeout' | 'unreadable';
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** The vendor's code; 0 or empty when there was none. */
  readonly code: Code;
  /** The vendor's words, shortened; they name fields and ids. */
  readonly message: string;
  /** The vendor's support id. */
  readonly trace?: string;
  /** How long the vendor wants us to wait, ms. */
  readonly waitMs?: number;
}

/** One line for logs and verdicts; `traceName`: what the vendor calls its support id. */
export const describer =
  (traceName: string) =>
  (failure: CallFailure<string | number>): string => {
    const parts = [`${failure.during}: ${failure.reason}`];
    if (failure.status) parts.push(`HTTP ${failure.status}`);
    if (failure.code) parts.push(`code ${failure.code}`);
    if (failure.message) parts.push(withoutQuotes(failure.message));
    if (failure.trace) parts.push(`${traceName} ${failure.trace}`);
    return parts.join(', ');
  };

/** No answer at all. Only the error's class is kept: a fetch error's text may hold addresses with ids. */
export function unreachable<Code extends string | number>(
  during: string,
  { status, code }: { readonly status: number; readonly code: Code },
  error: unknown,
): CallFailure<Code> {
  const name = error instanceof Error ? error.name : 'unknown';
  const cause = error instanceof Error && isObject(error.cause) ? textOf(error.cause.code) : undefined;
  const reason = name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'network';
  return { during, reason, status, code, message: cause ?? name };
}

/** The vendor's words can be long; the beginning names the place (reference/feishu.md §7, 230099). */
export const MESSAGE_LENGTH = 300;
