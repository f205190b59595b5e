/** Elements that hold others: columns, form, folding panel, pressable area. */

import { renderText } from './display.ts';
import { html, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { contentOf, type Json, list, number, record, text } from './json.ts';
import { pressAttributes } from './press_attributes.ts';
import type { ElementRenderer, Scope } from './scope.ts';
import { alignClasses, boxClasses, boxStyle, choice, lengthOf } from './style_values.ts';

export const renderColumnSet: ElementRenderer = (element, scope) => {
  const flex = choice(element.flex_mode, ['none', 'stretch', 'flow', 'bisect', 'trisect'], 'none');
  const gap = lengthOf(element.horizontal_spacing) ?? '8px';
  const columns = list(element.columns).map((column) => renderColumn(record(column), scope));
  return html`<div class="columns columns-${flex} ${alignClasses(element)}" style="${boxStyle(element, { 'column-gap': gap })}">${columns}</div>`;
};

function renderColumn(column: Json, scope: Scope): SafeHtml {
  const width = text(column.width, 'auto');
  const weight = Math.min(5, Math.max(1, number(column.weight) ?? 1));
  const exact = /^\d{2,3}px$/.test(width) ? width : undefined;
  const own: Record<string, string> = { 'row-gap': '8px' };
  if (exact) own.flex = `0 0 ${exact}`;
  else if (width === 'weighted') own.flex = `${weight} 1 0`;
  return html`<div class="column ${boxClasses(column)}" style="${boxStyle(column, own)}">${scope.render(list(column.elements), scope)}</div>`;
}

export const renderForm: ElementRenderer = (element, scope) => {
  const form = text(element.name, 'form');
  const inside = scope.render(list(element.elements), { ...scope, form });
  return html`<div class="form ${boxClasses(element)}" data-form="${form}" data-testid="form-${form}" style="${boxStyle(element, { 'row-gap': '12px' })}">${inside}</div>`;
};

/** Open or closed is the client's own state; a replaced card starts again from `expanded` (reference/feishu.md §6.4). */
export const renderCollapsiblePanel: ElementRenderer = (element, scope) => {
  const header = record(element.header);
  const border = element.border === undefined ? '' : 'bordered';
  const inside = scope.render(list(element.elements), scope);
  return html`<details class="panel ${border}" ${element.expanded === true ? html`open` : ''} style="${boxStyle({ margin: element.margin })}"><summary class="panel-head ${alignClasses(header)}"><span class="md">${renderText(header.title, scope)}</span>${icons.chevron}</summary><div class="panel-body ${boxClasses(element)}" style="${boxStyle({ padding: element.padding, vertical_spacing: element.vertical_spacing }, { 'row-gap': '8px' })}">${inside}</div></details>`;
};

export const renderInteractiveContainer: ElementRenderer = (element, scope) => {
  const border = element.has_border === true ? 'bordered' : '';
  const inside = scope.render(list(element.elements), scope);
  const name = text(element.name) || text(element.element_id) || firstText(element);
  return html`<div class="pressable ${border} ${boxClasses(element)}" role="button" tabindex="0" ${pressAttributes(element, name, scope)} style="${boxStyle(element, { 'row-gap': '8px' })}">${inside}</div>`;
};

/** The platform knows a pressable area without a name by the text in it. */
function firstText(element: Json): string {
  const texts = list(element.elements)
    .map(record)
    .map((child) => contentOf(child.text ?? child));
  return texts.find((found) => found !== '') ?? '';
}
