import { nextNode, wordIndex } from './words.ts';

/**
 * What a text must contain for a pattern to match, read from the pattern itself: the literal words it cannot do without, in their order
 * and no farther apart than the pattern lets them be. Patterns whose words are not there so need not be tried, and as the words are taken
 * from the patterns, a new pattern is never forgotten.
 */
export type Requirement = OneWord | AnyOf | InOrder;

interface OneWord {
  readonly one: readonly string[];
}

interface AnyOf {
  readonly any: readonly Requirement[];
}

export interface InOrder {
  readonly all: readonly Requirement[];
  /** Most characters before the first, between each and the next, and after the last. */
  readonly gaps: readonly number[];
}

/** What a part of a pattern matches: these strings and no others, or text of at most `width` characters that contains `needs`. */
type Part =
  | { readonly exact: readonly string[] }
  | { readonly exact?: undefined; readonly needs: Requirement | undefined; readonly width: number };

/** Longer lists of spelled-out strings are cut into parts that stand one after the other. */
const MOST_STRINGS = 300;
/** Larger character classes are taken for anything. */
const LARGEST_CLASS = 40;
const NOTHING: Part = { exact: [''] };
/** By UTF-16 code, as patterns without the flag u count. */
const ONE_CHARACTER: Part = { needs: undefined, width: 1 };

function needsOf(part: Part): Requirement | undefined {
  if (part.exact === undefined) return part.needs;
  return part.exact.some((text) => text === '') ? undefined : { one: part.exact };
}

function widthOf(part: Part): number {
  return part.exact === undefined ? part.width : Math.max(0, ...part.exact.map((text) => text.length));
}

function inSequence(parts: readonly Part[]): Part {
  const all: Requirement[] = [];
  const gaps: number[] = [0];
  let width = 0;
  const standing = (part: Part) => {
    const needs = needsOf(part);
    width += widthOf(part);
    if (needs === undefined) gaps[gaps.length - 1] = (gaps.at(-1) ?? 0) + widthOf(part);
    else {
      all.push(needs);
      gaps.push(0);
    }
  };
  let run: readonly string[] = [''];
  let spelledOut = true;
  for (const part of parts) {
    const { exact } = part;
    if (exact !== undefined && run.length * exact.length <= MOST_STRINGS) {
      run = run.flatMap((before) => exact.map((after) => before + after));
      continue;
    }
    spelledOut = false;
    standing({ exact: run });
    run = exact ?? [''];
    if (exact === undefined) standing(part);
  }
  if (spelledOut) return { exact: run };
  standing({ exact: run });
  return { needs: all.length === 0 ? undefined : { all, gaps }, width };
}

function inChoice(parts: readonly Part[]): Part {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const strings = parts.flatMap((part) => part.exact ?? []);
  if (parts.every((part) => part.exact !== undefined) && strings.length <= MOST_STRINGS)
    return { exact: [...new Set(strings)] };
  const width = Math.max(...parts.map(widthOf));
  const any: Requirement[] = [];
  for (const part of parts) {
    const needs = needsOf(part);
    if (needs === undefined) return { needs: undefined, width };
    any.push(needs);
  }
  return { needs: { any }, width };
}

function repeated(part: Part, least: number, most: number): Part {
  if (least === 1 && most === 1) return part;
  if (least === 0 && most === 1 && part.exact !== undefined) return { exact: [...part.exact, ''] };
  const width = widthOf(part) === 0 ? 0 : widthOf(part) * most;
  const needs = least === 0 ? undefined : needsOf(part);
  return { needs: needs === undefined ? undefined : { all: [needs], gaps: [width, width] }, width };
}

const SPECIAL = new Set([...'()[]{}.^$\\|*+?'].map((character) => character.charCodeAt(0)));
const REPEATS = new Set([...'*+?{'].map((character) => character.charCodeAt(0)));

/** A character that stands for itself, once. */
function isPlain(source: string, at: number): boolean {
  return at < source.length && !SPECIAL.has(source.charCodeAt(at)) && !REPEATS.has(source.charCodeAt(at + 1));
}

