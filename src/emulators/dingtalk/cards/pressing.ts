import type { Emulation, MessageRecord } from '../state.ts';
import type { CallbackResult, CardCallbacks } from './callbacks.ts';
import { type CardRecord, valuesFor } from './card_store.ts';
import { type CardView, cardView, type FormView } from './card_view.ts';
import { type FieldValue, type FieldValues, fieldNamed, submitForm, wireValue } from './form_filling.ts';

/** What a finger does on a card. */
export interface Press {
  /** actionId or label of a button, or the form's id or its button's label. */
  readonly button: string;
  /** Which of several buttons with the same label, from 0. */
  readonly index?: number;
  /** Filled into the form before it is submitted. */
  readonly values?: FieldValues;
}

export interface PressResult extends CallbackResult {
  /** The client held it back; nothing was sent. */
  readonly blocked?: 'required' | 'disabled' | 'recalled';
  /** The field or button it is about. */
  readonly field?: string;
  /** The page it opened. */
  readonly opened?: string;
}

export interface Pressing {
  /** Types into the form without submitting; kept until the form is replaced or the person looks at another chat. */
  fill(userId: string, message: MessageRecord, values: FieldValues): void;
  press(userId: string, message: MessageRecord, press: Press): Promise<PressResult>;
  forgetDrafts(userId: string): void;
}

type Draft = Map<string, FieldValue>;

export function createPressing(emulation: Emulation, callbacks: CardCallbacks): Pressing {
  /** userId → card and the form as it was → what was typed. */
  const drafts = new Map<string, Map<string, Draft>>();

  const cardShown = (message: MessageRecord): CardRecord => {
    const card = message.card === undefined ? undefined : emulation.cards.get(message.card);
    if (card === undefined) throw new Error(`message ${message.messageId} is no card`);
    return card;
  };

  const draftOf = (userId: string, message: MessageRecord, card: CardRecord): Draft => {
    const own = drafts.get(userId) ?? new Map<string, Draft>();
    drafts.set(userId, own);
    const forms = card.template.components.flatMap((each) => (each.kind === 'form' ? [each.variable] : []));
    const values = valuesFor(card, userId);
    const key = JSON.stringify([message.messageId, forms.map((name) => values.get(name))]);
    const draft = own.get(key) ?? new Map<string, FieldValue>();
    own.set(key, draft);
    return draft;
  };

  const fillInto = (draft: Draft, form: FormView, values: FieldValues) => {
    for (const [wanted, value] of Object.entries(values)) {
      const field = fieldNamed(form.fields, wanted);
      if (field.readOnly || form.disabled) throw new Error(`「${field.label}」 cannot be changed`);
      if (value !== '' && !(Array.isArray(value) && value.length === 0)) wireValue(emulation.rules, field, value);
      draft.set(field.name, value);
    }
  };

  const submits = async (
    userId: string,
    message: MessageRecord,
    card: CardRecord,
    form: FormView,
    press: Press,
  ): Promise<PressResult> => {
    if (form.disabled) return { blocked: 'disabled', field: form.submitText };
    const draft = draftOf(userId, message, card);
    fillInto(draft, form, press.values ?? {});
    const outcome = submitForm(emulation.rules, form.fields, draft);
    if (!outcome.ok) return { blocked: 'required', field: outcome.field, detail: outcome.message };
    return callbacks.click(userId, card, message, {
      actionId: form.id,
      params: { ...form.params, form: outcome.form },
    });
  };

  const chosenButton = (view: CardView, press: Press) => {
    const byId = view.buttons.filter((button) => button.request?.actionId === press.button);
    const found = byId.length > 0 ? byId : view.buttons.filter((button) => button.text === press.button);
    const chosen = found[press.index ?? 0];
    if (chosen === undefined) {
      const known = [...view.buttons.map((button) => button.text), ...(view.form ? [view.form.submitText] : [])];
      throw new Error(`the card has no button ${press.button}; it has ${known.join('、') || 'none'}`);
    }
    if (found.length > 1 && press.index === undefined)
      throw new Error(`the card has ${found.length} buttons ${press.button}; say which by index`);
    return chosen;
  };

  return {
    fill(userId, message, values) {
      const card = cardShown(message);
      const { form } = cardView(card, userId);
      if (form === undefined) throw new Error('the card has no form');
      fillInto(draftOf(userId, message, card), form, values);
    },
    async press(userId, message, press) {
      if (message.recalled) return { blocked: 'recalled' };
      const card = cardShown(message);
      const view = cardView(card, userId);
      const { form } = view;
      const isSubmit = form !== undefined && (press.button === form.id || press.button === form.submitText);
      const named = view.buttons.some((each) => each.request?.actionId === press.button || each.text === press.button);
      if (form !== undefined && isSubmit && !(named && press.values === undefined)) {
        return submits(userId, message, card, form, press);
      }
      const button = chosenButton(view, press);
      if (press.values !== undefined) throw new Error(`${button.text} stands outside the form and sends no fields`);
      if (button.disabled) return { blocked: 'disabled', field: button.text };
      if (button.url !== undefined) return { opened: button.url };
      if (button.request === undefined) return {};
      return callbacks.click(userId, card, message, {
        actionId: button.request.actionId,
        params: { ...button.request.params },
      });
    },
    forgetDrafts: (userId) => void drafts.delete(userId),
  };
}
