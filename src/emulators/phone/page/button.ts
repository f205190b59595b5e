import { iconOf } from './display.ts';
import { html, nothing, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { contentOf, list, record, text } from './json.ts';
import { addressOf, pressAttributes } from './press_attributes.ts';
import type { ElementRenderer, Scope } from './scope.ts';
import { boxStyle, choice } from './style_values.ts';

const TYPES = [
  'default',
  'primary',
  'danger',
  'text',
  'primary_text',
  'danger_text',
  'primary_filled',
  'danger_filled',
  'laser',
];

export const renderButton: ElementRenderer = (element, scope) => {
  const label = contentOf(element.text);
  const name = text(element.name) || text(element.element_id) || label;
  const type = choice(element.type, TYPES, 'default');
  const size = choice(element.size, ['tiny', 'small', 'medium', 'large'], 'medium');
  const classes = `button button-${type} button-${size} ${element.width === 'fill' ? 'fill' : ''}`;
  const address = addressOf(element);
  if (address) {
    return html`<a class="${classes}" href="${address}" target="_blank" rel="noopener noreferrer" data-testid="button-${label}">${iconOf(element.icon)}${label}</a>`;
  }
  const waiting = scope.card.pending !== undefined;
  const mine = scope.card.pending === name;
  const off = element.disabled === true;
  return html`<button type="button" class="${classes} ${mine ? 'pending' : ''} ${off ? 'off' : ''}" ${waiting ? html`disabled` : nothing} aria-disabled="${off ? 'true' : 'false'}" title="${contentOf(element.hover_tips)}" ${pressAttributes(element, name, scope)} data-testid="button-${label}" style="${boxStyle(element)}">${mine ? html`<span class="spinner"></span>` : nothing}${iconOf(element.icon)}<span>${label}</span></button>`;
};

export const renderOverflow: ElementRenderer = (element, scope) => {
  const name = text(element.name) || text(element.element_id) || 'overflow';
  return html`<details class="overflow" data-closes="outside"><summary data-testid="overflow" aria-label="更多">${icons.more}</summary><div class="overflow-menu">${list(element.options).map((option) => overflowOption(option, name, scope))}</div></details>`;
};

function overflowOption(value: unknown, name: string, scope: Scope): SafeHtml {
  const option = record(value);
  const label = contentOf(option.text);
  const address = text(record(option.multi_url).url);
  if (/^https?:\/\//i.test(address))
    return html`<a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a>`;
  return html`<button type="button" ${pressAttributes({}, name, scope)} data-option="${text(option.value)}" data-testid="button-${label}">${label}</button>`;
}
