import { type CueTable, cueTable } from './cues.ts';
import { isDrill, isTold, withoutIdioms } from './danger.ts';
import { DANGER_FIELDS, PRIVATE_FIELDS } from './lexicon/cues-doubt.ts';
import * as guards from './lexicon/guards.ts';
import { NOTICE, QUESTION } from './requests.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';

/** Fields of harm and the emergency each speaks for; what caused it names it better than the hurt, so that the hurt comes last. */
const HARMS: readonly (readonly [HarmField, EmergencyKind])[] = [
  ['fire', 'fire'],
  ['gas', 'gas'],
  ['water', 'drowning'],
  ['vehicle', 'traffic'],
  ['force', 'intruder'],
  ['lost', 'missing'],
  ['poison', 'poisoning'],
  ['held', 'trapped'],
  ['earth', 'collapse'],
  ['body', 'injury'],
];
type HarmField = 'fire' | 'gas' | 'water' | 'vehicle' | 'force' | 'lost' | 'poison' | 'held' | 'earth' | 'body';
/** Fields of what is done, and the private matter each speaks for. */
const DEEDS = [
  ['self', 'self-harm'],
  ['vows', 'threat'],
  ['abuses', 'abuse'],
  ['bullies', 'bullying'],
] as const satisfies readonly (readonly [string, SensitiveKind])[];

const danger = cueTable<HarmField | 'person' | 'haste'>(
  [...HARMS.map(([field]) => field), 'person', 'haste'],
  [DANGER_FIELDS],
  true,
);
const secret = cueTable<
  'pupil' | 'peer' | 'adult' | 'stranger' | 'act' | 'distress' | 'often' | (typeof DEEDS)[number][0]
>(
  ['pupil', 'peer', 'adult', 'stranger', 'act', 'distress', 'often', ...DEEDS.map(([field]) => field)],
  [PRIVATE_FIELDS],
  true,
);

const everything = () => true;
const ONLY_NEARLY =
  /差点|险些|容易|可能|怕|万一|随时|要不是|幸亏|幸好|还好|没伤|没事|隐患|早晚|迟早|[伸踩碰摸]进?去就|(?:翻|搜|查)出来?(?!血|人)|没收|收缴|(?:要|得)整?出事|会(?:摔|砸|掉|倒|伤|见血|爆炸|爆|塌|着火|起火)/;

/** How much of each field is said: its heaviest word, and a little for others. */
function fieldWeights<Field extends string>(
  table: CueTable<Field>,
  text: string,
): { readonly of: (field: Field) => number; readonly heaviest: (field: Field) => number } {
  const weights = new Map<Field, { most: number; readonly words: Set<string> }>();
  for (const { means, weight, start, end } of table.read(text, everything)) {
    const known = weights.get(means) ?? { most: 0, words: new Set() };
    known.words.add(text.slice(start, end));
    known.most = Math.max(known.most, weight);
    weights.set(means, known);
  }
  const heaviest = (field: Field) => weights.get(field)?.most ?? 0;
  const others = (field: Field) => Math.min((weights.get(field)?.words.size ?? 1) - 1, 2);
  return { of: (field) => heaviest(field) + others(field), heaviest };
}

export interface Nearness<Kind> {
  /** 0 when nothing of it is said. */
  readonly weight: number;
  readonly kind: Kind;
  /** Somebody calls for help. */
  readonly hasty: boolean;
  /** A telling word of it, of somebody: not many small ones, nor things alone. */
  readonly plain: boolean;
}

/** Words of this weight are hardly ever said of a thing out of order. */
const TELLING = 3;

/** How near the words come to danger, and to which. */
function dangerOf(text: string): Nearness<EmergencyKind> {
  const { of, heaviest } = fieldWeights(danger, text);
  const harm = HARMS.reduce((sum, [field]) => sum + of(field), 0);
  const telling = HARMS.find(([field]) => heaviest(field) >= TELLING);
  const [, kind] = telling ?? [...HARMS].sort(([one], [other]) => of(other) - of(one))[0] ?? ['body', 'injury'];
  const around = Math.min(of('person'), 1) + Math.min(of('haste'), 2);
  return {
    weight: harm === 0 ? 0 : harm + around,
    kind,
    hasty: of('haste') >= 2,
    plain: of('person') > 0 && HARMS.some(([field]) => heaviest(field) >= TELLING),
  };
}

/** How near the words come to a private matter, and to which. */
function matterOf(text: string): Nearness<SensitiveKind> {
  const { of } = fieldWeights(secret, text);
  const deeds = DEEDS.reduce((sum, [field]) => sum + of(field), of('act'));
  const [, kind] = [...DEEDS].sort(([one], [other]) => of(other) - of(one))[0] ?? ['bullies', 'bullying'];
  const doer = Math.max(of('peer'), of('adult'), of('stranger'));
  const around = 1 + Math.min(doer, 1) + Math.min(of('distress'), 2) + Math.min(of('often'), 1);
  return {
    weight: deeds < 2 || (of('pupil') === 0 && of('vows') + of('self') < 3) ? 0 : deeds + around,
    kind,
    hasty: false,
    plain: true,
  };
}

/** Lessons, drills, news, notices and what is over bring no question. */
function isFarOff(said: string): boolean {
  return isDrill(said) || isTold(said) || NOTICE.test(said) || guards.SETTLED.test(said);
}

function onlyNearly(text: string): boolean {
  return ONLY_NEARLY.test(text) || (guards.PAST.test(text) && !guards.NOW.test(text)) || QUESTION.test(text);
}

const NOTHING = { weight: 0, hasty: false, plain: false } as const;

/**
 * How near the words of a message come to danger and to a private matter, by how many fields of meaning they touch and how
 * telling the words are; nothing for lessons, drills, news, notices and what is over. Total, pure.
 */
export function nearnessOf(said: string): {
  readonly danger: Nearness<EmergencyKind>;
  readonly matter: Nearness<SensitiveKind>;
} {
  if (isFarOff(said)) return { danger: { ...NOTHING, kind: 'other' }, matter: { ...NOTHING, kind: 'bullying' } };
  const text = withoutIdioms(said);
  return {
    danger: onlyNearly(text) ? { ...NOTHING, kind: 'other' } : dangerOf(text),
    matter: matterOf(text),
  };
}
