import type { Requirement } from './requirement.ts';
import { nextNode, wordIndex } from './words.ts';

/** How likely an ordinary text has one of the words: a long word says more than a short one. */
function commonness(words: readonly string[]): number {
  let sum = 0;
  for (const word of words) sum += word.length === 1 ? 0.05 : word.length === 2 ? 0.002 : 0.0002;
  return sum;
}

interface Telling {
  readonly words: readonly string[];
  readonly commonness: number;
}

/** Words of which one must be there, those of the part that is least likely. */
function tellingWords(requirement: Requirement): Telling {
  if ('one' in requirement) return { words: requirement.one, commonness: commonness(requirement.one) };
  if ('any' in requirement) {
    const each = requirement.any.map(tellingWords);
    return {
      words: each.flatMap(({ words }) => words),
      commonness: each.reduce((sum, one) => sum + one.commonness, 0),
    };
  }
  return requirement.all.map(tellingWords).reduce((rarest, one) => (one.commonness < rarest.commonness ? one : rarest));
}

function wordsIn(requirement: Requirement): readonly string[] {
  if ('one' in requirement) return requirement.one;
  return ('all' in requirement ? requirement.all : requirement.any).flatMap(wordsIn);
}

/** The same with each word as a number. */
type Check =
  | { readonly one: readonly number[] }
  | { readonly any: readonly Check[] }
  | { readonly all: readonly Check[]; readonly gaps: readonly number[] };

/** From where to where something may begin. */
interface Reach {
  readonly from: number;
  readonly to: number;
}

export interface Sieve {
  /** The patterns that may match, by their place in the list given, in rising order. None is left out that matches. */
  readonly possible: (text: string) => readonly number[];
}

const NONE: readonly number[] = [];
const NOWHERE: readonly Reach[] = [];

/** Word places of one text are kept in these, shared by all sieves as none is asked while another reads: nothing is made anew for a text. */
const MOST_PLACES = 16_384;
const starts = new Int32Array(MOST_PLACES);
const earlier = new Int32Array(MOST_PLACES);
const present = new Int32Array(MOST_PLACES);

/** One scan of a text tells which of many patterns are worth trying on it. Made when first asked, so that a start does not wait for it. */
export function sieveOf(requirements: () => readonly (Requirement | undefined)[]): Sieve {
  let possible: Sieve['possible'] | undefined;
  return {
    possible: (text) => {
      possible ??= scanFor(requirements());
      return possible(text);
    },
  };
}

function scanFor(requirements: readonly (Requirement | undefined)[]): Sieve['possible'] {
  const always: number[] = [];
  const index = wordIndex(requirements.flatMap((each) => (each === undefined ? [] : wordsIn(each))));
  const places = new Map(index.words.map((word, place) => [word, place]));
  const check = (requirement: Requirement): Check => {
    if ('all' in requirement) return { all: requirement.all.map(check), gaps: requirement.gaps };
    if ('any' in requirement) return { any: requirement.any.map(check) };
    return { one: requirement.one.map((word) => places.get(word) ?? -1) };
  };
  const checks = requirements.map((each) => (each === undefined ? undefined : check(each)));
  const toldBy: number[][] = index.words.map(() => []);
  for (const [pattern, requirement] of requirements.entries()) {
    if (requirement === undefined) always.push(pattern);
    else for (const word of new Set(tellingWords(requirement).words)) toldBy[places.get(word) ?? -1]?.push(pattern);
  }
  // Stamps instead of sets: nothing is cleared or made anew for a text.
  const seen = new Uint32Array(index.words.length);
  const latest = new Int32Array(index.words.length);
  const asked = new Uint32Array(requirements.length);
  let stamp = 0;
  const { first, ends } = index;
  const everyOne = requirements.map((_, place) => place);
  const there = (each: Check): boolean => {
    if ('one' in each) {
      for (let at = 0; at < each.one.length; at += 1) if (seen[each.one[at] ?? -1] === stamp) return true;
      return false;
    }
    return 'all' in each ? each.all.every(there) : each.any.some(there);
  };
  /** Where the pattern may go on after what is required, if that begins within `reach`. */
  const after = (each: Check, reach: readonly Reach[]): readonly Reach[] => {
    if ('any' in each) {
      const ends = each.any.flatMap((one) => after(one, reach));
      return ends.length > MOST_REACHES ? asOne(ends) : ends;
    }
    if ('one' in each) {
      const ends: Reach[] = [];
      for (const word of each.one) {
        if (seen[word] !== stamp) continue;
        const length = index.words[word]?.length ?? 0;
        for (let at = latest[word] ?? -1; at >= 0; at = earlier[at] ?? -1) {
          const start = starts[at] ?? 0;
          if (reach.some(({ from, to }) => from <= start && start <= to))
            ends.push({ from: start + length, to: start + length });
        }
      }
      return ends.length > MOST_REACHES ? asOne(ends) : ends;
    }
    let next = widened(reach, each.gaps[0] ?? 0);
    for (const [place, part] of each.all.entries()) {
      next = after(part, next);
      if (next.length === 0) return NOWHERE;
      next = widened(next, each.gaps[place + 1] ?? 0);
    }
    return next;
  };
  const forget = () => {
    seen.fill(0);
    asked.fill(0);
    stamp = 0;
  };
  return (text) => {
    if (stamp === 0xffff_ffff) forget();
    stamp += 1;
    let found = 0;
    let places = 0;
    for (let start = 0; start < text.length; start += 1) {
      let node = first[text.charCodeAt(start)] ?? 0;
      for (let at = start + 1; node !== 0; at += 1) {
        const word = ends[node] ?? -1;
        if (word >= 0) {
          if (places === MOST_PLACES) return everyOne;
          if (seen[word] !== stamp) {
            seen[word] = stamp;
            latest[word] = -1;
            present[found] = word;
            found += 1;
          }
          starts[places] = start;
          earlier[places] = latest[word] ?? -1;
          latest[word] = places;
          places += 1;
        }
        node = at < text.length ? nextNode(index, node, text.charCodeAt(at)) : 0;
      }
    }
    const anywhere = [{ from: 0, to: text.length }];
    let possible: number[] | undefined;
    for (let at = 0; at < found; at += 1) {
      for (const pattern of toldBy[present[at] ?? 0] ?? NONE) {
        const needs = checks[pattern];
        if (asked[pattern] === stamp || needs === undefined) continue;
        asked[pattern] = stamp;
        if (!there(needs) || after(needs, anywhere).length === 0) continue;
        possible ??= [...always];
        possible.push(pattern);
      }
    }
    return possible === undefined ? always : possible.sort((left, right) => left - right);
  };
}

/** Many are taken for one from the first to the last, so that a message of repeated words stays quick. */
const MOST_REACHES = 32;

function asOne(reach: readonly Reach[]): readonly Reach[] {
  return [{ from: Math.min(...reach.map(({ from }) => from)), to: Math.max(...reach.map(({ to }) => to)) }];
}

function widened(reach: readonly Reach[], gap: number): readonly Reach[] {
  return gap === 0 ? reach : reach.map(({ from, to }) => ({ from, to: to + gap }));
}