/** Reads the notation of the lexicons' patterns; throws on what it does not know, so that nothing is read wrongly in silence. */
class Reader {
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The alternatives on the outermost level, each with its own text. */
  read(): { readonly source: string; readonly part: Part }[] {
    const alternatives: { source: string; part: Part }[] = [];
    for (;;) {
      const from = this.at;
      const part = this.sequence();
      alternatives.push({ source: this.source.slice(from, this.at), part });
      if (this.at >= this.source.length) return alternatives;
      this.expect('|');
    }
  }

  private expect(character: string): void {
    if (this.source[this.at] !== character)
      throw new Error(`understanding: ${character} expected at ${this.at} of the pattern ${this.source}`);
    this.at += 1;
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const from = this.at;
      while (isPlain(this.source, this.at)) this.at += 1;
      if (this.at > from) parts.push({ exact: [this.source.slice(from, this.at)] });
      else parts.push(this.quantified());
    }
    return parts.length === 1 ? (parts[0] ?? NOTHING) : inSequence(parts);
  }

  private choice(): Part {
    const parts = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at += 1;
      parts.push(this.sequence());
    }
    return inChoice(parts);
  }

  private quantified(): Part {
    const part = this.atom();
    if (!REPEATS.has(this.source.charCodeAt(this.at))) return part;
    const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.source.slice(this.at, this.at + 12));
    if (quantifier === null) return part;
    this.at += quantifier[0].length;
    const [written, least, range, most] = quantifier;
    if (written.startsWith('{')) {
      const low = Number(least);
      return repeated(part, low, range === undefined ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most));
    }
    return repeated(part, written.startsWith('+') ? 1 : 0, written.startsWith('?') ? 1 : Number.POSITIVE_INFINITY);
  }

  private atom(): Part {
    const character = this.source[this.at] ?? '';
    this.at += 1;
    if (character === '(') return this.group();
    if (character === '[') return this.characterClass();
    if (character === '.') return ONE_CHARACTER;
    if (character === '^' || character === '$') return NOTHING;
    if (character === '\\') return this.escaped();
    if ('*+?{}'.includes(character))
      throw new Error(`understanding: ${character} repeats nothing in the pattern ${this.source}`);
    return { exact: [character] };
  }

  private group(): Part {
    const opening = /^\?(?::|<?[=!])/.exec(this.source.slice(this.at, this.at + 4))?.[0] ?? '';
    this.at += opening.length;
    const part = this.choice();
    this.expect(')');
    // What stands around the match is not in it.
    return opening === '' || opening === '?:' ? part : NOTHING;
  }

  private escaped(): Part {
    const character = this.source[this.at] ?? '';
    this.at += 1;
    if (/[1-9kxu]/.test(character)) throw new Error(`understanding: \\${character} in the pattern ${this.source}`);
    if (character === 'b' || character === 'B') return NOTHING;
    if (character === 'p' || character === 'P') {
      this.at = this.source.indexOf('}', this.at) + 1;
      return ONE_CHARACTER;
    }
    return /[a-zA-Z]/.test(character) ? ONE_CHARACTER : { exact: [character] };
  }

  private characterClass(): Part {
    let end = this.at;
    while (this.source[end] !== ']' && end < this.source.length) end += this.source[end] === '\\' ? 2 : 1;
    const inside = this.source.slice(this.at, end);
    this.at = end + 1;
    if (/^\^|\\|.-./s.test(inside) || inside.length > LARGEST_CLASS) return ONE_CHARACTER;
    return { exact: [...inside] };
  }
}

/** What a text must contain for `source` to match; undefined: nothing in particular. */
export function requirementOf(source: string): Requirement | undefined {
  return needsOf(inChoice(new Reader(source).read().map(({ part }) => part)));
}

export interface Alternative {
  readonly source: string;
  readonly needs: Requirement | undefined;
}

/** The alternatives of a pattern that has them on its outermost level: it matches where one of them does. */
export function alternativesOf(source: string): Alternative[] {
  return new Reader(source).read().map((one) => ({ source: one.source, needs: needsOf(one.part) }));
}

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
