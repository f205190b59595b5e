import { isObject } from '../../ground/json.ts';
import { cardFault } from './card_error.ts';

/** Accepts a value or stops with a card fault naming the path. */
export type Check = (value: unknown, path: string) => void;

/** Property name → check; names ending in `!` are required. */
export type Properties = Readonly<Record<string, Check>>;

/** The vendor's inner code for card JSON that does not fit the schema. */
export const MALFORMED = 200621;

const wrong = (path: string, detail: string): never => cardFault(MALFORMED, path, detail);

export const string =
  (options: { max?: number; pattern?: RegExp } = {}): Check =>
  (value, path) => {
    if (typeof value !== 'string') return wrong(path, 'type of value is wrong, expected string');
    if (options.max !== undefined && [...value].length > options.max)
      wrong(path, `longer than ${options.max} characters`);
    if (options.pattern !== undefined && !options.pattern.test(value))
      wrong(path, `invalid value: ${value.slice(0, 60)}`);
  };

export const choice =
  (...values: readonly (string | number)[]): Check =>
  (value, path) => {
    if (!values.some((each) => each === value)) wrong(path, `value must be one of ${values.join('|')}`);
  };

export const flag: Check = (value, path) => {
  if (typeof value !== 'boolean') wrong(path, 'type of value is wrong, expected boolean');
};

export const only =
  (expected: unknown): Check =>
  (value, path) => {
    if (value !== expected) wrong(path, `value must be ${String(expected)}`);
  };

export const integer =
  (least: number, most: number): Check =>
  (value, path) => {
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
      wrong(path, `expected an integer from ${least} to ${most}`);
    }
  };

export const amount =
  (least: number, most: number): Check =>
  (value, path) => {
    if (typeof value !== 'number' || value < least || value > most)
      wrong(path, `expected a number from ${least} to ${most}`);
  };

/** Any JSON object; its members are the app's own. */
export const anyObject: Check = (value, path) => {
  if (!isObject(value)) wrong(path, 'type of value is wrong, expected object');
};

export const list =
  (item: Check, options: { min?: number; max?: number } = {}): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return wrong(path, 'type of value is wrong, expected array');
    if (value.length < (options.min ?? 0)) wrong(path, `needs at least ${options.min} items`);
    if (value.length > (options.max ?? Number.POSITIVE_INFINITY)) wrong(path, `has more than ${options.max} items`);
    for (const [index, each] of value.entries()) item(each, `${path} -> [${index}]`);
  };

/** An object with these properties and no other: in 2.0 an unknown property is an error (reference/feishu.md §6.1). */
export const object = (properties: Properties): Check => {
  const known = new Map(Object.entries(properties).map(([name, check]) => [name.replace(/!$/, ''), check]));
  const needed = Object.keys(properties).flatMap((name) => (name.endsWith('!') ? [name.slice(0, -1)] : []));
  return (value, path) => {
    if (!isObject(value)) return wrong(path, 'type of value is wrong, expected object');
    for (const name of needed) if (value[name] === undefined) wrong(path, `${name} is required`);
    for (const [name, member] of Object.entries(value)) {
      const check = known.get(name);
      if (check === undefined) return wrong(path, `unknown property, property: ${name}`);
      check(member, `${path} -> ${name}`);
    }
  };
};

/** Chooses the check by a member of the object, such as `tag` or `type`. */
export const byMember =
  (member: string, checks: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!isObject(value)) return wrong(path, 'type of value is wrong, expected object');
    const kind = value[member];
    const check = typeof kind === 'string' ? checks[kind] : undefined;
    if (check === undefined) return wrong(path, `${member} must be one of ${Object.keys(checks).join('|')}`);
    check(value, path);
  };

export const anyOf =
  (...checks: readonly Check[]): Check =>
  (value, path) => {
    let first: unknown;
    for (const check of checks) {
      try {
        return check(value, path);
      } catch (error) {
        first ??= error;
      }
    }
    throw first;
  };

/** Values per locale, such as `i18n_content`. */
export const perLocale =
  (check: Check): Check =>
  (value, path) => {
    if (!isObject(value)) return wrong(path, 'type of value is wrong, expected object');
    for (const [locale, member] of Object.entries(value)) {
      if (!LOCALES.has(locale)) wrong(path, `unknown locale ${locale}`);
      check(member, `${path} -> ${locale}`);
    }
  };

export const LOCALES = new Set(
  'zh_cn en_us zh_hk zh_tw ja_jp id_id vi_vn th_th pt_br es_es ko_kr de_de fr_fr it_it ru_ru ms_my'.split(' '),
);
