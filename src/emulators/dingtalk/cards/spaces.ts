import { isObject, type JsonObject, textAt, textsAt } from '../../ground/json.ts';
import { p2pChat } from '../chats.ts';
import { newProcessQueryKey } from '../ids.ts';
import { addMessage } from '../message_store.ts';
import { inAvailability, staffOf } from '../people.ts';
import { refuse } from '../refusal.ts';
import type { ChatRecord, Emulation } from '../state.ts';
import type { CardRecord } from './card_store.ts';

const PREFIX = 'dtv1.card//';
const MOST_CHARACTERS = 1_000;

/** Space types, each with the names of its two models (reference/dingtalk.md §6.1). Cool-app spaces are not emulated. */
const MODELS = {
  IM_ROBOT: { space: 'imRobotOpenSpaceModel', deliver: 'imRobotOpenDeliverModel' },
  IM_GROUP: { space: 'imGroupOpenSpaceModel', deliver: 'imGroupOpenDeliverModel' },
} as const;
type SpaceType = keyof typeof MODELS;

export interface Space {
  readonly type: SpaceType;
  readonly id: string;
}

export interface DeliverResult extends JsonObject {
  readonly spaceType: string;
  readonly spaceId: string;
  readonly success: boolean;
  readonly carrierId?: string;
  readonly errorMsg?: string;
}

/** `dtv1.card//TYPE.id;TYPE.id`; upper and lower case are both taken. */
export function readSpaces(body: JsonObject): readonly Space[] {
  const text = textAt(body, 'openSpaceId') ?? refuse('param.openSpaceIdEmpty', 'openSpaceId 为空');
  if (!text.toLowerCase().startsWith(PREFIX) || text.length > MOST_CHARACTERS) {
    refuse('param.openSpaceIdInvalid', 'openSpaceId 格式错误');
  }
  return text
    .slice(PREFIX.length)
    .split(';')
    .map((part) => {
      const dot = part.indexOf('.');
      const type = part.slice(0, dot).toUpperCase();
      const id = part.slice(dot + 1);
      if (dot < 1 || id === '' || !(type === 'IM_ROBOT' || type === 'IM_GROUP')) {
        return refuse('param.openSpaceIdInvalid', `openSpaceId 格式错误：${part}`);
      }
      return { type, id };
    });
}

/** The deliver models the wanted spaces need; refused before anything happens. */
export function checkDeliverModels(emulation: Emulation, spaces: readonly Space[], body: JsonObject): void {
  for (const { type } of spaces) {
    const given = body[MODELS[type].deliver];
    const model = isObject(given) ? given : {};
    if (Object.keys(model).length === 0) refuse('param.openDeliverModelEmpty', `${MODELS[type].deliver} 为空`);
    const robotCode = textAt(model, 'robotCode');
    const fits =
      type === 'IM_GROUP' ? robotCode !== undefined : model.spaceType === 'IM_ROBOT' || robotCode !== undefined;
    if (!fits || (robotCode !== undefined && robotCode !== emulation.bot.robotCode)) {
      refuse('param.openDeliverModelError', `${MODELS[type].deliver} 错误`);
    }
  }
}

/** Takes the space models of a create; one without `supportForward` is refused. */
export function openSpaces(card: Pick<CardRecord, 'spaces' | 'summaries'>, body: JsonObject): void {
  for (const [type, { space }] of Object.entries(MODELS)) {
    const given = body[space];
    if (given === undefined || given === null) continue;
    const model = isObject(given) ? given : {};
    if (typeof model.supportForward !== 'boolean') refuse('param.openSpaceModelInvalid', `${space} 错误`);
    card.spaces.add(type);
    const words = isObject(model.lastMessageI18n) ? textAt(model.lastMessageI18n, 'ZH_CN') : undefined;
    if (words !== undefined) card.summaries.set(type, words);
  }
}

/** The chat a space stands for, or why the card cannot be shown there. */
function chatOfSpace(emulation: Emulation, { type, id }: Space): ChatRecord | string {
  if (type === 'IM_ROBOT') {
    const person = staffOf(emulation, id) ?? staffOf(emulation, id, 'unionId');
    if (person === undefined) return 'spaceId is illegal';
    if (!inAvailability(emulation, person.userId)) return 'chatbotId.notAllow.sendOTO';
    return p2pChat(emulation, person.userId);
  }
  const chat = emulation.chats.get(id);
  if (chat === undefined || chat.kind !== 'group') return 'spaceId is illegal';
  if (chat.dissolved) return 'group.disbanded';
  return chat.botIn ? chat : 'robot is not in the group';
}

/** Shows the card in one space. A failure is a result inside an HTTP 200 (reference/dingtalk.md §6.1). */
export function deliverTo(emulation: Emulation, card: CardRecord, space: Space, body: JsonObject): DeliverResult {
  const failed = (errorMsg: string): DeliverResult => ({
    spaceType: space.type,
    spaceId: space.id,
    success: false,
    errorMsg,
  });
  const injected = emulation.faults.failedDeliveries.shift();
  if (injected !== undefined) return failed(injected.errorMsg);
  if (!card.spaces.has(space.type)) return failed('the card has no space model for this space');
  const chat = chatOfSpace(emulation, space);
  if (typeof chat === 'string') return failed(chat);
  const model = body[MODELS[space.type].deliver];
  const at = isObject(model) && isObject(model.atUserIds) ? Object.keys(model.atUserIds) : [];
  const recipients = isObject(model) ? textsAt(model, 'recipients') : [];
  const processQueryKey = newProcessQueryKey(emulation.random);
  const summary = card.summaries.get(space.type);
  const message = addMessage(emulation, {
    chatId: chat.chatId,
    from: { kind: 'bot' },
    type: 'card',
    content: summary === undefined ? {} : { summary },
    card: card.outTrackId,
    processQueryKey,
    mentions: [...at, ...textsAt(body, 'cardAtUserIds')].filter((each) => each !== '@ALL'),
    mentionsAll: at.includes('@ALL'),
    onlyFor: recipients.length === 0 ? undefined : new Set(recipients),
  });
  card.messageIds.push(message.messageId);
  return { spaceType: space.type, spaceId: space.id, success: true, carrierId: processQueryKey };
}
