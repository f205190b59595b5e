/** Markup that is safe by construction: whatever is put into an `html` template is escaped unless it came from one. */

export interface SafeHtml {
  readonly html: string;
}

export type Piece = SafeHtml | string | number | boolean | null | undefined | readonly Piece[];

/** A look-alike object from a message's JSON is not in here, so it can never pass as markup. */
const made = new WeakSet<object>();

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for element content and for attribute values in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

function write(piece: Piece): string {
  if (piece === null || piece === undefined || typeof piece === 'boolean') return '';
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return String(piece);
  if (isList(piece)) return piece.map(write).join('');
  return made.has(piece) ? piece.html : '';
}

function isList(piece: Piece): piece is readonly Piece[] {
  return Array.isArray(piece);
}

/** Tagged template; every attribute in it must be written in double quotes. `true`, `false`, null and undefined write nothing. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): SafeHtml {
  const text = strings.map((part, index) => part + write(pieces[index])).join('');
  const result = { html: text };
  made.add(result);
  return result;
}

export const nothing: SafeHtml = html``;
