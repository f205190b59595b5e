import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { FOLDED_PINYIN } from '../../src/understanding/lexicon/pinyin.ts';
import { TRADITIONAL } from '../../src/understanding/lexicon/script.ts';

const sets = ['messages', 'development', 'third_author'].map(
  (name) => new URL(`../../bench/understanding/${name}.json`, import.meta.url),
);
/** Every labelled message but those that are only measured. */
export const MESSAGES: readonly string[] = sets.flatMap((set) =>
  // The shape is that of bench/understanding/labelling.md.
  (JSON.parse(readFileSync(set, 'utf8')) as { text: string }[]).map(({ text }) => text),
);

const traditional = new Map<string, string>();
for (let at = 0; at + 1 < TRADITIONAL.length; at += 2)
  traditional.set(TRADITIONAL.charAt(at + 1), TRADITIONAL.charAt(at));
const alike = new Map<string, readonly string[]>();
for (const entry of FOLDED_PINYIN.trim().split(/\s+/)) {
  const characters = [...entry.replace(/^[a-z]+/, '')];
  for (const character of characters) alike.set(character, characters);
}

const changes: readonly ((character: string, chance: number) => string)[] = [
  (character) => character,
  (character) => traditional.get(character) ?? character,
  (character, chance) => {
    const others = alike.get(character);
    return others === undefined || chance % 5 > 0 ? character : (others[chance % others.length] ?? character);
  },
  (character) => (/[!-~]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : character),
  (character, chance) => (chance % 9 === 0 ? `${character}啊` : chance % 13 === 0 ? '' : character),
];

const noise = [...'，。！？ \n1(（嗯啊B'].concat(
  '然后',
  '另外',
  '🔥',
  '\u200b',
  '\r',
  'AED',
  '①',
  'ﬁ',
  'e\u0301',
  '火锅',
  '演练',
);

/** Messages as they are, run together, cut up with trigger words and noise, in homophones, full width and traditional characters. */
export function mixtures(triggers: readonly string[]): fc.Arbitrary<string> {
  const message = fc.constantFrom(...MESSAGES);
  const scraps = fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...triggers) }, fc.constantFrom(...noise)), {
      minLength: 2,
      maxLength: 24,
    })
    .map((parts) => parts.join(''));
  return fc
    .tuple(
      fc.array(fc.oneof(message, scraps), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '，', '。', ' ', '\n'),
      fc.constantFrom(...changes),
      fc.infiniteStream(fc.nat(1_000)),
    )
    .map(([parts, separator, change, chances]) =>
      [...parts.join(separator)].map((character) => change(character, chances.next().value ?? 0)).join(''),
    );
}
