import { MISPRINTS } from './lexicon/misprints.ts';
import { SPOKEN, TRADITIONAL } from './lexicon/script.ts';

const simplified = new Map<string, string>();
for (let index = 0; index + 1 < TRADITIONAL.length; index += 2) {
  simplified.set(TRADITIONAL.charAt(index), TRADITIONAL.charAt(index + 1));
}
const traditional = new RegExp(`[${[...simplified.keys()].join('')}]`, 'g');

const replacements = new Map<string, string>();
for (const [written, meant] of [...SPOKEN, ...MISPRINTS]) if (written !== meant) replacements.set(written, meant);
const longestFirst = [...replacements.keys()].sort((left, right) => right.length - left.length);
const replaceable = new RegExp(longestFirst.join('|'), 'g');

const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]|\p{Variation_Selector}/gu;
const FILLER = /(?:嗯+|呃+|额(?![头定外度])|唔+(?=那)|emm+|就是说|怎么说呢|那什么|(?<![晕疼痛])啊(?=[^？?]))/g;
const FILLED_PAUSE = /^(?:就是|那个|然后|这个|哎|诶|欸|喂|哦|噢|哎呀|哎哟)+(?=.{2})/;

/** Same width, same script, no invisible characters, lower-case latin: nothing of the wording is changed. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toLowerCase()
    .replace(traditional, (character) => simplified.get(character) ?? character);
}

/** Dialect words, misprints and spoken fillers of one clause in their common form. Expects plainText. */
export function commonWords(clause: string): string {
  return clause
    .replace(FILLER, '')
    .replace(FILLED_PAUSE, '')
    .replace(replaceable, (written) => replacements.get(written) ?? written);
}
