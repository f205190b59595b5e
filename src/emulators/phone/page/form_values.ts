/** The values of a card's fields before and while somebody fills them. */
import type { FieldValue } from '../world.ts';
import { type Json, list, number, record, text } from './json.ts';

const MANY: ReadonlySet<string> = new Set(['multi_select_static', 'multi_select_person']);
const FIELDS: ReadonlySet<string> = new Set([
  ...MANY,
  'input',
  'select_static',
  'select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'select_img',
]);

/** What the card starts the field with; '' or an empty list when it starts empty. */
export function initialValue(element: Json): FieldValue {
  switch (element.tag) {
    case 'input':
      return text(element.default_value);
    case 'checker':
      return element.checked === true;
    case 'date_picker':
      return text(element.initial_date);
    case 'picker_time':
      return text(element.initial_time);
    case 'picker_datetime':
      return text(element.initial_datetime);
    case 'multi_select_static':
    case 'multi_select_person':
      return list(element.selected_values).map((value) => text(value));
    case 'select_img':
      return element.multi_select === true ? [] : '';
    default:
      return initialOption(element);
  }
}

function initialOption(element: Json): string {
  const option = text(element.initial_option);
  if (option) return option;
  const index = number(element.initial_index) ?? 0;
  return index > 0 ? text(record(list(element.options)[index - 1]).value) : '';
}

/** The fields of a form anywhere in the card, in order; without `form`, those outside every form. */
export function fieldsOf(card: unknown, form?: string): readonly Json[] {
  return walk(list(record(record(card).body).elements), undefined, form);
}

function walk(elements: readonly unknown[], inside: string | undefined, wanted: string | undefined): readonly Json[] {
  return elements.map(record).flatMap((element) => {
    if (FIELDS.has(text(element.tag))) return inside === wanted ? [element] : [];
    const form = element.tag === 'form' ? text(element.name, 'form') : inside;
    const columns = list(element.columns).flatMap((column) => list(record(column).elements));
    return walk([...list(element.elements), ...columns], form, wanted);
  });
}

/** What the person changed in these fields; the client sends the initial values of the others by itself. */
export function changedValues(
  fields: readonly Json[],
  draft: Readonly<Record<string, FieldValue>>,
): Record<string, FieldValue> {
  const open = fields.filter((field) => field.disabled !== true).map((field) => text(field.name));
  return Object.fromEntries(open.flatMap((name) => (draft[name] === undefined ? [] : [[name, draft[name]]])));
}

/** The first required field that is empty; the client does not send the form then (reference/feishu.md §5). */
export function missingField(fields: readonly Json[], draft: Readonly<Record<string, FieldValue>>): string | undefined {
  const missing = fields.find((field) => {
    if (field.required !== true) return false;
    const value = draft[text(field.name)] ?? initialValue(field);
    return typeof value !== 'boolean' && value.length === 0;
  });
  return missing ? text(missing.name) : undefined;
}
