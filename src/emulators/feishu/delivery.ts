import type { EmulatorClock } from '../ground/clock.ts';
import type { JsonObject } from '../ground/json.ts';
import type { Random } from '../ground/random.ts';
import type { FaultState } from './faults.ts';
import type { Rules } from './rules.ts';
import type { AppCredentials, Envelope } from './state.ts';

/** What became of one push: the receiver's answer (undefined: it gave none), or why there is no answer. */
export type PushOutcome =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly reason: 'no_receiver' | 'timeout' | 'unreachable' | 'refused' };

/** Sends one envelope to the app; settles when it is answered or 3 s of the clock have passed. */
export type Push = (envelope: Envelope) => Promise<PushOutcome>;

/** Waiting times before the retries of an event (reference/feishu.md §2.5). */
export const RETRY_LADDER_MS = [15_000, 300_000, 3_600_000, 21_600_000] as const;

export interface Delivery {
  /** Pushes an event; resolves when the first attempt is acked or given up for now. Retries run on the clock. */
  event(type: string, event: JsonObject): Promise<void>;
  /** Pushes a callback once and gives back its outcome; callbacks are never retried. */
  callback(type: string, event: JsonObject): Promise<PushOutcome>;
  redeliverLast(): Promise<void>;
  /** Resolves when no push is under way; waiting retries do not count. */
  settled(): Promise<void>;
  /** Number of retries waiting on the clock. */
  waitingRetries(): number;
}

interface DeliverySetting {
  readonly credentials: AppCredentials;
  readonly tenantKey: string;
  readonly clock: EmulatorClock;
  readonly random: Random;
  readonly rules: Rules;
  readonly faults: FaultState;
}

export function createDelivery(setting: DeliverySetting, push: Push): Delivery {
  const { clock, faults, rules } = setting;
  let underWay = 0;
  let waitingRetries = 0;
  let idle: (() => void)[] = [];
  let last: Envelope | undefined;
  let heldBack: Envelope | undefined;

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

  const envelopeOf = (type: string, event: JsonObject, createTime: string): Envelope => ({
    schema: '2.0',
    header: {
      event_id: setting.random.hex(32),
      token: setting.credentials.verificationToken,
      create_time: createTime,
      event_type: type,
      tenant_key: setting.tenantKey,
      app_id: setting.credentials.appId,
    },
    event,
  });

  const attempt = async (envelope: Envelope): Promise<PushOutcome> => {
    const outcome = await push(envelope);
    if (outcome.kind === 'failed' || faults.dropAcks === 0) return outcome;
    faults.dropAcks -= 1;
    return { kind: 'failed', reason: 'timeout' };
  };

  const deliver = async (envelope: Envelope, failures: number): Promise<void> => {
    const outcome = await attempt(envelope);
    const wait = outcome.kind === 'failed' ? RETRY_LADDER_MS[failures] : undefined;
    if (wait === undefined) return;
    waitingRetries += 1;
    clock.after(wait, () => {
      waitingRetries -= 1;
      void tracked(() => deliver(envelope, failures + 1));
    });
  };

  return {
    event: (type, event) =>
      tracked(async () => {
        if (rules.subscribed !== undefined && !rules.subscribed.has(type)) return;
        const envelope = envelopeOf(type, event, String(clock.now()));
        if (faults.swapEvents > 0 && heldBack === undefined) {
          faults.swapEvents -= 1;
          heldBack = envelope;
          return;
        }
        last = envelope;
        await deliver(envelope, 0);
        if (faults.duplicateEvents > 0) {
          faults.duplicateEvents -= 1;
          await deliver(envelope, 0);
        }
        const overtaken = heldBack;
        heldBack = undefined;
        if (overtaken !== undefined) {
          last = overtaken;
          await deliver(overtaken, 0);
        }
      }),
    // The header of card callbacks counts microseconds (reference/feishu.md §0).
    callback: (type, event) => tracked(() => attempt(envelopeOf(type, event, `${clock.now()}000`))),
    redeliverLast: () =>
      tracked(async () => {
        if (last !== undefined) await deliver(last, 0);
      }),
    settled: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    waitingRetries: () => waitingRetries,
  };
}
