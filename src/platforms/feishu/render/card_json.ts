/** Card JSON 2.0 as plain data (reference/feishu.md §6). */
export interface Element {
  readonly tag: string;
  readonly [property: string]: unknown;
}

export interface CardJson {
  readonly schema: '2.0';
  readonly config: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: { readonly elements: readonly Element[] };
}

export const plainText = (content: string): Element => ({ tag: 'plain_text', content });

export const markdown = (content: string): Element => ({ tag: 'markdown', content });

/** At most `length` characters; a longer text ends with an ellipsis. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
