import category from './learnt/category.json' with { type: 'json' };
import emergencyKind from './learnt/emergency_kind.json' with { type: 'json' };
import matter from './learnt/matter.json' with { type: 'json' };
import place from './learnt/place.json' with { type: 'json' };
import sensitiveKind from './learnt/sensitive_kind.json' with { type: 'json' };
import severity from './learnt/severity.json' with { type: 'json' };
import sub from './learnt/sub.json' with { type: 'json' };
import talk from './learnt/talk.json' with { type: 'json' };
import { readWeights, sharesOf, type Weights } from './weights.ts';

/** What is asked of a sentence; the answers are those of bench/understanding/labelling.md. */
export type Question =
  | 'matter'
  | 'talk'
  | 'emergency-kind'
  | 'sensitive-kind'
  | 'category'
  | 'sub'
  | 'place'
  | 'severity';

/** Read at start, which takes some milliseconds: the first message does not wait for it. */
const WEIGHTS: Readonly<Record<Question, Weights>> = {
  matter: readWeights(matter),
  talk: readWeights(talk),
  'emergency-kind': readWeights(emergencyKind),
  'sensitive-kind': readWeights(sensitiveKind),
  category: readWeights(category),
  sub: readWeights(sub),
  place: readWeights(place),
  severity: readWeights(severity),
};

/** How likely each answer is (0 to 1), by what labelled sentences with the same signs were about. Total, pure. */
export function evidenceFor(question: Question, signs: readonly string[]): ReadonlyMap<string, number> {
  const weights = WEIGHTS[question];
  const shares = sharesOf(weights, signs);
  return new Map(weights.answers.map((answer, index) => [answer, shares[index] ?? 0]));
}

/** The likeliest answer; what else speaks for some of them is added to their shares. Undefined only where there is none. */
export function likeliest(
  shares: ReadonlyMap<string, number>,
  besides: ReadonlyMap<string, number> = new Map(),
): string | undefined {
  let best: { readonly answer: string; readonly weight: number } | undefined;
  for (const answer of new Set([...shares.keys(), ...besides.keys()])) {
    const weight = (shares.get(answer) ?? 0) + (besides.get(answer) ?? 0);
    if (best === undefined || weight > best.weight) best = { answer, weight };
  }
  return best?.answer;
}

/** How likely one answer is: the same as `evidenceFor`, for where many short texts are asked about. */
export function shareOf(question: Question, answer: string, signs: readonly string[]): number {
  const weights = WEIGHTS[question];
  return sharesOf(weights, signs)[weights.answers.indexOf(answer)] ?? 0;
}
