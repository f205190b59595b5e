import { type FormValue, formValues } from '../../form_values.ts';
import type { Inbound } from '../../platform.ts';
import { isObject, type JsonObject, textOf } from '../../wire/json.ts';
import { type FieldMark, fieldMarks } from '../field_marks.ts';
import type { Envelope } from './envelope.ts';

/**
 * A card press (reference/feishu.md §5). Checked by hand: presses come by the thousand and a schema library would cost
 * more than the rest of the reading. Undefined when it was not made on one of our cards.
 */
export function readPress({ eventId, at, event }: Envelope): Inbound | undefined {
  const { operator, action, context } = event;
  if (!isObject(operator) || !isObject(action) || !isObject(action.value) || !isObject(context)) return undefined;
  const userId = textOf(operator.open_id);
  const messageId = textOf(context.open_message_id);
  const name = textOf(action.value.action);
  if (userId === undefined || messageId === undefined || name === undefined) return undefined;
  const unionId = textOf(operator.union_id);
  const { reference, revision, fields } = action.value;
  return {
    kind: 'press',
    platform: 'feishu',
    deliveryId: eventId,
    at,
    sender: { userId, ...(unionId ? { unionId } : {}) },
    messageId,
    chatId: textOf(context.open_chat_id) ?? '',
    action: name,
    reference: isObject(reference) ? reference : {},
    ...(typeof revision === 'number' ? { revision } : {}),
    ...(isObject(action.form_value) ? { values: readValues(action.form_value, isObject(fields) ? fields : {}) } : {}),
  };
}

const readValues = (raw: JsonObject, marks: JsonObject) =>
  formValues(raw, marks, fieldMarks, (mark, value) => (mark ? readMarked(mark, value) : readPlain(value)));

function readPlain(value: unknown): FormValue | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** The vendor adds the phone's zone: "2024-04-01 +0800"; what was picked is what the person meant. */
const shapes = {
  date: /^\d{4}-\d{2}-\d{2}/,
  time: /^\d{2}:\d{2}/,
  dateTime: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}/,
} as const;

function readMarked(mark: FieldMark, value: unknown): FormValue | undefined {
  if (mark === 'ticked' || mark === 'unticked') return value === true || value === 'true';
  if (typeof value !== 'string' || value === '') return readPlain(value === '' ? undefined : value);
  if (mark === 'person') return readPerson(value);
  if (mark === 'personName') return { personName: value };
  if (mark === 'number') return readNumber(value);
  return shapes[mark].exec(value)?.[0] ?? value;
}

const readPerson = (value: string): FormValue =>
  /^p\d{1,15}$/.test(value) ? Number(value.slice(1)) : { vendorUser: value };

/** What is no plain number stays text: the form's own check words the problem. */
function readNumber(value: string): FormValue {
  const text = value.normalize('NFKC').trim();
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : value;
}
