import { cleanText } from './cell_text.ts';

const LONGEST_NAME = 30;
const NOBODY = /^(?:无|暂无|暂缺|空缺|缺|待定|未定|[-—/\\*.·]+)$/;

/** The names in one cell: remarks in brackets and a closing 老师 are dropped, blanks inside Chinese names too. Nobody (无, 暂缺) gives none. */
export function readNameCell(text: string): string[] {
  return cleanText(text)
    .replace(/\([^()]*\)|（[^（）]*）|\[[^\]]*\]|【[^】]*】/g, '')
    .split(/[、，,;；/|\n]/)
    .map(oneName)
    .filter((name) => name !== '' && !NOBODY.test(name));
}

/** True when a name can stand in lists and be looked up: some letter, no long number, not a sentence. */
export function usableName(name: string): boolean {
  return /\p{L}/u.test(name) && !/\d{3,}|[@<>=:]/.test(name) && [...name].length <= LONGEST_NAME;
}

function oneName(piece: string): string {
  const tight = piece
    .trim()
    .replace(/^[*#★☆\d.、\s]+(?=\p{L})|[*#★☆\s]+$/gu, '')
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .replace(/[•・‧∙]/g, '·');
  return tight.replace(/^(\p{Script=Han}{2,4})(?:老师|师傅)$/u, '$1');
}
