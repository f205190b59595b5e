import type { Reading } from './classify.ts';
import { evidenceFor, likeliest } from './evidence.ts';
import type { Found } from './hazards.ts';
import { severityOf } from './severity.ts';
import type { HazardReading } from './understanding.ts';

/** From this score on a rule's reading says something; each point above counts so much beside the evidence. */
const SCORE_FROM = 6;
const EACH_POINT = 0.02;
/** A thing and its own defect, both named. */
const SURE = 17;
const SURELY = 0.1;
/**
 * What the rules say of the place counts so much beside the evidence: read off the thing, named in the words, or named
 * in the words before these.
 */
const PLACE = { read: 0.4, named: 0.5, before: 1 };
export type PlaceKnown = keyof typeof PLACE;
/** What no rule read and nobody named is told only when it is so likely; and worth being put into the form when so likely. */
const TOLD = { category: 0.6, place: 0.5 };
const GUESS = { share: 0.35, characters: 7 };
/** So likely a candidate for major although no criterion names its words. */
const MAJOR = 0.8;

/**
 * A hazard as rules and evidence read it together: rules know the names of things and their defects, the evidence knows
 * how people speak of them otherwise. `known`: how the rules know the place. Pure.
 */
export function weighHazard(found: Found, text: string, signs: readonly string[], known: PlaceKnown): Found {
  const { path, share } = pathOf(found.readings, signs);
  const [category, sub] = path.split('/');
  const place = placeOf(found, signs, known);
  const { category: _category, sub: _sub, severity: _severity, majorTrigger: _trigger, ...rest } = found.hazard;
  const hazard: HazardReading = {
    ...rest,
    place: { detail: found.hazard.place.detail, ...(place === undefined ? {} : { kind: place }) },
    ...(category && sub ? { category, sub } : {}),
    ...severityJudged(path, text, signs),
  };
  const phenomenon = found.phenomenon || share >= TOLD.category;
  const isWorth = phenomenon || (share >= GUESS.share && text.length >= GUESS.characters);
  return { ...found, hazard: isWorth ? hazard : unguessed(hazard), place: place !== undefined, phenomenon };
}

/** Nothing is prefilled that the words do not tell: 有隐患. */
function unguessed({ category: _category, sub: _sub, majorTrigger: _trigger, ...rest }: HazardReading): HazardReading {
  return { ...rest, severity: 'serious' };
}

/** What it is (category/sub), and how likely its category is by the evidence alone. */
function pathOf(readings: readonly Reading[], signs: readonly string[]): { path: string; share: number } {
  const categories = evidenceFor('category', signs);
  const subs = evidenceFor('sub', signs);
  const besides = new Map<string, number>();
  for (const path of subs.keys()) besides.set(path, categories.get(categoryOf(path)) ?? 0);
  for (const { sub, score } of readings) {
    const weight = Math.max(0, score - SCORE_FROM) * EACH_POINT + (score >= SURE ? SURELY : 0);
    besides.set(sub, (besides.get(sub) ?? categories.get(categoryOf(sub)) ?? 0) + weight);
  }
  const path = likeliest(subs, besides) ?? '';
  return { path, share: categories.get(categoryOf(path)) ?? 0 };
}

const categoryOf = (path: string): string => path.split('/')[0] ?? '';

function placeOf({ hazard, phenomenon }: Found, signs: readonly string[], known: PlaceKnown): string | undefined {
  const read = hazard.place.kind;
  // A thing the rules know could be anywhere: that is asked.
  if (read === undefined && phenomenon) return undefined;
  const shares = evidenceFor('place', signs);
  const place = likeliest(shares, new Map(read === undefined ? [] : [[read, PLACE[known]]]));
  return read !== undefined || (shares.get(place ?? '') ?? 0) >= TOLD.place ? place : undefined;
}

/** What the severity is weighed by: the words, what it is, and what the rules make of both. `path` is category/sub. Pure. */
export const severitySigns = (path: string, text: string, signs: readonly string[]): readonly string[] => [
  ...signs,
  `#${path}`,
  `#of:${categoryOf(path)}`,
  `#ruled:${severityOf(path, text).severity}`,
];

function severityJudged(
  path: string,
  text: string,
  signs: readonly string[],
): Pick<HazardReading, 'severity' | 'majorTrigger'> {
  const ruled = severityOf(path, text);
  // A criterion of domain/hazards.md §3.1 that holds is never talked away: a person decides.
  if (ruled.severity === 'major_candidate') return ruled;
  const shares = evidenceFor('severity', severitySigns(path, text, signs));
  if ((shares.get('major_candidate') ?? 0) >= MAJOR) return { severity: 'major_candidate' };
  return { severity: (shares.get('general') ?? 0) > (shares.get('serious') ?? 0) ? 'general' : 'serious' };
}
