import {
  amount,
  anyObject,
  anyOf,
  type Check,
  choice,
  flag,
  integer,
  list,
  object,
  perLocale,
  string,
} from './checks.ts';
import {
  common,
  icon,
  interactive,
  margin,
  multiUrl,
  padding,
  placeholder,
  plainOrMarkdown,
  plainText,
  text,
  tips,
  width,
} from './shapes.ts';

const value = anyOf(anyObject, text);
const option = object({ 'text!': plainText, icon, 'value!': string({ pattern: /./su }) });
const personOption = object({ 'value!': text, icon });
const picking = { ...common, ...interactive, placeholder, width, required: flag, type: choice('default', 'text') };
const date = { ...common, ...interactive, placeholder, width, required: flag, value };

const button = object({
  ...common,
  ...interactive,
  ...tips,
  text: plainText,
  type: choice(...'default primary danger text primary_text danger_text primary_filled danger_filled laser'.split(' ')),
  size: choice('tiny', 'small', 'medium', 'large'),
  width,
  icon,
  form_action_type: choice('submit', 'reset'),
  required: flag,
});

/** Properties of the interactive components (reference/feishu.md §6.5). */
export const INTERACTIVE: Readonly<Record<string, Check>> = {
  button,
  input: object({
    ...common,
    ...interactive,
    required: flag,
    placeholder,
    default_value: text,
    i18n_default_value: perLocale(text),
    width,
    max_length: integer(1, 1_000),
    input_type: choice('text', 'multiline_text', 'password'),
    rows: integer(1, 100),
    auto_resize: flag,
    max_rows: integer(1, 100),
    label: plainText,
    label_position: choice('top', 'left'),
  }),
  select_static: object({
    ...picking,
    'options!': list(option),
    initial_option: text,
    initial_index: integer(0, 100_000),
  }),
  multi_select_static: object({ ...picking, 'options!': list(option), selected_values: list(text) }),
  select_person: object({ ...picking, options: list(personOption), initial_option: text }),
  multi_select_person: object({ ...picking, options: list(personOption), selected_values: list(text) }),
  date_picker: object({ ...date, initial_date: string({ pattern: /^\d{4}-\d{2}-\d{2}$/ }) }),
  picker_time: object({ ...date, initial_time: string({ pattern: /^\d{2}:\d{2}$/ }) }),
  picker_datetime: object({ ...date, initial_datetime: string({ pattern: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/ }) }),
  checker: object({
    ...common,
    ...interactive,
    checked: flag,
    text: plainOrMarkdown,
    overall_checkable: flag,
    checked_style: object({ show_strikethrough: flag, opacity: amount(0, 1) }),
    button_area: object({ pc_display_rule: choice('always', 'on_hover'), buttons: list(button, { max: 3 }) }),
    padding,
    margin,
    required: flag,
  }),
  select_img: object({
    ...common,
    ...interactive,
    multi_select: flag,
    layout: choice('stretch', 'bisect', 'trisect'),
    aspect_ratio: choice('1:1', '4:3', '16:9'),
    can_preview: flag,
    required: flag,
    value,
    'options!': list(
      object({ 'img_key!': text, 'value!': text, disabled: flag, disabled_tips: plainText, hover_tips: plainText }),
    ),
  }),
  overflow: object({
    ...common,
    ...interactive,
    'options!': list(object({ 'text!': plainText, value: text, multi_url: multiUrl })),
    width,
    value,
  }),
};
