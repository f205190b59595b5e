import { isObject, type JsonObject, objectsAt, textAt } from '../ground/json.ts';
import type { CallbackResult, Callbacks } from './callbacks.ts';
import { fieldsOf, type ReadField, readButton, shownText } from './card_reading.ts';
import { elementsOf, type PlacedElement } from './cards/walk.ts';
import { entered, type FieldValue, type FieldValues, fieldNamed, submitForm, wireValue } from './form_filling.ts';
import { contentOf } from './message_store.ts';
import { CARD_LIFE_MS } from './messages.ts';
import type { Emulation, MessageRecord } from './state.ts';

/** What a finger does on a card. */
export interface Press {
  /** Name, element_id or label of a button, or element_id or text of a pressable container. */
  readonly button?: string;
  /** Which of several buttons with the same label, from 0. */
  readonly index?: number;
  /** Name or label of a component outside a form (select, input, date, checker, overflow). */
  readonly field?: string;
  /** What `field` is set to. */
  readonly option?: FieldValue;
  /** Filled into the form before it is submitted. */
  readonly values?: FieldValues;
  /** Answer to the second question of a button with `confirm`; default true. */
  readonly confirms?: boolean;
}

export interface PressResult extends CallbackResult {
  /** The client held it back; nothing was sent. */
  readonly blocked?: 'required' | 'max_length' | 'disabled' | 'confirm' | 'expired' | 'recalled' | 'inert';
  /** The field or button it is about. */
  readonly field?: string;
  /** The page it opened. */
  readonly opened?: string;
  readonly reset?: true;
}

export interface Pressing {
  /** Types into a form without submitting; kept until the card is replaced or reset. */
  fill(openId: string, message: MessageRecord, values: FieldValues): void;
  press(openId: string, message: MessageRecord, input: Press): Promise<PressResult>;
}

function innerText(element: JsonObject): string {
  const inside = elementsOf({ body: { elements: [element] } });
  return inside.map((each) => shownText(each.tag === 'div' ? each.element.text : each.element)).join(' ');
}

function labelOf({ element, tag }: PlacedElement): string {
  return tag === 'button' ? shownText(element.text) : innerText(element);
}

/** The one button a person means; throws with the buttons there are. */
function pressable(card: JsonObject, wanted: string, index: number | undefined): PlacedElement {
  const all = elementsOf(card).filter((each) => each.tag === 'button' || each.tag === 'interactive_container');
  const named = all.find(({ element }) => element.name === wanted || element.element_id === wanted);
  if (named !== undefined) return named;
  const exact = all.filter((each) => labelOf(each) === wanted);
  const found =
    exact.length > 0 ? exact : all.filter((each) => each.tag !== 'button' && labelOf(each).includes(wanted));
  const chosen = found[index ?? 0];
  if (chosen === undefined) {
    throw new Error(`the card has no button ${wanted}; it has ${all.map(labelOf).join('、') || 'none'}`);
  }
  if (found.length > 1 && index === undefined)
    throw new Error(`the card has ${found.length} buttons ${wanted}; say which by index`);
  return chosen;
}

const callbackOf = (element: JsonObject) => objectsAt(element, 'behaviors').find((each) => each.type === 'callback');

/** `option`, `options`, `checked` or `input_value` of a component outside a form (reference/feishu.md §5). */
function fieldAction(emulation: Emulation, field: ReadField, value: FieldValue): JsonObject {
  const wire = wireValue(emulation, field, value);
  if (['input', 'multiline_text', 'password'].includes(field.kind)) return { input_value: wire };
  if (field.kind === 'checker') return { checked: wire };
  if (Array.isArray(wire)) return { options: wire };
  return /^(date_picker|picker_)/.test(field.kind) ? { option: wire, timezone: 'Asia/Shanghai' } : { option: wire };
}

