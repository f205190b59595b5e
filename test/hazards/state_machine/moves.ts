/** What may happen to a school's hazards: presses on cards, made-up presses, pictures, reports, days, people who leave. */
import fc from 'fast-check';
import type { FieldValue } from '../../../cards/model.ts';
import { hazardFeature } from '../../../src/hazards/actions.ts';
import { startReport } from '../../../src/hazards/draft.ts';
import { DAY, HOUR, MINUTE } from '../../../src/kernel/time.ts';
import { cast, type HazardStage } from '../stage.ts';

const names = cast.map((one) => one.name);
const actions = hazardFeature.actions.map((action) => action.name);

/** Buttons that move a case on; picked more often, so that runs get beyond triage. */
export const forward = [
  'hazard.register',
  'hazard.register-separately',
  'hazard.assign',
  'hazard.confirm-major',
  'hazard.begin-rectification',
  'hazard.rectify',
  'hazard.recheck',
  'hazard.consent',
  'hazard.receipt',
  'hazard.undo',
  'hazard.ask',
  'hazard.merge',
  'hazard.reject',
  'hazard.reopen',
];

const small = fc.nat({ max: 1_000 });
const who = fc.constantFrom(...names);
/** One thing somebody does, or time that passes. */
export const move = fc.oneof(
  // Somebody presses something that stands on their phone, with the form as it is or with other values.
  { weight: 12, arbitrary: fc.record({ tap: small, card: small, button: small, changes: small }) },
  { weight: 10, arbitrary: fc.record({ forward: small, changes: small }) },
  // Anybody presses anything, with references they made up.
  {
    weight: 5,
    arbitrary: fc.record({
      wild: fc.constantFrom(...actions),
      who: fc.oneof(who, fc.constant('stranger')),
      hazard: fc.integer({ min: 1, max: 5 }),
      draft: small,
      step: small,
      revision: fc.constantFrom('none', 'now', 'old'),
      forwarded: fc.boolean(),
      changes: small,
    }),
  },
  { weight: 5, arbitrary: fc.record({ photo: who, quotes: small, spoilt: fc.nat({ max: 9 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      wait: fc.constantFrom(MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY, 8 * DAY, 35 * DAY),
    }),
  },
  { weight: 1, arbitrary: fc.record({ report: who, kind: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ leaves: fc.constantFrom('赵强', '王芳', '何食') }) },
);

export type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const kinds = [
  { category: 'fire', sub: 'extinguisher', severity: 'general' },
  { category: 'building', sub: 'railing', severity: 'serious' },
  { category: 'building', sub: 'railing', severity: 'major_candidate' },
  { category: 'fire', sub: 'extinguisher', severity: 'general' },
] as const;

/** Says a sentence of one of the kinds; the form comes to the phone. */
export function report(stage: HazardStage, name: string, kind: number): void {
  const chosen = kinds[kind] ?? kinds[0];
  const by = stage.id(name);
  const schoolId = cast.find((one) => one.name === name)?.school ?? 1;
  stage.store.transaction(() => {
    startReport(stage.asPerson(by), {
      person: by,
      schoolId,
      words: '食堂后门坏了',
      reading: {
        title: '食堂后门坏了',
        description: '食堂后门坏了',
        place: { kind: 'canteen', detail: '后门' },
        category: chosen.category,
        sub: chosen.sub,
        severity: chosen.severity,
      } as never, // The reading's other members are evidence for a person and unused here.
    });
  });
}
/** Values a careless or malicious client might send instead. */
export function changed(
  values: Record<string, FieldValue>,
  changes: number,
  stage: HazardStage,
): Record<string, FieldValue> {
  const keys = Object.keys(values);
  const key = keys[changes % Math.max(1, keys.length)];
  if (key === undefined || changes % 3 === 0) return values;
  const odd: readonly FieldValue[] = [
    '',
    'x'.repeat(2_000),
    stage.id('外师'),
    stage.id('前安'),
    9_999,
    '2020-01-01',
    '2025-12-31',
    '2025-09-20',
    'sent_back',
    'passed',
    'major',
    '2',
    '<at id=all></at>**',
    stage.id('赵强'),
    stage.id('王芳'),
  ];
  return { ...values, [key]: odd[Math.floor(changes / 3) % odd.length] ?? '' };
}
