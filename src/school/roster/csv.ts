import type { SheetRow } from './model.ts';

/** The text of the bytes: UTF-8, UTF-16 with its mark, else GB18030 (what Excel and WPS save in China); undefined when it is not text at all. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  for (const encoding of label ? [label] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
      if (/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/.test(text)) return undefined;
      return text;
    } catch {
      // Not this encoding: try the next.
    }
  }
  return undefined;
}

/**
 * Rows of a comma, semicolon or tab separated text. `number` counts records, as the spreadsheet program shows them: a line break inside
 * quotes does not start a row. Never throws; an unclosed quote ends with its line.
 */
export function parseCsv(text: string): SheetRow[] {
  const hinted = /^sep=(.)\r?\n/i.exec(text);
  const body = hinted ? text.slice(hinted[0].length) : text;
  const records = separate(body, hinted?.[1] ?? separatorOf(body));
  return records.map((cells, index) => ({ number: index + (hinted ? 2 : 1), hidden: false, cells: cells.map(unwrap) }));
}

/** ="138…" and a leading apostrophe are what people write to keep a number from being changed. */
function unwrap(cell: string): string {
  return cell.replace(/^="(.*)"$/, '$1').replace(/^'(?=\d)/, '');
}

function separatorOf(text: string): string {
  const sample = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const lines = sample.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const rated = [',', '\t', ';', '，'].map((separator) => ({
    separator,
    lines: lines.filter((line) => line.includes(separator)).length,
    named: lines.some(
      (line) => line.split(separator).some((cell) => cell.trim() === '姓名') && line.includes(separator),
    ),
  }));
  const best = rated.sort((a, b) => Number(b.named) - Number(a.named) || b.lines - a.lines)[0];
  return best?.separator ?? ',';
}

function separate(text: string, separator: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at, separator) : plainCell(text, at, separator);
    record.push(cell.value);
    at = cell.next;
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    records.push(record);
    record = [];
    if (at >= text.length) return records;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    if (at >= text.length) return records;
  }
}

function plainCell(text: string, from: number, separator: string): { value: string; next: number } {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return { value: text.slice(from, at), next: at };
}

function quotedCell(text: string, from: number, separator: string): { value: string; next: number } {
  let at = from + 1;
  let value = '';
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return plainCell(text, from, separator);
    value += text.slice(at, close);
    at = close + 1;
    if (text[at] !== '"') break;
    value += '"';
    at += 1;
  }
  const tail = plainCell(text, at, separator);
  return { value: value + tail.value, next: tail.next };
}
