/**
 * A field is declared once and gives the card input, the check, the ledger column, the export header and the error
 * text (design.md §4). Declarations are static; options and initial values that depend on the moment are added when
 * the card is made.
 */
import { z } from 'zod';
import type { Field, FieldValue, Option, PersonId, PersonOption } from './model.ts';

interface Declaration<Kind extends Field['kind'], Value, Required extends boolean> {
  readonly kind: Kind;
  readonly label: string;
  readonly required: Required;
  readonly hint?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly options?: readonly Option[];
  readonly atLeast?: number;
  /** Only for inference: the type of a checked value. */
  readonly value?: Value;
}

type AnyDeclaration = Declaration<Field['kind'], unknown, boolean>;
/** Declares a field of one kind; `required: true` makes its checked value certain. */
interface Declare<Kind extends Field['kind'], Value, Extra> {
  (label: string, rules: Extra & { readonly required: true; readonly hint?: string }): Declaration<Kind, Value, true>;
  (
    label: string,
    rules?: Extra & { readonly required?: false; readonly hint?: string },
  ): Declaration<Kind, Value, false>;
}

function declare<Kind extends Field['kind'], Value, Extra>(
  kind: Kind,
  defaults: Partial<AnyDeclaration> = {},
): Declare<Kind, Value, Extra> {
  const make = (label: string, rules: Partial<AnyDeclaration> = {}) => ({
    kind,
    label,
    ...defaults,
    ...rules,
    required: rules.required === true,
  });
  // The two signatures differ only in what `required` says, and the object repeats what was said.
  return make as unknown as Declare<Kind, Value, Extra>;
}

interface Length {
  readonly maxLength?: number;
}
interface Range {
  readonly minimum?: number;
  readonly maximum?: number;
}
interface Choices {
  readonly options?: readonly Option[];
}
type Nothing = Record<never, never>;

/** Lengths count characters; Feishu's inputs end at 1,000 (reference/feishu.md §6.5). */
export const field = {
  text: declare<'text', string, Length>('text', { maxLength: 60 }),
  longText: declare<'longText', string, Length>('longText', { maxLength: 200 }),
  number: declare<'number', number, Range>('number', { minimum: 0, maximum: 1_000_000 }),
  singleSelect: declare<'singleSelect', string, Choices>('singleSelect'),
  multiSelect: declare<'multiSelect', readonly string[], Choices>('multiSelect'),
  person: declare<'person', PersonId, Nothing>('person'),
  date: declare<'date', string, Nothing>('date'),
  time: declare<'time', string, Nothing>('time'),
  dateTime: declare<'dateTime', string, Nothing>('dateTime'),
  bool: declare<'bool', boolean, Nothing>('bool'),
  photo: declare<'photo', number, { readonly atLeast?: number }>('photo', { atLeast: 0 }),
};

/** A declaration from data, for forms that are rows of a catalogue; what is typed in code uses `field`. */
export const fieldFromData = (
  kind: Field['kind'],
  label: string,
  rules: Partial<Pick<AnyDeclaration, 'required' | 'maxLength' | 'options' | 'atLeast'>> = {},
): AnyDeclaration => ({ kind, label, required: false, ...rules });

export type Declarations = Readonly<Record<string, AnyDeclaration>>;
type ValueOf<D> = D extends Declaration<Field['kind'], infer Value, boolean> ? Value : never;
/** The checked values of a form: required fields are there, the others may be undefined. Photos never come with a form. */
export type FormValues<D extends Declarations> = {
  readonly [K in keyof D as D[K]['kind'] extends 'photo' ? never : K]: D[K]['required'] extends true
    ? ValueOf<D[K]>
    : ValueOf<D[K]> | undefined;
};

/** What the moment adds to a declaration. */
export interface Moment {
  readonly options?: readonly Option[];
  readonly candidates?: readonly PersonOption[];
  readonly initial?: FieldValue | undefined;
  readonly count?: number;
  /** What is counted: 张 of photos, 份 of files. */
  readonly unit?: string;
  readonly hint?: string;
}

export interface FieldProblem {
  readonly field: string;
  readonly text: string;
}

export type Checked<D extends Declarations> =
  | { readonly ok: true; readonly values: FormValues<D> }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

export interface FieldSet<D extends Declarations = Declarations> {
  readonly declarations: D;
  /** The fields for a card, in declaration order. `entered` (what somebody typed and was refused) wins over `initial`. */
  show(moments?: { readonly [K in keyof D]?: Moment }, entered?: Readonly<Record<string, FieldValue>>): Field[];
  /** Checks what came from a platform. Every problem is a kind Chinese sentence (domain/voice.md §3). */
  check(raw: Readonly<Record<string, unknown>>): Checked<D>;
}

/** A field set whose declarations do not matter to the holder: it only wants the fields for a card. */
export interface AnyFieldSet {
  show(moments?: Readonly<Record<string, Moment>>, entered?: Readonly<Record<string, FieldValue>>): Field[];
}

/** Makes a form's field set from its declarations; names are the keys. */
export function fields<D extends Declarations>(declarations: D): FieldSet<D> {
  return {
    declarations,
    show: (moments, entered) =>
      Object.entries(declarations).map(([name, declaration]) =>
        showField(name, declaration, moments?.[name] ?? {}, entered?.[name]),
      ),
    check: (raw) => checkFields(declarations, raw),
  };
}

