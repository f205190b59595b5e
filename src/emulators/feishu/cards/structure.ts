import { isObject, type JsonObject, objectsAt, textAt, textsAt } from '../../ground/json.ts';
import { cardFault } from './card_error.ts';
import { MALFORMED } from './checks.ts';
import { INTERACTIVE } from './interactive.ts';
import type { PlacedElement } from './walk.ts';

const MOST_ELEMENTS = 200;
const MOST_NESTED = 5;
const MOST_TABLES = 5;
const NESTING = new Set(['column_set', 'form', 'interactive_container', 'collapsible_panel']);
const ONLY_AT_TOP = new Set(['form', 'table']);
const ONLY_IN_FORM = new Set(['multi_select_static', 'multi_select_person']);

/** Where components may stand (reference/feishu.md §6.2). */
export function checkNesting({ element, tag, path, ancestors, form }: PlacedElement): void {
  if (ONLY_AT_TOP.has(tag) && ancestors.length > 0)
    cardFault(MALFORMED, path, `${tag} must be directly in body.elements`);
  if (tag === 'column' && ancestors.at(-1) !== 'column_set')
    cardFault(MALFORMED, path, 'column must be in a column_set');
  if (ancestors.at(-1) === 'column_set' && tag !== 'column')
    cardFault(MALFORMED, path, 'column_set holds only columns');
  if (ONLY_IN_FORM.has(tag) && form === undefined) cardFault(MALFORMED, path, `${tag} must be in a form`);
  if (tag === 'select_img' && element.multi_select === true && form === undefined) {
    cardFault(MALFORMED, path, 'select_img with multi_select must be in a form');
  }
  if (tag === 'chart' && form !== undefined) cardFault(MALFORMED, path, 'form must not hold a chart');
  const depth = [...ancestors, tag].filter((each) => NESTING.has(each)).length;
  if (depth > MOST_NESTED) cardFault(MALFORMED, path, `containers are nested deeper than ${MOST_NESTED}`);
  if (form === undefined && (element.form_action_type !== undefined || element.required !== undefined)) {
    cardFault(MALFORMED, path, 'form_action_type and required are only for components in a form');
  }
}

/** A form's children need names, and a button must submit it (reference/feishu.md §6.4). */
export function checkForms(placed: readonly PlacedElement[]): void {
  for (const { element, path, tag } of placed) {
    if (tag !== 'form') continue;
    const inside = placed.filter((each) => each.form === element);
    for (const child of inside) {
      if (child.tag in INTERACTIVE && textAt(child.element, 'name') === undefined) {
        cardFault(200530, child.path, 'name of form component is empty');
      }
    }
    if (!inside.some((child) => child.tag === 'button' && child.element.form_action_type === 'submit')) {
      cardFault(MALFORMED, path, 'form needs a submit button');
    }
  }
}

/** `name` and `element_id` occur once in a card (reference/feishu.md §6.1, §6.4). */
export function checkUnique(placed: readonly PlacedElement[]): void {
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const { element, path } of placed) {
    const name = textAt(element, 'name');
    if (name !== undefined && names.has(name)) cardFault(MALFORMED, path, `duplicated name: ${name}`);
    if (name !== undefined) names.add(name);
    const id = element.element_id;
    if (id === undefined) continue;
    if (typeof id !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,19}$/.test(id)) {
      cardFault(MALFORMED, path, 'invalid element_id: a letter first, then letters, digits or _, at most 20');
    }
    if (ids.has(id)) cardFault(300301, path, `duplicated element_id: ${id}`);
    ids.add(id);
  }
}

function countTagged(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + countTagged(each), 0);
  if (!isObject(value)) return 0;
  const own = typeof value.tag === 'string' ? 1 : 0;
  return Object.entries(value).reduce(
    (sum, [name, member]) => sum + (name === 'chart_spec' || name === 'value' ? 0 : countTagged(member)),
    own,
  );
}

/** At most 200 components, text objects counted, and 5 tables (the vendor's way of counting is not published). */
export function checkCounts(card: JsonObject, placed: readonly PlacedElement[]): void {
  const count = countTagged(card);
  if (count > MOST_ELEMENTS) cardFault(11310, 'ROOT', `element exceeds the limit, count: ${count}`);
  if (placed.filter((each) => each.tag === 'table').length > MOST_TABLES)
    cardFault(11310, 'ROOT', 'card table number over limit');
}

/** Options have distinct values, and what is preselected exists (reference/feishu.md §6.5). */
export function checkOptions({ element, tag, path }: PlacedElement): void {
  if (tag !== 'select_static' && tag !== 'multi_select_static') {
    if (/^(date_picker|picker_)/.test(tag) && element.placeholder === undefined) {
      const initial = element.initial_date ?? element.initial_time ?? element.initial_datetime;
      if (initial === undefined) cardFault(MALFORMED, path, 'placeholder is required without an initial value');
    }
    return;
  }
  const values = objectsAt(element, 'options').map((option) => String(option.value));
  if (new Set(values).size < values.length) cardFault(MALFORMED, path, 'option values must be unique');
  const initial = textAt(element, 'initial_option');
  for (const value of initial === undefined ? textsAt(element, 'selected_values') : [initial]) {
    if (!values.includes(value)) cardFault(MALFORMED, path, `initial option ${value} is not an option`);
  }
}

/** A chart needs a type and data without code (reference/feishu.md §6.3). */
export function checkChart({ element, tag, path }: PlacedElement): void {
  if (tag !== 'chart' || !isObject(element.chart_spec)) return;
  const { type, data, series } = element.chart_spec;
  if (typeof type !== 'string' || (data === undefined && series === undefined)) {
    cardFault(200550, path, 'chart spec is invalid');
  }
}