export function createPressing(emulation: Emulation, callbacks: Callbacks): Pressing {
  const drafts = new Map<string, Map<string, FieldValue>>();
  const draftKey = (openId: string, message: MessageRecord) => `${openId} ${message.messageId} ${message.revision}`;

  const fill: Pressing['fill'] = (openId, message, values) => {
    const fields = fieldsOf(contentOf(message)).map(({ field }) => field);
    const draft = drafts.get(draftKey(openId, message)) ?? new Map<string, FieldValue>();
    for (const [name, value] of entered(fields, values)) {
      const field = fieldNamed(fields, name);
      if (value !== '') wireValue(emulation, field, value);
      draft.set(name, value);
    }
    drafts.set(draftKey(openId, message), draft);
  };

  const pressButton = async (
    openId: string,
    message: MessageRecord,
    input: Press,
    wanted: string,
  ): Promise<PressResult> => {
    const card = contentOf(message);
    const { element, form, tag } = pressable(card, wanted, input.index);
    const button = readButton(element);
    if (button.disabled) return { blocked: 'disabled', field: wanted, detail: button.disabledTips ?? '' };
    if (button.confirm !== undefined && input.confirms === false) return { blocked: 'confirm', field: wanted };
    if (button.formAction === 'reset') {
      drafts.delete(draftKey(openId, message));
      return { reset: true };
    }
    if (input.values !== undefined) {
      if (button.formAction !== 'submit') throw new Error(`「${wanted}」 does not submit a form`);
      fill(openId, message, input.values);
    }
    const callback = callbackOf(element);
    const action: JsonObject = {
      tag,
      ...(isObject(callback) ? { value: callback.value } : {}),
      ...(button.name === undefined ? {} : { name: button.name }),
    };
    if (button.formAction === 'submit') {
      const fields = fieldsOf(card)
        .filter(({ placed }) => placed.form === form)
        .map(({ field }) => field);
      const outcome = submitForm(emulation, fields, drafts.get(draftKey(openId, message)) ?? new Map());
      if (!outcome.ok) return { blocked: outcome.blocked, field: outcome.field };
      action.form_value = outcome.formValue;
      action.timezone = 'Asia/Shanghai';
    } else if (callback === undefined) {
      return button.url === undefined ? { blocked: 'inert', field: wanted } : { opened: button.url };
    }
    const result = await callbacks.press(openId, message, action);
    return button.url === undefined ? result : { ...result, opened: button.url };
  };

  const pressOverflow = (openId: string, message: MessageRecord, placed: PlacedElement, value: string) => {
    const option = objectsAt(placed.element, 'options').find(
      (each) => each.value === value || shownText(each.text) === value,
    );
    if (option === undefined) throw new Error(`the overflow menu has no option ${value}`);
    const callback = callbackOf(placed.element);
    return callbacks.press(openId, message, {
      tag: 'overflow',
      value: callback?.value ?? placed.element.value,
      option: String(option.value),
    });
  };

  const setField = async (
    openId: string,
    message: MessageRecord,
    wanted: string,
    value: FieldValue,
  ): Promise<PressResult> => {
    const card = contentOf(message);
    const overflow = elementsOf(card).find(
      ({ element, tag }) => tag === 'overflow' && [element.name, element.element_id].includes(wanted),
    );
    if (overflow !== undefined) return pressOverflow(openId, message, overflow, String(value));
    const outside = fieldsOf(card).filter(({ placed }) => placed.form === undefined);
    const field = fieldNamed(
      outside.map((each) => each.field),
      wanted,
    );
    const placed = outside.find((each) => each.field === field)?.placed;
    if (field.disabled) return { blocked: 'disabled', field: wanted };
    const callback = placed === undefined ? undefined : callbackOf(placed.element);
    if (placed === undefined || callback === undefined) return { blocked: 'inert', field: wanted };
    const name = textAt(placed.element, 'name');
    return callbacks.press(openId, message, {
      tag: placed.tag,
      value: callback.value,
      ...(name === undefined ? {} : { name }),
      ...fieldAction(emulation, field, value),
    });
  };

  return {
    fill,
    async press(openId, message, input) {
      if (message.recalled || message.deleted) return { blocked: 'recalled' };
      if (message.messageType !== 'interactive') throw new Error(`message ${message.messageId} is no card`);
      if (emulation.clock.now() - message.createdAt > CARD_LIFE_MS) return { blocked: 'expired' };
      if (input.button !== undefined) return pressButton(openId, message, input, input.button);
      if (input.field !== undefined && input.option !== undefined)
        return setField(openId, message, input.field, input.option);
      throw new Error('a press needs a button, or a field with an option');
    },
  };
}
