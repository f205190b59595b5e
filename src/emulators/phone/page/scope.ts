import type { FieldValue } from '../world.ts';
import type { SafeHtml } from './html.ts';
import type { MarkdownContext } from './inline.ts';
import type { Json } from './json.ts';

/** What a card is drawn with besides its JSON. */
export interface CardContext extends MarkdownContext {
  /** Offered by a person field that lists nobody, as the client offers the members of the chat. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** What the person has filled in since this card came, by field name; it wins over the card's initial values. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** The button whose press is under way. */
  readonly pending?: string;
  /** The required field that was found empty at the last press. */
  readonly missing?: string;
}

/** Where in the card an element is drawn. */
export interface Scope {
  readonly card: CardContext;
  /** The name of the form around it; outside a form a field answers by itself. */
  readonly form?: string;
  readonly render: (elements: readonly unknown[], scope: Scope) => SafeHtml;
}

export type ElementRenderer = (element: Json, scope: Scope) => SafeHtml;
