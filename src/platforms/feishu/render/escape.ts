import type { RichText } from '../../../../cards/model.ts';

/**
 * Everything that could start markup: the vendor's list (reference/feishu.md §6.3), and `&` (typed entities), `|`
 * (tables), `:` (emoji codes and bare links), `+` and `=` (lists and headings at a line's start).
 */
const special = /[&*~><[\]()#_\-!$\\`|:+=]/g;
const entity = (character: string): string => `&#${character.charCodeAt(0)};`;

/** Data as markdown that shows exactly the typed characters. Line breaks stay visible as `<br>`. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(special, entity)
      // "3." at a line's start would become a numbered list, indentation a code block.
      .replace(/^([ \t]*\d+)\./gm, '$1&#46;')
      .replace(/^[ \t]+/gm, (blanks) => '&#160;'.repeat(blanks.length))
      .replace(lineBreak, '<br>')
  );
}

/** One newline is only a soft break to the vendor and may vanish (reference/feishu.md §6.3). */
const lineBreak = /\r\n?|[\n\u2028\u2029\u0085\v\f]/g;

/** Our own markdown is kept, what came from people or rows is escaped. */
export const richMarkdown = (text: RichText): string =>
  text
    .map((piece) => ('plain' in piece ? escapeMarkdown(piece.plain) : piece.markdown.replace(lineBreak, '<br>')))
    .join('');

export const grey = (content: string): string => `<font color='grey'>${content}</font>`;
export const red = (content: string): string => `<font color='red'>${content}</font>`;
