/** Every field a form may hold (reference/feishu.md §6.5). Values: what the person filled in, else what the card starts with. */

import { renderText } from './display.ts';
import { initialValue } from './form_values.ts';
import { html, nothing, type Piece, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { contentOf, type Json, list, number, record, text } from './json.ts';
import type { ElementRenderer, Scope } from './scope.ts';
import { boxStyle } from './style_values.ts';
import { fieldTime } from './time.ts';

function filledValue(element: Json, scope: Scope): string | readonly string[] | boolean {
  return scope.card.values[text(element.name)] ?? initialValue(element);
}

/** What every control carries so that the page can read it, and a browser test can find it. */
function control(element: Json, kind: string, scope: Scope): SafeHtml {
  const name = text(element.name);
  const off = element.disabled === true;
  return html`data-field="${name}" data-kind="${kind}" data-alone="${scope.form === undefined ? 'true' : ''}" data-testid="field-${name}" ${off ? html`disabled` : nothing}`;
}

function field(element: Json, scope: Scope, inside: Piece): SafeHtml {
  const name = text(element.name);
  const label = contentOf(element.label);
  const missing = scope.card.missing === name && name !== '';
  const star = element.required === true ? html`<span class="star" aria-hidden="true">*</span>` : nothing;
  const side = element.label_position === 'left' ? 'label-left' : '';
  return html`<div class="field ${side} ${missing ? 'missing' : ''}" data-field-box="${name}" style="${boxStyle(element)}">${label ? html`<span class="label">${label}${star}</span>` : nothing}<div class="control">${inside}${missing ? html`<span class="missing-text">请填写这一项</span>` : nothing}</div></div>`;
}

export const renderInput: ElementRenderer = (element, scope) => {
  const value = String(filledValue(element, scope));
  const most = number(element.max_length) ?? 1000;
  const hint = contentOf(element.placeholder) || '请输入';
  const lines = Math.min(8, Math.max(2, number(element.rows) ?? 3));
  const counter = html`<span class="counter">${[...value].length}/${most}</span>`;
  const box =
    element.input_type === 'multiline_text'
      ? html`<textarea class="box" rows="${lines}" maxlength="${most}" placeholder="${hint}" aria-label="${contentOf(element.label) || hint}" ${control(element, 'text', scope)}>
${value}</textarea>${counter}`
      : html`<input class="box" type="${element.input_type === 'password' ? 'password' : 'text'}" maxlength="${most}" placeholder="${hint}" aria-label="${contentOf(element.label) || hint}" value="${value}" autocomplete="off" ${control(element, 'text', scope)}>`;
  const send =
    scope.form === undefined
      ? html`<button type="button" class="input-send" data-action="send-field" data-field-name="${text(element.name)}" data-testid="send-field-${text(element.name)}" aria-label="提交">${icons.send}</button>`
      : nothing;
  return field(element, scope, html`<span class="input-line">${box}${send}</span>`);
};

interface Option {
  readonly value: string;
  readonly label: string;
}

function optionsOf(element: Json, scope: Scope): readonly Option[] {
  const given = list(element.options).map(record);
  if (!/person/.test(text(element.tag))) {
    return given.map((option) => ({ value: text(option.value), label: contentOf(option.text) }));
  }
  if (given.length === 0) return scope.card.people.map((person) => ({ value: person.id, label: person.name }));
  return given.map((option) => {
    const id = text(option.value);
    return { value: id, label: scope.card.personName(id) ?? '未知用户' };
  });
}

export const renderSelect: ElementRenderer = (element, scope) => {
  const chosen = String(filledValue(element, scope));
  const hint = contentOf(element.placeholder) || '请选择';
  const options = optionsOf(element, scope).map(
    (option) =>
      html`<option value="${option.value}" ${option.value === chosen ? html`selected` : nothing}>${option.label}</option>`,
  );
  const empty = html`<option value="" ${chosen === '' ? html`selected` : nothing}>${hint}</option>`;
  return field(
    element,
    scope,
    html`<span class="select-line"><select class="box ${chosen === '' ? 'unset' : ''}" aria-label="${hint}" ${control(element, 'choice', scope)}>${empty}${options}</select>${icons.chevron}</span>`,
  );
};

export const renderMultiSelect: ElementRenderer = (element, scope) => {
  const value = filledValue(element, scope);
  const chosen: readonly string[] = typeof value === 'object' ? value : [];
  const options = optionsOf(element, scope);
  const hint = contentOf(element.placeholder) || '请选择';
  const name = text(element.name);
  const chips = options
    .filter((option) => chosen.includes(option.value))
    .map((option) => html`<span class="chip">${option.label}</span>`);
  const rows = options.map(
    (option) =>
      html`<label class="option" data-testid="option-${name}-${option.value}"><input type="checkbox" value="${option.value}" data-label="${option.label}" ${chosen.includes(option.value) ? html`checked` : nothing}><span>${option.label}</span></label>`,
  );
  return field(
    element,
    scope,
    html`<details class="multi" data-closes="outside" ${control(element, 'choices', scope)} data-hint="${hint}"><summary class="box"><span class="chips">${chips.length > 0 ? chips : html`<span class="hint">${hint}</span>`}</span>${icons.chevron}</summary><div class="options">${rows}</div></details>`,
  );
};

const TIME_INPUTS: Readonly<Record<string, string>> = {
  date_picker: 'date',
  picker_time: 'time',
  picker_datetime: 'datetime-local',
};

export const renderTime: ElementRenderer = (element, scope) => {
  const value = String(filledValue(element, scope));
  const type = TIME_INPUTS[text(element.tag)] ?? 'date';
  const hint = contentOf(element.placeholder) || '请选择';
  const shown = fieldTime(value);
  return field(
    element,
    scope,
    html`<span class="time-line"><input class="box" type="${type}" value="${value.replace(' ', 'T')}" aria-label="${hint}" ${control(element, type, scope)}><span class="time-text ${shown ? '' : 'hint'}" data-hint="${hint}">${shown || hint}</span>${type === 'time' ? icons.clock : icons.calendar}</span>`,
  );
};

export const renderChecker: ElementRenderer = (element, scope) => {
  const checked = filledValue(element, scope) === true;
  const strike = record(element.checked_style).show_strikethrough === true ? 'strike' : '';
  return field(
    element,
    scope,
    html`<label class="checker ${strike}"><input type="checkbox" ${checked ? html`checked` : nothing} ${control(element, 'check', scope)}><span class="md">${renderText(element.text, scope)}</span></label>`,
  );
};

export const renderSelectImage: ElementRenderer = (element, scope) => {
  const value = filledValue(element, scope);
  const multiple = element.multi_select === true;
  const chosen: readonly string[] = typeof value === 'object' ? value : [String(value)];
  const name = text(element.name);
  const options = list(element.options).map((item) => {
    const option = record(item);
    const id = text(option.value);
    return html`<label class="image-option" data-testid="option-${name}-${id}"><input type="checkbox" value="${id}" ${chosen.includes(id) ? html`checked` : nothing}><img src="${scope.card.imageUrl(text(option.img_key))}" alt=""></label>`;
  });
  return field(
    element,
    scope,
    html`<div class="image-options" ${control(element, multiple ? 'choices' : 'one-picture', scope)}>${options}</div>`,
  );
};
