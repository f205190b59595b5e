import { FORM_AIM } from '../../../../cards/dingtalk/contract.ts';
import type { Field, Form, Option } from '../../../../cards/model.ts';
import { type FieldMark, personOption } from '../field_marks.ts';
import { CARD_LIMITS, CUT, cut, within } from '../limits.ts';

/** One field of the vendor's Form (reference/dingtalk.md §6.6). */
export interface FormField {
  readonly name: string;
  readonly label?: string;
  readonly type: 'TEXT' | 'TEXT_AREA' | 'NUMBER' | 'SELECT' | 'MULTI_SELECT' | 'DATE' | 'TIME' | 'DATETIME' | 'SWITCH';
  readonly hidden?: boolean;
  readonly required?: boolean;
  readonly requiredMsg?: string;
  readonly readOnly?: boolean;
  readonly placeholder?: string;
  readonly format?: string;
  readonly defaultValue?: unknown;
  readonly options?: readonly Option[];
}

type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;

/** What a submission brings back beside its values: ids only, and how the values are read. */
export interface FormAim {
  readonly action: string;
  readonly reference?: Form['reference'];
  readonly revision: number;
  readonly marks: Readonly<Record<string, FieldMark>>;
  /** Which press this form answers: a client keeps what was typed as long as the form is the same, and it has been handed in. */
  readonly answers?: string;
}

/** The value of the variable `form`. Pictures are no field: they come as messages. */
export function formFields(cardKey: string, form: Form, answers?: string): readonly FormField[] {
  const marks: Record<string, FieldMark> = {};
  for (const field of form.fields) {
    const mark = markOf(field);
    if (mark) marks[field.name] = mark;
  }
  const aim: FormAim = {
    action: form.action,
    ...(form.reference ? { reference: form.reference } : {}),
    revision: form.revision,
    marks,
    ...(answers === undefined ? {} : { answers }),
  };
  return [
    { name: FORM_AIM, type: 'TEXT', hidden: true, defaultValue: JSON.stringify(aim) },
    ...form.fields.flatMap((field) => renderField(cardKey, field)),
  ];
}

/** Too many people for a list, or none to list: the name is written. */
const isByName = ({ candidates }: FieldOf<'person'>): boolean =>
  candidates.length === 0 || candidates.length > CARD_LIMITS.candidates;

function markOf(field: Field): FieldMark | undefined {
  switch (field.kind) {
    case 'singleSelect':
      return 'single';
    case 'multiSelect':
      return 'multi';
    case 'person':
      return isByName(field) ? 'personName' : 'person';
    case 'bool':
      return field.initial ? 'ticked' : 'unticked';
    case 'number':
    case 'date':
    case 'time':
    case 'dateTime':
      return field.kind;
    default:
      return undefined;
  }
}

function renderField(cardKey: string, field: Field): readonly FormField[] {
  within(cardKey, 'fieldName', field.name.length);
  switch (field.kind) {
    case 'text':
      return [{ ...common(field, '请填写'), type: 'TEXT', ...startOf(field.initial) }];
    case 'longText':
      return [{ ...common(field, '请填写'), type: 'TEXT_AREA', ...startOf(field.initial) }];
    case 'number':
      return [{ ...common(field, '填数字，没有填 0'), type: 'NUMBER', ...startOf(field.initial) }];
    case 'singleSelect':
      return [select(cardKey, field, field.options, field.initial)];
    case 'multiSelect':
      return [multiSelect(cardKey, field)];
    case 'person':
      return [person(cardKey, field)];
    case 'date':
    case 'time':
    case 'dateTime':
      return [picker(field)];
    case 'bool':
      // A switch always has a value: nothing to require.
      return [{ name: field.name, label: field.label, type: 'SWITCH', defaultValue: field.initial ?? false }];
    case 'photo':
      return [];
  }
}

const startOf = (value: unknown): { readonly defaultValue?: unknown } =>
  value === undefined || value === '' ? {} : { defaultValue: value };

/** Optional fields say so in the grey words, so that labels stay the fields' names. */
function common(field: Field, otherwise: string): Omit<FormField, 'type'> {
  const words = field.hint ?? otherwise;
  return {
    name: field.name,
    label: field.label,
    placeholder: cut(field.required ? words : `${words}（选填）`, CUT.placeholder),
    ...(field.required ? { required: true, requiredMsg: `还差一项：${field.label}` } : {}),
  };
}

function optionsOf(cardKey: string, options: readonly Option[]): readonly Option[] {
  within(cardKey, 'options', options.length);
  for (const option of options) {
    within(cardKey, 'optionText', [...option.text].length);
    within(cardKey, 'optionValue', option.value.length);
  }
  return options.map(({ value, text }) => ({ value, text }));
}

function select(cardKey: string, field: Field, options: readonly Option[], initial: string | undefined): FormField {
  const index = options.findIndex((option) => option.value === initial);
  return {
    ...common(field, '请选择'),
    type: 'SELECT',
    options: optionsOf(cardKey, options),
    ...(index < 0 ? {} : { defaultValue: { index, value: initial } }),
  };
}

function multiSelect(cardKey: string, field: FieldOf<'multiSelect'>): FormField {
  const index = (field.initial ?? [])
    .map((value) => field.options.findIndex((option) => option.value === value))
    .filter((position) => position >= 0);
  const value = index.map((position) => field.options[position]?.value);
  return {
    ...common(field, '可选多项'),
    type: 'MULTI_SELECT',
    options: optionsOf(cardKey, field.options),
    ...(index.length > 0 ? { defaultValue: { index, value } } : {}),
  };
}

/** DingTalk's form has no person picker: a list of names, or the name itself where the list would be too long. */
function person(cardKey: string, field: FieldOf<'person'>): FormField {
  if (isByName(field)) {
    const name = field.candidates.find((candidate) => candidate.person === field.initial)?.name;
    return { ...common(field, '写姓名'), type: 'TEXT', ...startOf(name) };
  }
  const names = field.candidates.map((candidate) => ({ value: personOption(candidate.person), text: candidate.name }));
  return select(cardKey, field, names, field.initial === undefined ? undefined : personOption(field.initial));
}

const pickers = {
  date: { type: 'DATE', format: 'yyyy-MM-dd', words: '请选日期', shape: /^\d{4}-\d{2}-\d{2}$/ },
  time: { type: 'TIME', format: 'HH:mm', words: '请选时间', shape: /^\d{2}:\d{2}$/ },
  dateTime: {
    type: 'DATETIME',
    format: 'yyyy-MM-dd HH:mm',
    words: '请选日期和时间',
    shape: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/,
  },
} as const;

/** An initial value of another shape, e.g. one that was refused, is left out. */
function picker(field: FieldOf<'date' | 'time' | 'dateTime'>): FormField {
  const { type, format, words, shape } = pickers[field.kind];
  return {
    ...common(field, words),
    type,
    format,
    ...(field.initial !== undefined && shape.test(field.initial) ? { defaultValue: field.initial } : {}),
  };
}
