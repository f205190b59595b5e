import type { Field } from '../../../../cards/model.ts';
import type { Directory } from '../../platform.ts';
import { type FieldMark, personOption } from '../field_marks.ts';
import { CUT, within } from '../limits.ts';
import { cut, type Element, markdown, plainText } from './card_json.ts';
import { escapeMarkdown, grey } from './escape.ts';

type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;

/** One field of a form: its label where the component has none of its own, then the component. */
export function renderField(cardKey: string, field: Field, directory: Directory): readonly Element[] {
  within(cardKey, 'fieldName', field.name.length);
  switch (field.kind) {
    case 'text':
    case 'longText':
      return [renderInput(cardKey, field)];
    case 'number':
      return [renderNumber(field)];
    case 'singleSelect':
      return [label(field), renderSelect(cardKey, field)];
    case 'multiSelect':
      return [label(field), renderMultiSelect(cardKey, field)];
    case 'person':
      return [label(field), renderPerson(cardKey, field, directory)];
    case 'date':
    case 'time':
    case 'dateTime':
      return [label(field), renderPicker(field)];
    case 'bool':
      return [{ tag: 'checker', name: field.name, text: plainText(field.label), checked: field.initial ?? false }];
    case 'photo':
      return [renderPhoto(field)];
  }
}

/** How this field's value must be read when the form comes back; undefined: as it is. */
export function markOf(field: Field, directory: Directory): FieldMark | undefined {
  switch (field.kind) {
    case 'date':
    case 'time':
    case 'dateTime':
    case 'number':
      return field.kind;
    case 'person':
      return isByName(field, directory) ? 'personName' : 'person';
    case 'bool':
      return field.initial ? 'ticked' : 'unticked';
    default:
      return undefined;
  }
}

const label = (field: Field): Element => markdown(escapeMarkdown(field.label));

/** The grey words in an empty component. Optional fields say so here, so that labels stay the fields' names. */
function placeholder(field: Field, otherwise: string): Element {
  const words = field.hint ?? otherwise;
  return plainText(cut(field.required ? words : `${words}（选填）`, CUT.placeholder));
}

const common = (field: Field): { readonly name: string; readonly required?: true } => ({
  name: field.name,
  ...(field.required ? { required: true } : {}),
});

function renderInput(cardKey: string, field: FieldOf<'text' | 'longText'>): Element {
  within(cardKey, 'inputLength', field.maxLength);
  // What a client could not have typed is not put in either: it would refuse to submit.
  const initial = field.initial === undefined ? undefined : [...field.initial].slice(0, field.maxLength).join('');
  return {
    tag: 'input',
    ...common(field),
    label: plainText(field.label),
    label_position: 'top',
    placeholder: placeholder(field, '请填写'),
    width: 'fill',
    max_length: field.maxLength,
    ...(field.kind === 'longText' ? { input_type: 'multiline_text', rows: 3, auto_resize: true } : {}),
    ...(initial ? { default_value: initial } : {}),
  };
}

const NUMBER_LENGTH = 20;

