import { evidenceFor, likeliest } from './evidence.ts';
import { CASE, CRIES, HARMS_ITSELF, PRIVATE_MATTER, SUBJECT } from './lexicon/cries.ts';
import { isDrill, isPast, isTold, withoutIdioms } from './told.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';

/** People in danger now, or a private matter about a child. */
export type Risk =
  | { readonly intent: 'emergency'; readonly kind: EmergencyKind; readonly sensitive?: SensitiveKind }
  | { readonly intent: 'sensitive'; readonly kind: SensitiveKind };

/** What one should ask back about a message that was read as something else: is somebody in danger, is it private. */
export type Doubt = 'danger' | 'private';

/** So likely that it is answered as such; so likely that a person must be asked rather than passed over. */
const TELLING = 0.35;
const ASKED = 0.15;
/** A cry of so few characters counts unless it is all but ruled out. */
const CRY = { characters: 14, likely: 0.02 };
/** In an emergency: so likely a private matter too, and so surely of a child that harms itself. */
const ALSO_PRIVATE = { matter: 0.15, selfHarm: 0.6 };

/** What the few words are that everybody cries out; never an exercise, news or yesterday. */
function cryOf(said: string): Risk['intent'] | undefined {
  if (said.length > CRY.characters || isDrill(said) || isTold(said) || isPast(said)) return undefined;
  const plain = withoutIdioms(said);
  return CRIES.find(([, words]) => words.test(plain))?.[0];
}

function intentOf(said: string, danger: number, matter: number): Risk['intent'] | undefined {
  if (Math.max(danger, matter) < TELLING) return danger + matter < CRY.likely ? undefined : cryOf(said);
  if (isDrill(said)) return undefined;
  if (matter > danger) return 'sensitive';
  // What is told of yesterday pages nobody; whoever tells it is asked.
  return isPast(said) ? undefined : 'emergency';
}

/**
 * Whether a message tells of danger or of a private matter, by the evidence of labelled sentences; and when it does not,
 * whether that should be asked. Total, pure.
 */
export function riskOf(said: string, signs: readonly string[]): { readonly risk?: Risk; readonly doubt?: Doubt } {
  const evidence = evidenceFor('matter', signs);
  const danger = evidence.get('emergency') ?? 0;
  const matter = evidence.get('sensitive') ?? 0;
  switch (intentOf(said, danger, matter)) {
    case 'emergency': {
      const sensitive = harmsItself(said, signs, matter) ? ({ sensitive: 'self-harm' } as const) : {};
      return { risk: { intent: 'emergency', kind: emergencyKind(signs), ...sensitive } };
    }
    case 'sensitive':
      return { risk: { intent: 'sensitive', kind: sensitiveKind(signs) } };
    default:
      return danger + matter < ASKED ? {} : { doubt: danger >= matter ? 'danger' : 'private' };
  }
}

const NOTHING_BESIDE: ReadonlyMap<string, number> = new Map();

// The answers learnt for these two questions are the kinds (bench/understanding/labelling.md).
const emergencyKind = (signs: readonly string[]): EmergencyKind =>
  (likeliest(evidenceFor('emergency-kind', signs), NOTHING_BESIDE) ?? 'other') as EmergencyKind;
const sensitiveKind = (signs: readonly string[]): SensitiveKind =>
  (likeliest(evidenceFor('sensitive-kind', signs), NOTHING_BESIDE) ?? 'bullying') as SensitiveKind;

function harmsItself(said: string, signs: readonly string[], matter: number): boolean {
  if (HARMS_ITSELF.test(withoutIdioms(said))) return true;
  const selfHarm = evidenceFor('sensitive-kind', signs).get('self-harm') ?? 0;
  return matter >= ALSO_PRIVATE.matter && selfHarm >= ALSO_PRIVATE.selfHarm;
}

/** Whether a line names a child's own matter as a case, told as news or as a task too: 初二3班欺凌一事由德育处跟进. Pure. */
export const namesCase = (said: string): boolean => PRIVATE_MATTER.test(said) && CASE.test(said) && !SUBJECT.test(said);
