/** Elements that only show something: markdown, text, rule, pictures, people. */
import { avatar } from './avatar.ts';
import { html, nothing, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { contentOf, type Json, list, number, record, text } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { ElementRenderer, Scope } from './scope.ts';
import { boxStyle, choice, textClasses } from './style_values.ts';

/** A text object: plain_text is shown as it is, lark_md and markdown are drawn. */
export function renderText(value: unknown, scope: Scope): SafeHtml {
  const object = record(value);
  const content = contentOf(value);
  if (object.tag === 'lark_md' || object.tag === 'markdown') return renderMarkdown(content, scope.card);
  return html`${content}`;
}

export const renderMarkdownElement: ElementRenderer = (element, scope) =>
  html`<div class="md ${textClasses(element)}" style="${boxStyle(element)}">${iconOf(element.icon)}<div>${renderMarkdown(text(element.content), scope.card)}</div></div>`;

export const renderDiv: ElementRenderer = (element, scope) => {
  const object = record(element.text);
  const lines = number(object.lines);
  const clamp = lines ? `-webkit-line-clamp: ${lines}` : '';
  const kind = object.tag === 'plain_text' ? 'plain' : 'md';
  return html`<div class="div ${textClasses(object)}" style="${boxStyle(element)}">${iconOf(element.icon)}<div class="${kind} ${lines ? 'clamped' : ''}" style="${clamp}">${renderText(object, scope)}</div></div>`;
};

export const renderRule: ElementRenderer = (element) => html`<hr style="${boxStyle(element)}">`;

export const renderImage: ElementRenderer = (element, scope) => {
  const key = text(element.img_key);
  const size = text(element.size);
  const crop = choice(element.scale_type, ['crop_center', 'fit_horizontal', 'crop_top'], 'crop_center');
  const pixels = /^(\d{1,4})px (\d{1,4})px$/.exec(size);
  const style = pixels ? `width: ${pixels[1]}px; height: ${pixels[2]}px` : '';
  const named = choice(size, ['large', 'medium', 'small', 'tiny'], 'stretch');
  const title = contentOf(element.title);
  return html`<figure class="picture picture-${pixels ? 'exact' : named} ${crop}" style="${boxStyle(element)}">${title ? html`<figcaption>${title}</figcaption>` : nothing}${picture(key, contentOf(element.alt), scope, style)}</figure>`;
};

function picture(key: string, alt: string, scope: Scope, style = ''): SafeHtml {
  const address = scope.card.imageUrl(key);
  return html`<button type="button" class="picture-button" data-action="preview" data-address="${address}" aria-label="看大图"><img src="${address}" alt="${alt}" style="${style}" loading="lazy"></button>`;
}

export const renderImageCombination: ElementRenderer = (element, scope) => {
  const mode = choice(element.combination_mode, ['double', 'triple', 'bisect', 'trisect'], 'bisect');
  const pictures = list(element.img_list).map((item) => picture(text(record(item).img_key), '', scope));
  return html`<div class="pictures pictures-${mode}" style="${boxStyle(element)}">${pictures}</div>`;
};

export const renderPerson: ElementRenderer = (element, scope) =>
  html`<div class="people" style="${boxStyle(element)}">${person(text(element.user_id), element, scope)}</div>`;

export const renderPersonList: ElementRenderer = (element, scope) => {
  const people = list(element.persons).map((item) => person(text(record(item).id), element, scope));
  return html`<div class="people" style="${boxStyle(element)}">${people}</div>`;
};

function person(id: string, element: Json, scope: Scope): SafeHtml {
  const name = scope.card.personName(id) ?? '未知用户';
  const face = element.show_avatar === false ? nothing : avatar({ name, kind: 'user' }, 'tiny');
  const label = element.show_name === false ? nothing : html`<span>${name}</span>`;
  return html`<span class="person ${element.style === 'capsule' ? 'capsule' : ''}">${face}${label}</span>`;
}

/** A named icon is drawn as a neutral mark: the vendor's icon set is not ours to ship. */
export function iconOf(value: unknown): SafeHtml {
  const icon = record(value);
  if (icon.tag === undefined) return nothing;
  const token = text(icon.token);
  if (/time|clock/.test(token)) return icons.clock;
  if (/warn|alert/.test(token)) return icons.warning;
  if (/calendar|date/.test(token)) return icons.calendar;
  if (/yes|done|succeed/.test(token)) return icons.success;
  return icons.info;
}