function renderNumber(field: FieldOf<'number'>): Element {
  return {
    tag: 'input',
    ...common(field),
    label: plainText(field.label),
    label_position: 'top',
    placeholder: placeholder(field, '填数字，没有填 0'),
    width: 'fill',
    max_length: NUMBER_LENGTH,
    ...(field.initial === undefined ? {} : { default_value: String(field.initial) }),
  };
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function choices(cardKey: string, options: readonly Choice[]): readonly Readonly<Record<string, unknown>>[] {
  within(cardKey, 'options', options.length);
  return options.map((option) => {
    within(cardKey, 'optionText', [...option.text].length);
    within(cardKey, 'optionValue', option.value.length);
    return { text: plainText(option.text), value: option.value };
  });
}

const has = (options: readonly Choice[], value: string | undefined): value is string =>
  value !== undefined && options.some((option) => option.value === value);

function selectStatic(cardKey: string, field: Field, options: readonly Choice[], initial: string | undefined): Element {
  return {
    tag: 'select_static',
    ...common(field),
    placeholder: placeholder(field, '请选择'),
    width: 'fill',
    options: choices(cardKey, options),
    ...(has(options, initial) ? { initial_option: initial } : {}),
  };
}

const renderSelect = (cardKey: string, field: FieldOf<'singleSelect'>): Element =>
  selectStatic(cardKey, field, field.options, field.initial);

function renderMultiSelect(cardKey: string, field: FieldOf<'multiSelect'>): Element {
  const selected = (field.initial ?? []).filter((value) => has(field.options, value));
  return {
    tag: 'multi_select_static',
    ...common(field),
    placeholder: placeholder(field, '可选多项'),
    width: 'fill',
    options: choices(cardKey, field.options),
    ...(selected.length > 0 ? { selected_values: selected } : {}),
  };
}

/** A list of names costs one element a name, and a card has 150 (reference/feishu.md §6.1). */
const NAMES_LISTED = 20;

/** Many people, and not all of them on Feishu: in a school on two platforms their name is written. */
const isByName = ({ candidates }: FieldOf<'person'>, { people }: Directory): boolean =>
  candidates.length > NAMES_LISTED && candidates.some((candidate) => !people.has(candidate.person));

const NAME_LENGTH = 20;

function renderName(field: FieldOf<'person'>): Element {
  const initial = field.candidates.find((candidate) => candidate.person === field.initial)?.name;
  return {
    tag: 'input',
    ...common(field),
    placeholder: placeholder(field, '写姓名'),
    width: 'fill',
    max_length: NAME_LENGTH,
    ...(initial ? { default_value: [...initial].slice(0, NAME_LENGTH).join('') } : {}),
  };
}

/** The vendor's person picker when it knows everybody, else a list of names: nobody may be missing from the choice. */
function renderPerson(cardKey: string, field: FieldOf<'person'>, directory: Directory): Element {
  const userIds = field.candidates.map((candidate) => directory.people.get(candidate.person));
  const known = userIds.filter((id) => id !== undefined);
  // An empty list of options would offer every contact of the tenant (reference/feishu.md §6.5).
  if (isByName(field, directory)) return renderName(field);
  if (known.length !== field.candidates.length || known.length === 0) {
    const names = field.candidates.map((candidate) => ({
      value: personOption(candidate.person),
      text: candidate.name,
    }));
    const initial = field.initial === undefined ? undefined : personOption(field.initial);
    return selectStatic(cardKey, field, names, initial);
  }
  within(cardKey, 'options', known.length);
  const initial = field.initial === undefined ? undefined : directory.people.get(field.initial);
  return {
    tag: 'select_person',
    ...common(field),
    placeholder: placeholder(field, '请选择'),
    width: 'fill',
    options: known.map((value) => ({ value })),
    ...(initial !== undefined && known.includes(initial) ? { initial_option: initial } : {}),
  };
}

const pickers = {
  date: { tag: 'date_picker', initial: 'initial_date', words: '请选日期', shape: /^\d{4}-\d{2}-\d{2}$/ },
  time: { tag: 'picker_time', initial: 'initial_time', words: '请选时间', shape: /^\d{2}:\d{2}$/ },
  dateTime: {
    tag: 'picker_datetime',
    initial: 'initial_datetime',
    words: '请选日期和时间',
    shape: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/,
  },
} as const;

/** An initial value of another shape, e.g. one that was refused, is left out: the vendor would refuse the card. */
function renderPicker(field: FieldOf<'date' | 'time' | 'dateTime'>): Element {
  const { tag, initial, words, shape } = pickers[field.kind];
  return {
    tag,
    ...common(field),
    placeholder: placeholder(field, words),
    width: 'fill',
    ...(field.initial !== undefined && shape.test(field.initial) ? { [initial]: field.initial } : {}),
  };
}

/** Cards cannot take pictures (reference/feishu.md §6.5): the line says how many there are and where to send them. */
function renderPhoto(field: FieldOf<'photo'>): Element {
  const missing = field.atLeast - field.count;
  const unit = field.unit ?? '张';
  const state = missing > 0 ? `${field.count} ${unit}，还差 ${missing} ${unit}` : `${field.count} ${unit}`;
  const how = field.hint ?? '把照片发到和安园的会话里，会自动加上';
  return markdown(`${escapeMarkdown(field.label)} ${state}<br>${grey(escapeMarkdown(how))}`);
}
