import type { JsonObject } from '../ground/json.ts';
import { isObject } from '../ground/json.ts';
import { monthOf, type UseRecord } from './calls.ts';
import { uuid } from './ids.ts';
import type { Emulation } from './state.ts';

/** What became of one push: the receiver's answer, or why there is none. */
export type PushOutcome =
  | { readonly kind: 'answered'; readonly body: unknown }
  | {
      readonly kind: 'failed';
      readonly reason: 'no_receiver' | 'timeout' | 'unreachable' | 'refused' | 'quota_exhausted';
    };

export interface PushMessage {
  readonly type: 'EVENT' | 'CALLBACK';
  readonly topic: string;
  /** Further headers of a frame: those of an event. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly data: JsonObject;
}

/** Sends one message to the app; settles when it is answered or `withinMs` of the clock have passed. */
export type Push = (message: PushMessage, withinMs: number) => Promise<PushOutcome>;

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';
/** A card callback is answered within 2 s or not at all (reference/dingtalk.md §0). */
export const CARD_WITHIN_MS = 2_000;
const ACK_WITHIN_MS = 3_000;
const REPEAT_AFTER_MS = 60_000;
/** Waiting times before an event comes again (reference/dingtalk.md §2.5). */
const EVENT_RETRIES_MS = [10_000, 30_000] as const;
/** Contact events are free of the Webhook & Stream quota (reference/dingtalk.md §2.7). */
const FREE_EVENTS = /^(user_|org_dept_|org_change|label_|org_admin_)/;

export interface FailedEvent {
  readonly type: string;
  readonly at: number;
  readonly data: JsonObject;
}

export interface Delivery {
  /** Pushes a robot message; resolves with what the receiver answered to the first attempt, undefined without one. */
  botMessage(payload: JsonObject): Promise<unknown>;
  event(type: string, data: JsonObject): Promise<void>;
  /** Pushes a card callback once through its own way; card callbacks are never retried. */
  card(body: JsonObject, push: Push): Promise<PushOutcome>;
  redeliverLast(): Promise<void>;
  /** Events given up after their retries; reading removes them (UNVERIFIED, reference/dingtalk.md §2.5). */
  takeFailed(most: number): { list: readonly FailedEvent[]; hasMore: boolean };
  /** Robot messages nobody got and nobody will get. */
  lost(): readonly JsonObject[];
  settled(): Promise<void>;
  /** Number of repeats waiting on the clock. */
  waitingRetries(): number;
}

type DeliverySetting = Pick<Emulation, 'clock' | 'random' | 'rules' | 'faults' | 'uses' | 'corpId' | 'credentials'>;

/** Without a message's body but with the news that the month is used up (reference/dingtalk.md §4). */
function overQuota(payload: JsonObject): JsonObject {
  const { text: _text, content: _content, ...rest } = payload;
  return { ...rest, errorCode: 20001, errorMessage: '企业 Webhook 和 Stream 调用量已超过当月限制' };
}

export function createDelivery(setting: DeliverySetting, push: Push): Delivery {
  const { clock, random, faults, rules, uses } = setting;
  let underWay = 0;
  let waitingRetries = 0;
  let idle: (() => void)[] = [];
  let last: (() => Promise<unknown>) | undefined;
  let failed: FailedEvent[] = [];
  const lost: JsonObject[] = [];

  const tracked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      if (underWay === 0) {
        const waiting = idle;
        idle = [];
        for (const resolve of waiting) resolve();
      }
    }
  };

  const later = (ms: number, run: () => Promise<unknown>) => {
    waitingRetries += 1;
    clock.after(ms, () => {
      waitingRetries -= 1;
      void tracked(run);
    });
  };

  const attempt = async (through: Push, message: PushMessage, withinMs: number): Promise<PushOutcome> => {
    const outcome = await through(message, withinMs);
    if (outcome.kind === 'failed' || faults.dropAcks === 0) return outcome;
    faults.dropAcks -= 1;
    return { kind: 'failed', reason: 'timeout' };
  };

  /** Takes one use of the month; false when there is none left. */
  const takeUse = (kind: UseRecord['kind']): boolean => {
    const at = clock.now();
    const quota = rules.streamQuota;
    if (quota !== undefined && uses.perMonth(monthOf(at)) >= quota) return false;
    uses.add({ at, kind });
    return true;
  };

  const sendBotMessage = async (data: JsonObject, repeats: number): Promise<unknown> => {
    const outcome = await attempt(push, { type: 'CALLBACK', topic: ROBOT_TOPIC, data }, ACK_WITHIN_MS);
    if (outcome.kind === 'answered') return outcome.body;
    // What comes while nobody is connected is gone; what was not acked comes once more (reference/dingtalk.md §2.5).
    if (outcome.reason !== 'no_receiver' && repeats > 0 && rules.redeliversBotMessages) {
      later(REPEAT_AFTER_MS, () => sendBotMessage(data, repeats - 1));
    } else {
      lost.push(data);
    }
    return undefined;
  };

  const sendEvent = async (event: FailedEvent, headers: Record<string, string>, failures: number): Promise<void> => {
    const message: PushMessage = { type: 'EVENT', topic: '*', headers, data: event.data };
    const outcome = await attempt(push, message, ACK_WITHIN_MS);
    const { body } = outcome.kind === 'answered' ? outcome : { body: undefined };
    if (isObject(body) && body.status === 'SUCCESS') return;
    const wait = EVENT_RETRIES_MS[failures];
    if (wait === undefined) failed.push(event);
    else later(wait, () => sendEvent(event, headers, failures + 1));
  };

  return {
    botMessage: (payload) =>
      tracked(async () => {
        const data = takeUse('message') ? payload : overQuota(payload);
        last = () => sendBotMessage(data, 0);
        const answer = await sendBotMessage(data, 1);
        if (faults.duplicateMessages > 0) {
          faults.duplicateMessages -= 1;
          await sendBotMessage(data, 0);
        }
        return answer;
      }),
    event: (type, data) =>
      tracked(async () => {
        if (rules.subscribed !== undefined && !rules.subscribed.has(type)) return;
        // How an event looks over quota is not documented beyond 「likewise」; it is not sent here.
        if (!FREE_EVENTS.test(type) && !takeUse('event')) return;
        const headers = {
          eventId: random.hex(32),
          eventType: type,
          eventCorpId: setting.corpId,
          eventBornTime: String(clock.now()),
          eventUnifiedAppId: uuid(random),
        };
        const event = { type, at: clock.now(), data };
        last = () => sendEvent(event, headers, EVENT_RETRIES_MS.length);
        await sendEvent(event, headers, 0);
      }),
    card: (body, through) =>
      tracked(async () => {
        if (!takeUse('card')) return { kind: 'failed', reason: 'quota_exhausted' };
        return attempt(through, { type: 'CALLBACK', topic: CARD_TOPIC, data: body }, CARD_WITHIN_MS);
      }),
    redeliverLast: () =>
      tracked(async () => {
        await last?.();
      }),
    takeFailed(most) {
      const list = failed.slice(0, most);
      failed = failed.slice(most);
      return { list, hasMore: failed.length > 0 };
    },
    lost: () => lost,
    settled: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    waitingRetries: () => waitingRetries,
  };
}
