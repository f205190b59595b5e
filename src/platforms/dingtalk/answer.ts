import type { TemplateValues } from '../../../cards/dingtalk/contract.ts';
import type { Reply } from '../platform.ts';
import { CardTooLarge } from '../wire/card_limits.ts';
import type { Log } from '../wire/log.ts';
import type { CardPress } from './inbound/press.ts';
import { CUT, cut } from './limits.ts';
import { variablesOf } from './render.ts';
import { audienceOf } from './track_id.ts';

/** The answer to a card callback (reference/dingtalk.md §6.5). */
export interface CallbackAnswer {
  readonly cardUpdateOptions?: { readonly updateCardDataByKey: true; readonly updatePrivateDataByKey: true };
  readonly cardData?: { readonly cardParamMap: Readonly<Record<string, string>> };
  readonly userPrivateData?: { readonly cardParamMap: Readonly<Record<string, string>> };
}

/**
 * The presser's own view: the card as it is now, and what became of the press, since DingTalk's answers carry no toast.
 * In a one-to-one chat it becomes the presser's private values, which stay; on a card many see it is only shown until
 * the next shared update.
 */
export function answerPress(press: CardPress, reply: Reply, log: Log): CallbackAnswer {
  const values = valuesToShow(press, reply, log);
  if (Object.keys(values).length === 0) return {};
  const isOwn = audienceOf(press.trackId).is === 'person';
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: values },
    ...(isOwn ? { userPrivateData: { cardParamMap: values } } : {}),
  };
}

function valuesToShow(press: CardPress, reply: Reply, log: Log): Readonly<Record<string, string>> {
  const notice = reply.toast ? reply.toast.text : undefined;
  const shown = reply.card && viewOf(reply.card, notice, press.inbound.deliveryId, log);
  if (!shown) return notice === undefined ? {} : { notice: cut(notice, CUT.notice) };
  const { handedIn } = press;
  const isTaken = reply.toast?.tone !== 'warning' && reply.toast?.tone !== 'error';
  // What was handed in stays readable where nothing new is asked, but for words only their handler may keep.
  const isConfidential = reply.card?.card.confidential === true;
  if (handedIn && isTaken && !isConfidential && !shown.state.includes('form')) {
    const state = shown.state === 'text' ? 'form' : `form+${shown.state}`;
    const fields = handedIn.fields.map((field) => asHandedIn(field, handedIn.values));
    return { ...shown, state, form: JSON.stringify({ fields }), form_status: 'disabled', form_btn_text: '已提交' };
  }
  return shown;
}

/** Without a toast of its own the card's own message stays (a form that was refused). */
function viewOf(
  { card, directory }: NonNullable<Reply['card']>,
  notice: string | undefined,
  answers: string,
  log: Log,
): TemplateValues | undefined {
  try {
    return variablesOf(card, directory, { notice: card.form?.message ?? notice, answers });
  } catch (error) {
    // A card that cannot be shown must not turn a recorded press into an error on the phone.
    if (!(error instanceof CardTooLarge)) throw error;
    log.error({ code: error.code, card: error.cardKey, limit: error.limit, actual: error.actual }, error.message);
    return undefined;
  }
}

function asHandedIn(field: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>) {
  const name = typeof field.name === 'string' ? field.name : '';
  return { ...field, readOnly: true, ...(Object.hasOwn(values, name) ? { defaultValue: values[name] } : {}) };
}
