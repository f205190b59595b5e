import {
  anyObject,
  anyOf,
  byMember,
  type Check,
  choice,
  flag,
  integer,
  list,
  object,
  perLocale,
  string,
} from './checks.ts';

/** Shapes shared by the components of card JSON 2.0 (reference/feishu.md §6.1). */

export const text = string();
const px = '(\\d{1,2})px';
const signedPx = '(-?\\d{1,2})px';
const several = (one: string) => new RegExp(`^${one}( ${one}){0,3}$`);

/** 1, 2 or 4 values from -99 to 99 px. */
export const margin = string({ pattern: several(signedPx) });
/** 1, 2 or 4 values from 0 to 99 px. */
export const padding = string({ pattern: several(px) });
export const spacing = string({ pattern: new RegExp(`^(small|medium|large|extra_large|${px})$`) });
export const color = string({ pattern: /^(rgba?\([^)]*\)|[a-z]+(-[a-z0-9]+)*)$/ });
export const radius = string({ pattern: /^\d{1,4}(px|%)$/ });
export const width = string({ pattern: /^(default|fill|auto|\d{2,4}px)$/ });
export const horizontalAlign = choice('left', 'center', 'right');
export const verticalAlign = choice('top', 'center', 'bottom');
export const direction = choice('vertical', 'horizontal');
export const textSize = string({
  pattern:
    /^(heading(-[0-4])?|normal|notation|xxxx-large|xxx-large|xx-large|x-large|large|medium|small|x-small|cus-[\w-]+)$/,
});
export const url = string();

const plain = { 'content!': text, i18n_content: perLocale(text) };
export const plainText = object({ 'tag!': choice('plain_text'), ...plain });
export const plainOrMarkdown = object({ 'tag!': choice('plain_text', 'lark_md'), ...plain });
/** Placeholders show at most 100 characters. */
export const placeholder = object({
  'tag!': choice('plain_text'),
  'content!': string({ max: 100 }),
  i18n_content: perLocale(text),
});

const styled = { text_size: textSize, text_color: color, text_align: horizontalAlign, lines: integer(1, 1_000) };
export const styledText = object({ 'tag!': choice('plain_text', 'lark_md'), ...plain, ...styled });
export const panelTitle = object({ 'tag!': choice('plain_text', 'markdown', 'lark_md'), ...plain, ...styled });

export const icon: Check = byMember('tag', {
  standard_icon: object({ 'tag!': text, 'token!': text, color, size: string({ pattern: /^\d+px \d+px$/ }) }),
  custom_icon: object({ 'tag!': text, 'img_key!': text, size: string({ pattern: /^\d+px \d+px$/ }) }),
});

export const confirm = object({ 'title!': plainText, 'text!': plainText });

const links = { url, pc_url: url, ios_url: url, android_url: url };
export const multiUrl = object(links);

/** The platform allows a string as callback value, the SDKs only objects (reference/feishu.md §5). */
const callbackValue = anyOf(anyObject, text);
export const behaviors = list(
  byMember('type', {
    callback: object({ 'type!': text, 'value!': callbackValue }),
    open_url: object({ 'type!': text, default_url: url, pc_url: url, ios_url: url, android_url: url }),
  }),
);

/** What every component may have. */
export const common = { 'tag!': text, element_id: text, margin };

export const layout = {
  direction,
  padding,
  horizontal_spacing: spacing,
  vertical_spacing: spacing,
  horizontal_align: horizontalAlign,
  vertical_align: verticalAlign,
};

/** What interactive components share. */
export const interactive = { name: text, behaviors, confirm, disabled: flag };

/** Hints while disabled or under the pointer; only buttons and pressable containers have them. */
export const tips = { disabled_tips: plainText, hover_tips: plainText };
