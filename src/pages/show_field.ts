import { html } from 'hono/html';
import type { Field, Option } from '../../cards/model.ts';
import type { Html, Surroundings } from './show_card.ts';

type FieldOf<Kind extends Field['kind']> = Extract<Field, { readonly kind: Kind }>;

/** A form field's name in the page; other names of the form are the page's own. */
export const inputName = (field: Pick<Field, 'name'>): string => `value.${field.name}`;
export const PHOTOS = 'photos';
export const WRITTEN = 'written';

/** One field of a form: label, hint and the browser's own control, large enough for a thumb. */
export function showField(field: Field, around: Surroundings): Html {
  if (field.kind === 'photo') return showPhotos(field, around);
  if (field.kind === 'bool')
    return html`<label class="tick"><input type="checkbox" name="${inputName(field)}"${field.initial ? html` checked` : ''}><span>${field.label}</span></label>`;
  if (field.kind === 'multiSelect') return showTicks(field);
  return html`<label class="field"><span class="label">${field.label}${optional(field)}</span>${hint(field)}${control(field)}</label>`;
}

const optional = (field: Field): Html | string => (field.required ? '' : html`<small>选填</small>`);
const hint = (field: Field): Html | string => (field.hint ? html`<span class="hint">${field.hint}</span>` : '');
const required = (field: Field): Html | string => (field.required ? html` required` : '');

function control(field: Exclude<Field, FieldOf<'photo' | 'bool' | 'multiSelect'>>): Html {
  const name = inputName(field);
  switch (field.kind) {
    case 'text':
      return html`<input name="${name}" maxlength="${field.maxLength}" value="${field.initial ?? ''}"${required(field)}>`;
    case 'longText':
      return html`<textarea name="${name}" maxlength="${field.maxLength}" rows="4"${required(field)}>${field.initial ?? ''}</textarea>`;
    case 'number':
      return html`<input name="${name}" inputmode="decimal" value="${field.initial ?? ''}" placeholder="没有填 0"${required(field)}>`;
    case 'singleSelect':
      return showSelect(field, field.options, field.initial);
    case 'person':
      return showSelect(
        field,
        field.candidates.map((one) => ({ value: String(one.person), text: one.name })),
        field.initial === undefined ? undefined : String(field.initial),
        true,
      );
    case 'date':
      return html`<input type="date" name="${name}" value="${field.initial ?? ''}"${required(field)}>`;
    case 'time':
      return html`<input type="time" name="${name}" value="${field.initial ?? ''}"${required(field)}>`;
    case 'dateTime':
      return html`<input type="datetime-local" name="${name}" value="${(field.initial ?? '').replace(' ', 'T')}"${required(field)}>`;
  }
}

/** `search`: the page's script puts a search field over it; without a script it stays a plain list. */
const showSelect = (field: Field, options: readonly Option[], initial: string | undefined, search = false): Html =>
  html`<select name="${inputName(field)}"${required(field)}${search ? html` data-search="搜姓名"` : ''}>
<option value="">${field.required ? '请选择' : '不填'}</option>
${options.map((option) => html`<option value="${option.value}"${option.value === initial ? html` selected` : ''}>${option.text}</option>`)}
</select>`;

const showTicks = (field: FieldOf<'multiSelect'>): Html =>
  html`<fieldset><legend class="label">${field.label}${optional(field)}</legend>${hint(field)}
${field.options.map((option) => html`<label class="tick"><input type="checkbox" name="${inputName(field)}" value="${option.value}"${field.initial?.includes(option.value) ? html` checked` : ''}><span>${option.text}</span></label>`)}
</fieldset>`;

function showPhotos(field: FieldOf<'photo'>, around: Surroundings): Html {
  const known = around.uploaded.length > 0 ? around.uploaded.length : field.count;
  const wanting = field.required && known < Math.max(field.atLeast, 1);
  return html`<div class="field"><span class="label">${field.label}${optional(field)}${known > 0 ? html`<small>已附 ${known} 张</small>` : ''}</span>${hint(field)}
${around.uploaded.length > 0 ? html`<div class="pictures">${around.uploaded.map((hash, index) => html`<img src="${around.photo(hash)}" alt="第 ${index + 1} 张">`)}</div>` : ''}
<label class="upload"><span>选照片或拍照</span><input type="file" name="${PHOTOS}" accept="image/*" multiple${wanting ? html` required` : ''} aria-label="${field.label}"></label>
<div class="pictures" data-preview></div></div>`;
}
