import { isObject, parseJson } from '../../ground/json.ts';
import { withoutMarks } from '../message_text.ts';
import type { Emulation } from '../state.ts';
import { type CardButton, readButtons } from './button_model.ts';
import { type CardRecord, type CardValues, valuesFor } from './card_store.ts';
import { type FormField, readForm } from './form_model.ts';
import type { CardTemplate, TagColor, TemplateComponent, VariableType } from './templates.ts';

export interface FormView {
  readonly id: string;
  readonly fields: readonly FormField[];
  readonly disabled: boolean;
  readonly submitText: string;
  /** What the submit sends beside the fields. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** What stands on the card, from top to bottom. */
export type CardPart =
  | { readonly kind: 'header'; readonly title: string; readonly tag?: string; readonly tagColor?: TagColor }
  | { readonly kind: 'markdown'; readonly markdown: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone: 'normal' | 'error' | 'note' }
  | { readonly kind: 'form'; readonly form: FormView }
  | { readonly kind: 'buttons'; readonly buttons: readonly CardButton[] };

/** A card as one person sees it. */
export interface CardView {
  readonly outTrackId: string;
  readonly templateId: string;
  readonly title: string;
  readonly tag?: string;
  readonly parts: readonly CardPart[];
  readonly form?: FormView;
  readonly buttons: readonly CardButton[];
  /** The words of the card in reading order, marks left out. */
  readonly text: string;
  /** What the client leaves out in silence because a value does not fit its variable. */
  readonly problems: readonly string[];
}

const DEFAULT_SUBMIT = '提交';
const TAG_COLORS: readonly TagColor[] = ['blue', 'green', 'orange', 'red', 'gray'];
/** Types whose values are JSON; the others travel as text. */
const JSON_TYPES = new Set<VariableType>([
  'number',
  'boolean',
  'object',
  'loopArray',
  'numberArray',
  'form',
  'table',
  'buttonGroup',
]);

/** Why a value does not fit its variable's type, or undefined. */
function misfit(type: VariableType, value: string): string | undefined {
  switch (type) {
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? undefined : 'is no number';
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'is neither true nor false';
    case 'object':
      return isObject(parseJson(value)) ? undefined : 'is no JSON object';
    case 'loopArray':
    case 'numberArray':
    case 'table':
      return Array.isArray(parseJson(value)) ? undefined : 'is no JSON list';
    default:
      return undefined;
  }
}

/** The values that fit their variables; empty ones count as absent. */
function fitting(template: CardTemplate, values: CardValues, problem: (what: string) => void): CardValues {
  const fit: CardValues = new Map();
  for (const { name, type } of template.variables) {
    const value = values.get(name);
    if (value === undefined || value === '') continue;
    const why = misfit(type, value);
    if (why === undefined) fit.set(name, value);
    else problem(`${name} ${why}`);
  }
  return fit;
}

function paramsOf(
  bound: Readonly<Record<string, string>>,
  template: CardTemplate,
  values: CardValues,
): Readonly<Record<string, unknown>> {
  const types = new Map(template.variables.map((variable) => [variable.name, variable.type]));
  const decoded = (name: string): unknown => {
    const value = values.get(name) ?? '';
    return JSON_TYPES.has(types.get(name) ?? 'string') ? parseJson(value) : value;
  };
  return Object.fromEntries(Object.entries(bound).map(([param, name]) => [param, decoded(name)]));
}

function partOf(
  component: TemplateComponent,
  template: CardTemplate,
  values: CardValues,
  problem: (what: string) => void,
): CardPart | undefined {
  const { visibleWhen } = component;
  if (visibleWhen !== undefined && !visibleWhen.is.includes(values.get(visibleWhen.variable) ?? '')) return undefined;
  const value = (name: string | undefined) => (name === undefined ? undefined : values.get(name));
  if (component.kind === 'header') {
    const tag = value(component.tag);
    const wanted = value(component.tagColor) ?? '';
    const tagColor = component.tagColors?.[wanted] ?? TAG_COLORS.find((each) => each === wanted);
    if (wanted !== '' && tagColor === undefined) problem(`the tag has no colour ${wanted}`);
    return {
      kind: 'header',
      title: value(component.title) ?? '',
      ...(tag === undefined ? {} : { tag }),
      ...(tagColor === undefined ? {} : { tagColor }),
    };
  }
  const bound = value(component.variable);
  if (bound === undefined) return undefined;
  switch (component.kind) {
    case 'markdown':
      return { kind: 'markdown', markdown: bound };
    case 'text':
      return { kind: 'text', text: bound, tone: component.tone ?? 'normal' };
    case 'buttonGroup': {
      const { buttons, problems } = readButtons(bound);
      for (const each of problems) problem(each);
      return buttons === undefined || buttons.length === 0 ? undefined : { kind: 'buttons', buttons };
    }
    case 'form': {
      const { fields, problems } = readForm(bound);
      for (const each of problems) problem(each);
      if (fields === undefined || fields.length === 0) return undefined;
      const form: FormView = {
        id: component.id ?? 'form',
        fields,
        disabled: value(component.status) === 'disabled',
        submitText: value(component.buttonText) ?? DEFAULT_SUBMIT,
        params: paramsOf(component.params ?? {}, template, values),
      };
      return { kind: 'form', form };
    }
  }
}

function wordsOf(part: CardPart): string[] {
  if (part.kind === 'header') return [part.title, part.tag ?? ''];
  if (part.kind === 'markdown') return [withoutMarks(part.markdown)];
  return part.kind === 'text' ? [part.text] : [];
}

const drawn = new WeakMap<CardRecord, { revision: number; readonly views: Map<string, CardView> }>();

/** A card for one person, from its template's contract and the values their client holds; drawn once per change. */
export function cardView(card: CardRecord, userId: string): CardView {
  let kept = drawn.get(card);
  if (kept === undefined || kept.revision !== card.revision) {
    kept = { revision: card.revision, views: new Map() };
    drawn.set(card, kept);
  }
  const view = kept.views.get(userId) ?? draw(card, userId);
  kept.views.set(userId, view);
  return view;
}

function draw(card: CardRecord, userId: string): CardView {
  const problems: string[] = [];
  const problem = (what: string) => void problems.push(what);
  const values = fitting(card.template, valuesFor(card, userId), problem);
  const parts = card.template.components.flatMap((each) => partOf(each, card.template, values, problem) ?? []);
  const header = parts.find((part) => part.kind === 'header');
  const form = parts.find((part) => part.kind === 'form')?.form;
  return {
    outTrackId: card.outTrackId,
    templateId: card.template.templateId,
    title: header?.title ?? '',
    ...(header?.tag === undefined ? {} : { tag: header.tag }),
    parts,
    ...(form === undefined ? {} : { form }),
    buttons: parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : [])),
    text: parts.flatMap(wordsOf).filter(Boolean).join('\n'),
    problems,
  };
}

/** Tells what the clients of these people leave out in silence; the empty id stands for everybody without own values. */
export function complainOfMisfits(emulation: Emulation, card: CardRecord, userIds: Iterable<string>): void {
  for (const userId of userIds) {
    for (const problem of cardView(card, userId).problems) {
      emulation.complain(`${card.outTrackId} as ${userId === '' ? 'everybody' : userId} sees it: ${problem}`);
    }
  }
}
