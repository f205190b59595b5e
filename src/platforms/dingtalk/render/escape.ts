import type { RichText } from '../../../../cards/model.ts';

/**
 * DingTalk documents no way to escape its markdown, so what could start markup becomes its full-width look-alike: shown
 * as typed, never executed (design.md §4). `<` also covers `<a atId=…>` (reference/dingtalk.md §6.1).
 */
const lookAlikes: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '*': '＊',
  _: '＿',
  '`': '｀',
  '~': '～',
  '|': '｜',
  '\\': '＼',
  $: '＄',
  '&': '＆',
};
const special = /[<>[\]*_`~|\\$&]/g;

/** The vendor's own line break inside markdown (reference/dingtalk.md §5.3). */
export const BREAK = '  \n';
const lineBreak = /\r\n?|[\n\u2028\u2029\u0085\v\f]/g;

/** Data as markdown that shows what was typed. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(special, (character) => lookAlikes[character] ?? character)
      // Bare addresses would become links.
      .replace(/:\/\//g, '：//')
      // At a line's start these make headings, lists, lines, and indentation a code block.
      .replace(/^[ \t]*#/gm, '＃')
      .replace(/^[ \t]*([-+=])/gm, (_, sign: string) => ({ '-': '－', '+': '＋', '=': '＝' })[sign] ?? sign)
      .replace(/^[ \t]*(\d+)[.)]/gm, '$1．')
      .replace(/^[ \t]+/gm, (blanks) => '　'.repeat(Math.min(blanks.length, 4)))
      .replace(lineBreak, BREAK)
  );
}

/** Our own markdown is kept, what came from people or rows is escaped. */
export const richMarkdown = (text: RichText): string =>
  text
    .map((piece) => ('plain' in piece ? escapeMarkdown(piece.plain) : piece.markdown.replace(lineBreak, BREAK)))
    .join('');
