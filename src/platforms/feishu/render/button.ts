import type { Button, Form, Reference } from '../../../../cards/model.ts';
import type { FieldMark } from '../field_marks.ts';
import { within } from '../limits.ts';
import { type Element, plainText } from './card_json.ts';

/** What a press brings back: ids only, and for a form how its values are to be read. */
export interface ButtonValue {
  readonly action: string;
  readonly reference?: Reference;
  readonly revision?: number;
  readonly fields?: Readonly<Record<string, FieldMark>>;
}

const styles = { primary: 'primary_filled', danger: 'danger', default: 'default' } as const;

const callback = (value: ButtonValue): readonly unknown[] => [{ type: 'callback', value }];

function renderButton(cardKey: string, button: Button): Element {
  within(cardKey, 'buttonLabel', [...button.label].length);
  return {
    tag: 'button',
    text: plainText(button.label),
    type: styles[button.style ?? 'default'],
    behaviors: callback({ action: button.action, ...(button.reference ? { reference: button.reference } : {}) }),
  };
}

/** The form's submit: carries the revision, so that an outdated form is noticed (design.md §4). */
export function renderSubmit(cardKey: string, form: Form, marks: Readonly<Record<string, FieldMark>>): Element {
  within(cardKey, 'buttonLabel', [...form.submit].length);
  return {
    tag: 'button',
    name: `submit_${form.revision}`,
    form_action_type: 'submit',
    text: plainText(form.submit),
    type: 'primary_filled',
    width: 'fill',
    behaviors: callback({
      action: form.action,
      ...(form.reference ? { reference: form.reference } : {}),
      revision: form.revision,
      ...(Object.keys(marks).length > 0 ? { fields: marks } : {}),
    }),
  };
}

/** Buttons side by side, wrapping on a narrow screen. */
export function renderButtons(cardKey: string, buttons: readonly Button[]): readonly Element[] {
  if (buttons.length === 0) return [];
  within(cardKey, 'buttons', buttons.length);
  const columns = buttons.map((button) => ({
    tag: 'column',
    width: 'auto',
    elements: [renderButton(cardKey, button)],
  }));
  return [{ tag: 'column_set', flex_mode: 'flow', horizontal_spacing: '8px', columns }];
}

/** Opens an address instead of calling back (reference/feishu.md §6.4). */
const renderLink = (label: string, address: string): Element => ({
  tag: 'button',
  text: plainText(label),
  type: 'default',
  width: 'fill',
  behaviors: [{ type: 'open_url', default_url: address }],
});

export const renderPageLink = (page: string): Element => renderLink('在网页填', page);
export const renderConsoleLink = (address: string): Element => renderLink('打开看板', address);
