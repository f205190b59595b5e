import { withoutQuotes } from '../wire/without_quotes.ts';

/** Why a call to the vendor did not succeed. Holds no content and no secret. */
export interface ApiFailure {
  /** Which call, e.g. `POST api/v1.0/robot/oToMessages/batchSend`. */
  readonly during: string;
  readonly reason: 'vendor' | 'network' | 'timeout' | 'unreadable';
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** The vendor's code: a word of the new API (`param.empty`), a number of the old one (`60011`); empty when none. */
  readonly code: string;
  /** The vendor's words, shortened; they name fields and ids. */
  readonly message: string;
  /** The vendor's support id. */
  readonly requestId?: string;
  /** How long the vendor wants us to wait, ms. */
  readonly waitMs?: number;
}

/** One line for logs and verdicts. */
export function describeApiFailure(failure: ApiFailure): string {
  const parts = [`${failure.during}: ${failure.reason}`];
  if (failure.status) parts.push(`HTTP ${failure.status}`);
  if (failure.code) parts.push(`code ${failure.code}`);
  if (failure.message) parts.push(withoutQuotes(failure.message));
  if (failure.requestId) parts.push(`request id ${failure.requestId}`);
  return parts.join(', ');
}

/** A call that has no verdict to give (contacts, the Stream address) failed. */
export class DingTalkCallFailed extends Error {
  readonly code = 'dingtalk.call_failed';
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(describeApiFailure(failure));
    this.name = 'DingTalkCallFailed';
    this.failure = failure;
  }
}
