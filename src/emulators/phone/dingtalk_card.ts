/** A DingTalk card as one person sees it, in the elements the page draws; style sheet `dingtalk.css` gives it its look. */
import type { CardPart, CardView } from '../dingtalk/emulator.ts';
import { pageMarkdown } from './dingtalk_markdown.ts';

type Element = Readonly<Record<string, unknown>>;
type FormPart = (CardPart & { kind: 'form' })['form'];
type Field = FormPart['fields'][number];
type Button = (CardPart & { kind: 'buttons' })['buttons'][number];

const plain = (content: string): Element => ({ tag: 'plain_text', content });

const BUTTON_TYPES = { blue: 'primary_filled', gray: 'default', red: 'danger' } as const;

/** `summary` is the line of the chat list. */
export function pageCard(view: CardView, summary: string | undefined): Element {
  const header = view.parts.find((part) => part.kind === 'header');
  const tags =
    header?.tag === undefined ? [] : [{ tag: 'text_tag', text: plain(header.tag), color: header.tagColor ?? 'blue' }];
  return {
    schema: '2.0',
    config: { summary: { content: summary ?? view.title } },
    header: { title: plain(view.title), template: 'default', text_tag_list: tags },
    body: { vertical_spacing: '10px', elements: view.parts.flatMap(elementsOf) },
  };
}

/** A message with link buttons (sampleActionCard). */
export function pageActionCard(
  text: string,
  buttons: readonly { readonly title: string; readonly url: string }[],
): Element {
  const links = buttons.map(({ title, url }) => ({ text: title, color: 'gray' as const, disabled: false, url }));
  return {
    schema: '2.0',
    config: { summary: { content: text.split('\n')[0]?.replace(/^#+\s*/, '') ?? '' } },
    body: { elements: [{ tag: 'markdown', content: pageMarkdown(text) }, ...buttonRows(links)] },
  };
}

function elementsOf(part: CardPart): readonly Element[] {
  switch (part.kind) {
    case 'header':
      return [];
    case 'markdown':
      return [{ tag: 'markdown', content: pageMarkdown(part.markdown) }];
    case 'text': {
      const colour = { normal: {}, note: { text_color: 'grey' }, error: { text_color: 'red' } }[part.tone];
      return [{ tag: 'div', text: { ...plain(part.text), ...colour } }];
    }
    case 'form':
      return [formElement(part.form)];
    case 'buttons':
      return buttonRows(part.buttons);
  }
}

/** How many characters fit into a button, by how many share the line. */
const ROOM: readonly number[] = [0, 20, 8, 5];

/** Up to three short buttons share a line, others stand below each other. */
function buttonRows(buttons: readonly Button[]): readonly Element[] {
  const room = ROOM[buttons.length] ?? 0;
  const fits = buttons.every((button) => [...button.text].length <= room);
  const columns = buttons.map((button) => ({
    width: fits ? 'weighted' : 'auto',
    weight: 1,
    elements: [buttonElement(button)],
  }));
  return [{ tag: 'column_set', flex_mode: fits ? 'none' : 'stretch', columns }];
}

function buttonElement(button: Button): Element {
  return {
    tag: 'button',
    // All buttons of a card may share one action id; their words tell them apart.
    name: button.text,
    text: plain(button.text),
    type: BUTTON_TYPES[button.color],
    width: 'fill',
    disabled: button.disabled,
    ...(button.url === undefined ? {} : { behaviors: [{ type: 'open_url', default_url: button.url }] }),
  };
}

function formElement(form: FormPart): Element {
  const fields = form.fields.filter((field) => !field.hidden).map((field) => fieldElement(field, form.disabled));
  const submit = {
    tag: 'button',
    name: form.id,
    text: plain(form.submitText),
    type: 'primary_filled',
    width: 'fill',
    form_action_type: 'submit',
    disabled: form.disabled,
  };
  return { tag: 'form', name: form.id, elements: [...fields, submit] };
}

function fieldElement(field: Field, formDisabled: boolean): Element {
  const common = {
    name: field.name,
    label: plain(field.label),
    required: field.required,
    disabled: formDisabled || field.readOnly,
    ...(field.placeholder === undefined ? {} : { placeholder: plain(field.placeholder) }),
  };
  const options = field.options.map((option) => ({ value: option.value, text: plain(option.text) }));
  const { initial } = field;
  const chosen = typeof initial === 'object' && initial !== null && 'value' in initial ? initial.value : initial;
  switch (field.type) {
    case 'SELECT':
    case 'CHECKBOX_GROUP':
      return { ...common, tag: 'select_static', options, initial_option: chosen };
    case 'MULTI_SELECT':
    case 'MULTI_CHECKBOX_GROUP':
      return { ...common, tag: 'multi_select_static', options, selected_values: chosen };
    case 'DATE':
      return { ...common, tag: 'date_picker', initial_date: initial };
    case 'TIME':
      return { ...common, tag: 'picker_time', initial_time: initial };
    case 'DATETIME':
      return { ...common, tag: 'picker_datetime', initial_datetime: initial };
    case 'CHECKBOX':
    case 'SWITCH':
      return { ...common, tag: 'checker', checked: initial === true, text: plain(field.label), label: plain('') };
    case 'TEXT_ARRAY':
      return {
        ...common,
        tag: 'input',
        input_type: 'multiline_text',
        default_value: Array.isArray(initial) ? initial.join('\n') : '',
      };
    case 'TEXT_AREA':
      return { ...common, tag: 'input', input_type: 'multiline_text', default_value: initial };
    default:
      return { ...common, tag: 'input', default_value: initial === undefined ? '' : String(initial) };
  }
}
