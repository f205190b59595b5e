import { isDrill, isPast, readEmergency, readSensitive } from './danger.ts';
import { evidenceFor, likeliest } from './evidence.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';

/** People in danger now, or a private matter about a child. */
export type Risk =
  | { readonly intent: 'emergency'; readonly kind: EmergencyKind; readonly sensitive?: SensitiveKind }
  | { readonly intent: 'sensitive'; readonly kind: SensitiveKind };

/** What one should ask back about a message that was read as something else: is somebody in danger, is it private. */
export type Doubt = 'danger' | 'private';

/** Without a pattern that knows the words: so likely that it is answered as such. */
const TELLING = 0.45;
/** With such a pattern: less likely than this, and the pattern is taken for a coincidence. */
const COINCIDENCE = 0.2;
/** In so few characters there is hardly room for a coincidence. */
const FEW = { characters: 14, coincidence: 0.02 };
/** The other of the two is so much likelier that the pattern named the wrong one. */
const RATHER = 0.3;
/** So likely that a person must be asked rather than passed over. */
const ASKED = 0.2;
/** What a pattern found counts so much beside the evidence for its kind. */
const PATTERN = 0.2;
/** In an emergency: so likely a private matter too, and so surely of a child that harms itself. */
const ALSO_PRIVATE = 0.15;
const HARMS_ITSELF = 0.6;

type Pattern = Risk | undefined;

function byPattern(said: string): Pattern {
  const emergency = readEmergency(said);
  if (emergency !== undefined) return { intent: 'emergency', ...emergency };
  const sensitive = readSensitive(said);
  return sensitive === undefined ? undefined : { intent: 'sensitive', kind: sensitive };
}

function kindOf(question: 'emergency-kind' | 'sensitive-kind', signs: readonly string[], pattern: string | undefined) {
  return likeliest(evidenceFor(question, signs), new Map(pattern === undefined ? [] : [[pattern, PATTERN]]));
}

/** The answers of the two questions are the kinds (bench/understanding/labelling.md). */
const emergencyKind = (signs: readonly string[], pattern: Pattern): EmergencyKind =>
  (kindOf('emergency-kind', signs, pattern?.intent === 'emergency' ? pattern.kind : undefined) ??
    'other') as EmergencyKind;
const sensitiveKind = (signs: readonly string[], pattern: Pattern): SensitiveKind =>
  (kindOf('sensitive-kind', signs, pattern?.intent === 'sensitive' ? pattern.kind : undefined) ??
    'bullying') as SensitiveKind;

function intentOf(said: string, pattern: Pattern, danger: number, matter: number): Risk['intent'] | undefined {
  if (pattern === undefined) {
    if (Math.max(danger, matter) < TELLING || isDrill(said)) return undefined;
    if (matter > danger) return 'sensitive';
    return isPast(said) ? undefined : 'emergency';
  }
  if (danger + matter < (said.length <= FEW.characters ? FEW.coincidence : COINCIDENCE)) return undefined;
  if (pattern.intent === 'emergency') return matter - danger > RATHER ? 'sensitive' : 'emergency';
  return danger - matter > RATHER ? 'emergency' : 'sensitive';
}

/**
 * Whether a message tells of danger or of a private matter, by the patterns that know its words and by the evidence of
 * labelled sentences together; and when it does not, whether that should be asked. Total, pure.
 */
export function riskOf(said: string, signs: readonly string[]): { readonly risk?: Risk; readonly doubt?: Doubt } {
  const pattern = byPattern(said);
  const evidence = evidenceFor('matter', signs);
  const danger = evidence.get('emergency') ?? 0;
  const matter = evidence.get('sensitive') ?? 0;
  switch (intentOf(said, pattern, danger, matter)) {
    case 'emergency': {
      const kind = emergencyKind(signs, pattern);
      const sensitive =
        pattern?.intent === 'emergency' && pattern.sensitive ? pattern.sensitive : harmsItself(signs, matter);
      return { risk: { intent: 'emergency', kind, ...(sensitive ? { sensitive } : {}) } };
    }
    case 'sensitive':
      return { risk: { intent: 'sensitive', kind: sensitiveKind(signs, pattern) } };
    default:
      if (pattern !== undefined) return { doubt: pattern.intent === 'sensitive' ? 'private' : 'danger' };
      if (danger + matter < ASKED) return {};
      return { doubt: danger >= matter ? 'danger' : 'private' };
  }
}

function harmsItself(signs: readonly string[], matter: number): SensitiveKind | undefined {
  if (matter < ALSO_PRIVATE) return undefined;
  return (evidenceFor('sensitive-kind', signs).get('self-harm') ?? 0) >= HARMS_ITSELF ? 'self-harm' : undefined;
}
