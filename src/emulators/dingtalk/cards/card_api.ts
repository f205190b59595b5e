import { type JsonObject, textAt } from '../../ground/json.ts';
import { type Api, bodyOf } from '../http.ts';
import { refuse } from '../refusal.ts';
import type { Emulation } from '../state.ts';
import { readCardData, userIdTypeOf } from './card_data.ts';
import { type CardRecord, cardOf } from './card_store.ts';
import { CARD_PERMISSION, mountCardUpdate } from './card_update.ts';
import { complainOfMisfits } from './card_view.ts';
import { checkDeliverModels, deliverTo, openSpaces, readSpaces } from './spaces.ts';

const MOST_TRACK_ID = 100;

function callbackOf(body: JsonObject): CardRecord['callback'] {
  const { callbackType } = body;
  if (callbackType === undefined || callbackType === null || callbackType === '') return undefined;
  if (callbackType === 'STREAM') return { type: 'STREAM' };
  if (callbackType !== 'HTTP') return refuse('param.invalid', 'callbackType 只能是 STREAM 或 HTTP');
  const routeKey = textAt(body, 'callbackRouteKey') ?? refuse('param.callbackRouteKeyEmpty', 'callbackRouteKey 为空');
  return { type: 'HTTP', routeKey };
}

/** Checks a create and makes the card, which is kept only by `keep`. */
function newCard(emulation: Emulation, body: JsonObject): CardRecord {
  const templateId = textAt(body, 'cardTemplateId') ?? refuse('param.cardTemplateIdEmpty', 'cardTemplateId 为空');
  const outTrackId = textAt(body, 'outTrackId') ?? refuse('param.outTrackIdEmpty', 'outTrackId 为空');
  if (outTrackId.length > MOST_TRACK_ID) refuse('param.invalid', 'outTrackId 过长');
  const template = emulation.templates.get(templateId) ?? refuse('param.templateNotExist', '卡片模板不存在');
  if (!template.published) refuse('param.templateUnpublished', '卡片模板未发布');
  const userIdType = userIdTypeOf(body);
  if (body.cardData === undefined || body.cardData === null) refuse('param.cardPublicDataEmpty', 'cardData 为空');
  const { publicData, privateData } = readCardData(emulation, template, body, userIdType);
  const card: CardRecord = {
    outTrackId,
    template,
    userIdType,
    callback: callbackOf(body),
    publicData: publicData ?? new Map(),
    privateData: new Map(privateData),
    clickerData: new Map(),
    spaces: new Set(),
    summaries: new Map(),
    messageIds: [],
    revision: 0,
  };
  openSpaces(card, body);
  if (emulation.cards.has(outTrackId)) refuse('param.cardAlreadyExist', '卡片已存在');
  return card;
}

function keep(emulation: Emulation, card: CardRecord): void {
  emulation.cards.set(card.outTrackId, card);
  complainOfMisfits(emulation, card, ['', ...card.privateData.keys()]);
}

/** Cards with templates, spaces and data (reference/dingtalk.md §6.1 to §6.3). */
export function mountCards(api: Api, emulation: Emulation): void {
  const options = { auth: 'token', permission: CARD_PERMISSION } as const;
  api.route('POST', '/v1.0/card/instances', options, async (call) => {
    const card = newCard(emulation, await bodyOf(call));
    keep(emulation, card);
    return { success: true, result: card.outTrackId };
  });
  api.route('POST', '/v1.0/card/instances/deliver', options, async (call) => {
    const body = await bodyOf(call);
    const card = cardOf(emulation, textAt(body, 'outTrackId'));
    const spaces = readSpaces(body);
    checkDeliverModels(emulation, spaces, body);
    return { success: true, result: spaces.map((space) => deliverTo(emulation, card, space, body)) };
  });
  api.route('POST', '/v1.0/card/instances/createAndDeliver', options, async (call) => {
    const body = await bodyOf(call);
    const spaces = readSpaces(body);
    checkDeliverModels(emulation, spaces, body);
    const card = newCard(emulation, body);
    keep(emulation, card);
    const deliverResults = spaces.map((space) => deliverTo(emulation, card, space, body));
    return { success: true, result: { outTrackId: card.outTrackId, deliverResults } };
  });
  api.route('PUT', '/v1.0/card/instances/spaces', options, async (call) => {
    const body = await bodyOf(call);
    openSpaces(cardOf(emulation, textAt(body, 'outTrackId')), body);
    return { success: true, result: true };
  });
  mountCardUpdate(api, emulation);
}
