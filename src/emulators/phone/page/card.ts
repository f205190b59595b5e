/** Card JSON 2.0 (reference/feishu.md §6) as safe markup. */
import { renderButton, renderOverflow } from './button.ts';
import { renderChart } from './chart.ts';
import { colourName, templateName } from './colour.ts';
import {
  iconOf,
  renderDiv,
  renderImage,
  renderImageCombination,
  renderMarkdownElement,
  renderPerson,
  renderPersonList,
  renderRule,
  renderText,
} from './display.ts';
import {
  renderChecker,
  renderInput,
  renderMultiSelect,
  renderSelect,
  renderSelectImage,
  renderTime,
} from './fields.ts';
import { html, nothing, type SafeHtml } from './html.ts';
import { contentOf, type Json, list, record, text } from './json.ts';
import { renderCollapsiblePanel, renderColumnSet, renderForm, renderInteractiveContainer } from './layout.ts';
import type { CardContext, ElementRenderer, Scope } from './scope.ts';
import { boxClasses, boxStyle } from './style_values.ts';
import { renderTable } from './table.ts';

const ELEMENTS: ReadonlyMap<string, ElementRenderer> = new Map([
  ['markdown', renderMarkdownElement],
  ['div', renderDiv],
  ['hr', renderRule],
  ['img', renderImage],
  ['img_combination', renderImageCombination],
  ['person', renderPerson],
  ['person_list', renderPersonList],
  ['table', renderTable],
  ['chart', renderChart],
  ['column_set', renderColumnSet],
  ['form', renderForm],
  ['collapsible_panel', renderCollapsiblePanel],
  ['interactive_container', renderInteractiveContainer],
  ['button', renderButton],
  ['overflow', renderOverflow],
  ['input', renderInput],
  ['select_static', renderSelect],
  ['select_person', renderSelect],
  ['multi_select_static', renderMultiSelect],
  ['multi_select_person', renderMultiSelect],
  ['date_picker', renderTime],
  ['picker_time', renderTime],
  ['picker_datetime', renderTime],
  ['checker', renderChecker],
  ['select_img', renderSelectImage],
]);

function renderElements(elements: readonly unknown[], scope: Scope): SafeHtml {
  return html`${elements.map((element) => renderElement(record(element), scope))}`;
}

/** An element this phone cannot draw is named in its place, so that a gap in the phone is never taken for an empty card. */
function renderElement(element: Json, scope: Scope): SafeHtml {
  const renderer = ELEMENTS.get(text(element.tag));
  return renderer
    ? renderer(element, scope)
    : html`<div class="unknown-element">这台手机画不出组件 ${text(element.tag, '（无名）')}</div>`;
}

/** The whole card. Never throws on any JSON, and user text in it never becomes markup. */
export function renderCard(content: unknown, card: CardContext): SafeHtml {
  const json = record(content);
  const body = record(json.body);
  const scope: Scope = { card, render: renderElements };
  const inside = renderElements(list(body.elements), scope);
  return html`<article class="card">${renderHeader(record(json.header), scope)}<div class="card-body ${boxClasses(body)}" style="${boxStyle(body, { 'row-gap': '8px' })}">${inside}</div></article>`;
}

function renderHeader(header: Json, scope: Scope): SafeHtml {
  const title = contentOf(header.title);
  if (!title) return nothing;
  const subtitle = contentOf(header.subtitle);
  const tags = list(header.text_tag_list).map(record);
  return html`<header class="card-head template-${templateName(text(header.template, 'default'))}"><div class="card-title">${iconOf(header.icon)}<h3>${renderText(header.title, scope)}</h3>${tags.map((tag) => html`<span class="tag c-${colourName(text(tag.color)) ?? 'neutral'}">${contentOf(tag.text)}</span>`)}</div>${subtitle ? html`<p class="card-subtitle">${subtitle}</p>` : nothing}</header>`;
}

/** One line for the chat list: the summary, else the title (reference/feishu.md §6.1). */
export function cardSummary(content: unknown): string {
  const json = record(content);
  const summary = contentOf(record(record(json.config).summary));
  return summary || contentOf(record(json.header).title) || '[卡片]';
}
