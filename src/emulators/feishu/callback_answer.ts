import { isObject, type JsonObject, textAt } from '../ground/json.ts';
import { cardFaultOf } from './cards/card_error.ts';
import type { CardWorld } from './cards/references.ts';
import { validateCard } from './cards/validate.ts';
import type { PushOutcome } from './delivery.ts';

export interface Toast {
  readonly type: 'info' | 'success' | 'error' | 'warning';
  readonly content: string;
}

/** What the client makes of the app's answer to a press. */
export type CallbackReading =
  | { readonly ok: true; readonly toast?: Toast; readonly card?: JsonObject }
  | { readonly ok: false; readonly error: number; readonly detail: string };

const CARD_BYTES = 30 * 1024;
const TOAST_TYPES = ['info', 'success', 'error', 'warning'] as const;
const FAILED = { no_receiver: 200340, timeout: 200341, unreachable: 200342, refused: 200671 } as const;

const badShape = (detail: string): CallbackReading => ({ ok: false, error: 200672, detail });

function readToast(value: unknown): Toast | undefined {
  if (!isObject(value)) return undefined;
  const type = value.type === undefined ? 'info' : TOAST_TYPES.find((each) => each === value.type);
  const i18n = isObject(value.i18n) ? textAt(value.i18n, 'zh_cn') : undefined;
  const content = i18n ?? textAt(value, 'content');
  return type === undefined || content === undefined ? undefined : { type, content };
}

function readCardAnswer(value: unknown, world: CardWorld): CallbackReading & { card?: JsonObject } {
  if (!isObject(value) || !isObject(value.data)) return badShape('card needs type and data');
  if (value.type === 'template') return { ok: false, error: 200673, detail: 'template does not exist (not emulated)' };
  if (value.type !== 'raw') return badShape('card.type must be raw or template');
  if (value.data.schema !== '2.0') return { ok: false, error: 200830, detail: 'a 2.0 card cannot become a 1.0 card' };
  if (Buffer.byteLength(JSON.stringify(value.data)) > CARD_BYTES)
    return { ok: false, error: 200673, detail: 'card over 30 KB' };
  try {
    validateCard(value.data, world);
  } catch (error) {
    const fault = cardFaultOf(error);
    if (fault === undefined) throw error;
    return { ok: false, error: 200673, detail: `${fault.inner} at ${fault.path}: ${fault.detail}` };
  }
  return { ok: true, card: value.data };
}

/** Checks shape and card of an answer and names the code the client would show (reference/feishu.md §5). */
export function readCallbackAnswer(outcome: PushOutcome, world: CardWorld): CallbackReading {
  if (outcome.kind === 'failed') return { ok: false, error: FAILED[outcome.reason], detail: outcome.reason };
  const { body } = outcome;
  if (!isObject(body)) return badShape('the answer must be an object, at least {}');
  const strange = Object.keys(body).find((key) => key !== 'toast' && key !== 'card');
  if (strange !== undefined) return badShape(`unknown member ${strange}`);
  const toast = body.toast === undefined ? undefined : readToast(body.toast);
  if (body.toast !== undefined && toast === undefined) return badShape('toast needs a known type and content');
  const answer = body.card === undefined ? undefined : readCardAnswer(body.card, world);
  if (answer !== undefined && !answer.ok) return answer;
  return {
    ok: true,
    ...(toast === undefined ? {} : { toast }),
    ...(answer?.card === undefined ? {} : { card: answer.card }),
  };
}