function showField(name: string, declaration: AnyDeclaration, moment: Moment, entered: FieldValue | undefined): Field {
  const hint = moment.hint ?? declaration.hint;
  const common = { name, label: declaration.label, required: declaration.required, ...(hint ? { hint } : {}) };
  const initial = entered ?? moment.initial;
  const options = moment.options ?? declaration.options ?? [];
  switch (declaration.kind) {
    case 'text':
    case 'longText':
      return {
        ...common,
        kind: declaration.kind,
        maxLength: declaration.maxLength ?? 200,
        ...(typeof initial === 'string' ? { initial } : {}),
      };
    case 'number':
      return {
        ...common,
        kind: 'number',
        minimum: declaration.minimum ?? 0,
        maximum: declaration.maximum ?? 1_000_000,
        ...(typeof initial === 'number' ? { initial } : {}),
      };
    case 'singleSelect': {
      const known = typeof initial === 'string' && options.some((option) => option.value === initial);
      return { ...common, kind: 'singleSelect', options, ...(known ? { initial: String(initial) } : {}) };
    }
    case 'multiSelect':
      return {
        ...common,
        kind: 'multiSelect',
        options,
        ...(Array.isArray(initial) ? { initial: initial.map(String) } : {}),
      };
    case 'person': {
      const candidates = moment.candidates ?? [];
      const known = typeof initial === 'number' && candidates.some((candidate) => candidate.person === initial);
      return { ...common, kind: 'person', candidates, ...(known ? { initial: Number(initial) } : {}) };
    }
    case 'date':
    case 'time':
    case 'dateTime':
      return { ...common, kind: declaration.kind, ...(typeof initial === 'string' ? { initial } : {}) };
    case 'bool':
      return { ...common, kind: 'bool', ...(typeof initial === 'boolean' ? { initial } : {}) };
    case 'photo':
      return {
        ...common,
        kind: 'photo',
        count: moment.count ?? 0,
        atLeast: declaration.atLeast ?? 0,
        ...(moment.unit ? { unit: moment.unit } : {}),
      };
  }
}

const datePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The calendar date really exists (2025-02-30 does not). */
const isDate = (text: string): boolean =>
  datePattern.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;

const schemas = new WeakMap<AnyDeclaration, z.ZodType>();

/** A declaration's schema; making one costs more than using it. */
function schemaOf(declaration: AnyDeclaration): z.ZodType {
  const known = schemas.get(declaration) ?? makeSchema(declaration);
  schemas.set(declaration, known);
  return known;
}

function makeSchema(declaration: AnyDeclaration): z.ZodType {
  const { label } = declaration;
  switch (declaration.kind) {
    case 'text':
    case 'longText': {
      const limit = declaration.maxLength ?? 200;
      return z
        .string(`${label}请填文字`)
        .transform(tidy)
        .refine((text) => [...text].length <= limit, `${label}请在 ${limit} 字以内`);
    }
    case 'number': {
      const [low, high] = [declaration.minimum ?? 0, declaration.maximum ?? 1_000_000];
      return z
        .union(
          [
            z.number(),
            z
              .string()
              .trim()
              .normalize('NFKC')
              .regex(/^-?\d+(\.\d+)?$/)
              .transform(Number),
          ],
          `${label}请填数字，没有填 0`,
        )
        .refine((value) => value >= low && value <= high, `${label}请填 ${low} 到 ${high} 之间的数`);
    }
    case 'singleSelect': {
      const options = declaration.options;
      return z
        .string(`${label}请选一项`)
        .refine((value) => !options || options.some((option) => option.value === value), `${label}请从给出的里面选`);
    }
    case 'multiSelect': {
      const options = declaration.options;
      return z
        .array(z.string(), `${label}请从给出的里面选`)
        .refine(
          (all) => !options || all.every((value) => options.some((option) => option.value === value)),
          `${label}请从给出的里面选`,
        );
    }
    case 'person':
      return z.number(`${label}请选一位老师`).int().positive();
    case 'date':
      return z.string(`${label}请选日期`).refine(isDate, `${label}请选日期`);
    case 'time':
      return z.string(`${label}请选时间`).regex(timePattern, `${label}请选时间`);
    case 'dateTime':
      return z
        .string(`${label}请选日期和时间`)
        .refine((text) => isDate(text.slice(0, 10)) && timePattern.test(text.slice(11)), `${label}请选日期和时间`);
    case 'bool':
      return z.boolean(`${label}请选是或否`);
    case 'photo':
      return z.number();
  }
}

/** Control characters and lone surrogates go, line breaks stay: what is stored can be shown anywhere. */
export const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F\u200B\u202A-\u202E\u2066-\u2069]/g, '')
    .toWellFormed()
    .trim();

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && tidy(value) === '') ||
  (Array.isArray(value) && value.length === 0);

function checkFields<D extends Declarations>(declarations: D, raw: Readonly<Record<string, unknown>>): Checked<D> {
  const problems: FieldProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, declaration] of Object.entries(declarations)) {
    if (declaration.kind === 'photo') continue;
    const value = raw[name];
    if (isEmpty(value)) {
      if (declaration.required) problems.push({ field: name, text: `还差一项：${declaration.label}` });
      continue;
    }
    const parsed = schemaOf(declaration).safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ field: name, text: parsed.error.issues[0]?.message ?? `${declaration.label}请再看一下` });
  }
  if (problems.length > 0) return { ok: false, problems };
  // Every declared field was checked against its own schema just above, so the record has the declared shape.
  return { ok: true, values: values as FormValues<D> };
}
