import { isObject, type JsonObject } from '../../ground/json.ts';
import { refuse } from '../refusal.ts';
import { isUnsafe } from '../robot_checks.ts';
import type { Emulation } from '../state.ts';
import { type CardValues, userIdOf } from './card_store.ts';
import type { CardTemplate } from './templates.ts';

const KEY_BYTES = 100;
const VALUE_BYTES = 1_024;
/** The vendor's documented limit of a card's whole data; also of a callback's answer. */
export const CARD_BYTES = 100 * 1_024;
const PRIVATE_USERS = 50;
/** Official form samples exceed the 1 KB of a value, so the rule is taken for plain values only (reference/dingtalk.md §6.1). */
const LONG_TYPES = new Set(['markdown', 'object', 'loopArray', 'form', 'table', 'buttonGroup']);

/** What is wrong with a `{cardParamMap}`, or its values. Every value must be a string (strict; reference/dingtalk.md §6.1). */
export function readParamMap(template: CardTemplate, data: unknown): CardValues | string {
  if (!isObject(data)) return 'no object';
  const map = data.cardParamMap;
  if (!isObject(map)) return 'cardParamMap is missing';
  const types = new Map(template.variables.map((variable) => [variable.name, variable.type]));
  const values: CardValues = new Map();
  for (const [name, value] of Object.entries(map)) {
    if (typeof value !== 'string') return `the value of ${name} is no string`;
    if (Buffer.byteLength(name) > KEY_BYTES) return `the key ${name} is longer than ${KEY_BYTES} bytes`;
    const isLong = LONG_TYPES.has(types.get(name) ?? 'string');
    if (!isLong && Buffer.byteLength(value) > VALUE_BYTES) return `the value of ${name} is longer than 1 KB`;
    values.set(name, value);
  }
  return values;
}

/** Variables the template does not have are dropped in silence by the vendor; here they are complained about. */
export function complainOfStrangers(emulation: Emulation, template: CardTemplate, values: CardValues): void {
  const known = new Set(template.variables.map((variable) => variable.name));
  for (const name of values.keys())
    if (!known.has(name)) emulation.complain(`template ${template.templateId} has no variable ${name}`);
}

export interface CardData {
  readonly publicData: CardValues | undefined;
  /** By userId. */
  readonly privateData: ReadonlyMap<string, CardValues>;
}

/** `cardData` and `privateData` of a create or update, checked. */
export function readCardData(
  emulation: Emulation,
  template: CardTemplate,
  body: JsonObject,
  userIdType: 1 | 2,
): CardData {
  const whole = JSON.stringify([body.cardData, body.privateData]);
  if (Buffer.byteLength(whole) > CARD_BYTES) refuse('param.invalid', '卡片数据超过 100KB');
  const read = (data: unknown, where: string): CardValues => {
    const values = readParamMap(template, data);
    if (typeof values === 'string') return refuse('param.invalid', `${where}: ${values}`);
    complainOfStrangers(emulation, template, values);
    return values;
  };
  if (isUnsafe(emulation, whole)) refuse('param.contentUnsafe', '内容包含违规信息');
  const publicData =
    body.cardData === undefined || body.cardData === null ? undefined : read(body.cardData, 'cardData');
  const privateData = new Map<string, CardValues>();
  const isPrivate = new Set(template.variables.filter((each) => each.private).map((each) => each.name));
  for (const [id, data] of Object.entries(isObject(body.privateData) ? body.privateData : {})) {
    const values = read(data, `privateData.${id}`);
    for (const name of values.keys())
      if (!isPrivate.has(name)) emulation.complain(`${name} is sent as private data, but it is no private variable`);
    privateData.set(userIdOf(emulation, id, userIdType), values);
  }
  if (privateData.size > PRIVATE_USERS) emulation.complain(`private data for ${privateData.size} people in one call`);
  return { publicData, privateData };
}

/** 1 unless 2 is asked for. */
export function userIdTypeOf(body: JsonObject): 1 | 2 {
  const { userIdType } = body;
  if (userIdType === undefined || userIdType === null || userIdType === 1) return 1;
  return userIdType === 2 ? 2 : refuse('param.invalid', 'userIdType 只能是 1 或 2');
}
