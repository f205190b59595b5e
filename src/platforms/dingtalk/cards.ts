import type { Recipient, Verdict } from '../platform.ts';
import { isObject, type JsonObject, parseObject, textOf } from '../wire/json.ts';
import type { ApiFailure } from './failure.ts';
import type { Robot } from './messages.ts';
import type { Wire } from './render.ts';
import { audienceOf, trackIdOf } from './track_id.ts';
import { verdictOf } from './verdict.ts';

type CardWire = Extract<Wire, { readonly as: 'card' }>;

export interface CardRobot extends Robot {
  readonly templateId: string;
  /** Where presses come back (reference/dingtalk.md §6.1): the Stream, or the registered address of this name. */
  readonly callbackRouteKey?: string;
}

/**
 * Makes a card and delivers it in one call. The same key again finds the card already made; whether it was delivered
 * nobody knows, so it is delivered again: shown twice it is still one card, lost it would be a lost report.
 */
export async function sendCard(
  robot: CardRobot,
  to: Recipient,
  card: { readonly wire: CardWire; readonly summary: string },
  key: string,
): Promise<Verdict> {
  if (to.kind === 'reply') return { is: 'never', why: 'refused', detail: 'DingTalk robots cannot answer one message' };
  const outTrackId = trackIdOf(key, to);
  const delivery = deliveryOf(robot, to, card);
  const made = await robot.client.call({
    method: 'POST',
    host: 'api',
    path: 'v1.0/card/instances/createAndDeliver',
    body: {
      cardTemplateId: robot.templateId,
      outTrackId,
      ...(robot.callbackRouteKey
        ? { callbackType: 'HTTP', callbackRouteKey: robot.callbackRouteKey }
        : { callbackType: 'STREAM' }),
      userIdType: 1,
      cardData: { cardParamMap: card.wire.variables },
      ...spaceModels(card.summary),
      ...delivery,
    },
  });
  if (made.ok) {
    const result = isObject(made.value.result) ? made.value.result.deliverResults : undefined;
    return delivered(outTrackId, result);
  }
  if (made.failure.code !== 'param.cardAlreadyExist') return verdictOfCreation(made.failure);
  const again = await robot.client.call({
    method: 'POST',
    host: 'api',
    path: 'v1.0/card/instances/deliver',
    body: { outTrackId, userIdType: 1, ...delivery },
  });
  return again.ok ? delivered(outTrackId, again.value.result) : verdictOf(again.failure);
}

/** Without the permission for cards none of them goes, whatever it says; texts need another one. */
function verdictOfCreation(failure: ApiFailure): Verdict {
  const verdict = verdictOf(failure);
  return verdict.is === 'never' && verdict.why === 'scope_missing' ? { ...verdict, why: 'cards_refused' } : verdict;
}

/** Both are always sent (reference/dingtalk.md §6.1). Forwarding is off: a card proves nothing (design.md §1). */
function spaceModels(summary: string): JsonObject {
  const model = { supportForward: false, lastMessageI18n: { ZH_CN: summary }, notification: { alertContent: summary } };
  return { imGroupOpenSpaceModel: model, imRobotOpenSpaceModel: model };
}

function deliveryOf(robot: CardRobot, to: Exclude<Recipient, { kind: 'reply' }>, card: { wire: CardWire }): JsonObject {
  const { at } = card.wire;
  if (to.kind === 'person') {
    return {
      openSpaceId: `dtv1.card//IM_ROBOT.${to.userId}`,
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: robot.robotCode },
    };
  }
  return {
    openSpaceId: `dtv1.card//IM_GROUP.${to.chatId}`,
    imGroupOpenDeliverModel: { robotCode: robot.robotCode },
    ...(at.length > 0 ? { cardAtUserIds: at } : {}),
  };
}

/** HTTP 200 with a place that says no is a card that did not arrive (reference/dingtalk.md §6.1). */
function delivered(outTrackId: string, results: unknown): Verdict {
  const places = Array.isArray(results) ? results.filter(isObject) : [];
  const failed = places.find((place) => place.success !== true);
  if (!failed && places.length > 0) {
    const quotedAs = textOf(places[0]?.carrierId);
    return { is: 'sent', messageId: outTrackId, ...(quotedAs ? { quotedAs } : {}) };
  }
  const words = (textOf(failed?.errorMsg) ?? 'no place answered').replace(/[^\x20-\x7e]+/g, '…').slice(0, 100);
  const detail = `createAndDeliver of ${outTrackId}: not delivered, ${words}`;
  // Sometimes the words are one of the codes of robot messages.
  const known = failed && verdictOf({ during: 'deliver', reason: 'vendor', status: 200, code: words, message: '' });
  if (known?.is === 'later' || (known?.is === 'never' && known.why !== 'refused')) return { ...known, detail };
  if (!failed || /busy|time ?out|too ?fast|limit|system/i.test(words)) {
    return { is: 'later', why: 'platform_5xx', detail };
  }
  return { is: 'never', why: /group|conversation|robot/i.test(words) ? 'bot_removed' : 'not_in_range', detail };
}

/**
 * Replaces what the card shows. In a one-to-one chat also in the reader's own values, which an answer may have filled
 * and which stand before the shared ones (reference/dingtalk.md §6.2).
 */
export async function updateCard(robot: Robot, outTrackId: string, wire: CardWire): Promise<Verdict> {
  const data = { cardParamMap: wire.variables };
  const audience = audienceOf(outTrackId);
  const result = await robot.client.call({
    method: 'PUT',
    host: 'api',
    path: 'v1.0/card/instances',
    body: {
      outTrackId,
      cardData: data,
      ...(audience.is === 'person' ? { privateData: { [audience.userId]: data } } : {}),
      // Without them everything that is not named would be emptied.
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      userIdType: 1,
    },
  });
  return result.ok ? { is: 'sent', messageId: outTrackId } : verdictOf(result.failure);
}

/** The adapter's own rendering, read back. Throws on anything else: only `render` of this adapter makes it. */
export function wireOf(text: string): Wire {
  const wire = parseObject(text);
  if (wire?.as !== 'card' && wire?.as !== 'text') throw new Error('dingtalk.wire: a card of another platform');
  // Written by render.ts with exactly this shape.
  return wire as unknown as Wire;
}
