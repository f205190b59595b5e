import type { Field, FieldValue, Form, Option } from '../../cards/model.ts';
import { inputName } from './show_field.ts';

/**
 * What was entered, in neutral shape, as it would come from a card. A browser can send anything: a choice that was not
 * offered is left out, and the form then says what is missing. The fields' own checks come later, with the action.
 */
export function readValues(form: Form, entered: FormData): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of form.fields) {
    const texts = entered.getAll(inputName(field)).filter((one) => typeof one === 'string');
    const value = readValue(field, texts);
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

const offered = (options: readonly Option[], value: string): boolean =>
  options.some((option) => option.value === value);

function readValue(field: Field, texts: readonly string[]): FieldValue | undefined {
  const [text = ''] = texts;
  switch (field.kind) {
    case 'text':
    case 'longText':
    case 'date':
    case 'time':
      return text;
    case 'dateTime':
      return text.replace('T', ' ').slice(0, 'YYYY-MM-DD HH:mm'.length);
    case 'number': {
      const number = Number(text.trim().normalize('NFKC'));
      return text.trim() === '' || Number.isNaN(number) ? text : number;
    }
    case 'singleSelect':
      return offered(field.options, text) ? text : undefined;
    case 'multiSelect':
      return texts.filter((one) => offered(field.options, one));
    case 'person':
      return field.candidates.some((one) => String(one.person) === text) ? Number(text) : undefined;
    case 'bool':
      return texts.length > 0;
    case 'photo':
      return undefined;
  }
}
