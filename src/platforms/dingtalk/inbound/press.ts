import { CURRENT_FORM, FORM_AIM, FORM_ID } from '../../../../cards/dingtalk/contract.ts';
import { type FormValue, formValues } from '../../form_values.ts';
import type { Inbound } from '../../platform.ts';
import { isObject, type JsonObject, parseObject, textOf } from '../../wire/json.ts';
import { type FieldMark, fieldMarks } from '../field_marks.ts';

export interface CardPress {
  readonly inbound: Extract<Inbound, { readonly kind: 'press' }>;
  readonly trackId: string;
  /** Where a form was handed in and its fields came back with it: to show them as they were handed in. */
  readonly handedIn?: { readonly fields: readonly JsonObject[]; readonly values: JsonObject };
}

/**
 * A card callback (reference/dingtalk.md §6.5). Checked by hand, as for Feishu. Undefined for a callback without one of
 * our actions, e.g. a tap on the card itself. `deliveryId` names this delivery: pushing again is not documented, and
 * tapping again is a new press.
 */
export function readPress(body: unknown, deliveryId: string, at: number): CardPress | undefined {
  if (!isObject(body)) return undefined;
  const trackId = textOf(body.outTrackId);
  const userId = textOf(body.userId);
  const content = objectOf(body.content) ?? objectOf(body.value);
  if (trackId === undefined || userId === undefined || content === undefined) return undefined;
  const inner = objectOf(content.cardPrivateData) ?? {};
  const params = { ...objectOf(content.params), ...objectOf(inner.params) };
  const common = {
    kind: 'press',
    platform: 'dingtalk',
    deliveryId,
    at,
    sender: { userId },
    messageId: trackId,
    chatId: textOf(body.spaceId) ?? '',
  } as const;
  const form = objectOf(params[FORM_ID]);
  const aim = form && objectOf(form[FORM_AIM]);
  if (form && aim) {
    const action = textOf(aim.action);
    if (action === undefined) return undefined;
    const { [FORM_AIM]: _, ...values } = form;
    const fields = fieldsOf(params[CURRENT_FORM]);
    return {
      trackId,
      inbound: {
        ...common,
        action,
        reference: objectOf(aim.reference) ?? {},
        ...(typeof aim.revision === 'number' ? { revision: aim.revision } : {}),
        values: readValues(values, objectOf(aim.marks) ?? {}),
      },
      ...(fields ? { handedIn: { fields, values } } : {}),
    };
  }
  const action = textOf(params.action);
  if (action === undefined) return undefined;
  return { trackId, inbound: { ...common, action, reference: objectOf(params.reference) ?? {} } };
}

/** Objects arrive as such or as JSON text (reference/dingtalk.md §6.5). */
const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'string' ? parseObject(value) : isObject(value) ? value : undefined;

function fieldsOf(form: unknown): readonly JsonObject[] | undefined {
  const fields = objectOf(form)?.fields;
  return Array.isArray(fields) ? fields.filter(isObject) : undefined;
}

const readValues = (raw: JsonObject, marks: JsonObject) =>
  formValues(raw, marks, fieldMarks, (mark, value) => (mark ? readMarked(mark, value) : scalarOf(value)));

/** `{index, value}`, a plain value or a list of them (reference/dingtalk.md §6.6 normaliser). */
function listOf(value: unknown): readonly unknown[] {
  const inner = isObject(value) ? value.value : value;
  if (inner === null || inner === undefined || inner === '') return [];
  return Array.isArray(inner) ? inner : [inner];
}

function scalarOf(value: unknown): string | number | boolean | undefined {
  const [first] = listOf(value);
  return typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean' ? first : undefined;
}

const shapes = {
  date: /^\d{4}-\d{2}-\d{2}/,
  time: /^\d{2}:\d{2}/,
  dateTime: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}/,
} as const;

function readMarked(mark: FieldMark, value: unknown): FormValue | undefined {
  if (mark === 'multi') return listOf(value).map(String);
  const scalar = scalarOf(value);
  if (mark === 'ticked' || mark === 'unticked') return scalar === true || scalar === 'true';
  if (scalar === undefined) return undefined;
  const text = String(scalar);
  switch (mark) {
    case 'single':
      return text;
    case 'person':
      return /^p\d{1,15}$/.test(text) ? Number(text.slice(1)) : undefined;
    case 'personName':
      return text.trim() === '' ? undefined : { personName: text.trim() };
    case 'number':
      return readNumber(text);
    default:
      return shapes[mark].exec(text)?.[0] ?? text;
  }
}

/** What is no plain number stays text: the form's own check words the problem. */
function readNumber(value: string): FormValue {
  const text = value.normalize('NFKC').trim();
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : value;
}
