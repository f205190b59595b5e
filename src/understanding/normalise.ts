import { MISPRINTS } from './lexicon/misprints.ts';
import { SPOKEN, TRADITIONAL } from './lexicon/script.ts';
import { hasWord, wordIndex } from './words.ts';

const simplified = new Map<string, string>();
for (let index = 0; index + 1 < TRADITIONAL.length; index += 2) {
  simplified.set(TRADITIONAL.charAt(index), TRADITIONAL.charAt(index + 1));
}
const traditional = new RegExp(`[${[...simplified.keys()].join('')}]`, 'g');

const replacements = new Map<string, string>();
for (const [written, meant] of [...SPOKEN, ...MISPRINTS]) if (written !== meant) replacements.set(written, meant);
const longestFirst = [...replacements.keys()].sort((left, right) => right.length - left.length);
const replaceable = new RegExp(longestFirst.join('|'), 'g');
const replaceableWords = wordIndex(longestFirst);

const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]|\p{Variation_Selector}/gu;
const FILLER = /(?:嗯+|呃+|额(?![头定外度])|唔+(?=那)|emm+|就是说|怎么说呢|那什么|(?<![晕疼痛])啊(?=[^？?]))/g;
const FILLED_PAUSE = /^(?:就是|那个|然后|这个|哎|诶|欸|喂|哦|噢|哎呀|哎哟)+(?=.{2})/;

/**
 * Characters `plainText` leaves alone wherever they stand: what has no wide form, no other script, no other case and joins with nothing.
 * Everything else, and every traditional character, goes the long way.
 */
const ORDINARY = ['\n\n', ' @', '[~', '一\u9fff', ...[...'、。《》「」『』【】“”‘’—'].map((one) => one + one)];
/** By UTF-16 code, 1 where it is ordinary: a pattern with thousands of characters is slow at every character of a text. */
const ordinary = new Uint8Array(65_536);
for (const range of ORDINARY) ordinary.fill(1, range.charCodeAt(0), range.charCodeAt(1) + 1);
for (const character of simplified.keys()) ordinary[character.charCodeAt(0)] = 0;

/** Whether `plainText` changes neither the text nor any part of it. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (ordinary[text.charCodeAt(at)] !== 1) return false;
  return true;
}

/** Same width, same script, no invisible characters, lower-case latin: nothing of the wording is changed. */
export function plainText(text: string): string {
  if (isPlain(text)) return text;
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toLowerCase()
    .replace(traditional, (character) => simplified.get(character) ?? character);
}

const FILLER_SIGN = /[嗯呃额唔啊]|emm|就是说|怎么说呢|那什么/;

/** Whether parts of the text may hold fillers within or words to be put in common form; pauses before a part are not looked for. */
export function mayHoldOddWords(text: string): boolean {
  return FILLER_SIGN.test(text) || hasWord(replaceableWords, text);
}

/** A part in which `mayHoldOddWords` finds nothing, without the pause it may begin with. */
export function withoutPause(part: string): string {
  return part.replace(FILLED_PAUSE, '');
}

/** Dialect words, misprints and spoken fillers of one clause in their common form. Expects plainText. */
export function commonWords(clause: string): string {
  const bare = clause.replace(FILLER, '').replace(FILLED_PAUSE, '');
  return hasWord(replaceableWords, bare)
    ? bare.replace(replaceable, (written) => replacements.get(written) ?? written)
    : bare;
}
