import { isObject, type JsonObject } from '../../ground/json.ts';
import type { Push, PushOutcome } from '../delivery.ts';
import { personOf } from '../people.ts';
import { isUnsafe } from '../robot_checks.ts';
import type { Emulation, MessageRecord } from '../state.ts';
import { CARD_BYTES, complainOfStrangers, readParamMap } from './card_data.ts';
import { type CardRecord, type CardValues, merged } from './card_store.ts';
import { cardChanged } from './card_update.ts';

/** What became of a click. The client shows no words of ours: toasts are configured in the template. */
export interface CallbackResult {
  /** Why the click failed on the clicker's screen. */
  readonly error?: 'no_callback' | 'bad_answer' | (PushOutcome & { kind: 'failed' })['reason'];
  readonly detail?: string;
  /** The clicker's view has changed. */
  readonly changed?: boolean;
}

export interface CardWays {
  /** Through Stream, on the topic of card callbacks. */
  readonly stream: Push;
  /** To the address registered under a route key; undefined when there is none. */
  http(routeKey: string): Push | undefined;
}

export interface CardAction {
  readonly actionId: string;
  readonly params: JsonObject;
}

export interface CardCallbacks {
  /** Sends the click and shows its answer to the clicker only (reference/dingtalk.md §6.5). */
  click(userId: string, card: CardRecord, message: MessageRecord, action: CardAction): Promise<CallbackResult>;
}

const ANSWER_MEMBERS = new Set(['cardUpdateOptions', 'cardData', 'userPrivateData']);

/** Applies an answer to the clicker's own view; a string says what is wrong with it, and then nothing changes. */
function applyAnswer(emulation: Emulation, card: CardRecord, userId: string, answer: unknown): boolean | string {
  if (!isObject(answer)) return 'the answer must be an object, at least {}';
  for (const member of Object.keys(answer))
    if (!ANSWER_MEMBERS.has(member)) emulation.complain(`the answer to a click has an unknown member ${member}`);
  const text = JSON.stringify(answer);
  if (Buffer.byteLength(text) > CARD_BYTES) return 'the answer is over 100 KB';
  if (isUnsafe(emulation, text)) return 'the answer holds unsafe content';
  const options = isObject(answer.cardUpdateOptions) ? answer.cardUpdateOptions : {};
  const read = (data: unknown): CardValues | string | undefined =>
    data === undefined || data === null ? undefined : readParamMap(card.template, data);
  const shown = read(answer.cardData);
  if (typeof shown === 'string') return `cardData: ${shown}`;
  const own = read(answer.userPrivateData);
  if (typeof own === 'string') return `userPrivateData: ${own}`;
  if (shown !== undefined) {
    complainOfStrangers(emulation, card.template, shown);
    const byKey = options.updateCardDataByKey === true;
    const before = card.clickerData.get(userId);
    card.clickerData.set(userId, {
      instead: byKey ? (before?.instead ?? false) : true,
      values: merged(before?.values, shown, byKey),
    });
  }
  if (own !== undefined) {
    complainOfStrangers(emulation, card.template, own);
    const byKey = options.updatePrivateDataByKey === true;
    card.privateData.set(userId, merged(card.privateData.get(userId), own, byKey));
  }
  return shown !== undefined || own !== undefined;
}

export function createCardCallbacks(emulation: Emulation, ways: CardWays): CardCallbacks {
  return {
    async click(userId, card, message, action) {
      const { callback } = card;
      const push = callback?.type === 'STREAM' ? ways.stream : callback && ways.http(callback.routeKey);
      if (push === undefined) {
        return { error: 'no_callback', detail: 'the card has no callbackType, or its route is not registered' };
      }
      const body: JsonObject = {
        type: 'actionCallback',
        outTrackId: card.outTrackId,
        corpId: emulation.corpId,
        userId: card.userIdType === 1 ? userId : personOf(emulation, userId).unionId,
        userIdType: card.userIdType,
        spaceId: message.chatId,
        spaceType: 'IM',
        extension: '{}',
        content: JSON.stringify({ cardPrivateData: { actionIds: [action.actionId], params: action.params } }),
      };
      const outcome = await emulation.delivery.card(body, push);
      if (outcome.kind === 'failed') return { error: outcome.reason };
      // In Stream the answer travels inside `response`, over HTTP it is the body (§2.3, §6.5).
      const wrapped = callback?.type === 'STREAM';
      const answer = wrapped ? (isObject(outcome.body) ? outcome.body.response : undefined) : outcome.body;
      const changed = applyAnswer(emulation, card, userId, answer);
      if (typeof changed === 'string') {
        emulation.complain(`the answer to ${action.actionId} on ${card.outTrackId}: ${changed}`);
        return { error: 'bad_answer', detail: changed };
      }
      if (changed) cardChanged(emulation, card, [userId]);
      return { changed };
    },
  };
}
