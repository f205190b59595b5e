import type { JsonObject } from '../ground/json.ts';
import type { ReadField } from './card_reading.ts';
import type { Emulation } from './state.ts';

/** What a person enters: text, an option's text or value, several of them, a date like `2026-09-01`, or a tick. */
export type FieldValue = string | readonly string[] | boolean;
/** By field name or label. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

export type FormOutcome =
  | { readonly ok: true; readonly formValue: JsonObject }
  | { readonly ok: false; readonly blocked: 'required' | 'max_length'; readonly field: string };

/** The client's own zone; dates carry its offset (reference/feishu.md §5). */
const OFFSET = '+0800';
const DATE_SHAPES: Readonly<Record<string, RegExp>> = {
  date_picker: /^\d{4}-\d{2}-\d{2}$/,
  picker_time: /^\d{2}:\d{2}$/,
  picker_datetime: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/,
};
const TEXT_KINDS = new Set(['input', 'multiline_text', 'password']);

const several = (value: FieldValue): readonly string[] => (typeof value === 'object' ? value : [String(value)]);

function optionValue(emulation: Emulation, field: ReadField, wanted: string): string {
  const isPerson = field.kind.endsWith('select_person');
  const person = [...emulation.people.values()].find((each) => each.openId === wanted || each.name === wanted);
  const found = field.options.find(
    (option) => option.value === wanted || option.text === wanted || (isPerson && option.value === person?.openId),
  );
  if (found !== undefined) return found.value;
  // A person field without options offers the people of the chat or the address book.
  if (isPerson && field.options.length === 0 && person !== undefined) return person.openId;
  const known = field.options.map((option) => option.text).join('、');
  throw new Error(`「${field.label}」 has no option ${wanted}; it has ${known}`);
}

/** The value a component sends for what a person entered (types of reference/feishu.md §5). */
export function wireValue(emulation: Emulation, field: ReadField, value: FieldValue): string | string[] | boolean {
  const shape = DATE_SHAPES[field.kind];
  if (shape !== undefined) {
    if (typeof value !== 'string' || !shape.test(value)) throw new Error(`「${field.label}」 takes ${shape.source}`);
    return `${value} ${OFFSET}`;
  }
  if (TEXT_KINDS.has(field.kind)) {
    if (typeof value !== 'string') throw new Error(`「${field.label}」 takes text`);
    return value;
  }
  if (field.kind === 'checker') {
    if (typeof value !== 'boolean') throw new Error(`「${field.label}」 takes true or false`);
    return value;
  }
  if (field.kind.startsWith('multi_')) return several(value).map((each) => optionValue(emulation, field, each));
  if (typeof value !== 'string') throw new Error(`「${field.label}」 takes one option`);
  return value === '' ? '' : optionValue(emulation, field, value);
}

/** The field a person means by name or label; throws with the fields there are. */
export function fieldNamed(fields: readonly ReadField[], wanted: string): ReadField {
  const found = fields.find((field) => field.name === wanted) ?? fields.find((field) => field.label === wanted);
  if (found !== undefined) return found;
  const known = fields.map((field) => `${field.label} (${field.name ?? 'no name'})`).join('、');
  throw new Error(`the card has no field ${wanted}; it has ${known || 'none'}`);
}

/** Typed values by component name; throws when a field or option does not exist or is disabled. */
export function entered(fields: readonly ReadField[], values: FieldValues): Map<string, FieldValue> {
  const typed = new Map<string, FieldValue>();
  for (const [key, value] of Object.entries(values)) {
    const field = fieldNamed(fields, key);
    if (field.disabled) throw new Error(`「${field.label}」 is disabled`);
    if (field.name !== undefined) typed.set(field.name, value);
  }
  return typed;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What the submit button of a form would send, or what the client holds it back for. */
export function submitForm(
  emulation: Emulation,
  fields: readonly ReadField[],
  typed: ReadonlyMap<string, FieldValue>,
): FormOutcome {
  const formValue: JsonObject = {};
  for (const field of fields) {
    if (field.name === undefined) continue;
    const value = typed.get(field.name) ?? field.initial;
    if (field.required && isEmpty(value)) return { ok: false, blocked: 'required', field: field.label };
    if (typeof value === 'string' && field.maxLength !== undefined && [...value].length > field.maxLength) {
      return { ok: false, blocked: 'max_length', field: field.label };
    }
    if (value !== undefined && !(value === '' && !TEXT_KINDS.has(field.kind))) {
      formValue[field.name] = wireValue(emulation, field, value);
    } else if (TEXT_KINDS.has(field.kind) && emulation.rules.untouchedInput === 'empty') {
      formValue[field.name] = '';
    }
  }
  return { ok: true, formValue };
}
