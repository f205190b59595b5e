import type { Clause } from './clauses.ts';
import { evidenceFor, likeliest } from './evidence.ts';
import { CASE, CRIES, HARMS_ITSELF, ONE_CASE, PRIVATE_MATTER, SUBJECT } from './lexicon/cries.ts';
import { SETTLED } from './lexicon/guards.ts';
import { signsOf, wordSigns } from './signs.ts';
import { isDrill, isElsewhere, isPast, isTold, withoutIdioms } from './told.ts';
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
/** Below that half, another answer that is so much likelier goes first, and the question beside it. */
const CLOSE = { half: 0.5, ahead: 0.1 };
/** A cry of so few characters counts, danger unless it is all but ruled out. */
const CRY = { characters: 14, likely: 0.02 };
/** One or a few clauses of a longer message: so many together, at least so long (a cry may be shorter), so likely. */
const PART = { most: 3, characters: 6, cry: 4, telling: 0.95, cried: 0.75, asked: 0.6, tried: 600 };
/** In an emergency: so likely a private matter too, and so surely of a child that harms itself. */
const ALSO_PRIVATE = { matter: 0.15, selfHarm: 0.6 };

/** Denied, asked or over: 没有人晕倒, 有没有学生受伤. */
const NOTHING_HAPPENED =
  /没有?(?:人|学生|孩子|谁)|有没有|是否|[吗？?]$|已(?:经)?(?:找到|救出|扑灭|醒)|没事|要是|如果|万一/;
/** The same in so many words that nobody is meant: 没有人晕倒. */
const NOBODY = /没有?(?:人|学生|孩子|谁)[^，。]{0,2}(?:晕|昏|伤|落水|溺|中毒|被困|触电|出事|失踪)/;
const farOff = (said: string): boolean => isDrill(said) || isTold(said) || isPast(said);

/** What the few words are that everybody cries out; never an exercise, news or yesterday, denied or asked. */
function cryOf(said: string, risk: number): Risk['intent'] | undefined {
  if (said.length > CRY.characters || farOff(said) || NOTHING_HAPPENED.test(said)) return undefined;
  const plain = withoutIdioms(said);
  const cry = CRIES.find(([, words]) => words.test(plain))?.[0];
  return cry === 'emergency' && risk < CRY.likely ? undefined : cry;
}

interface Shares {
  readonly danger: number;
  readonly matter: number;
  /** Of the likelier of the answers that are neither. */
  readonly calm: number;
}

function sharesFor(signs: readonly string[]): Shares {
  const evidence = evidenceFor('matter', signs);
  const of = (answer: string): number => evidence.get(answer) ?? 0;
  return { danger: of('emergency'), matter: of('sensitive'), calm: Math.max(of('hazard'), of('other')) };
}

function intentOf(said: string, { danger, matter, calm }: Shares): Risk['intent'] | undefined {
  const most = Math.max(danger, matter);
  if (most < TELLING || (most < CLOSE.half && calm - most > CLOSE.ahead)) return cryOf(said, danger + matter);
  if (isDrill(said)) return undefined;
  if (matter > danger) return 'sensitive';
  // What is told of yesterday pages nobody; whoever tells it is asked.
  return isPast(said) || (said.length <= CRY.characters && NOBODY.test(said)) ? undefined : 'emergency';
}

interface Part {
  readonly said: string;
  readonly signs: readonly string[];
  readonly shares: Shares;
  /** It is a cry by itself. */
  readonly cries: boolean;
}

/**
 * The part of a longer message that tells most of danger or of a private matter. In a long calm report one clause hardly
 * moves the whole: 今天都正常，…，对了，三楼冒烟了.
 */
function tellingPart(clauses: readonly Clause[]): Part | undefined {
  let best: Part | undefined;
  let tried = 0;
  for (const [from] of clauses.entries()) {
    for (let upTo = from + 1; upTo <= Math.min(clauses.length, from + PART.most); upTo += 1) {
      const part = clauses.slice(from, upTo);
      const said = part.map((clause) => clause.text).join('，');
      if (upTo - from === clauses.length || tried >= PART.tried) continue;
      if (said.length < PART.characters && (said.length < PART.cry || cryOf(said, 1) === undefined)) continue;
      tried += 1;
      const words = sharesFor(wordSigns(said));
      if (likelier(words) < PART.asked || farOff(said) || isElsewhere(said)) continue;
      // What follows settles it: 刚才食堂冒烟，已经处理好了.
      const next = clauses[upTo]?.text ?? '';
      if (SETTLED.test(`${said}，${next}`)) continue;
      const signs = signsOf(part);
      const shares = sharesFor(signs);
      const cries = cryOf(said, shares.danger + shares.matter) !== undefined;
      if (best === undefined || likelier(shares) > likelier(best.shares)) best = { said, signs, shares, cries };
    }
  }
  return best;
}

const likelier = ({ danger, matter }: Shares): number => Math.max(danger, matter);

/**
 * Whether a message tells of danger or of a private matter, by the evidence of labelled sentences; and when it does not,
 * whether that should be asked. `clauses` are those of `said`. Total, pure.
 */
export function riskOf(
  said: string,
  signs: readonly string[],
  clauses: readonly Clause[],
): { readonly risk?: Risk; readonly doubt?: Doubt } {
  const shares = sharesFor(signs);
  const intent = intentOf(said, shares);
  if (intent !== undefined) return { risk: riskAs(intent, said, signs, shares) };
  const part = isDrill(said) || isTold(said) ? undefined : tellingPart(clauses);
  if (part !== undefined && likelier(part.shares) >= (part.cries ? PART.cried : PART.telling)) {
    const told = part.shares.matter > part.shares.danger ? 'sensitive' : 'emergency';
    return { risk: riskAs(told, part.said, part.signs, part.shares) };
  }
  const { danger, matter } = part !== undefined && likelier(part.shares) >= PART.asked ? part.shares : shares;
  return danger + matter < ASKED ? {} : { doubt: danger >= matter ? 'danger' : 'private' };
}

function riskAs(intent: Risk['intent'], said: string, signs: readonly string[], { matter }: Shares): Risk {
  if (intent === 'sensitive') return { intent, kind: sensitiveKind(signs) };
  const sensitive = harmsItself(said, signs, matter) ? ({ sensitive: 'self-harm' } as const) : {};
  return { intent, kind: emergencyKind(signs), ...sensitive };
}

// The answers learnt for these two questions are the kinds (bench/understanding/labelling.md).
const emergencyKind = (signs: readonly string[]): EmergencyKind =>
  (likeliest(evidenceFor('emergency-kind', signs)) ?? 'other') as EmergencyKind;
const sensitiveKind = (signs: readonly string[]): SensitiveKind =>
  (likeliest(evidenceFor('sensitive-kind', signs)) ?? 'bullying') as SensitiveKind;

function harmsItself(said: string, signs: readonly string[], matter: number): boolean {
  if (HARMS_ITSELF.test(withoutIdioms(said))) return true;
  const selfHarm = evidenceFor('sensitive-kind', signs).get('self-harm') ?? 0;
  return matter >= ALSO_PRIVATE.matter && selfHarm >= ALSO_PRIVATE.selfHarm;
}

/** Whether a line names a child's own matter as a case, told as news or as a task too: 初二3班欺凌一事由德育处跟进. Pure. */
export const namesCase = (said: string): boolean =>
  PRIVATE_MATTER.test(said) && (ONE_CASE.test(said) || (CASE.test(said) && !SUBJECT.test(said)));
