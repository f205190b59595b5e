import {
  amount,
  anyObject,
  type Check,
  choice,
  flag,
  integer,
  list,
  object,
  only,
  perLocale,
  string,
} from './checks.ts';
import {
  behaviors,
  color,
  common,
  confirm,
  horizontalAlign,
  icon,
  layout,
  margin,
  multiUrl,
  padding,
  panelTitle,
  plainOrMarkdown,
  plainText,
  radius,
  spacing,
  styledText,
  text,
  textSize,
  verticalAlign,
  width,
} from './shapes.ts';

const personSize = choice('extra_small', 'small', 'medium', 'large');
const children = list(anyObject);

const tableColumn = object({
  'name!': text,
  display_name: text,
  i18n_display_name: perLocale(text),
  data_type: choice('text', 'lark_md', 'options', 'number', 'persons', 'date', 'markdown'),
  width: string({ pattern: /^(auto|\d+px|\d+%)$/ }),
  horizontal_align: horizontalAlign,
  vertical_align: verticalAlign,
  format: object({ symbol: text, precision: integer(0, 10), separator: flag }),
  date_format: text,
});

/** Properties of the display components (reference/feishu.md §6.3). */
export const DISPLAY: Readonly<Record<string, Check>> = {
  markdown: object({
    ...common,
    'content!': text,
    i18n_content: perLocale(text),
    text_align: horizontalAlign,
    text_size: textSize,
    icon,
  }),
  div: object({ ...common, text: styledText, icon, width: string({ pattern: /^(fill|auto|\d{2,3}px)$/ }) }),
  hr: object({ ...common }),
  img: object({
    ...common,
    'img_key!': text,
    i18n_img_key: perLocale(text),
    'alt!': plainText,
    title: plainText,
    scale_type: choice('crop_center', 'fit_horizontal', 'crop_top'),
    size: string({ pattern: /^(large|medium|small|tiny|stretch|\d+px \d+px)$/ }),
    corner_radius: radius,
    transparent: flag,
    preview: flag,
  }),
  img_combination: object({
    ...common,
    'combination_mode!': choice('double', 'triple', 'bisect', 'trisect'),
    'img_list!': list(object({ 'img_key!': text }), { min: 1 }),
    corner_radius: radius,
    combination_transparent: flag,
  }),
  person: object({
    ...common,
    'user_id!': text,
    size: personSize,
    show_avatar: flag,
    show_name: flag,
    style: choice('normal', 'capsule'),
  }),
  person_list: object({
    ...common,
    'persons!': list(object({ 'id!': text })),
    size: personSize,
    lines: integer(1, 100),
    show_name: flag,
    show_avatar: flag,
    drop_invalid_user_id: flag,
    icon,
  }),
  table: object({
    ...common,
    page_size: integer(1, 10),
    row_height: string({ pattern: /^(low|middle|high|auto|\d{2,3}px)$/ }),
    row_max_height: string({ pattern: /^\d+px$/ }),
    freeze_first_column: flag,
    header_style: object({
      text_align: horizontalAlign,
      text_size: textSize,
      background_style: choice('none', 'grey'),
      text_color: choice('default', 'grey'),
      bold: flag,
      lines: integer(1, 100),
    }),
    'columns!': list(tableColumn, { max: 50 }),
    'rows!': list(anyObject),
  }),
  chart: object({
    ...common,
    'chart_spec!': anyObject,
    aspect_ratio: choice('1:1', '2:1', '4:3', '16:9'),
    color_theme: choice('brand', 'rainbow', 'complementary', 'converse', 'primary'),
    height: string({ pattern: /^(auto|\d{1,3}px)$/ }),
    preview: flag,
  }),
};

/** Properties of the containers (reference/feishu.md §6.4). */
export const CONTAINER: Readonly<Record<string, Check>> = {
  column_set: object({
    ...common,
    'columns!': children,
    flex_mode: choice('none', 'stretch', 'flow', 'bisect', 'trisect'),
    horizontal_spacing: spacing,
    horizontal_align: horizontalAlign,
    background_style: color,
    action: object({ multi_url: multiUrl }),
  }),
  column: object({
    ...common,
    ...layout,
    width: string({ pattern: /^(auto|weighted|\d{2,3}px)$/ }),
    weight: integer(1, 5),
    background_style: color,
    elements: children,
    action: object({ multi_url: multiUrl }),
  }),
  form: object({ ...common, ...layout, 'name!': text, 'elements!': children }),
  interactive_container: object({
    ...common,
    ...layout,
    'behaviors!': behaviors,
    width,
    height: string({ pattern: /^(auto|\d{2,3}px)$/ }),
    background_style: color,
    has_border: flag,
    border_color: color,
    corner_radius: radius,
    disabled: flag,
    disabled_tips: plainText,
    confirm,
    hover_tips: plainText,
    'elements!': children,
  }),
  collapsible_panel: object({
    ...common,
    ...layout,
    expanded: flag,
    'header!': object({
      'title!': panelTitle,
      background_color: color,
      vertical_align: verticalAlign,
      padding,
      width: choice('fill', 'auto', 'auto_when_fold'),
      icon,
      icon_position: choice('left', 'right', 'follow_text'),
      icon_expanded_angle: choice(-180, -90, 90, 180),
    }),
    border: object({ color, corner_radius: radius }),
    background_color: color,
    'elements!': children,
  }),
};

const fontSizes = object({ default: textSize, pc: textSize, mobile: textSize });
const shades = object({ light_mode: color, dark_mode: color });
const named =
  (check: Check): Check =>
  (value, path) => {
    anyObject(value, path);
    for (const [name, member] of Object.entries(Object(value))) check(member, `${path} -> ${name}`);
  };

const textTag = object({ ...common, 'text!': plainText, color });

/** Everything of a card around its components (reference/feishu.md §6.1). */
export const FRAME: Check = object({
  'schema!': only('2.0'),
  config: object({
    // In 2.0 only shared cards exist.
    update_multi: only(true),
    streaming_mode: flag,
    streaming_config: object({
      print_frequency_ms: named(amount(0, 100_000)),
      print_step: named(amount(0, 100_000)),
      print_strategy: choice('fast', 'delay'),
    }),
    summary: object({ content: text, i18n_content: perLocale(text) }),
    locales: list(text),
    enable_forward: flag,
    enable_forward_interaction: flag,
    width_mode: choice('default', 'compact', 'fill'),
    use_custom_translation: flag,
    style: object({ text_size: named(fontSizes), color: named(shades) }),
  }),
  card_link: multiUrl,
  header: object({
    'title!': plainOrMarkdown,
    subtitle: plainOrMarkdown,
    text_tag_list: list(textTag, { max: 3 }),
    i18n_text_tag_list: perLocale(list(textTag, { max: 3 })),
    template: choice(
      ...'blue wathet turquoise green yellow orange red carmine violet purple indigo grey default'.split(' '),
    ),
    icon,
    padding,
  }),
  body: object({ ...layout, margin, elements: list(anyObject) }),
});
