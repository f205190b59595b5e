/** The vendor's markdown (reference/feishu.md §6.3) as safe markup: blocks here, the inside of a line in inline.ts. */
import { html, type Piece, type SafeHtml } from './html.ts';
import { type MarkdownContext, renderInline } from './inline.ts';

interface Block {
  readonly piece: SafeHtml;
  /** The first line after the block. */
  readonly next: number;
}

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*(?:([-*_])\s*(?:\1\s*){2,}|<hr\s*\/?>)\s*$/;
const FENCE = /^\s*```/;
const QUOTE = /^\s*>\s?/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const MAX_DEPTH = 6;

/** Never throws; anything it does not know, HTML included, comes out as text. */
export function renderMarkdown(content: string, context: MarkdownContext): SafeHtml {
  return renderBlocks(content.replaceAll('\r\n', '\n').split('\n'), context, 0);
}

function renderBlocks(lines: readonly string[], context: MarkdownContext, depth: number): SafeHtml {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const block = depth < MAX_DEPTH ? structured(lines, at, context, depth) : undefined;
    const taken = block ?? paragraph(lines, at, context, depth);
    pieces.push(taken.piece);
    at = taken.next;
  }
  return html`${pieces}`;
}

/** The block that starts at this line, when it is more than a paragraph. */
function structured(lines: readonly string[], at: number, context: MarkdownContext, depth: number): Block | undefined {
  const line = lines[at] ?? '';
  if (FENCE.test(line)) return code(lines, at);
  if (RULE.test(line)) return { piece: html`<hr>`, next: at + 1 };
  const heading = HEADING.exec(line);
  if (heading)
    return { piece: headingOf(heading[1]?.length ?? 1, renderInline(heading[2] ?? '', context)), next: at + 1 };
  if (QUOTE.test(line)) return quote(lines, at, context, depth);
  if (ITEM.test(line)) return items(lines, at, context, depth);
  if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) return table(lines, at, context);
  return undefined;
}

function headingOf(level: number, inside: SafeHtml): SafeHtml {
  return html`<p class="heading heading-${level}" role="heading" aria-level="${level}">${inside}</p>`;
}

function paragraph(lines: readonly string[], at: number, context: MarkdownContext, depth: number): Block {
  let next = at + 1;
  while (next < lines.length && (lines[next] ?? '').trim() !== '' && !startsBlock(lines, next, depth)) next += 1;
  return { piece: html`<p>${renderInline(lines.slice(at, next).join('\n'), context)}</p>`, next };
}

function startsBlock(lines: readonly string[], at: number, depth: number): boolean {
  if (depth >= MAX_DEPTH) return false;
  const line = lines[at] ?? '';
  if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) return true;
  return [FENCE, RULE, HEADING, QUOTE, ITEM].some((pattern) => pattern.test(line));
}

function code(lines: readonly string[], at: number): Block {
  let next = at + 1;
  while (next < lines.length && !FENCE.test(lines[next] ?? '')) next += 1;
  return { piece: html`<pre><code>${lines.slice(at + 1, next).join('\n')}</code></pre>`, next: next + 1 };
}

function quote(lines: readonly string[], at: number, context: MarkdownContext, depth: number): Block {
  let next = at;
  while (next < lines.length && QUOTE.test(lines[next] ?? '')) next += 1;
  const inside = lines.slice(at, next).map((line) => line.replace(QUOTE, ''));
  return { piece: html`<blockquote>${renderBlocks(inside, context, depth + 1)}</blockquote>`, next };
}

function items(lines: readonly string[], at: number, context: MarkdownContext, depth: number): Block {
  const first = ITEM.exec(lines[at] ?? '');
  const indent = first?.[1]?.length ?? 0;
  const ordered = /\d/.test(first?.[2] ?? '');
  const rows: SafeHtml[] = [];
  let next = at;
  while (next < lines.length) {
    const match = ITEM.exec(lines[next] ?? '');
    if (!match || (match[1]?.length ?? 0) !== indent || /\d/.test(match[2] ?? '') !== ordered) break;
    let end = next + 1;
    while (end < lines.length && deeper(lines[end] ?? '', indent)) end += 1;
    const nested = lines.slice(next + 1, end);
    const below =
      nested.length > 0
        ? renderBlocks(
            nested.map((line) => line.trimEnd()),
            context,
            depth + 1,
          )
        : undefined;
    rows.push(html`<li>${renderInline(match[3] ?? '', context)}${below}</li>`);
    next = end;
  }
  const start = Number.parseInt(first?.[2] ?? '1', 10);
  return { piece: ordered ? html`<ol start="${start}">${rows}</ol>` : html`<ul>${rows}</ul>`, next };
}

function deeper(line: string, indent: number): boolean {
  return line.trim() !== '' && line.length - line.trimStart().length > indent;
}

function table(lines: readonly string[], at: number, context: MarkdownContext): Block {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => renderInline(cell.trim(), context));
  let next = at + 2;
  while (next < lines.length && (lines[next] ?? '').includes('|')) next += 1;
  const head = cells(lines[at] ?? '').map((cell) => html`<th>${cell}</th>`);
  const rows = lines
    .slice(at + 2, next)
    .map((line) => html`<tr>${cells(line).map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return {
    piece: html`<div class="table-scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`,
    next,
  };
}
