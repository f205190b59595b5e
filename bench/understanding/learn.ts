/**
 * Learns the weights of src/understanding/learnt from the labelled sentences, all but those that only measure:
 * held_out.json, and every set named after --without (fresh_6, learning/spoken), to see what is read without it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { saidIn, toldClauses } from '../../src/understanding/clauses.ts';
import type { Question } from '../../src/understanding/evidence.ts';
import { signsOf } from '../../src/understanding/signs.ts';
import { severitySigns } from '../../src/understanding/weigh_hazard.ts';
import { type WrittenWeights, writeWeights } from '../../src/understanding/weights.ts';
import { HARMLESS, REAL } from '../../test/understanding/alarms.ts';
import { HAZARD_PARAPHRASES } from '../../test/understanding/hazard-paraphrases.ts';
import { MORE_PARAPHRASES } from '../../test/understanding/more-paraphrases.ts';
import { PARAPHRASES } from '../../test/understanding/paraphrases.ts';
import { SAMPLES } from '../../test/understanding/samples.ts';
import { type Example, train } from './train.ts';

export interface Labelled {
  readonly text: string;
  readonly intent: string;
  readonly emergencyKind?: string;
  readonly sensitiveKind?: string;
  readonly hazards?: readonly {
    readonly category: string;
    readonly sub: string;
    readonly place: string;
    readonly severity?: string;
  }[];
}

const folder = new URL('./', import.meta.url);
const TARGET = new URL('../../src/understanding/learnt/', import.meta.url);
/** Sets that only measure: the blind ones begin with the sixth. */
const measures = (name: string): boolean =>
  ['held_out', 'two_hazards'].includes(name) || Number(/^fresh_(\d+)$/.exec(name)?.[1] ?? 0) >= 6;

const setsIn = (path: string): string[] =>
  readdirSync(new URL(path, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${path}${name.replace(/\.json$/, '')}`)
    .sort();

const everySet = (): string[] => [...setsIn('./'), ...setsIn('./learning/')].map((name) => name.slice(2));

/** The sets that are learnt from. */
export const learningSets = (): string[] => everySet().filter((name) => !measures(name));

/** What the tests hold for good is learnt as well. */
function fromTests(): readonly Labelled[] {
  const plain = [...Object.entries(PARAPHRASES), ...Object.entries(MORE_PARAPHRASES)];
  const hazard = (text: string, path: string, place: string, severity?: string): Labelled => {
    const [category = '', sub = ''] = path.split('/');
    return { text, intent: 'hazard', hazards: [{ category, sub, place, ...(severity ? { severity } : {}) }] };
  };
  return [
    ...REAL.map((text) => ({ text, intent: 'emergency' })),
    ...HARMLESS.map(([intent, text]) => ({ text, intent })),
    ...plain.flatMap(([intent, texts]) => texts.map((text) => ({ text, intent }))),
    ...HAZARD_PARAPHRASES.map(([path, place, text]) => hazard(text, path, place)),
    ...SAMPLES.map(([text, path, place, severity]) => hazard(text, path, place, severity)),
  ];
}

// The shape is that of labelling.md, written by hand.
export const labelledOf = (name: string): readonly Labelled[] =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Labelled[];

export function matterOf({ intent }: Labelled): string {
  if (intent === 'emergency' || intent === 'sensitive') return intent;
  return intent.startsWith('hazard') ? 'hazard' : 'other';
}

/** Which answer a sentence teaches to a question; undefined: none. */
const TEACHES: Readonly<Record<Question, (message: Labelled) => string | undefined>> = {
  matter: matterOf,
  talk: ({ intent }) => {
    if (intent === 'emergency' || intent === 'sensitive') return undefined;
    return intent.startsWith('hazard') ? 'hazard' : intent;
  },
  'emergency-kind': (message) => (message.intent === 'emergency' ? message.emergencyKind : undefined),
  'sensitive-kind': (message) => (message.intent === 'sensitive' ? message.sensitiveKind : undefined),
  category: (message) => only(message)?.category,
  sub: (message) => {
    const hazard = only(message);
    return hazard && `${hazard.category}/${hazard.sub}`;
  },
  place: (message) => only(message)?.place,
  severity: (message) => only(message)?.severity,
};

/** One sentence of two hazards does not say which words tell of which. */
const only = ({ intent, hazards = [] }: Labelled) =>
  intent === 'hazard' && hazards.length === 1 ? hazards[0] : undefined;

/** Danger and private matters are told in the most different words: their signs get the larger table. */
const ROWS = { matter: 2 ** 18, other: 2 ** 13 };
const training = (question: Question) => ({
  rounds: 20,
  cost: 3e-4,
  rows: question === 'matter' ? ROWS.matter : ROWS.other,
  least: question === 'matter' ? 0.3 : 0.5,
});

export interface Lesson {
  readonly message: Labelled;
  readonly signs: readonly string[];
}

/** What these sets and the tests teach; a sentence that also measures (报警, 待办) teaches nothing. */
export function lessonsOf(names: readonly string[]): Lesson[] {
  const measured = new Set(
    everySet()
      .filter(measures)
      .flatMap(labelledOf)
      .map(({ text }) => text),
  );
  return [...names.flatMap(labelledOf), ...fromTests()]
    .filter(({ text }) => !measured.has(text))
    .map((message) => ({ message, signs: signsOf(toldClauses(message.text)) }));
}

/** What a question is weighed by beside the words. */
function signsFor(question: Question, { message, signs }: Lesson): readonly string[] {
  const hazard = only(message);
  if (question !== 'severity' || hazard === undefined) return signs;
  const said = saidIn(toldClauses(message.text));
  return severitySigns(`${hazard.category}/${hazard.sub}`, said, signs);
}

/** The weights for a question, as the file holds them. */
export function learn(question: Question, lessons: readonly Lesson[]): WrittenWeights {
  const examples = lessons.flatMap((lesson): Example[] => {
    const answer = TEACHES[question](lesson.message);
    return answer === undefined ? [] : [{ signs: signsFor(question, lesson), answer }];
  });
  return writeWeights(train(examples, training(question)), learntFrom(lessons));
}

/** What the lessons are, and how the signs of their sentences are read now: another when either has changed. */
export function learntFrom(lessons: readonly Lesson[]): Pick<WrittenWeights, 'sentences' | 'fingerprint'> {
  const hash = createHash('sha256');
  for (const { message, signs } of lessons) {
    const { intent, emergencyKind, sensitiveKind, hazards } = message;
    hash.update(JSON.stringify([signs, intent, emergencyKind, sensitiveKind, hazards]));
  }
  return { sentences: lessons.length, fingerprint: hash.digest('hex').slice(0, 16) };
}

if (process.argv[1] === import.meta.filename) {
  const without = process.argv.slice(process.argv.indexOf('--without') + 1);
  const names = learningSets().filter((name) => !process.argv.includes('--without') || !without.includes(name));
  const lessons = lessonsOf(names);
  console.log(`${lessons.length} sentences of ${names.length} sets`);
  // The keys of TEACHES are the questions: its type says so.
  for (const question of Object.keys(TEACHES) as Question[]) {
    const written = JSON.stringify(learn(question, lessons));
    writeFileSync(new URL(`${question.replaceAll('-', '_')}.json`, TARGET), `${written}\n`);
    console.log(`${question}: ${Math.round(written.length / 1000)} KB`);
  }
}
