import type { Clause } from './clauses.ts';
import { hazardOf } from './hazards.ts';
import * as guards from './lexicon/guards.ts';
import { CHATTER, commandOf, followUpOf, NOTICE, QUESTION } from './requests.ts';
import { isDrill, isElsewhere, isTold } from './told.ts';

/** What carries meaning by itself, Chinese characters and digits; everything else only parts the words. */
function isTelling(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x3400 && code <= 0x9fff) || (code >= 0x30 && code <= 0x39) || code === 0x3007 || code >= 0x20000;
}
/** A score of hazards.ts says little more in each further step of this. */
const STEP = 5;
const MOST_STEPS = 4;

/** What a sentence says by its own characters: each, and its pairs of neighbours. */
export function wordSigns(said: string): readonly string[] {
  const signs = new Set<string>();
  let before = '';
  for (const character of said) {
    if (!isTelling(character)) {
      before = '';
      continue;
    }
    signs.add(character);
    if (before !== '') signs.add(before + character);
    before = character;
  }
  return [...signs];
}

/** How it is told: as a lesson, as news, as past, as a question, of a thing out of order. */
const CIRCUMSTANCES: readonly (readonly [string, (said: string) => boolean])[] = [
  ['drill', isDrill],
  ['told', isTold],
  ['elsewhere', isElsewhere],
  ['past', (said) => guards.PAST.test(said)],
  ['now', (said) => guards.NOW.test(said)],
  ['settled', (said) => guards.SETTLED.test(said)],
  ['notice', (said) => NOTICE.test(said)],
  ['question', (said) => QUESTION.test(said)],
  ['chatter', (said) => CHATTER.test(said)],
  ['follow-up', (said) => followUpOf(said) !== undefined],
  ['command', (said) => commandOf(said) !== undefined],
];

/**
 * What the evidence (evidence.ts) weighs of a message, each sign once. Pure; learning and weighing read the same.
 */
export function signsOf(clauses: readonly Clause[]): readonly string[] {
  const said = clauses.map((clause) => clause.text).join('，');
  const found = hazardOf(clauses);
  return [
    ...wordSigns(said),
    ...CIRCUMSTANCES.flatMap(([name, holds]) => (holds(said) ? [`#${name}`] : [])),
    `#thing${Math.min(MOST_STEPS, Math.floor(found.score / STEP))}`,
    ...(found.defect ? ['#defect'] : []),
    ...(found.phenomenon ? [`#${found.hazard.category}`] : []),
  ];
}
