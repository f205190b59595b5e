/** A cell as it is kept: no control or zero-width characters, full-width ASCII narrowed, blanks collapsed. Rare ideographs stay as they are. */
export function cleanText(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cf}|(?![\n\t])\p{Cc}/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ *\n\s*/g, '\n')
    .trim();
}

/** For comparing labels: everything to compatibility form, no blanks. */
export function foldText(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]/gu, '');
}

/** A short quotation for a problem's text. Long runs of figures are covered: a number typed into the wrong column is still private. */
export function quoted(text: string): string {
  const plain = cleanText(text)
    .replace(/\s+/g, ' ')
    .replace(/\d{5,}/g, '…');
  const letters = [...plain];
  return `“${letters.length > 12 ? `${letters.slice(0, 11).join('')}…` : plain}”`;
}

/** 0 → A, 25 → Z, 26 → AA: the column's letter as the spreadsheet program shows it. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnLetter(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}
