import { withoutQuotes } from '../wire/without_quotes.ts';

/** Why a call to the vendor did not succeed. Holds no content and no secret. */
export interface ApiFailure {
  /** Which call, e.g. `POST im/v1/messages`. */
  readonly during: string;
  readonly reason: 'vendor' | 'network' | 'timeout' | 'unreadable';
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** The vendor's code, 0 when there was none. */
  readonly code: number;
  /** The vendor's words, shortened; they name fields and ids. */
  readonly message: string;
  /** The vendor's support id. */
  readonly logId?: string;
  /** How long the vendor wants us to wait, ms. */
  readonly waitMs?: number;
}

/** One line for logs and verdicts. */
export function describeApiFailure(failure: ApiFailure): string {
  const parts = [`${failure.during}: ${failure.reason}`];
  if (failure.status) parts.push(`HTTP ${failure.status}`);
  if (failure.code) parts.push(`code ${failure.code}`);
  if (failure.message) parts.push(withoutQuotes(failure.message));
  if (failure.logId) parts.push(`log id ${failure.logId}`);
  return parts.join(', ');
}

/** A call that has no verdict to give (contacts, bot info) failed. */
export class FeishuCallFailed extends Error {
  readonly code = 'feishu.call_failed';
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(describeApiFailure(failure));
    this.name = 'FeishuCallFailed';
    this.failure = failure;
  }
}
