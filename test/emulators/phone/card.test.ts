import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardSummary, renderCard } from '../../../src/emulators/phone/page/card.ts';
import { changedValues, fieldsOf, missingField } from '../../../src/emulators/phone/page/form_values.ts';
import { html } from '../../../src/emulators/phone/page/html.ts';
import type { CardContext } from '../../../src/emulators/phone/page/scope.ts';
import { people } from './fake_world.ts';
import * as samples from './sample_cards.ts';

const context: CardContext = {
  personName: (id) => people.find((person) => person.id === id)?.name,
  imageUrl: (key) => `api/image/${encodeURIComponent(key)}`,
  people,
  values: {},
};
const show = (card: unknown, more: Partial<CardContext> = {}) => renderCard(card, { ...context, ...more }).html;
const body = (...elements: readonly unknown[]) => ({ schema: '2.0', body: { elements } });
const ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>';

describe('markup is safe by construction', () => {
  it('escapes every piece but its own', () => {
    expect(html`<b title="${ATTACK}">${ATTACK}</b>`.html).not.toMatch(/<script|<img/);
    expect(html`<b>${html`<i>${'<'}</i>`}</b>`.html).toBe('<b><i>&lt;</i></b>');
  });

  it('takes no look-alike for markup', () => {
    expect(html`<b>${{ html: ATTACK }}</b>`.html).toBe('<b></b>');
    expect(html`<b>${[null, undefined, false, true, 0, '']}</b>`.html).toBe('<b>0</b>');
  });
});

describe('cards', () => {
  it.each(Object.entries(samples))('%s: every component is drawn', (_name, card) => {
    const shown = show(card);
    expect(shown).not.toContain('unknown-element');
    expect(shown).toContain('card-head template-');
  });

  it('names a component it cannot draw', () => {
    expect(show(body({ tag: 'hologram' }))).toContain('这台手机画不出组件 hologram');
  });

  it.each([
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { body: 1 },
    body(null, 3, 'x', []),
    body({ tag: 'table' }, { tag: 'chart' }, { tag: 'form' }, { tag: 'column_set' }),
  ])('survives %j', (card) => {
    expect(show(card)).toContain('<article class="card">');
  });

  it('user text in any place of any component never becomes markup', () => {
    for (const card of Object.values(samples)) {
      const attacked: unknown = JSON.parse(JSON.stringify(card), (key, value: unknown) =>
        typeof value === 'string' && !['tag', 'type', 'data_type', 'input_type', 'form_action_type'].includes(key)
          ? ATTACK
          : value,
      );
      expect(show(attacked)).not.toMatch(/<script|<img src=x|<[a-z]+(?:\s+[\w-]+="[^"]*")*\s+on\w+/i);
    }
  });

  it('any JSON in place of any component is drawn without an error', () => {
    const tags = fc.constantFrom(
      'markdown',
      'div',
      'img',
      'form',
      'column_set',
      'table',
      'chart',
      'button',
      'input',
      'select_static',
      'multi_select_person',
      'checker',
      'overflow',
      'person_list',
    );
    fc.assert(
      fc.property(
        tags,
        fc.dictionary(
          fc.constantFrom(
            'text',
            'content',
            'elements',
            'columns',
            'rows',
            'options',
            'chart_spec',
            'behaviors',
            'name',
          ),
          fc.jsonValue(),
        ),
        (tag, rest) => {
          expect(show(body({ ...rest, tag }))).toContain('</article>');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('links only to web addresses', () => {
    const button = (address: string) =>
      show(
        body({
          tag: 'button',
          text: { tag: 'plain_text', content: '打开' },
          behaviors: [{ type: 'open_url', default_url: address }],
        }),
      );
    expect(button('https://a.example/')).toContain('href="https://a.example/"');
    expect(button('javascript:alert(1)')).not.toContain('javascript');
  });

  it('shows what was filled in, before what the card starts with', () => {
    const card = body({ tag: 'input', name: 'spot', default_value: '西侧' });
    expect(show(card)).toContain('value="西侧"');
    expect(show(card, { values: { spot: '东侧' } })).toContain('value="东侧"');
    expect(show(card, { values: { spot: '' } })).toContain('value=""');
  });

  it('marks the pending button and holds the others', () => {
    const card = body(
      ...['甲', '乙'].map((label) => ({
        tag: 'button',
        text: { tag: 'plain_text', content: label },
        behaviors: [{ type: 'callback', value: {} }],
      })),
    );
    const shown = show(card, { pending: '甲' });
    expect(shown.match(/class="spinner"/g)).toHaveLength(1);
    expect(shown.match(/ disabled /g)).toHaveLength(2);
  });

  it.each([
    [samples.formCard, '请确认：2号楼3层扶手松'],
    [{ config: { summary: { content: '摘要' } }, header: { title: { content: '标题' } } }, '摘要'],
    [{ header: { title: { content: '标题' } } }, '标题'],
    [{}, '[卡片]'],
  ])('has a line for the chat list: %#', (card, line) => {
    expect(cardSummary(card)).toBe(line);
  });
});

describe('form values', () => {
  const fields = fieldsOf(samples.formCard, 'hazard_form');

  it('finds every field of the form, columns included', () => {
    expect(fields.map((field) => field.name)).toEqual([
      'description',
      'place',
      'spot',
      'kinds',
      'owner',
      'copies',
      'due',
      'due_time',
      'visit',
      'seen',
    ]);
    expect(fieldsOf(samples.formCard)).toEqual([]);
    expect(fieldsOf(samples.looseFieldsCard).map((field) => field.name)).toEqual(['lesson', 'note']);
  });

  it('sends only what was changed, and never a disabled field', () => {
    expect(changedValues(fields, { spot: '西侧', other: 'x' })).toEqual({ spot: '西侧' });
    expect(changedValues([{ tag: 'input', name: 'spot', disabled: true }], { spot: '西侧' })).toEqual({});
  });

  it.each([
    [{}, 'spot'],
    [{ spot: '西侧' }, undefined],
    [{ spot: '西侧', place: '' }, 'place'],
    [{ spot: '西侧', description: '' }, 'description'],
  ])('holds back %j at %s', (draft, missing) => {
    expect(missingField(fields, draft)).toBe(missing);
  });
});
