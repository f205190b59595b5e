import { type EmulatorClock, pause } from '../ground/clock.ts';
import { isObject, parseJson } from '../ground/json.ts';
import type { Random } from '../ground/random.ts';
import type { Push, PushOutcome } from './delivery.ts';
import { encryptText, signBody } from './envelope_crypto.ts';
import type { FaultState } from './faults.ts';
import type { AppCredentials } from './state.ts';

const ANSWER_WITHIN_MS = 3_000;
const CHALLENGE_WITHIN_MS = 1_000;

/** The vendor's side of the webhook: pushes and the check of the address (reference/feishu.md §2). */
export interface Webhook {
  readonly push: Push;
  /** The unsigned check made when an address is saved in the console. */
  verifyUrl(): Promise<{ ok: boolean; detail: string }>;
}

interface WebhookSetting {
  readonly credentials: AppCredentials;
  readonly clock: EmulatorClock;
  readonly random: Random;
  readonly faults: FaultState;
}

type HttpOutcome = { status: number; text: string } | 'timeout' | 'unreachable';

export function createWebhook(setting: WebhookSetting, url: string | (() => string)): Webhook {
  const { credentials, clock, random, faults } = setting;
  const { encryptKey } = credentials;

  const wireBody = (message: object): string => {
    const text = JSON.stringify(message);
    if (encryptKey === undefined) return text;
    return JSON.stringify({ encrypt: encryptText(text, encryptKey, Buffer.from(random.hex(32), 'hex')) });
  };

  const post = (body: string, headers: Record<string, string>, withinMs: number): Promise<HttpOutcome> =>
    new Promise((resolve) => {
      const abort = new AbortController();
      const cancel = clock.after(withinMs, () => {
        abort.abort();
        resolve('timeout');
      });
      const request = async (): Promise<HttpOutcome> => {
        const response = await fetch(typeof url === 'string' ? url : url(), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
          body,
          redirect: 'manual',
          signal: abort.signal,
        });
        const text = await response.text();
        if (faults.ackDelayMs > 0) await pause(clock, faults.ackDelayMs);
        return { status: response.status, text };
      };
      request()
        .catch((): HttpOutcome => 'unreachable')
        .then((outcome) => {
          cancel();
          resolve(outcome);
        });
    });

  const push: Push = async (envelope): Promise<PushOutcome> => {
    const body = wireBody(envelope);
    const timestamp = String(Math.floor(clock.now() / 1_000));
    const nonce = random.word(10);
    const signed =
      encryptKey === undefined
        ? {}
        : {
            'X-Lark-Request-Timestamp': timestamp,
            'X-Lark-Request-Nonce': nonce,
            'X-Lark-Signature': signBody(timestamp, nonce, encryptKey, body),
          };
    const outcome = await post(body, signed, ANSWER_WITHIN_MS);
    if (outcome === 'timeout' || outcome === 'unreachable') return { kind: 'failed', reason: outcome };
    if (outcome.status !== 200) return { kind: 'failed', reason: 'refused' };
    return { kind: 'answered', body: parseJson(outcome.text) };
  };

  return {
    push,
    async verifyUrl() {
      const challenge = random.word(16);
      const body = wireBody({ challenge, token: credentials.verificationToken, type: 'url_verification' });
      const outcome = await post(body, {}, CHALLENGE_WITHIN_MS);
      if (outcome === 'timeout' || outcome === 'unreachable') return { ok: false, detail: outcome };
      const answer = parseJson(outcome.text);
      const ok = outcome.status === 200 && isObject(answer) && answer.challenge === challenge;
      return { ok, detail: `HTTP ${outcome.status} ${outcome.text.slice(0, 200)}` };
    },
  };
}
