/** The inside of a line of the vendor's markdown: emphasis, links, the `<…>` tags of the vendor, escaped characters. */
import { colourName, literalColour } from './colour.ts';
import { html, type Piece, type SafeHtml } from './html.ts';

export interface MarkdownContext {
  /** undefined for an id that belongs to nobody. */
  personName(id: string): string | undefined;
  imageUrl(key: string): string;
}

interface Token {
  readonly piece: Piece;
  readonly next: number;
}

type Reader = (source: string, at: number, context: MarkdownContext, depth: number) => Token | undefined;

const MAX_DEPTH = 8;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
};

/** Readers by the character they start at; a reader that gives undefined leaves the character as text. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['\\', readBackslash],
  ['&', readEntity],
  ['`', readCode],
  ['!', readImage],
  ['[', readLink],
  ['<', readTag],
  ['*', readEmphasis],
  ['_', readEmphasis],
  ['~', readEmphasis],
  ['h', readAddress],
  [':', readEmoji],
  ['\n', (_source, at) => ({ piece: html`<br>`, next: at + 1 })],
]);

export function renderInline(source: string, context: MarkdownContext, depth = 0): SafeHtml {
  if (depth > MAX_DEPTH) return html`${source}`;
  const pieces: Piece[] = [];
  let plain = '';
  let at = 0;
  while (at < source.length) {
    const character = source.charAt(at);
    const token = READERS.get(character)?.(source, at, context, depth);
    if (token) {
      if (plain) pieces.push(plain);
      plain = '';
      pieces.push(token.piece);
      at = token.next;
    } else {
      plain += character;
      at += 1;
    }
  }
  if (plain) pieces.push(plain);
  return html`${pieces}`;
}

function readBackslash(source: string, at: number): Token | undefined {
  const next = source.charAt(at + 1);
  return /[!-/:-@[-`{-~]/.test(next) ? { piece: next, next: at + 2 } : undefined;
}

/** An escaped character is text, whatever it would have meant unescaped. */
function readEntity(source: string, at: number): Token | undefined {
  const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/i.exec(source.slice(at, at + 12));
  if (!match) return undefined;
  const named = match[3] === undefined ? undefined : ENTITIES[match[3].toLowerCase()];
  const code = match[1] ? Number.parseInt(match[1], 10) : Number.parseInt(match[2] ?? '', 16);
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  const character = named ?? (valid ? String.fromCodePoint(code) : undefined);
  return character === undefined ? undefined : { piece: character, next: at + match[0].length };
}

function readCode(source: string, at: number): Token | undefined {
  const end = source.indexOf('`', at + 1);
  return end < 0 ? undefined : { piece: html`<code>${source.slice(at + 1, end)}</code>`, next: end + 1 };
}

function readImage(source: string, at: number, context: MarkdownContext): Token | undefined {
  const match = /^!\[([^\]\n]{0,200})\]\(([\w-]{1,200})\)/.exec(source.slice(at, at + 420));
  if (!match) return undefined;
  return { piece: html`<img src="${context.imageUrl(match[2] ?? '')}" alt="${match[1]}">`, next: at + match[0].length };
}

function readLink(source: string, at: number, context: MarkdownContext, depth: number): Token | undefined {
  const match = /^\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)/.exec(source.slice(at, at + 2600));
  if (!match) return undefined;
  return { piece: link(match[2] ?? '', renderInline(match[1] ?? '', context, depth + 1)), next: at + match[0].length };
}

/** Only addresses a browser merely opens; anything else is shown as its text. */
function link(address: string, inside: SafeHtml): SafeHtml {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(address)) return inside;
  return html`<a href="${address}" target="_blank" rel="noopener noreferrer">${inside}</a>`;
}

