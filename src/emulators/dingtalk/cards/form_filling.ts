import type { JsonObject } from '../../ground/json.ts';
import type { Rules } from '../rules.ts';
import type { FormField, FormOption } from './form_model.ts';

/** What a person enters: text, an option's text or value, several of them, a date like `2026-09-01`, or a tick. */
export type FieldValue = string | readonly string[] | boolean;
/** By field name or label. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

export type FormOutcome =
  | { readonly ok: true; readonly form: JsonObject }
  | { readonly ok: false; readonly field: string; readonly message: string };

const SHAPES: Readonly<Record<string, RegExp>> = {
  DATE: /^\d{4}-\d{2}-\d{2}$/,
  TIME: /^\d{2}:\d{2}$/,
  DATETIME: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/,
};

const several = (value: FieldValue): readonly string[] => (typeof value === 'object' ? value : [String(value)]);

function optionOf(field: FormField, wanted: string): { option: FormOption; index: number } {
  const index = field.options.findIndex((option) => option.value === wanted || option.text === wanted);
  const option = field.options[index];
  if (option !== undefined) return { option, index };
  const known = field.options.map((each) => each.text).join('、');
  throw new Error(`「${field.label}」 has no option ${wanted}; it has ${known}`);
}

/** The value a field sends for what a person entered (shapes of reference/dingtalk.md §6.6). */
export function wireValue(rules: Rules, field: FormField, value: FieldValue): unknown {
  const { type, label } = field;
  switch (type) {
    case 'SELECT': {
      const { option, index } = optionOf(field, String(value));
      return { index, value: option.value };
    }
    case 'MULTI_SELECT': {
      const chosen = several(value).map((each) => optionOf(field, each));
      return { index: chosen.map((each) => each.index), value: chosen.map((each) => each.option.value) };
    }
    case 'CHECKBOX_GROUP':
      return optionOf(field, String(value)).option.value;
    case 'MULTI_CHECKBOX_GROUP':
      return several(value).map((each) => optionOf(field, each).option.value);
    case 'TEXT_ARRAY':
      return [...several(value)];
    case 'CHECKBOX':
    case 'SWITCH':
      if (typeof value !== 'boolean') throw new Error(`「${label}」 takes true or false`);
      return value;
    default:
      break;
  }
  if (typeof value !== 'string') throw new Error(`「${label}」 takes text`);
  const shape = SHAPES[type];
  if (shape !== undefined && !shape.test(value)) throw new Error(`「${label}」 takes ${shape.source}`);
  if (type !== 'NUMBER') return value;
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new Error(`「${label}」 takes a number`);
  return rules.numberValue === 'number' ? Number(value) : value;
}

/** The field a person means by name or label; throws with the fields there are. */
export function fieldNamed(fields: readonly FormField[], wanted: string): FormField {
  const shown = fields.filter((field) => !field.hidden);
  const found = shown.find((field) => field.name === wanted) ?? shown.find((field) => field.label === wanted);
  if (found !== undefined) return found;
  const known = shown.map((field) => `${field.label} (${field.name})`).join('、');
  throw new Error(`the form has no field ${wanted}; it has ${known || 'none'}`);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function emptyOf(field: FormField): unknown {
  if (field.type === 'CHECKBOX' || field.type === 'SWITCH') return false;
  return field.type === 'TEXT_ARRAY' || field.type.startsWith('MULTI_') ? [] : '';
}

/** What the submit button would send, or the required field the client holds it back for; nothing else is checked. */
export function submitForm(
  rules: Rules,
  fields: readonly FormField[],
  typed: ReadonlyMap<string, FieldValue>,
): FormOutcome {
  const form: JsonObject = {};
  for (const field of fields) {
    const entered = typed.get(field.name);
    const cleared = entered !== undefined && isEmpty(entered);
    const value = cleared ? undefined : entered === undefined ? field.initial : wireValue(rules, field, entered);
    if (field.required && !field.hidden && isEmpty(value)) {
      return { ok: false, field: field.label, message: field.requiredMsg };
    }
    if (value !== undefined) form[field.name] = value;
    else if (cleared || rules.untouchedField === 'empty') form[field.name] = emptyOf(field);
  }
  return { ok: true, form };
}
