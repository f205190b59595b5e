import { type CallFailure, describer } from '../wire/failure.ts';

/** Feishu's codes are numbers; its support id is the log id. */
export type ApiFailure = CallFailure<number>;

export const describeApiFailure = describer('log id');

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
