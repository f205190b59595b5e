import { isObject, type JsonObject, objectsAt, textAt, textsAt } from '../ground/json.ts';
import { elementsOf, type PlacedElement } from './cards/walk.ts';

export interface ReadButton {
  readonly label: string;
  readonly name?: string;
  /** The value its callback behavior sends. */
  readonly value?: unknown;
  readonly url?: string;
  /** True when it submits or resets a form. */
  readonly form: boolean;
  readonly formAction?: 'submit' | 'reset';
  readonly disabled: boolean;
  readonly disabledTips?: string;
  readonly danger: boolean;
  readonly primary: boolean;
  readonly confirm?: { readonly title: string; readonly text: string };
}

export interface ReadOption {
  readonly text: string;
  readonly value: string;
}

export interface ReadField {
  readonly name?: string;
  /** The component's own label, else the text standing before it, else its placeholder. */
  readonly label: string;
  /** The component's tag; an input that takes several lines is `multiline_text`, a hidden one `password`. */
  readonly kind: string;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly options: readonly ReadOption[];
  readonly initial?: string | readonly string[] | boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
  /** Name of the form around it. */
  readonly form?: string;
}

export interface ReadCard {
  readonly title: string;
  readonly subtitle?: string;
  readonly template: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  /** Texts of the body in reading order, markdown marks left out. */
  readonly texts: readonly string[];
  /** Lines of the form `**label** value` or `**label**：value`. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly buttons: readonly ReadButton[];
  readonly fields: readonly ReadField[];
  readonly images: readonly string[];
  readonly charts: readonly JsonObject[];
}

const FIELD_TAGS = new Set([
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'select_img',
]);

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' };

/** Markdown as a person sees it: marks and tags gone, escaped characters shown. */
export function withoutMarks(markdown: string): string {
  return markdown
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<at id=['"]?all['"]?[^>]*><\/at>/g, '@所有人')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '[图片]')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z_]+(\s[^>]*)?>/g, '')
    .replace(/(\*\*|~~|`)/g, '')
    .replace(/^#{1,6}\s+/gm, '')
    .replace(/&#(\d+);/g, (_whole, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(lt|gt|amp|quot|nbsp);/g, (_whole, name: string) => ENTITIES[name] ?? '');
}

/** The shown text of a plain_text, lark_md or markdown object. */
export function shownText(value: unknown): string {
  if (!isObject(value)) return '';
  const content = textAt(value, 'content') ?? '';
  return value.tag === 'plain_text' ? content : withoutMarks(content);
}

function markdownOf({ element, tag }: PlacedElement): string | undefined {
  if (tag === 'markdown') return textAt(element, 'content');
  if (tag === 'div' && isObject(element.text) && element.text.tag === 'lark_md') return textAt(element.text, 'content');
  return undefined;
}

/** Texts one component shows. */
function textsOf(placed: PlacedElement): string[] {
  const { element, tag } = placed;
  switch (tag) {
    case 'markdown':
      return [withoutMarks(textAt(element, 'content') ?? '')];
    case 'div':
      return [shownText(element.text)];
    case 'collapsible_panel':
      return [shownText(isObject(element.header) ? element.header.title : undefined)];
    case 'img':
      return [shownText(element.title)];
    case 'table': {
      const columns = objectsAt(element, 'columns');
      const heading = columns.map((column) => textAt(column, 'display_name') ?? String(column.name)).join(' ');
      const rows = objectsAt(element, 'rows').map((row) =>
        columns.map((column) => cellText(row[String(column.name)])).join(' '),
      );
      return [heading, ...rows];
    }
    default:
      return [];
  }
}

function cellText(value: unknown): string {
  if (Array.isArray(value)) return value.map(cellText).join('、');
  if (isObject(value)) return textAt(value, 'text') ?? '';
  return value === undefined ? '' : withoutMarks(String(value));
}

function factsIn(markdown: string): { label: string; value: string }[] {
  return markdown.split(/\n|<br\s*\/?>/).flatMap((line) => {
    const found = line.match(/^\s*(?:[-•]\s*)?\*\*(.+?)\*\*\s*[:：]?\s*(.+)$/);
    // A lone star after a bold label marks a required field.
    if (found === null || found[2] === '*') return [];
    const label = withoutMarks(found[1] ?? '').replace(/[:：]\s*$/, '');
    return [{ label, value: withoutMarks(found[2] ?? '').trim() }];
  });
}

export function readButton(element: JsonObject): ReadButton {
  const behaviors = objectsAt(element, 'behaviors');
  const callback = behaviors.find((each) => each.type === 'callback');
  const link = behaviors.find((each) => each.type === 'open_url');
  const url = link === undefined ? undefined : (textAt(link, 'default_url') ?? textAt(link, 'pc_url'));
  const action = element.form_action_type;
  const name = textAt(element, 'name');
  const tips = shownText(element.disabled_tips);
  return {
    label: shownText(element.text),
    ...(name === undefined ? {} : { name }),
    ...(callback === undefined ? {} : { value: callback.value }),
    ...(url === undefined ? {} : { url }),
    form: action !== undefined,
    ...(action === 'submit' || action === 'reset' ? { formAction: action } : {}),
    disabled: element.disabled === true,
    ...(tips === '' ? {} : { disabledTips: tips }),
    danger: String(element.type ?? '').startsWith('danger'),
    primary: String(element.type ?? '').startsWith('primary'),
    ...(isObject(element.confirm)
      ? { confirm: { title: shownText(element.confirm.title), text: shownText(element.confirm.text) } }
      : {}),
  };
}

function initialOf(element: JsonObject, tag: string): ReadField['initial'] {
  if (tag === 'checker') return element.checked === true;
  const selected = element.selected_values;
  if (Array.isArray(selected)) return textsAt(element, 'selected_values');
  const index = element.initial_index;
  if (typeof index === 'number' && index > 0) return String(objectsAt(element, 'options')[index - 1]?.value ?? '');
  for (const name of ['default_value', 'initial_option', 'initial_date', 'initial_time', 'initial_datetime']) {
    const value = textAt(element, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function readField({ element, tag, form }: PlacedElement, textBefore: string): ReadField {
  const name = textAt(element, 'name');
  const formName = form === undefined ? undefined : textAt(form, 'name');
  const placeholder = shownText(element.placeholder);
  const own = shownText(tag === 'checker' ? element.text : element.label);
  const initial = initialOf(element, tag);
  const inputType = textAt(element, 'input_type') ?? 'text';
  return {
    ...(name === undefined ? {} : { name }),
    label: own || textBefore || placeholder || (name ?? ''),
    kind: tag === 'input' && inputType !== 'text' ? inputType : tag,
    required: element.required === true,
    disabled: element.disabled === true,
    options: objectsAt(element, 'options').map((option) => ({
      text: shownText(option.text) || String(option.value),
      value: String(option.value),
    })),
    ...(initial === undefined ? {} : { initial }),
    ...(tag === 'input' ? { maxLength: typeof element.max_length === 'number' ? element.max_length : 1_000 } : {}),
    ...(placeholder === '' ? {} : { placeholder }),
    ...(formName === undefined ? {} : { form: formName }),
  };
}

/** Every field component with its reading; a text standing before a field is its label when it has none. */
export function fieldsOf(card: JsonObject): { placed: PlacedElement; field: ReadField }[] {
  let textBefore = '';
  const found: { placed: PlacedElement; field: ReadField }[] = [];
  for (const placed of elementsOf(card)) {
    if (FIELD_TAGS.has(placed.tag)) {
      found.push({ placed, field: readField(placed, textBefore) });
      textBefore = '';
    }
    const text = textsOf(placed).at(-1);
    if (text !== undefined && text !== '') textBefore = text.replace(/\s*[*＊:：]?\s*$/, '').trim();
  }
  return found;
}

/** What a person sees on a card JSON 2.0. */
export function readCard(card: JsonObject): ReadCard {
  const header = isObject(card.header) ? card.header : {};
  const summary =
    isObject(card.config) && isObject(card.config.summary) ? textAt(card.config.summary, 'content') : undefined;
  const placed = elementsOf(card);
  const subtitle = shownText(header.subtitle);
  return {
    title: shownText(header.title),
    ...(subtitle === '' ? {} : { subtitle }),
    template: textAt(header, 'template') ?? 'default',
    tags: objectsAt(header, 'text_tag_list').map((tag) => shownText(tag.text)),
    ...(summary === undefined ? {} : { summary }),
    texts: placed.flatMap(textsOf).filter((text) => text !== ''),
    facts: placed.flatMap((each) => factsIn(markdownOf(each) ?? '')),
    buttons: placed.filter((each) => each.tag === 'button').map((each) => readButton(each.element)),
    fields: fieldsOf(card).map(({ field }) => field),
    images: placed.flatMap(({ element, tag }) => {
      if (tag === 'img') return [String(element.img_key)];
      return tag === 'img_combination' ? objectsAt(element, 'img_list').map((image) => String(image.img_key)) : [];
    }),
    charts: placed.flatMap(({ element, tag }) =>
      tag === 'chart' && isObject(element.chart_spec) ? [element.chart_spec] : [],
    ),
  };
}

/** A card as lines of text: title, tags, texts, fields and buttons. */
export function plainText(card: JsonObject): string {
  const read = readCard(card);
  const title = [read.title, ...read.tags.map((tag) => `【${tag}】`)].join(' ').trim();
  const fields = read.fields.map((field) => `${field.label}${field.required ? '（必填）' : ''}`);
  const buttons = read.buttons.map((button) => `[${button.label}]`).join(' ');
  return [title, read.subtitle ?? '', ...read.texts, ...fields, buttons].filter((line) => line !== '').join('\n');
}
