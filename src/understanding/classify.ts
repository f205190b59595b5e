import type { Rule, Term } from './rules.ts';
import { ANY_DEFECT, RULE_WORDS, RULES } from './rules.ts';
import { type Found, findWords, wordIndex } from './words.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  /** category/sub of domain/hazards.md §2. */
  readonly sub: string;
  readonly score: number;
  readonly object: Span;
  readonly condition: Span | undefined;
}

const index = wordIndex([...RULE_WORDS, ...ANY_DEFECT]);
/** Farther apart than this, a thing and a defect belong together only weakly. */
const NEAR = 14;
const GAP = 7;
/** A rule looks at no more places than this, so that a message of repeated words stays quick. */
const MOST_SPANS = 24;

/** Compound words whose parts must not be read on their own. */
const COMPOUNDS =
  /部门|专门|热门|窍门|澳门|门诊|水平|薪水|墨水|面对面|方面|对面|面试|字面|见面|手头|在线|热线|光线|视线|航线|灯会|地方|地点|地区|地理|当地|本地|窗口期|小卖窗口|售卖窗口|墙报|楼主|坑人|坑爹|树立|建树|松口气|轻松|香水|闷闷不乐/g;

/** Where the term's words stand in this order, each within GAP characters of the one before. */
function spansOf(term: Term, found: Found): Span[] {
  const [first = '', second] = term;
  const starts = found.get(first) ?? [];
  if (second === undefined) return starts.map((start) => ({ start, end: start + first.length }));
  const following = found.get(second) ?? [];
  const spans: Span[] = [];
  for (const start of starts) {
    const end = start + first.length;
    const next = following.find((at) => at >= end && at - end <= GAP);
    if (next !== undefined) spans.push({ start, end: next + second.length });
  }
  return spans;
}

function distance(left: Span, right: Span): number {
  if (left.end <= right.start) return right.start - left.end;
  if (right.end <= left.start) return left.start - right.end;
  return 0;
}

interface Role {
  readonly rule: Rule;
  readonly term: Term;
  readonly object: boolean;
}

/** The first word of every term and where it plays a part, so that only rules with a hit are read. */
const rolesOf = new Map<string, Role[]>();
for (const rule of RULES) {
  for (const [terms, object] of [
    [rule.objects, true],
    [rule.conditions, false],
  ] as const) {
    for (const term of terms) {
      const word = term[0] ?? '';
      const roles = rolesOf.get(word);
      if (roles === undefined) rolesOf.set(word, [{ rule, term, object }]);
      else roles.push({ rule, term, object });
    }
  }
}

/** Inside a longer known word a word says less of its own: 床 in 车床. */
const INNER = 2.5;

function innerSpans(found: Found, length: number): (span: Span) => boolean {
  const longestAt = new Int32Array(length);
  for (const [word, starts] of found) {
    for (const start of starts) longestAt[start] = Math.max(longestAt[start] ?? 0, start + word.length);
  }
  const reachBefore = new Int32Array(length + 1);
  for (let at = 0; at < length; at += 1) reachBefore[at + 1] = Math.max(reachBefore[at] ?? 0, longestAt[at] ?? 0);
  return (span) => (reachBefore[span.start] ?? 0) >= span.end || (longestAt[span.start] ?? 0) > span.end;
}

interface Hits {
  readonly objects: Span[];
  readonly conditions: Span[];
}

function hitsOf(found: Found): Map<Rule, Hits> {
  const hits = new Map<Rule, Hits>();
  for (const objects of [true, false]) {
    for (const word of found.keys()) {
      for (const { rule, term, object } of rolesOf.get(word) ?? []) {
        if (object !== objects) continue;
        let hit = hits.get(rule);
        if (hit === undefined) {
          if (!object) continue;
          hit = { objects: [], conditions: [] };
          hits.set(rule, hit);
        }
        const spans = object ? hit.objects : hit.conditions;
        if (spans.length < MOST_SPANS) spans.push(...spansOf(term, found).slice(0, MOST_SPANS));
      }
    }
  }
  return hits;
}

function weighed(length: number): number {
  return Math.min(length, 5) * 1.2;
}

/** A defect every thing can have says less than one the rule names. */
const UNNAMED = 2;
const UNNAMED_WEIGHT = 3;

/** The defect may share no characters with the thing, unless it says more than the thing. */
function readRule(
  rule: Rule,
  { objects, conditions }: Hits,
  anyDefect: readonly Span[],
  breaks: readonly number[],
  inner: (span: Span) => boolean,
): Reading | undefined {
  let best: Reading | undefined;
  for (const object of objects) {
    const own = weighed(object.end - object.start) - (inner(object) ? INNER : 0);
    if (rule.sufficient && (best === undefined || best.score < 9 + rule.weight + own)) {
      best = { sub: rule.sub, score: 9 + rule.weight + own, object, condition: undefined };
    }
    for (const condition of rule.anyDefect ? [...conditions, ...anyDefect] : conditions) {
      if (condition.start < object.end && condition.end > object.start) continue;
      const apart = distance(object, condition);
      const crossed = breaks.filter(
        (at) => at >= Math.min(object.end, condition.end) && at <= Math.max(object.start, condition.start),
      ).length;
      const before = condition.end <= object.start ? 1 : 0;
      const unnamed = anyDefect.includes(condition);
      const score =
        10 +
        (unnamed ? Math.min(rule.weight, UNNAMED_WEIGHT) - UNNAMED : rule.weight) +
        own +
        weighed(condition.end - condition.start) -
        Math.min(apart, NEAR) * 0.25 -
        crossed * 1.2 -
        before -
        (apart > NEAR ? 3 : 0);
      if (best === undefined || score > best.score) best = { sub: rule.sub, score, object, condition };
    }
  }
  return best;
}

/** Everything the text may be about, best first. `text` is in common form with '，' between clauses. */
export function classify(text: string): Reading[] {
  const masked = text.replace(COMPOUNDS, (compound) => '＊'.repeat(compound.length));
  const found = findWords(index, masked);
  const inner = innerSpans(found, masked.length);
  const breaks: number[] = [];
  for (let at = masked.indexOf('，'); at >= 0; at = masked.indexOf('，', at + 1)) breaks.push(at);
  const anyDefect: Span[] = [];
  for (const word of ANY_DEFECT) {
    for (const start of found.get(word) ?? []) anyDefect.push({ start, end: start + word.length });
  }
  anyDefect.splice(MOST_SPANS);
  const bySub = new Map<string, Reading>();
  for (const [rule, hits] of hitsOf(found)) {
    const reading = readRule(rule, hits, anyDefect, breaks, inner);
    if (reading === undefined) continue;
    const other = bySub.get(reading.sub);
    if (other === undefined || reading.score > other.score) {
      bySub.set(reading.sub, { ...reading, score: reading.score + (other === undefined ? 0 : 0.5) });
    } else bySub.set(reading.sub, { ...other, score: other.score + 0.5 });
  }
  return [...bySub.values()].sort((left, right) => right.score - left.score);
}

/** Whether any thing the lexicon knows is named. */
export function namesThing(text: string): Span | undefined {
  let longest: Span | undefined;
  for (const { objects } of hitsOf(findWords(index, text)).values()) {
    for (const span of objects) {
      if (longest === undefined || span.end - span.start > longest.end - longest.start) longest = span;
    }
  }
  return longest;
}
