/** Reading what people do with the fields of a card. */
import type { FieldValue } from '../world.ts';
import { html } from './html.ts';
import { patch } from './patch.ts';
import { fieldTime } from './time.ts';

export interface FieldChange {
  readonly name: string;
  readonly value: FieldValue;
  /** Outside a form: a choice is answered at once. */
  readonly alone: boolean;
  readonly element: HTMLElement;
}

/** The field an input event belongs to and its value now; also keeps what is shown beside the input true. */
export function readChange(target: EventTarget | null): FieldChange | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const element = target.closest('[data-field]');
  if (!(element instanceof HTMLElement)) return undefined;
  keepOneChecked(element, target);
  const value = currentValue(element);
  showBeside(element, value);
  return { name: element.dataset.field ?? '', value, alone: element.dataset.alone === 'true', element };
}

function currentValue(element: HTMLElement): FieldValue {
  const kind = element.dataset.kind;
  if (kind === 'choices') return checkedIn(element).map((box) => box.value);
  if (kind === 'one-picture') return checkedIn(element)[0]?.value ?? '';
  if (kind === 'check') return element instanceof HTMLInputElement && element.checked;
  if (element instanceof HTMLInputElement)
    return element.type === 'datetime-local' ? element.value.replace('T', ' ') : element.value;
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ? element.value : '';
}

function checkedIn(element: HTMLElement): readonly HTMLInputElement[] {
  return [...element.querySelectorAll('input')].filter((box) => box.checked);
}

function keepOneChecked(element: HTMLElement, target: HTMLElement): void {
  if (element.dataset.kind !== 'one-picture') return;
  for (const box of element.querySelectorAll('input')) if (box !== target) box.checked = false;
}

function showBeside(element: HTMLElement, value: FieldValue): void {
  const counter = element.parentElement?.querySelector('.counter');
  if (counter && element instanceof HTMLTextAreaElement)
    counter.textContent = `${[...element.value].length}/${element.maxLength}`;
  if (element instanceof HTMLSelectElement) element.classList.toggle('unset', value === '');
  const time = element.parentElement?.querySelector('.time-text');
  if (time instanceof HTMLElement) {
    const shown = fieldTime(String(value));
    time.textContent = shown || (time.dataset.hint ?? '');
    time.classList.toggle('hint', !shown);
  }
  if (element.dataset.kind === 'choices') {
    const chips = element.querySelector('.chips');
    const labels = checkedIn(element).map((box) => box.dataset.label ?? '');
    const hint = element.dataset.hint ?? '';
    if (chips)
      patch(
        chips,
        labels.length > 0
          ? html`${labels.map((label) => html`<span class="chip">${label}</span>`)}`
          : html`<span class="hint">${hint}</span>`,
      );
  }
}
