import { isObject, textOf } from '../wire/json.ts';

/**
 * The organisation's own id. No call tells it and nobody has to look it up: every message and press names it. A page
 * inside the app cannot ask who is there without it (reference/dingtalk.md §1).
 */
export interface CorpId {
  known(): string | undefined;
  /** Reads it from what has arrived; anything without it is passed over. */
  learn(body: unknown): void;
}

/** `keep` outlives the process. */
export function createCorpId(keep?: { read(): string | undefined; write(corpId: string): void }): CorpId {
  let known = keep?.read();
  return {
    known: () => known,
    learn(body) {
      if (!isObject(body)) return;
      const heard = textOf(body.chatbotCorpId) ?? textOf(body.corpId);
      if (heard === undefined || heard === known || !/^ding[0-9a-z]{4,60}$/i.test(heard)) return;
      known = heard;
      keep?.write(heard);
    },
  };
}
