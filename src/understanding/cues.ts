import { WORD_SETS } from './lexicon/word-sets.ts';
import type { Requirement } from './requirement.ts';
import { sieveOf } from './sieve.ts';
import { findWords, wordIndex } from './words.ts';

/**
 * Cues: small patterns that each speak for something, written as tables (lexicon/cues-*.ts): a line `what it speaks for | weight`,
 * then its patterns, indented or on the same line after another `|`. A pattern is a chain of word choices:
 * `A/B` one of these, `A/B/` one of these or nothing, `A>B` B directly after A, `A+B` B within 4 characters of the same clause, `A*B` B within 12 characters,
 * whatever stands between, `!A` not A here, `@name` a set of word-sets.ts. Lines that begin with # are headings.
 */
export interface CueMatch<Meaning extends string> {
  readonly means: Meaning;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
}

export interface CueTable<Meaning extends string> {
  /** What the text gives, heaviest first, no part of it speaking twice for one meaning; `counts` may refuse a match by where it stands. */
  readonly read: (text: string, counts: (start: number, end: number) => boolean) => CueMatch<Meaning>[];
  /** Whether any pattern may match: false is certain, true is not. */
  readonly mayRead: (text: string) => boolean;
  /** Every pattern as it stands in regular expressions, with what it needs. */
  readonly patterns: readonly { readonly source: string; readonly needs: Requirement }[];
  /** Every word of two and more characters: right as written, never a misprint. */
  readonly words: readonly string[];
}

/** What may stand between two choices, and most characters of it. */
const GAPS: Readonly<Record<string, { readonly pattern: string; readonly most: number }>> = {
  '>': { pattern: '', most: 0 },
  '+': { pattern: '[^，。]{0,4}', most: 4 },
  '*': { pattern: '.{0,12}', most: 12 },
};

function choices(segment: string): string[] {
  return segment.split('/').flatMap((word) => {
    if (!word.startsWith('@')) return [word];
    const set = WORD_SETS[word.slice(1)];
    if (set === undefined) throw new Error(`understanding: no word set ${word}; add it to lexicon/word-sets.ts`);
    return choices(set.trim().split(/\s+/).join('/'));
  });
}

/** A word is looked at in no more places than this, so that a message of repeated words stays quick. */
const MOST_STARTS = 16;

interface Chain {
  readonly source: string;
  readonly openings: readonly string[];
  readonly words: readonly string[];
  readonly needs: Requirement;
}

/** Signs a regular expression would read as its own. */
const SIGNS = /[()[\]{}.^$\\|*+?]/;

function chain(written: string): Chain {
  let source = '';
  let openings: readonly string[] | undefined;
  const words: string[] = [];
  const all: Requirement[] = [];
  const gaps: number[] = [0];
  const widen = (most: number) => {
    gaps[gaps.length - 1] = (gaps.at(-1) ?? 0) + most;
  };
  for (const [index, part] of written.split(/([>+*])/).entries()) {
    if (index % 2 === 1) {
      source += GAPS[part]?.pattern ?? '';
      widen(GAPS[part]?.most ?? 0);
      continue;
    }
    const forbidden = part.startsWith('!');
    const alternatives = choices(forbidden ? part.slice(1) : part);
    if (alternatives.some((word) => SIGNS.test(word)))
      throw new Error(`understanding: a sign of regular expressions in the cue ${written}`);
    if (forbidden) source += `(?${index === 0 ? '<' : ''}!${alternatives.join('|')})`;
    else {
      source += `(?:${alternatives.join('|')})`;
      openings ??= alternatives;
      words.push(...alternatives);
      if (alternatives.includes('')) widen(Math.max(...alternatives.map((word) => word.length)));
      else {
        all.push({ one: alternatives });
        gaps.push(0);
      }
    }
  }
  if (openings?.every((word) => word !== '') !== true)
    throw new Error(`understanding: the cue ${written} has no opening word`);
  return { source, openings, words, needs: { all, gaps } };
}

interface Cue<Meaning extends string> {
  readonly means: Meaning;
  readonly weight: number;
  /** The pattern is tried only where one of its opening words stands. */
  readonly chains: readonly {
    readonly pattern: RegExp;
    readonly openings: readonly string[];
    /** Its place among the chains of the table. */
    readonly place: number;
  }[];
}

