import { FOLDED_PINYIN } from '../../src/understanding/lexicon/pinyin.ts';
import { FUNCTION_CHARACTERS, KNOWN, REPAIRABLE } from '../../src/understanding/repair.ts';

const readings = new Map<string, string[]>();
for (const entry of FOLDED_PINYIN.trim().split(/\s+/)) {
  const syllable = /^[a-z]+/.exec(entry)?.[0] ?? '';
  for (const character of entry.slice(syllable.length))
    readings.set(character, [...(readings.get(character) ?? []), syllable]);
}

interface Sounded {
  readonly word: string;
  readonly syllables: readonly string[];
}

const sounded: readonly Sounded[] = [...REPAIRABLE].flatMap((word) => {
  const syllables = [...word].flatMap((character) => readings.get(character)?.slice(0, 1) ?? []);
  return syllables.length === word.length ? [{ word, syllables }] : [];
});
const byLength = [...sounded].sort((left, right) => right.word.length - left.word.length);
const known = [...KNOWN];

/** Which of the words as long comes first by the order of the readings of the characters they stand for. */
function comesFirst(text: string, at: number, left: Sounded, right: Sounded): Sounded {
  for (let place = 0; place < left.word.length; place += 1) {
    const heard = readings.get(text.charAt(at + place)) ?? [];
    const order = heard.indexOf(left.syllables[place] ?? '') - heard.indexOf(right.syllables[place] ?? '');
    if (order !== 0) return order < 0 ? left : right;
  }
  return left;
}

/** Repair of homophones as it is defined, every word tried at every place: what the quick one must agree with. */
export function repairPlainly(text: string): string {
  const spans = known.flatMap((word) => {
    const starts: { start: number; end: number }[] = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
      starts.push({ start: at, end: at + word.length });
    return starts;
  });
  let repaired = '';
  for (let at = 0; at < text.length; ) {
    let best: Sounded | undefined;
    for (const one of byLength) {
      const { word, syllables } = one;
      const stands = text.slice(at, at + word.length);
      if (stands.length < word.length || (best !== undefined && word.length < best.word.length)) continue;
      const sounds = [...word].every((_, place) =>
        readings.get(stands.charAt(place))?.includes(syllables[place] ?? ''),
      );
      const wrong = [...stands].filter((character, place) => character !== word.charAt(place));
      const end = at + word.length;
      if (!sounds || wrong.length === 0 || wrong.length > (word.length === 2 ? 1 : 2)) continue;
      if (wrong.some((character) => FUNCTION_CHARACTERS.has(character.charCodeAt(0)))) continue;
      const touching = spans.filter((span) => span.start < end && span.end > at);
      if (word.length === 2 ? touching.length > 0 : touching.some((span) => span.start < at || span.end > end))
        continue;
      best = best === undefined ? one : comesFirst(text, at, best, one);
    }
    repaired += best?.word ?? text.charAt(at);
    at += best?.word.length ?? 1;
  }
  return repaired;
}
