import { tidy } from '../../cards/fields.ts';

/** Longest name that is taken for one; 少数民族 names with their dots stay well below. */
const NAME_LETTERS = 20;

/**
 * A name as it is kept: one line, no control characters, dots of one kind, no blanks between Chinese letters.
 * Undefined when nothing is left or it is too long for a name. It is still data, never markup.
 */
export function personName(text: string): string | undefined {
  const name = tidy(text)
    .replace(/[•‧∙・．]/g, '·')
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim();
  const letters = [...name].length;
  return letters > 0 && letters <= NAME_LETTERS ? name : undefined;
}
