/** Reads what somebody wrote as the answer to an offer: a number, or the form's lines. */
import type { Field, FieldValue } from '../model.ts';
import { readDate, readDateTime, readTime } from './moments.ts';
import type { Choice, Offer } from './offer.ts';

export type TextAnswer =
  | { readonly is: 'choice'; readonly choice: Choice; readonly values?: Readonly<Record<string, FieldValue>> }
  /** A number nobody offered. */
  | { readonly is: 'unknown-number'; readonly most: number };

const numberAlone = /^(?:回复|选)?\s*(\d{1,2})\s*[.。、)）]?$/;

/**
 * Undefined when the words are no answer to this offer. `today` (YYYY-MM-DD) gives dates without a year theirs. Values
 * are those written; what a form already holds is added by who asks.
 */
export function readTextAnswer(words: string, offer: Offer, today: string): TextAnswer | undefined {
  const lines = words
    .normalize('NFKC')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const number = numberAlone.exec(lines[0] ?? '')?.[1];
  const values = offer.form ? readLines(number === undefined ? lines : lines.slice(1), offer.form.fields, today) : {};
  if (number === undefined) {
    const submit = offer.choices.find((choice) => choice.submits);
    return submit && Object.keys(values).length > 0 ? { is: 'choice', choice: submit, values } : undefined;
  }
  if (lines.length > 1 && Object.keys(values).length === 0) return undefined;
  const choice = offer.choices[Number(number) - 1];
  if (!choice) return { is: 'unknown-number', most: offer.choices.length };
  return choice.submits ? { is: 'choice', choice, values } : { is: 'choice', choice };
}

/** `标签：值`, one a line; further lines belong to the value above them. Nothing unless the first line names a field. */
function readLines(lines: readonly string[], fields: readonly Field[], today: string): Record<string, FieldValue> {
  const written = new Map<Field, string>();
  let current: Field | undefined;
  for (const line of lines) {
    const [label = '', ...rest] = line.split(':');
    const named = rest.length === 0 ? undefined : fields.find((field) => sameLabel(field.label, label));
    if (!named && !current) return {};
    const field = named ?? current;
    if (!field) return {};
    const before = named ? undefined : written.get(field);
    written.set(field, named ? rest.join(':').trim() : `${before ?? ''}\n${line}`.trim());
    current = field;
  }
  // Without a prototype: names come with the form, words from outside.
  const values: Record<string, FieldValue> = Object.create(null);
  for (const [field, text] of written) {
    const value = readValue(field, withoutAdvice(text), today);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

const sameLabel = (label: string, written: string): boolean =>
  label.normalize('NFKC').replace(/\s/g, '') === written.replace(/^[\s\-·*]+/, '').replace(/\s/g, '');

/** The advice in brackets that was copied along with its line. */
const withoutAdvice = (text: string): string =>
  text.replace(/\((?:[^()]*\/[^()]*|选填|如 [^()]*|写姓名)\)$/, '').trim();

function readValue(field: Field, text: string, today: string): FieldValue | undefined {
  switch (field.kind) {
    case 'photo':
      return undefined;
    case 'singleSelect':
      return optionOf(field.options, text) ?? text;
    case 'multiSelect':
      return text
        .split(/[、,;/\s]+/)
        .filter(Boolean)
        .map((part) => optionOf(field.options, part) ?? part);
    case 'person':
      return personOf(field.candidates, text) ?? text;
    case 'bool':
      return /^(是|有|对|要|好|已|完成|yes|y|√)/i.test(text)
        ? true
        : /^(否|没|无|不|未|no|n|×)/i.test(text)
          ? false
          : text;
    case 'date':
      return readDate(text, today) ?? text;
    case 'time':
      return readTime(text) ?? text;
    case 'dateTime':
      return readDateTime(text, today) ?? text;
    default:
      return text;
  }
}

function optionOf(options: readonly { readonly value: string; readonly text: string }[], text: string) {
  const bare = (words: string): string => words.normalize('NFKC').replace(/\s/g, '');
  const wanted = bare(text);
  const exact = options.find((option) => bare(option.text) === wanted || option.value === text);
  if (exact || wanted === '') return exact?.value;
  const like = options.filter((option) => bare(option.text).includes(wanted));
  return like.length === 1 ? like[0]?.value : undefined;
}

const titles = /(老师|主任|师傅|校长|园长|书记|同志)$/;

function personOf(candidates: readonly { readonly person: number; readonly name: string }[], text: string) {
  const wanted = text.replace(/^@/, '').replace(/\s/g, '').replace(titles, '');
  if (wanted === '') return undefined;
  const bare = (name: string): string => name.replace(/\s/g, '');
  const exact = candidates.filter((candidate) => bare(candidate.name).replace(/[（(].*$/, '') === wanted);
  const found = exact.length > 0 ? exact : candidates.filter((candidate) => bare(candidate.name).startsWith(wanted));
  return found.length === 1 ? found[0]?.person : undefined;
}
