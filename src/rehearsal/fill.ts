import type { Card, Field, FieldValue, Form, PersonId } from '../../cards/model.ts';
import type { PersonAnswer } from '../platforms/platform.ts';
import { between } from './chance.ts';

/** What filling a form needs besides the form. */
export interface Filling {
  /** YYYY-MM-DD and HH:mm of the moment. */
  readonly date: string;
  readonly clock: string;
  readonly accountOf: (person: PersonId) => string | undefined;
  /** In [0, 1), by what it is for. */
  readonly roll: (about: string) => number;
  /** What somebody has in mind, by the field's name: an option's text or value, or words. */
  readonly wanted: ReadonlyMap<string, string>;
  /** How often something is found on a page of a checklist. */
  readonly finds: number;
}

export type Values = Readonly<Record<string, FieldValue | PersonAnswer>>;

const WORDS = '已按要求办好，现场看过，没有遗留。';
/** Numbers that are normally none: without them a count of people adds up. */
const normallyNone = new Set(['excused']);
/** Enough for lessons counted in minutes, and small enough to be a number of people. */
const NUMBER = 40;

/** Values a careful person would enter: what is there stays, what is required is filled. */
export function fillForm(form: Form, filling: Filling): Values {
  const values: Record<string, FieldValue | PersonAnswer> = {};
  for (const field of form.fields) {
    const value = valueFor(form, field, filling);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

/** Photos a form wants before it is submitted. */
export const photosMissing = (card: Card): number =>
  (card.form?.fields ?? []).reduce(
    (missing, field) => (field.kind === 'photo' ? missing + Math.max(field.atLeast - field.count, 0) : missing),
    0,
  );

function valueFor(form: Form, field: Field, filling: Filling): FieldValue | PersonAnswer | undefined {
  if (field.kind === 'photo') return undefined;
  if (field.kind === 'person') return personFor(field, filling);
  if (field.kind === 'singleSelect') return choiceFor(field, filling);
  if (field.kind === 'multiSelect') return choicesFor(form, field, filling);
  const wanted = filling.wanted.get(field.name);
  if (wanted !== undefined && (field.kind === 'text' || field.kind === 'longText')) return wanted;
  if (field.initial !== undefined) return field.initial;
  if (!field.required) return undefined;
  if (field.kind === 'number' && normallyNone.has(field.name)) return field.minimum;
  if (field.kind === 'number') return Math.min(Math.max(NUMBER, field.minimum), field.maximum);
  if (field.kind === 'date') return filling.date;
  if (field.kind === 'time') return filling.clock;
  if (field.kind === 'dateTime') return `${filling.date} ${filling.clock}`;
  if (field.kind === 'bool') return true;
  if (field.kind === 'text' || field.kind === 'longText') return [...WORDS].slice(0, field.maxLength).join('');
  return undefined;
}

function personFor(field: Extract<Field, { kind: 'person' }>, filling: Filling): PersonAnswer | undefined {
  const { candidates } = field;
  const some = candidates[between(0, candidates.length - 1, filling.roll(field.name))];
  const chosen = field.initial ?? (field.required ? some?.person : undefined);
  const vendorUser = chosen === undefined ? undefined : filling.accountOf(chosen);
  return vendorUser === undefined ? undefined : { vendorUser };
}

function choiceFor(field: Extract<Field, { kind: 'singleSelect' }>, filling: Filling): string | undefined {
  const wanted = filling.wanted.get(field.name);
  const option = field.options.find((one) => one.value === wanted || one.text === wanted);
  return option?.value ?? field.initial ?? (field.required ? field.options[0]?.value : undefined);
}

/** On a checklist only what is wrong is ticked; elsewhere a required choice is made in full. */
function choicesFor(
  form: Form,
  field: Extract<Field, { kind: 'multiSelect' }>,
  filling: Filling,
): readonly string[] | undefined {
  if (form.action === 'round.submit') {
    const [first] = field.options;
    return field.name === 'bad' && first && filling.roll('finds') < filling.finds ? [first.value] : [];
  }
  return field.initial ?? (field.required ? field.options.map((one) => one.value) : undefined);
}
