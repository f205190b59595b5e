import type { Button, Card, Form, Tone } from '../../../cards/model.ts';
import { pageHelps } from '../../../cards/page_helps.ts';
import type { Directory, RenderedCard } from '../platform.ts';
import type { FieldMark } from './field_marks.ts';
import { CUT, checkLimits } from './limits.ts';
import { renderBlock } from './render/blocks.ts';
import { renderButtons, renderConsoleLink, renderPageLink, renderSubmit } from './render/button.ts';
import { type CardJson, cut, type Element, markdown, plainText } from './render/card_json.ts';
import { escapeMarkdown, red } from './render/escape.ts';
import { markOf, renderField } from './render/fields.ts';

/** Header template and tag colour by tone (reference/feishu.md §6.1; the meaning is domain/voice.md §2). */
const colours: Readonly<Record<Tone, { readonly template: string; readonly tag: string }>> = {
  info: { template: 'blue', tag: 'blue' },
  done: { template: 'green', tag: 'green' },
  due: { template: 'orange', tag: 'orange' },
  danger: { template: 'red', tag: 'red' },
  closed: { template: 'grey', tag: 'neutral' },
};

/** The neutral card as card JSON 2.0. Pure. Throws `CardTooLarge` when a limit of limits.ts is broken. */
export function renderCard(card: Card, directory: Directory): CardJson {
  const elements: Element[] = card.blocks.flatMap((block) => renderBlock(block, directory));
  if (card.form) elements.push(renderForm(card.key, card.form, directory));
  if (directory.page && pageHelps(card)) elements.push(renderPageLink(directory.page));
  elements.push(...renderButtons(card.key, buttonsBelow(card)));
  if (directory.console) elements.push(renderConsoleLink(directory.console));
  return {
    schema: '2.0',
    config: { update_multi: true, summary: { content: summaryOf(card) } },
    header: renderHeader(card),
    body: { elements },
  };
}

/** The port's `render`: the card as one string for the wire, checked against the limits. */
export function render(card: Card, directory: Directory): RenderedCard {
  const json = renderCard(card, directory);
  const wire = JSON.stringify(json);
  checkLimits(card.key, json, wire);
  return { wire, summary: summaryOf(card) };
}

const summaryOf = (card: Card): string => cut(card.summary ?? card.title, CUT.summary);

function renderHeader(card: Card): Readonly<Record<string, unknown>> {
  const colour = colours[card.tone];
  const tags = card.tag
    ? { text_tag_list: [{ tag: 'text_tag', text: plainText(cut(card.tag, CUT.tag)), color: colour.tag }] }
    : {};
  return { title: plainText(cut(card.title, CUT.title)), template: colour.template, ...tags };
}

/** The form's name carries its revision, so a client does not put old input into a new form (design.md §4). */
function renderForm(cardKey: string, form: Form, directory: Directory): Element {
  const marks: Record<string, FieldMark> = {};
  for (const field of form.fields) {
    const mark = markOf(field, directory);
    if (mark) marks[field.name] = mark;
  }
  const message = form.message ? [markdown(red(escapeMarkdown(form.message)))] : [];
  return {
    tag: 'form',
    name: `form_${form.revision}`,
    elements: [
      ...message,
      ...form.fields.flatMap((field) => renderField(cardKey, field, directory)),
      renderSubmit(cardKey, form, marks),
    ],
  };
}

/** Cancel stands outside the form: a button inside would count as part of it (reference/feishu.md §6.4). */
const buttonsBelow = (card: Card): readonly Button[] => [
  ...(card.form?.cancel ? [card.form.cancel] : []),
  ...card.actions,
];
