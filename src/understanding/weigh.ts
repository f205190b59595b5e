import { type CueMatch, cueTable } from './cues.ts';
import { BODY_CUES } from './lexicon/cues-body.ts';
import { SELF_HARM_CUES, THREAT_CUES } from './lexicon/cues-danger-signs.ts';
import { EVENT_CUES, SOMEBODY_CUES } from './lexicon/cues-events.ts';
import { ABUSE_CUES, BULLYING_CUES, CIRCUMSTANCES } from './lexicon/cues-harm.ts';
import { QUIET_CUES } from './lexicon/cues-quiet.ts';
import { SCENE_CUES } from './lexicon/cues-scenes.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';

/** What decides alone; lighter cues must come together to it. */
const ENOUGH = 4;
/** Circumstances without any matter of their own say nothing. */
const MATTER = 2;

const emergencies = cueTable<EmergencyKind>(
  ['fire', 'gas', 'injury', 'intruder', 'missing', 'trapped', 'drowning', 'collapse', 'poisoning', 'traffic', 'other'],
  [EVENT_CUES, BODY_CUES, SCENE_CUES],
);
const surroundings = cueTable<'somebody' | 'haste'>(['somebody', 'haste'], [SOMEBODY_CUES]);
const sensitive = cueTable<SensitiveKind>(
  ['self-harm', 'threat', 'abuse', 'bullying'],
  [SELF_HARM_CUES, THREAT_CUES, ABUSE_CUES, BULLYING_CUES, QUIET_CUES],
);
const circumstances = cueTable<'pupil' | 'repeated' | 'several' | 'afraid' | 'hidden' | 'unsure'>(
  ['pupil', 'repeated', 'several', 'afraid', 'hidden', 'unsure'],
  [CIRCUMSTANCES],
);

/** Words of the cue tables: right as written, never to be taken for a misprint of another. */
export const CUE_WORDS: readonly string[] = [...emergencies.words, ...sensitive.words];

/** Every pattern of every table with what it needs, for the proof that none is left out. */
export const CUE_PATTERNS = [emergencies, surroundings, sensitive, circumstances].flatMap(({ patterns }) => patterns);

const everything = () => true;

interface Weighed<Kind> {
  readonly kind: Kind;
  readonly weight: number;
}

/** Weights per kind added up, heaviest first; the kind of the heavier match among equals. */
function byWeight<Kind extends string>(matches: readonly CueMatch<Kind>[]): Weighed<Kind>[] {
  const sums = new Map<Kind, number>();
  for (const { means, weight } of matches) sums.set(means, (sums.get(means) ?? 0) + weight);
  return [...sums].map(([kind, weight]) => ({ kind, weight })).sort((left, right) => right.weight - left.weight);
}

/** What hurt somebody names the emergency better than the hurt itself. */
const EFFECTS: ReadonlySet<EmergencyKind> = new Set(['injury', 'trapped', 'collapse', 'other']);

/** Danger to life told by cues that count (see danger.ts for which do not); undefined when they do not suffice. */
export function weighEmergency(
  text: string,
  counts: (start: number, end: number) => boolean,
): EmergencyKind | undefined {
  const matches = emergencies.read(text, counts);
  const kinds = byWeight(matches);
  const heaviest = kinds[0];
  if (heaviest === undefined) return undefined;
  const around = surroundings.read(text, everything).length;
  const total = matches.reduce((sum, match) => sum + match.weight, 0) + Math.min(around, 2);
  if (total < ENOUGH) return undefined;
  const cause = kinds.find(({ kind, weight }) => !EFFECTS.has(kind) && weight >= ENOUGH);
  return (cause ?? heaviest).kind;
}

/** Whether help is called for. */
export function isHasty(text: string): boolean {
  return surroundings.read(text, everything).some(({ means }) => means === 'haste');
}

/** Whether somebody is spoken of or called for. */
export function peopleAround(text: string): boolean {
  return surroundings.read(text, everything).length > 0;
}

/** Whether cues may tell of harm to or by a pupil at all: false is certain, true is not. */
export function mayWeighSensitive(text: string): boolean {
  return sensitive.mayRead(text);
}

/** Harm to or by a pupil told by cues; `bar` is raised for notices and the like. */
export function weighSensitive(text: string, bar: number): SensitiveKind | undefined {
  const [best, ...others] = byWeight(sensitive.read(text, everything));
  if (best === undefined || best.weight < MATTER) return undefined;
  const beside = circumstances.read(text, everything).reduce((sum, match) => sum + match.weight, 0);
  const total = best.weight + Math.min(beside, 3) + (others.length > 0 ? 1 : 0);
  return total >= ENOUGH + bar ? best.kind : undefined;
}