function readAddress(source: string, at: number): Token | undefined {
  if (!source.startsWith('http://', at) && !source.startsWith('https://', at)) return undefined;
  const match = /^https?:\/\/[\w\-.:/?#[\]@!$&()*+,;=%~]+/.exec(source.slice(at, at + 2000));
  return match ? { piece: link(match[0], html`${match[0]}`), next: at + match[0].length } : undefined;
}

function readEmphasis(source: string, at: number, context: MarkdownContext, depth: number): Token | undefined {
  const character = source.charAt(at);
  for (const [mark, wrap] of EMPHASIS) {
    if (mark.charAt(0) !== character || !source.startsWith(mark, at)) continue;
    const start = at + mark.length;
    const end = source.indexOf(mark, start + 1);
    const inside = end < 0 ? '' : source.slice(start, end);
    if (inside.trim() === '' || inside.startsWith(' ') || inside.endsWith(' ')) continue;
    if (character === '_' && /[\w]/.test(source.charAt(at - 1) + source.charAt(end + mark.length))) continue;
    return { piece: wrap(renderInline(inside, context, depth + 1)), next: end + mark.length };
  }
  return undefined;
}

const EMPHASIS: readonly (readonly [string, (inside: SafeHtml) => SafeHtml])[] = [
  ['***', (inside) => html`<strong><em>${inside}</em></strong>`],
  ['**', (inside) => html`<strong>${inside}</strong>`],
  ['__', (inside) => html`<strong>${inside}</strong>`],
  ['~~', (inside) => html`<del>${inside}</del>`],
  ['*', (inside) => html`<em>${inside}</em>`],
  ['_', (inside) => html`<em>${inside}</em>`],
];

const EMOJI: ReadonlyMap<string, string> = new Map([
  ['OK', '👌'],
  ['DONE', '✅'],
  ['CheckMark', '✅'],
  ['THUMBSUP', '👍'],
  ['SMILE', '😊'],
  ['Alarm', '⏰'],
  ['Fire', '🔥'],
]);

function readEmoji(source: string, at: number): Token | undefined {
  const match = /^:([A-Za-z]{2,20}):/.exec(source.slice(at, at + 24));
  const picture = match ? EMOJI.get(match[1] ?? '') : undefined;
  return match && picture ? { piece: picture, next: at + match[0].length } : undefined;
}

type TagWriter = (
  attributes: ReadonlyMap<string, string>,
  inside: string,
  context: MarkdownContext,
  depth: number,
) => Piece;

const TAGS: ReadonlyMap<string, TagWriter> = new Map<string, TagWriter>([
  ['at', (attributes, _inside, context) => mention(attributes.get('id') ?? attributes.get('email') ?? '', context)],
  ['person', (attributes, _inside, context) => mention(attributes.get('id') ?? '', context)],
  [
    'font',
    (attributes, inside, context, depth) =>
      coloured(attributes.get('color') ?? '', renderInline(inside, context, depth + 1)),
  ],
  [
    'text_tag',
    (attributes, inside) =>
      html`<span class="tag c-${colourName(attributes.get('color') ?? '') ?? 'neutral'}">${plainText(inside)}</span>`,
  ],
  [
    'link',
    (attributes, inside, context, depth) => link(attributes.get('url') ?? '', renderInline(inside, context, depth + 1)),
  ],
  [
    'a',
    (attributes, inside, context, depth) =>
      link(attributes.get('href') ?? '', renderInline(inside, context, depth + 1)),
  ],
  ['raw', (_attributes, inside) => inside],
  ['local_datetime', (_attributes, inside) => inside],
  ['b', (_attributes, inside, context, depth) => html`<strong>${renderInline(inside, context, depth + 1)}</strong>`],
]);

function readTag(source: string, at: number, context: MarkdownContext, depth: number): Token | undefined {
  const open = /^<(\/?)([a-z_]{1,20})((?:\s+[a-z_]{1,20}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>/]+))*)\s*(\/?)>/i.exec(
    source.slice(at, at + 1000),
  );
  if (!open || open[1]) return undefined;
  const name = (open[2] ?? '').toLowerCase();
  const next = at + open[0].length;
  if (name === 'br') return { piece: html`<br>`, next };
  if (name === 'hr') return { piece: html`<hr>`, next };
  const writer = TAGS.get(name);
  if (!writer) return undefined;
  const attributes = readAttributes(open[3] ?? '');
  if (open[4]) return { piece: writer(attributes, '', context, depth), next };
  const close = `</${name}>`;
  const end = source.toLowerCase().indexOf(close, next);
  if (end < 0) return undefined;
  return { piece: writer(attributes, source.slice(next, end), context, depth), next: end + close.length };
}

function readAttributes(source: string): ReadonlyMap<string, string> {
  const pairs = source.matchAll(/([a-z_]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>/]+))/gi);
  return new Map([...pairs].map((pair) => [(pair[1] ?? '').toLowerCase(), pair[2] ?? pair[3] ?? pair[4] ?? '']));
}

function mention(id: string, context: MarkdownContext): SafeHtml {
  const name = id === 'all' ? '所有人' : (context.personName(id) ?? '未知用户');
  return html`<span class="at">@${name}</span>`;
}

function coloured(colour: string, inside: SafeHtml): SafeHtml {
  const name = colourName(colour);
  if (name) return html`<span class="font c-${name}">${inside}</span>`;
  const literal = literalColour(colour);
  return literal ? html`<span style="color: ${literal}">${inside}</span>` : inside;
}

function plainText(source: string): string {
  return source.replace(/&#(\d{1,7});/g, (whole) => String(readEntity(whole, 0)?.piece ?? whole));
}
