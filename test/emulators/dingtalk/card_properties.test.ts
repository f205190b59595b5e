import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readButtons } from '../../../src/emulators/dingtalk/cards/button_model.ts';
import { submitForm, wireValue } from '../../../src/emulators/dingtalk/cards/form_filling.ts';
import { FIELD_TYPES, readForm } from '../../../src/emulators/dingtalk/cards/form_model.ts';
import { withoutMarks } from '../../../src/emulators/dingtalk/message_text.ts';
import { defaultRules } from '../../../src/emulators/dingtalk/rules.ts';

const OPTIONS = ['a', 'b', 'c'].map((value) => ({ value, text: `选项${value}` }));
const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
const time = fc.tuple(two(23), two(59)).map((parts) => parts.join(':'));
const date = fc.tuple(fc.integer({ min: 2025, max: 2030 }), two(8)).map(([year, day]) => `${year}-09-1${day.slice(1)}`);
const chosen = fc.constantFrom('a', 'b', 'c');
const several = fc.uniqueArray(chosen, { minLength: 1 });

/** What a person may enter into each type. */
const ENTRIES = {
  TEXT: fc.string({ minLength: 1 }),
  TEXT_AREA: fc.string({ minLength: 1 }),
  TEXT_ARRAY: fc.array(fc.string(), { minLength: 1 }),
  NUMBER: fc.integer().map(String),
  SELECT: chosen,
  MULTI_SELECT: several,
  CHECKBOX_GROUP: chosen,
  MULTI_CHECKBOX_GROUP: several,
  DATE: date,
  TIME: time,
  DATETIME: fc.tuple(date, time).map((parts) => parts.join(' ')),
  CHECKBOX: fc.boolean(),
  SWITCH: fc.boolean(),
} as const;

const entry = fc
  .constantFrom(...FIELD_TYPES)
  .chain((type) => fc.tuple(fc.constant(type), fc.oneof<fc.Arbitrary<string | string[] | boolean>[]>(ENTRIES[type])));

describe('any form', () => {
  test('what was entered, sent back as a default, is sent unchanged when nobody touches it', () => {
    const rules = defaultRules();
    fc.assert(
      fc.property(entry, ([type, entered]) => {
        const field = { name: 'x', type, options: OPTIONS };
        const [first] = readForm(JSON.stringify({ fields: [field] })).fields ?? [];
        if (first === undefined) throw new Error('no field');
        const wire = wireValue(rules, first, entered);
        const again = readForm(JSON.stringify({ fields: [{ ...field, defaultValue: wire }] }));
        expect(again.problems).toEqual([]);
        expect(submitForm(rules, again.fields ?? [], new Map())).toEqual({ ok: true, form: { x: wire } });
      }),
      { numRuns: 60 },
    );
  });

  test('of any JSON or text is read without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (value) => {
        readForm(value);
        readForm(`{"fields":[${value}]}`);
        readButtons(value);
        readButtons(`[{"text":"x","event":${value}}]`);
        withoutMarks(value);
      }),
      { numRuns: 100 },
    );
  });
});
