import { decodeText, parseCsv } from './csv.ts';
import type { Sheet } from './model.ts';
import { RosterUnreadable, type UnreadableCode } from './unreadable.ts';
import { readXlsx } from './xlsx.ts';

export { RosterUnreadable } from './unreadable.ts';

/** Largest file that is opened, in bytes. */
export const ROSTER_FILE_BYTES = 5 * 1024 * 1024;
/** Most rows that hold something, over all sheets. */
export const ROSTER_ROWS = 20_000;

/**
 * The sheets of a roster file. What the file is comes from its bytes, never from its name; the name is only shown. Hidden sheets are named
 * without their rows, blank rows are left out.
 * Rejects with RosterUnreadable (and nothing else) for what cannot be read.
 */
export async function readSpreadsheet(fileName: string, bytes: Uint8Array): Promise<Sheet[]> {
  if (bytes.byteLength === 0) throw new RosterUnreadable('roster.empty', fileName);
  if (bytes.byteLength > ROSTER_FILE_BYTES)
    throw new RosterUnreadable('roster.too-large', fileName, `${bytes.byteLength} bytes`);
  const refused = foreignFormat(bytes);
  if (refused) throw new RosterUnreadable(refused, fileName);
  const sheets = startsWith(bytes, 'PK') ? await readXlsx(fileName, bytes) : readCsv(fileName, bytes);
  const filled = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  if (filled > ROSTER_ROWS) throw new RosterUnreadable('roster.too-many-rows', fileName, `${filled} rows`);
  if (filled === 0) throw new RosterUnreadable('roster.empty', fileName);
  return sheets;
}

function readCsv(fileName: string, bytes: Uint8Array): Sheet[] {
  const text = decodeText(bytes);
  if (text === undefined) throw new RosterUnreadable('roster.unknown-text', fileName);
  if (/^\s*(?:<!doctype html|<html|<table|<\?xml|<head|<meta)/i.test(text))
    throw new RosterUnreadable('roster.other-spreadsheet', fileName);
  const rows = parseCsv(text).filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  return [{ name: fileName.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || 'csv', hidden: false, rows }];
}

/** What the first bytes say a file is, where that is nothing we read. */
function foreignFormat(bytes: Uint8Array): UnreadableCode | undefined {
  if (startsWith(bytes, '\xD0\xCF\x11\xE0')) return oleKind(bytes);
  if (['\xFF\xD8\xFF', '\x89PNG', 'GIF8', 'BM6', 'II*\0', 'MM\0*'].some((mark) => startsWith(bytes, mark)))
    return 'roster.picture';
  if (startsWith(bytes, 'RIFF') && latin(bytes, 8, 12) === 'WEBP') return 'roster.picture';
  if (latin(bytes, 4, 8) === 'ftyp') return 'roster.picture';
  if (['%PDF', 'Rar!', '7z\xBC\xAF', '\x1F\x8B', '{\\rtf'].some((mark) => startsWith(bytes, mark)))
    return 'roster.not-a-spreadsheet';
  return undefined;
}

/** The old compound file: .xls, .et, .doc, or an .xlsx with a password. Its streams are named in UTF-16. */
function oleKind(bytes: Uint8Array): UnreadableCode {
  const text = latin(bytes, 0, bytes.byteLength);
  const holds = (stream: string) => text.includes([...stream].map((letter) => `${letter}\0`).join(''));
  if (holds('EncryptedPackage')) return 'roster.encrypted';
  return holds('WordDocument') || holds('PowerPoint Document') ? 'roster.not-a-spreadsheet' : 'roster.old-xls';
}

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return latin(bytes, 0, mark.length) === mark;
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
}
