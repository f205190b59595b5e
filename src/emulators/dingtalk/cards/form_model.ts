import { isObject, type JsonObject, objectsAt, parseJson, textAt } from '../../ground/json.ts';

/** Field types of the built-in form (reference/dingtalk.md §6.6). CHECKBOX_GROUP is a list with one choice. */
export const FIELD_TYPES = [
  'TEXT',
  'TEXT_ARRAY',
  'TEXT_AREA',
  'NUMBER',
  'SELECT',
  'MULTI_SELECT',
  'DATE',
  'TIME',
  'DATETIME',
  'CHECKBOX',
  'SWITCH',
  'CHECKBOX_GROUP',
  'MULTI_CHECKBOX_GROUP',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface FormOption {
  readonly value: string;
  readonly text: string;
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly hidden: boolean;
  readonly required: boolean;
  readonly requiredMsg: string;
  readonly readOnly: boolean;
  readonly placeholder?: string;
  readonly options: readonly FormOption[];
  /** In the wire's shape. */
  readonly initial?: unknown;
}

const CHOICES = new Set<FieldType>(['SELECT', 'MULTI_SELECT', 'CHECKBOX_GROUP', 'MULTI_CHECKBOX_GROUP']);
const KNOWN = new Set(
  'name label type hidden required requiredMsg readOnly placeholder format defaultValue options minRows maxRows addText'.split(
    ' ',
  ),
);

const isText = (value: unknown): value is string => typeof value === 'string';
const indexOf = (options: readonly FormOption[], value: unknown) =>
  options.findIndex((option) => option.value === value);

/** Whether a default has the shape its type shows; anything else leaves the field empty on the client. */
function fitsType(type: FieldType, value: unknown, options: readonly FormOption[]): boolean {
  switch (type) {
    case 'SELECT':
      return isObject(value) && value.index === indexOf(options, value.value) && value.index !== -1;
    case 'MULTI_SELECT': {
      if (!isObject(value) || !Array.isArray(value.value) || !Array.isArray(value.index)) return false;
      const { index, value: values } = value;
      return index.length === values.length && values.every((each, at) => indexOf(options, each) === index[at]);
    }
    case 'CHECKBOX_GROUP':
      return indexOf(options, value) !== -1;
    case 'MULTI_CHECKBOX_GROUP':
      return Array.isArray(value) && value.every((each) => indexOf(options, each) !== -1);
    case 'TEXT_ARRAY':
      return Array.isArray(value) && value.every(isText);
    case 'CHECKBOX':
    case 'SWITCH':
      return typeof value === 'boolean';
    case 'NUMBER':
      return typeof value === 'number' || (isText(value) && value !== '' && Number.isFinite(Number(value)));
    case 'DATE':
      return isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case 'TIME':
      return isText(value) && /^\d{2}:\d{2}$/.test(value);
    case 'DATETIME':
      return isText(value) && /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(value);
    default:
      return isText(value);
  }
}

function readField(value: JsonObject, problem: (what: string) => void): FormField | undefined {
  const name = textAt(value, 'name');
  const type = FIELD_TYPES.find((each) => each === value.type);
  if (name === undefined || type === undefined) {
    problem(`a form field needs a name and a known type: ${JSON.stringify(value)}`);
    return undefined;
  }
  for (const key of Object.keys(value)) if (!KNOWN.has(key)) problem(`form field ${name} has an unknown member ${key}`);
  const options = objectsAt(value, 'options').flatMap((option): FormOption[] =>
    isText(option.value) && isText(option.text) ? [{ value: option.value, text: option.text }] : [],
  );
  if (CHOICES.has(type) && options.length === 0) problem(`form field ${name} offers no options`);
  const { defaultValue } = value;
  const hasDefault = defaultValue !== undefined && defaultValue !== null && defaultValue !== '';
  const fits = hasDefault && fitsType(type, defaultValue, options);
  if (hasDefault && !fits) problem(`the defaultValue of form field ${name} does not fit ${type}`);
  return {
    name,
    label: textAt(value, 'label') ?? name,
    type,
    hidden: value.hidden === true,
    required: value.required === true,
    requiredMsg: textAt(value, 'requiredMsg') ?? '请填写',
    readOnly: value.readOnly === true,
    ...(textAt(value, 'placeholder') === undefined ? {} : { placeholder: String(value.placeholder) }),
    options,
    ...(fits ? { initial: defaultValue } : {}),
  };
}

/** The fields a form variable holds; undefined when the client would show no form. Problems are what it hides in silence. */
export function readForm(text: string): { fields: readonly FormField[] | undefined; problems: readonly string[] } {
  const problems: string[] = [];
  const parsed = parseJson(text);
  if (!isObject(parsed) || !Array.isArray(parsed.fields)) {
    return { fields: undefined, problems: ['a form variable must hold {"fields":[…]}'] };
  }
  const fields = parsed.fields.flatMap((each): FormField[] => {
    const field = isObject(each) ? readField(each, (what) => problems.push(what)) : undefined;
    return field === undefined ? [] : [field];
  });
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) problems.push(`two form fields are named ${name}`);
    names.add(name);
  }
  return { fields, problems };
}