/** Indented lines continue the one before. */
function logicalLines(table: string): string[] {
  const lines: string[] = [];
  for (const line of table.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'))) {
    const last = lines.at(-1);
    if (!line.startsWith(' ') || last === undefined)
      lines.push(line.includes('|', line.indexOf('|') + 1) ? line : `${line} |`);
    else lines[lines.length - 1] = `${last} ${line.trim()}`;
  }
  return lines;
}

/**
 * Reads a table once, at start. `meanings` are the only first columns allowed; with `everyWord` each opening word of a pattern
 * speaks for itself, otherwise a pattern speaks once.
 */
export function cueTable<Meaning extends string>(
  meanings: readonly Meaning[],
  tables: readonly string[],
  everyWord = false,
): CueTable<Meaning> {
  const cues: Cue<Meaning>[] = [];
  const words = new Set<string>();
  const needs: Requirement[] = [];
  for (const line of tables.flatMap(logicalLines)) {
    const [name = '', weight = '', patterns = ''] = line.split('|').map((column) => column.trim());
    const means = meanings.find((each) => each === name);
    if (means === undefined || !(Number(weight) > 0))
      throw new Error(`understanding: cue line not understood: ${line}`);
    const chains = patterns.split(/\s+/).map(chain);
    for (const each of chains) for (const word of each.words) if (word.length >= 2) words.add(word);
    cues.push({
      means,
      weight: Number(weight),
      chains: chains.map((each) => ({
        pattern: new RegExp(each.source, 'y'),
        openings: each.openings,
        place: needs.push(each.needs) - 1,
      })),
    });
  }
  const chainsOf = new Map<string, { readonly cue: number; readonly pattern: RegExp; readonly place: number }[]>();
  for (const [cue, { chains }] of cues.entries()) {
    for (const { pattern, openings, place } of chains) {
      for (const opening of openings) {
        const known = chainsOf.get(opening);
        if (known === undefined) chainsOf.set(opening, [{ cue, pattern, place }]);
        else known.push({ cue, pattern, place });
      }
    }
  }
  const index = wordIndex(chainsOf.keys());
  const sieve = sieveOf(() => needs);
  return {
    words: [...words],
    patterns: cues.flatMap(({ chains }) =>
      chains.flatMap(({ pattern, place }) => {
        const required = needs[place];
        return required === undefined ? [] : [{ source: pattern.source, needs: required }];
      }),
    ),
    mayRead: (text) => sieve.possible(text).length > 0,
    read: (text, counts) => {
      const possible = sieve.possible(text);
      if (possible.length === 0) return [];
      const worthTrying = new Set(possible);
      const matches: CueMatch<Meaning>[] = [];
      const spoken = new Set<RegExp>();
      for (const [opening, starts] of findWords(index, text)) {
        for (const { cue, pattern, place } of chainsOf.get(opening) ?? []) {
          if (!worthTrying.has(place) || (!everyWord && spoken.has(pattern))) continue;
          const match = firstMatch(cues[cue], pattern, text, starts.slice(0, MOST_STARTS), counts);
          if (match === undefined) continue;
          spoken.add(pattern);
          matches.push(match);
        }
      }
      return speakingOnce(matches);
    },
  };
}

/** No part of a text speaks twice: of matches that overlap the heavier counts, then the longer. */
function speakingOnce<Meaning extends string>(matches: readonly CueMatch<Meaning>[]): CueMatch<Meaning>[] {
  const chosen: CueMatch<Meaning>[] = [];
  const heaviestFirst = [...matches].sort(
    (left, right) => right.weight - left.weight || right.end - right.start - (left.end - left.start),
  );
  for (const match of heaviestFirst) {
    const repeats = chosen.some(
      (other) =>
        (other.means === match.means || Math.min(other.weight, match.weight) < 2) &&
        other.start < match.end &&
        other.end > match.start,
    );
    if (!repeats) chosen.push(match);
  }
  return chosen;
}

function firstMatch<Meaning extends string>(
  cue: Cue<Meaning> | undefined,
  pattern: RegExp,
  text: string,
  starts: readonly number[],
  counts: (start: number, end: number) => boolean,
): CueMatch<Meaning> | undefined {
  for (const start of starts) {
    pattern.lastIndex = start;
    const match = cue === undefined ? null : pattern.exec(text);
    if (cue === undefined || match === null) continue;
    const end = start + match[0].length;
    if (counts(start, end)) return { means: cue.means, weight: cue.weight, start, end };
  }
  return undefined;
}
