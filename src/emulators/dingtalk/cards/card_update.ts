import { isObject, textAt } from '../../ground/json.ts';
import { type Api, bodyOf } from '../http.ts';
import { touchMessage } from '../message_store.ts';
import { refuse } from '../refusal.ts';
import type { Emulation } from '../state.ts';
import { readCardData, userIdTypeOf } from './card_data.ts';
import { type CardRecord, cardOf, merged } from './card_store.ts';
import { complainOfMisfits } from './card_view.ts';

export const CARD_PERMISSION = 'Card.Instance.Write';

/** The values of these people changed ('' : everybody's): every place that shows the card is drawn anew. */
export function cardChanged(emulation: Emulation, card: CardRecord, userIds: readonly string[]): void {
  card.revision += 1;
  complainOfMisfits(emulation, card, userIds);
  for (const messageId of card.messageIds) {
    const message = emulation.messages.get(messageId);
    if (message !== undefined) touchMessage(emulation, message);
  }
}

/** `PUT /v1.0/card/instances`: for everybody, and overwriting unless told to go by key (reference/dingtalk.md §6.2). */
export function mountCardUpdate(api: Api, emulation: Emulation): void {
  api.route('PUT', '/v1.0/card/instances', { auth: 'token', permission: CARD_PERMISSION }, async (call) => {
    const body = await bodyOf(call);
    const card = cardOf(emulation, textAt(body, 'outTrackId'));
    const { publicData, privateData } = readCardData(emulation, card.template, body, userIdTypeOf(body));
    if (publicData === undefined && privateData.size === 0) {
      refuse('param.cardDataAndPrivateDataBothEmpty', 'cardData 和 privateData 不能同时为空');
    }
    const options = isObject(body.cardUpdateOptions) ? body.cardUpdateOptions : {};
    if (publicData !== undefined) {
      const byKey = options.updateCardDataByKey === true;
      card.publicData = merged(card.publicData, publicData, byKey);
      // What everybody gets is newer than what an answer showed its clicker.
      for (const [userId, shown] of card.clickerData) {
        if (!byKey) card.clickerData.delete(userId);
        else for (const name of publicData.keys()) shown.values.delete(name);
      }
    }
    for (const [userId, values] of privateData) {
      const byKey = options.updatePrivateDataByKey === true;
      card.privateData.set(userId, merged(card.privateData.get(userId), values, byKey));
    }
    cardChanged(emulation, card, [...(publicData === undefined ? [] : ['']), ...privateData.keys()]);
    return { success: true, result: true };
  });
}
