/**
 * The neutral card: what both platforms can show (design.md §4). A card is plain data; each platform has one pure
 * `render(card)`. Whatever a person typed enters a card as data (`plain`), never as markdown, so it is shown and
 * never executed.
 */

/** How a card looks at a glance: blue, green, orange, red, grey (domain/voice.md §2). Never the only carrier of meaning. */
export type Tone = 'info' | 'done' | 'due' | 'danger' | 'closed';

/** One run of text: `markdown` was written by us, `plain` came from a person or a row and is escaped by the platform. */
export type TextPiece = { readonly markdown: string } | { readonly plain: string };
export type RichText = readonly TextPiece[];

/**
 * Template for text with data in it: the literal parts may use `**bold**` and line breaks, every interpolated value
 * is data. `rich` inside `rich` keeps its pieces.
 */
export function rich(strings: TemplateStringsArray, ...values: readonly (string | number | RichText)[]): RichText {
  const pieces: TextPiece[] = [];
  strings.forEach((literal, index) => {
    if (literal !== '') pieces.push({ markdown: literal });
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === 'string' || typeof value === 'number') pieces.push({ plain: String(value) });
    else pieces.push(...value);
  });
  return pieces;
}

/** A text that is data from end to end. */
export const plain = (text: string): RichText => [{ plain: text }];

/** The words of a text without any markup: for summaries, logs and platforms without markdown. */
export const wordsOf = (text: RichText): string =>
  text.map((piece) => ('plain' in piece ? piece.plain : piece.markdown.replaceAll('**', ''))).join('');

export type Block =
  | { readonly kind: 'text'; readonly text: RichText; readonly muted?: boolean }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly RichText[] }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly label: string }
  | { readonly kind: 'image'; readonly photo: PhotoHash; readonly label: string }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'mention'; readonly people: readonly PersonId[] }
  | { readonly kind: 'divider' };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Few numbers as a picture; `alt` says the same in one sentence for platforms and clients without charts. */
export interface Chart {
  readonly shape: 'bar' | 'line' | 'pie';
  readonly points: readonly { readonly label: string; readonly value: number; readonly series?: string }[];
  readonly alt: string;
}

/** sha-256 (hex) of the stored picture. */
export type PhotoHash = string;
export type PersonId = number;

/** What an action is about, e.g. `{ hazard: 17 }`. Carries ids only: rights and meaning are looked up at press time. */
export type Reference = Readonly<Record<string, number | string>>;

export interface Button {
  readonly label: string;
  readonly action: string;
  readonly reference?: Reference;
  readonly style?: 'primary' | 'danger' | 'default';
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

interface FieldCommon {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly hint?: string;
}

/** A field as it stands on one card: declaration (cards/fields.ts) plus the options and the initial value of the moment. */
export type Field =
  | (FieldCommon & { readonly kind: 'text' | 'longText'; readonly maxLength: number; readonly initial?: string })
  | (FieldCommon & {
      readonly kind: 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly initial?: number;
    })
  | (FieldCommon & { readonly kind: 'singleSelect'; readonly options: readonly Option[]; readonly initial?: string })
  | (FieldCommon & {
      readonly kind: 'multiSelect';
      readonly options: readonly Option[];
      readonly initial?: readonly string[];
    })
  | (FieldCommon & {
      readonly kind: 'person';
      readonly candidates: readonly PersonOption[];
      readonly initial?: PersonId;
    })
  | (FieldCommon & { readonly kind: 'date' | 'time' | 'dateTime'; readonly initial?: string })
  | (FieldCommon & { readonly kind: 'bool'; readonly initial?: boolean })
  | (FieldCommon & {
      readonly kind: 'photo';
      readonly count: number;
      readonly atLeast: number;
      readonly unit?: string;
    });

export interface PersonOption {
  readonly person: PersonId;
  readonly name: string;
}

/** What a filled field holds. Dates `YYYY-MM-DD`, times `HH:mm`, date-times `YYYY-MM-DD HH:mm`, a person is an id. */
export type FieldValue = string | number | boolean | readonly string[];

export interface Form {
  readonly action: string;
  readonly reference?: Reference;
  /** Goes up whenever what was asked has changed; a submission of an older revision is answered with the new card. */
  readonly revision: number;
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly cancel?: Button;
  /** Why the last submission was not taken; shown above the fields. */
  readonly message?: string;
}

export interface Card {
  /** Which card this is, e.g. `hazard.triage` (domain/voice.md §2). */
  readonly key: string;
  readonly title: string;
  readonly tone: Tone;
  readonly tag?: string;
  /** What was handed in with the form before must not stay readable on it, also where a platform would keep it. */
  readonly confidential?: true;
  readonly blocks: readonly Block[];
  readonly form?: Form;
  readonly actions: readonly Button[];
  /** What the chat list, the lock screen and an old client show; the title when left out. */
  readonly summary?: string;
  /** Whose console for leaders is one tap away (打开看板); shown only where the host has pages. */
  readonly console?: { readonly school: number };
}

/** Everything a card can trigger: buttons, the form's submit and cancel. For the registry check and for tests. */
export function actionsOf(card: Card): readonly string[] {
  const names = card.actions.map((button) => button.action);
  if (card.form) {
    names.push(card.form.action);
    if (card.form.cancel) names.push(card.form.cancel.action);
  }
  return names;
}

/** The card as plain lines: fallback for old clients, logs in tests, and platforms without cards. */
export function plainCard(card: Card): string {
  const lines: string[] = [card.tag ? `${card.title}（${card.tag}）` : card.title];
  for (const block of card.blocks) {
    if (block.kind === 'text') lines.push(wordsOf(block.text));
    else if (block.kind === 'facts') lines.push(...block.facts.map((fact) => `${fact.label}：${fact.value}`));
    else if (block.kind === 'list') lines.push(...block.items.map((item) => `· ${wordsOf(item)}`));
    else if (block.kind === 'progress') lines.push(`${block.label} ${block.done}/${block.total}`);
    else if (block.kind === 'chart') lines.push(block.chart.alt);
    else if (block.kind === 'image') lines.push(`[图] ${block.label}`);
  }
  if (card.form?.message) lines.push(card.form.message);
  return lines.join('\n');
}
