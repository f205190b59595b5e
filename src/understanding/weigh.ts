import { cueTable } from './cues.ts';
import { BODY_CUES } from './lexicon/cues-body.ts';
import { SELF_HARM_CUES, THREAT_CUES } from './lexicon/cues-danger-signs.ts';
import { EVENT_CUES, SOMEBODY_CUES } from './lexicon/cues-events.ts';
import { ABUSE_CUES, BULLYING_CUES, CIRCUMSTANCES } from './lexicon/cues-harm.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';

/** What decides alone; lighter cues must come together to it. */
const ENOUGH = 4;
/** Circumstances without any matter of their own say nothing. */
const MATTER = 2;

const emergencies = cueTable<EmergencyKind>(
  ['fire', 'gas', 'injury', 'intruder', 'missing', 'trapped', 'drowning', 'collapse', 'poisoning', 'traffic', 'other'],
  [EVENT_CUES, BODY_CUES],
);
const surroundings = cueTable<'somebody' | 'haste'>(['somebody', 'haste'], [SOMEBODY_CUES]);
const sensitive = cueTable<SensitiveKind>(
  ['self-harm', 'threat', 'abuse', 'bullying'],
  [SELF_HARM_CUES, THREAT_CUES, ABUSE_CUES, BULLYING_CUES],
);
const circumstances = cueTable<'repeated' | 'several' | 'afraid' | 'hidden' | 'unsure'>(
  ['repeated', 'several', 'afraid', 'hidden', 'unsure'],
  [CIRCUMSTANCES],
);

/** Words of the cue tables long enough to be recognised through a misprint. */
export const CUE_WORDS: readonly string[] = [...emergencies.words, ...sensitive.words];

const everything = () => true;

interface Weighed<Kind> {
  readonly kind: Kind;
  readonly weight: number;
}

/** Weights per kind added up; the heaviest kind, earlier in the table among equals. */
function heaviest<Kind extends string>(matches: readonly { means: Kind; weight: number }[]): Weighed<Kind> | undefined {
  const byKind = new Map<Kind, number>();
  for (const { means, weight } of matches) byKind.set(means, (byKind.get(means) ?? 0) + weight);
  let best: Weighed<Kind> | undefined;
  for (const [kind, weight] of byKind) if (best === undefined || weight > best.weight) best = { kind, weight };
  return best;
}

/** Danger to life told by cues that count (see danger.ts for which do not); undefined when they do not suffice. */
export function weighEmergency(
  text: string,
  counts: (start: number, end: number) => boolean,
): EmergencyKind | undefined {
  const matches = emergencies.read(text, counts);
  const best = heaviest(matches);
  if (best === undefined) return undefined;
  const around = surroundings.read(text, everything).length;
  const total = matches.reduce((sum, match) => sum + match.weight, 0) + around;
  return total >= ENOUGH ? best.kind : undefined;
}

/** Harm to or by a pupil told by cues; `bar` is raised for notices and the like. */
export function weighSensitive(text: string, bar: number): SensitiveKind | undefined {
  const best = heaviest(sensitive.read(text, everything));
  if (best === undefined || best.weight < MATTER) return undefined;
  const beside = circumstances.read(text, everything).reduce((sum, match) => sum + match.weight, 0);
  return best.weight + Math.min(beside, 3) >= ENOUGH + bar ? best.kind : undefined;
}
