import { pause } from '../ground/clock.ts';
import { isObject, type JsonObject, parseJson, textAt } from '../ground/json.ts';
import type { Push, PushOutcome } from './delivery.ts';
import { decryptEvent, type EventKeys, encryptEvent, signEvent } from './event_crypto.ts';
import { uuid } from './ids.ts';
import { signCard, signRobot } from './signatures.ts';
import type { DeliveryMode, Emulation } from './state.ts';

/** Pushes over HTTP wait 2.5 s for their answer (reference/dingtalk.md §0). */
const HTTP_WITHIN_MS = 2_500;

type HttpSetting = Pick<Emulation, 'clock' | 'random' | 'faults' | 'credentials' | 'corpId' | 'routes' | 'complain'>;
type HttpOutcome = { status: number; text: string } | 'timeout' | 'unreachable';

export interface HttpPush {
  /** Robot messages and events. */
  readonly push: Push;
  /** The unsigned-in-content check made when the event address is saved in the console. */
  verifyEventUrl(): Promise<{ ok: boolean; detail: string }>;
}

function post(
  { clock, faults }: HttpSetting,
  url: string,
  body: string,
  headers: Record<string, string>,
  withinMs: number,
): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const abort = new AbortController();
    const cancel = clock.after(withinMs, () => {
      abort.abort();
      resolve('timeout');
    });
    const request = async (): Promise<HttpOutcome> => {
      const response = await fetch(url, {
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
}

function outcomeOf(outcome: HttpOutcome): PushOutcome {
  if (outcome === 'timeout' || outcome === 'unreachable') return { kind: 'failed', reason: outcome };
  if (outcome.status !== 200) return { kind: 'failed', reason: 'refused' };
  return { kind: 'answered', body: parseJson(outcome.text) };
}

/** A push to the address a card's route key is registered for (reference/dingtalk.md §3.2). */
export function cardPush(setting: HttpSetting, routeKey: string): Push | undefined {
  const route = setting.routes.get(routeKey);
  if (route === undefined) return undefined;
  return async ({ data }, withinMs) => {
    const timestamp = String(setting.clock.now());
    const { secret } = route;
    const signed: Record<string, string> =
      secret === undefined
        ? {}
        : { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': signCard(timestamp, secret) };
    return outcomeOf(await post(setting, route.url, JSON.stringify(data), signed, withinMs));
  };
}

export function createHttpPush(setting: HttpSetting, mode: DeliveryMode & { mode: 'http' }): HttpPush {
  const { clock, random, credentials, corpId } = setting;
  const keysOf = (events: { token: string; aesKey: string }): EventKeys => ({ ...events, owner: credentials.clientId });

  const robot: Push = async ({ data }) => {
    const timestamp = String(clock.now());
    const headers = { timestamp, sign: signRobot(timestamp, credentials.clientSecret) };
    return outcomeOf(await post(setting, mode.robotUrl, JSON.stringify(data), headers, HTTP_WITHIN_MS));
  };

  /** Whether the answer is the encrypted word 「success」, signed like the push. */
  const isSuccess = (keys: EventKeys, body: unknown): boolean => {
    if (!isObject(body)) return false;
    const [signature, encrypted] = [textAt(body, 'msg_signature'), textAt(body, 'encrypt')];
    const [timeStamp, nonce] = [String(body.timeStamp ?? ''), textAt(body, 'nonce') ?? ''];
    if (signature === undefined || encrypted === undefined) return false;
    return (
      signEvent(keys.token, timeStamp, nonce, encrypted) === signature && decryptEvent(keys, encrypted) === 'success'
    );
  };

  const pushEvent = async (event: JsonObject): Promise<PushOutcome> => {
    const { events } = mode;
    if (events === undefined) return { kind: 'failed', reason: 'no_receiver' };
    const keys = keysOf(events);
    const encrypted = encryptEvent(keys, JSON.stringify(event), random.word(16));
    const [timestamp, nonce] = [String(clock.now()), random.word(9)];
    const signature = signEvent(keys.token, timestamp, nonce, encrypted);
    const url = new URL(events.url);
    const query = { signature, msg_signature: signature, timestamp, nonce };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answered = await post(setting, url.href, JSON.stringify({ encrypt: encrypted }), {}, HTTP_WITHIN_MS);
    const outcome = outcomeOf(answered);
    if (outcome.kind === 'failed') return outcome;
    if (isSuccess(keys, outcome.body)) return { kind: 'answered', body: { status: 'SUCCESS' } };
    setting.complain('the answer to an event is not the encrypted and signed word success');
    return { kind: 'failed', reason: 'refused' };
  };

  return {
    push: (message, withinMs) =>
      message.type === 'CALLBACK'
        ? robot(message, withinMs)
        : pushEvent({
            EventType: message.headers?.eventType,
            EventTime: Number(message.headers?.eventBornTime),
            CorpId: corpId,
            BizId: uuid(random),
            eventId: message.headers?.eventId,
            ...message.data,
          }),
    async verifyEventUrl() {
      const outcome = await pushEvent({ EventType: 'check_url' });
      return outcome.kind === 'answered' ? { ok: true, detail: 'success' } : { ok: false, detail: outcome.reason };
    },
  };
}
