import { html } from 'hono/html';
import type { Block, Button, Card, Fact, Form, PersonId, PhotoHash, RichText } from '../../cards/model.ts';
import type { Toast } from '../platforms/platform.ts';
import { showChart } from './show_chart.ts';
import { showField, WRITTEN } from './show_field.ts';

export type Html = ReturnType<typeof html>;

/** What the page knows beyond the card. */
export interface Surroundings {
  readonly nameOf: (person: PersonId) => string;
  /** Address of a stored picture, good for this person only. */
  readonly photo: (hash: PhotoHash) => string;
  /** The hidden token of a button or of the form: what it does, signed for this browser. */
  readonly press: (button: Pick<Button, 'action' | 'reference'> & { readonly revision?: number }) => string;
  /** Where forms are sent: the address of the card shown now, which may be another than the page was opened with. */
  readonly action: string;
  /** What the last press was answered with. */
  readonly toast?: Toast;
  /** What they sent, to be read. */
  readonly handed?: Html;
  /** What a person may do now that it is done. */
  readonly after?: string;
  /** Pictures the form has so far. */
  readonly uploaded: readonly PhotoHash[];
}

/** What somebody sent with a form. */
export interface HandedIn {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly photos: readonly PhotoHash[];
}

export const showHandedIn = ({ title, facts, photos }: HandedIn, photo: Surroundings['photo']): Html =>
  html`<section class="handed"><h2>${title}</h2>${facts.length > 0 ? showFacts(facts) : ''}
${photos.length > 0 ? html`<div class="pictures">${photos.map((hash, index) => html`<img src="${photo(hash)}" alt="第 ${index + 1} 张">`)}</div>` : ''}
</section>`;

export const showFacts = (facts: readonly Fact[]): Html =>
  html`<dl>${facts.map((fact) => html`<div><dt>${fact.label}</dt><dd>${fact.value}</dd></div>`)}</dl>`;

/** The neutral card as a page: everything a person typed is escaped by the template. */
export function showCard(card: Card, around: Surroundings): Html {
  return html`<header class="tone-${card.tone}"><h1>${card.title}</h1>${card.tag ? html`<span class="tag">${card.tag}</span>` : ''}</header>
<main>
${around.toast ? html`<p class="toast ${around.toast.tone}" role="alert">${around.toast.text}</p>` : ''}
${card.blocks.map((block) => showBlock(block, around))}
${card.form ? showForm(card, around) : ''}
${buttonsBelow(card).map((button) => showButton(button, around))}
${around.handed ?? ''}
${around.after ? html`<p class="muted">${around.after}</p>` : ''}
</main>`;
}

function showForm(card: Card, around: Surroundings): Html | string {
  const { form } = card;
  if (!form) return '';
  const takesPhotos = form.fields.some((field) => field.kind === 'photo');
  return html`<form method="post" action="${around.action}" enctype="multipart/form-data" class="fields">
${form.message ? html`<p class="message" role="alert">${form.message}</p>` : ''}
<input type="hidden" name="press" value="${around.press(form)}">
${card.confidential ? '' : html`<input type="hidden" name="${WRITTEN}" value="${JSON.stringify(labelsOf(form))}">`}
${form.fields.map((field) => showField(field, around))}
${takesPhotos ? html`<button name="only" value="photos" formnovalidate class="quiet">先传照片</button>` : ''}
<button class="primary">${form.submit}</button>
</form>`;
}

/** Which fields hold words of a person's own, with their labels: once the form is gone, nothing else would know. */
const labelsOf = ({ fields }: Form): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap((field) => (field.kind === 'text' || field.kind === 'longText' ? [[field.name, field.label]] : [])),
  );

/** Each button is a form of its own, so that it works without a script. */
const showButton = (button: Button, around: Surroundings): Html =>
  html`<form method="post" action="${around.action}" enctype="multipart/form-data"><input type="hidden" name="press" value="${around.press(button)}"><button class="${button.style ?? 'default'}">${button.label}</button></form>`;

const buttonsBelow = (card: Card): readonly Button[] => [
  ...(card.form?.cancel ? [card.form.cancel] : []),
  ...card.actions,
];

/** One part of a card, to be read. */
export function showBlock(block: Block, around: Pick<Surroundings, 'photo' | 'nameOf'>): Html | string {
  switch (block.kind) {
    case 'text':
      return html`<p${block.muted ? html` class="muted"` : ''}>${showText(block.text)}</p>`;
    case 'facts':
      return showFacts(block.facts);
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${showText(item)}</li>`)}</ul>`;
    case 'progress':
      return html`<p class="progress"><span>${block.label}　${block.done}/${block.total}</span><progress value="${block.done}" max="${Math.max(block.total, 1)}"></progress></p>`;
    case 'image':
      return html`<figure><img src="${around.photo(block.photo)}" alt="${block.label}"><figcaption>${block.label}</figcaption></figure>`;
    case 'chart':
      return showChart(block.chart);
    case 'mention':
      return html`<p>${block.people.map((person) => `@${around.nameOf(person)}`).join(' ')}</p>`;
    case 'divider':
      return html`<hr>`;
  }
}

/** Our own words may use `**bold**`, also around data; line breaks are kept by the style sheet. */
function showText(text: RichText): readonly (Html | string)[] {
  let bold = false;
  const say = (words: string): Html | string => (bold ? html`<b>${words}</b>` : html`${words}`);
  return text.flatMap((piece) => {
    if ('plain' in piece) return [say(piece.plain)];
    return piece.markdown.split('**').map((words, index) => {
      if (index > 0) bold = !bold;
      return say(words);
    });
  });
}
