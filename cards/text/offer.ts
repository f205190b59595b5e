/**
 * A card where there are no buttons and inputs: its choices by number, its form as lines to send back. What is offered
 * is kept with the message, so that an answer means what its reader saw.
 */
import type { Card, Field, Form, Reference } from '../model.ts';

/** What a message without buttons offers its reader. */
export interface Offer {
  readonly choices: readonly Choice[];
  readonly form?: Pick<Form, 'action' | 'reference' | 'revision' | 'fields'>;
}

export interface Choice {
  readonly label: string;
  readonly action: string;
  readonly reference?: Reference;
  /** The choice hands in the form. */
  readonly submits?: true;
}

/** Number 1 is the first choice: the form's submit where there is one. A card that only tells has no choices. */
export function offerOf(card: Card): Offer {
  const { form } = card;
  const choices: Choice[] = [];
  if (form) choices.push({ label: form.submit, ...aim(form), submits: true });
  if (form?.cancel) choices.push({ label: form.cancel.label, ...aim(form.cancel) });
  for (const button of card.actions) choices.push({ label: button.label, ...aim(button) });
  return { choices, ...(form ? { form: { ...aim(form), revision: form.revision, fields: form.fields } } : {}) };
}

const aim = (of: { readonly action: string; readonly reference?: Reference }) => ({
  action: of.action,
  ...(of.reference ? { reference: of.reference } : {}),
});

/** Names listed one by one; of more people the name is simply written. */
const NAMES_SHOWN = 20;

/** The lines that tell a reader how to answer. Nothing of it is markup. `page`: where the form can be filled in as well. */
export function offerLines(offer: Offer, page?: string): readonly string[] {
  const lines: string[] = [];
  const submit = offer.choices.find((choice) => choice.submits);
  if (offer.form && submit) {
    const fields = offer.form.fields.filter((field) => field.kind !== 'photo');
    if (fields.length > 0) {
      lines.push('要填的，一行一项照样子发回来，不改的不用写：', ...fields.map(fieldLine));
    }
    lines.push(...photoLines(offer));
    if (page !== undefined) lines.push(`也可在网页填写：${page}`);
  }
  const answers = offer.choices.map((choice, index) => `${index + 1} ${choice.label}`);
  const [only] = answers;
  if (only !== undefined) lines.push(answers.length === 1 ? `回复 ${only}` : `回复数字：${answers.join('　')}`);
  return lines;
}

/** The same where the page is to be the way: no questions, and numbers for whoever has nothing to change. */
export function pageLines(offer: Offer, page: string): readonly string[] {
  const answers = offer.choices.map((choice, index) => `${index + 1} ${choice.label}`);
  return [...photoLines(offer), `请在网页填写：${page}`, `什么都不用改的，也可回复数字：${answers.join('　')}`];
}

const photoLines = (offer: Offer): readonly string[] =>
  offer.form?.fields.flatMap((field) => (field.kind === 'photo' ? [photoLine(field)] : [])) ?? [];

function fieldLine(field: Field): string {
  const known = knownText(field);
  const words = [...choicesText(field), ...(field.required || known !== '' ? [] : ['选填'])];
  return `${field.label}：${known}${words.length > 0 ? `（${words.join('，')}）` : ''}`;
}

/** What the form already holds, as its reader would write it. */
function knownText(field: Field): string {
  switch (field.kind) {
    case 'singleSelect':
      return field.options.find((option) => option.value === field.initial)?.text ?? '';
    case 'multiSelect':
      return field.options
        .filter((option) => field.initial?.includes(option.value))
        .map((option) => option.text)
        .join('、');
    case 'person':
      return field.candidates.find((candidate) => candidate.person === field.initial)?.name ?? '';
    case 'bool':
      return field.initial === undefined ? '' : field.initial ? '是' : '否';
    case 'photo':
      return '';
    default:
      return field.initial === undefined ? '' : String(field.initial);
  }
}

function choicesText(field: Field): readonly string[] {
  switch (field.kind) {
    case 'singleSelect':
      return [field.options.map((option) => option.text).join('／')];
    case 'multiSelect':
      return [`可写几项：${field.options.map((option) => option.text).join('／')}`];
    case 'person': {
      const names = field.candidates.map((candidate) => candidate.name);
      return [names.length > NAMES_SHOWN ? '写姓名' : names.join('／')];
    }
    case 'bool':
      return ['是／否'];
    case 'date':
      return field.initial === undefined ? ['如 9月20日'] : [];
    case 'time':
      return field.initial === undefined ? ['如 16:00'] : [];
    case 'dateTime':
      return field.initial === undefined ? ['如 9月20日 16:00'] : [];
    default:
      return field.hint ? [field.hint] : [];
  }
}

/** Pictures come as messages in the chat; the line says how many there are. */
export function photoLine(field: Extract<Field, { readonly kind: 'photo' }>): string {
  const missing = field.atLeast - field.count;
  const unit = field.unit ?? '张';
  const state = missing > 0 ? `${field.count} ${unit}，还差 ${missing} ${unit}` : `${field.count} ${unit}`;
  return `${field.label} ${state}，${field.hint ?? '把照片发到和安园的会话里，会自动加上'}`;
}
