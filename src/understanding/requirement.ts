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

/** Where the reading of a pattern has come to. */
interface Cursor {
  readonly source: string;
  at: number;
}

/**
 * The alternatives on the outermost level, each with its own text. Throws on notation it does not know, so that nothing is
 * read wrongly in silence.
 */
function alternativesAt(cursor: Cursor): { readonly source: string; readonly part: Part }[] {
  const alternatives: { source: string; part: Part }[] = [];
  for (;;) {
    const from = cursor.at;
    const part = sequence(cursor);
    alternatives.push({ source: cursor.source.slice(from, cursor.at), part });
    if (cursor.at >= cursor.source.length) return alternatives;
    expect(cursor, '|');
  }
}

function expect(cursor: Cursor, character: string): void {
  if (cursor.source[cursor.at] !== character)
    throw new Error(`understanding: ${character} expected at ${cursor.at} of the pattern ${cursor.source}`);
  cursor.at += 1;
}

function sequence(cursor: Cursor): Part {
  const parts: Part[] = [];
  while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== '|' && cursor.source[cursor.at] !== ')') {
    const from = cursor.at;
    while (isPlain(cursor.source, cursor.at)) cursor.at += 1;
    if (cursor.at > from) parts.push({ exact: [cursor.source.slice(from, cursor.at)] });
    else parts.push(quantified(cursor));
  }
  return parts.length === 1 ? (parts[0] ?? NOTHING) : inSequence(parts);
}

function choice(cursor: Cursor): Part {
  const parts = [sequence(cursor)];
  while (cursor.source[cursor.at] === '|') {
    cursor.at += 1;
    parts.push(sequence(cursor));
  }
  return inChoice(parts);
}

function quantified(cursor: Cursor): Part {
  const part = atom(cursor);
  if (!REPEATS.has(cursor.source.charCodeAt(cursor.at))) return part;
  const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(cursor.source.slice(cursor.at, cursor.at + 12));
  if (quantifier === null) return part;
  cursor.at += quantifier[0].length;
  const [written, least, range, most] = quantifier;
  if (written.startsWith('{')) {
    const low = Number(least);
    return repeated(part, low, range === undefined ? low : most === '' ? Number.POSITIVE_INFINITY : Number(most));
  }
  return repeated(part, written.startsWith('+') ? 1 : 0, written.startsWith('?') ? 1 : Number.POSITIVE_INFINITY);
}

function atom(cursor: Cursor): Part {
  const character = cursor.source[cursor.at] ?? '';
  cursor.at += 1;
  if (character === '(') return group(cursor);
  if (character === '[') return characterClass(cursor);
  if (character === '.') return ONE_CHARACTER;
  if (character === '^' || character === '$') return NOTHING;
  if (character === '\\') return escaped(cursor);
  if ('*+?{}'.includes(character))
    throw new Error(`understanding: ${character} repeats nothing in the pattern ${cursor.source}`);
  return { exact: [character] };
}

function group(cursor: Cursor): Part {
  const opening = /^\?(?::|<?[=!])/.exec(cursor.source.slice(cursor.at, cursor.at + 4))?.[0] ?? '';
  cursor.at += opening.length;
  const part = choice(cursor);
  expect(cursor, ')');
  // What stands around the match is not in it.
  return opening === '' || opening === '?:' ? part : NOTHING;
}

function escaped(cursor: Cursor): Part {
  const character = cursor.source[cursor.at] ?? '';
  cursor.at += 1;
  if (/[1-9kxu]/.test(character)) throw new Error(`understanding: \\${character} in the pattern ${cursor.source}`);
  if (character === 'b' || character === 'B') return NOTHING;
  if (character === 'p' || character === 'P') {
    cursor.at = cursor.source.indexOf('}', cursor.at) + 1;
    return ONE_CHARACTER;
  }
  return /[a-zA-Z]/.test(character) ? ONE_CHARACTER : { exact: [character] };
}

function characterClass(cursor: Cursor): Part {
  let end = cursor.at;
  while (cursor.source[end] !== ']' && end < cursor.source.length) end += cursor.source[end] === '\\' ? 2 : 1;
  const inside = cursor.source.slice(cursor.at, end);
  cursor.at = end + 1;
  if (/^\^|\\|.-./s.test(inside) || inside.length > LARGEST_CLASS) return ONE_CHARACTER;
  return { exact: [...inside] };
}

/** What a text must contain for `source` to match; undefined: nothing in particular. */
export function requirementOf(source: string): Requirement | undefined {
  return needsOf(inChoice(alternativesAt({ source, at: 0 }).map(({ part }) => part)));
}

export interface Alternative {
  readonly source: string;
  readonly needs: Requirement | undefined;
}

/** The alternatives of a pattern that has them on its outermost level: it matches where one of them does. */
export function alternativesOf(source: string): Alternative[] {
  return alternativesAt({ source, at: 0 }).map((one) => ({ source: one.source, needs: needsOf(one.part) }));
}
