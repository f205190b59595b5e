import { foldText } from './cell_text.ts';

export type MobileProblem =
  | 'mobile-length'
  | 'mobile-start'
  | 'mobile-landline'
  | 'mobile-lost'
  | 'mobile-masked'
  | 'mobile-unreadable';

export interface MobileCell {
  /** Eleven digits beginning with 1. */
  mobiles: string[];
  /** What keeps the first unreadable number from being one; the words never repeat the number itself. */
  problem?: { code: MobileProblem; text: string };
}

/** Reads the mobile numbers of a cell: +86, blanks and dashes are dropped, numbers kept as numbers (13800000000.0) understood, several separated. */
export function readMobileCell(text: string): MobileCell {
  const whole = foldText(text)
    .replace(/^['=]+/, '')
    .replace(/"/g, '');
  const cell: MobileCell = { mobiles: [] };
  if (whole === '' || /^(?:无|没有|-+|\/)$/.test(whole)) return cell;
  for (const piece of separate(whole)) {
    const digits = digitsOf(piece);
    if (/^1\d{10}$/.test(digits)) cell.mobiles.push(digits);
    else cell.problem ??= problemOf(piece, digits);
  }
  return cell;
}

function separate(whole: string): string[] {
  const parts = whole.split(/[、,;/|\\]|或|转/).filter((part) => part !== '');
  return parts.flatMap((part) => (/^(?:1\d{10}){2,}$/.test(part) ? (part.match(/\d{11}/g) ?? []) : [part]));
}

function digitsOf(piece: string): string {
  const plain = piece
    .replace(/\.0+$/, '')
    .replace(/\([^\d]*\)/g, '')
    .replace(/[\s().\-‐-―_]/g, '')
    .replace(/^(?:手机号?|电话|tel|:)+/i, '');
  const exact = /^1(?:\.?\d+)?E\+?10$/i.test(piece) ? expand(piece) : plain;
  return exact.replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
}

/** 1.3800000001E+10 still holds all eleven digits; 1.38E+10 has lost them. */
function expand(piece: string): string {
  const figures = piece.replace(/E.*$/i, '').replace('.', '');
  return figures.length === 11 ? figures : piece;
}

function problemOf(piece: string, digits: string): { code: MobileProblem; text: string } {
  if (/^\d(?:\.\d+)?E\+?\d+$/i.test(piece)) {
    return { code: 'mobile-lost', text: '手机号被表格改成科学计数，原号已丢，请设为文本后重填' };
  }
  if (/\d[*xX＊]{2,}\d/.test(piece)) return { code: 'mobile-masked', text: '手机号带星号，不完整' };
  if (/^0\d{2,3}-?\d{7,8}(?:-\d{1,5})?$/.test(piece) || /^[2-9]\d{6,7}$/.test(digits)) {
    return { code: 'mobile-landline', text: '填的是座机，请补手机号' };
  }
  if (!/^\d+$/.test(digits)) return { code: 'mobile-unreadable', text: '手机号里有别的字，没读出来' };
  if (digits.length < 11) return { code: 'mobile-length', text: `手机号少 ${11 - digits.length} 位` };
  if (digits.length > 11) return { code: 'mobile-length', text: `手机号多 ${digits.length - 11} 位` };
  return { code: 'mobile-start', text: '手机号不是 1 开头' };
}
