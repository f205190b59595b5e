import { type CallFailure, describer } from '../wire/failure.ts';

/** DingTalk's codes: a word of the new API (`param.empty`), a number of the old one as text (`60011`). */
export type ApiFailure = CallFailure<string>;

export const describeApiFailure = describer('request id');

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
