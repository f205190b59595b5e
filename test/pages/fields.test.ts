import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Card, Field, FieldValue } from '../../cards/model.ts';
import { plain, rich } from '../../cards/model.ts';
import { pageHelps } from '../../cards/page_helps.ts';
import { allSamples } from '../../cards/samples.ts';
import { readValues } from '../../src/pages/read_values.ts';
import { type Surroundings, showCard } from '../../src/pages/show_card.ts';
import { formOf } from './visit.ts';

const around: Surroundings = {
  nameOf: (person) => `老师${person}`,
  photo: (hash) => `/p/photo/${hash}`,
  press: ({ action }) => action,
  action: '/p/x',
  uploaded: [],
};
const options = ['甲', '乙"<', '丙'].map((text, index) => ({ value: String(index), text }));
const cardOf = (fields: readonly Field[]): Card => ({
  key: 'x',
  title: '题',
  tone: 'info',
  blocks: [],
  form: { action: 'x', revision: 1, fields, submit: '交' },
  actions: [],
});

const line = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\r\n\0]/g, ' '));
const common = { label: '项', required: false } as const;
/** Any field with a value in it, and the value. */
const filled: fc.Arbitrary<{ field: Field; value: FieldValue }> = fc.oneof(
  line.map((value) => ({
    field: { ...common, name: 'f', kind: 'text' as const, maxLength: 60, initial: value },
    value,
  })),
  line.map((value) => ({
    field: { ...common, name: 'f', kind: 'longText' as const, maxLength: 60, initial: value },
    value,
  })),
  fc.integer({ min: 0, max: 1_000 }).map((value) => ({
    field: { ...common, name: 'f', kind: 'number' as const, minimum: 0, maximum: 1_000, initial: value },
    value,
  })),
  fc.constantFrom(...options).map(({ value }) => ({
    field: { ...common, name: 'f', kind: 'singleSelect' as const, options, initial: value },
    value,
  })),
  fc.constantFrom(3, 5, 8).map((value) => ({
    field: {
      ...common,
      name: 'f',
      kind: 'person' as const,
      candidates: [3, 5, 8].map((person) => ({ person, name: `老师${person}` })),
      initial: value,
    },
    value,
  })),
  fc.constantFrom('2025-09-18', '2028-02-29').map((value) => ({
    field: { ...common, name: 'f', kind: 'date' as const, initial: value },
    value,
  })),
  fc.constantFrom('2025-09-18 07:05').map((value) => ({
    field: { ...common, name: 'f', kind: 'dateTime' as const, initial: value },
    value,
  })),
  fc.boolean().map((value) => ({ field: { ...common, name: 'f', kind: 'bool' as const, initial: value }, value })),
);

test('a form sent back untouched gives the values it was filled with', () => {
  fc.assert(
    fc.property(filled, ({ field, value }) => {
      const card = cardOf([field]);
      const entered = new FormData();
      for (const [name, text] of formOf(String(showCard(card, around)), '交').values) entered.append(name, text);
      expect(card.form && readValues(card.form, entered)).toEqual({ f: value });
    }),
  );
});

test('several of several: only what was offered counts', () => {
  const field: Field = { ...common, name: 'f', kind: 'multiSelect', options, initial: ['0', '2'] };
  const page = String(showCard(cardOf([field]), around));
  expect(page.match(/value="[02]" checked/g)).toHaveLength(2);
  const entered = new FormData();
  for (const value of ['0', '2', '9']) entered.append('value.f', value);
  expect(readValues({ action: 'x', revision: 1, fields: [field], submit: '交' }, entered)).toEqual({ f: ['0', '2'] });
});

test('what somebody typed is shown and never executed, also inside bold words of ours', () => {
  const evil = '<script>alert(1)</script>**';
  const card: Card = {
    ...cardOf([]),
    title: evil,
    blocks: [
      { kind: 'text', text: rich`请**${evil}**看` },
      { kind: 'facts', facts: [{ label: evil, value: evil }] },
      { kind: 'list', items: [plain(evil)] },
      { kind: 'image', photo: 'a'.repeat(64), label: `"${evil}` },
    ],
  };
  const page = String(showCard(card, around));
  expect(page).not.toContain('<script');
  expect(page).toContain('<b>&lt;script&gt;alert(1)&lt;/script&gt;**</b>');
});

test.each(allSamples.map((card, index) => [`${index} ${card.key}`, card] as const))(
  'the page shows every card: %s',
  (_name, card) => {
    const page = String(showCard(card, around));
    const buttons = card.actions.length + (card.form ? 1 : 0) + (card.form?.cancel ? 1 : 0);
    expect(page.match(/name="press"/g) ?? []).toHaveLength(buttons);
    for (const field of card.form?.fields ?? []) expect(page).toContain(field.label);
  },
);

test('cards link their page for pictures, long forms and long lists of people, and for nothing else', () => {
  const text: Field = { ...common, name: 't', kind: 'text', maxLength: 10 };
  const people = (count: number): Field => ({
    ...common,
    name: 'p',
    kind: 'person',
    candidates: Array.from({ length: count }, (_, person) => ({ person, name: '王芳' })),
  });
  const { form: _form, ...without } = cardOf([]);
  const helps: readonly (readonly [Card, boolean])[] = [
    [without, false],
    [cardOf([text]), false],
    [cardOf(Array.from({ length: 6 }, () => text)), false],
    [cardOf(Array.from({ length: 7 }, () => text)), true],
    [cardOf([people(20)]), false],
    [cardOf([people(21)]), true],
    [cardOf([{ ...common, name: 'f', kind: 'photo', count: 0, atLeast: 0 }]), true],
  ];
  for (const [card, expected] of helps) expect(pageHelps(card)).toBe(expected);
});
