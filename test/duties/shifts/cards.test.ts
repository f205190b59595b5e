import { describe, expect, it } from 'vitest';
import { samples as leaveSamples } from '../../../cards/duties/leave.ts';
import { samples as shiftSamples } from '../../../cards/duties/shift.ts';
import { samples as rosterSamples } from '../../../cards/duties/shift_roster.ts';
import { samples as swapSamples } from '../../../cards/duties/swap.ts';
import { actionsOf, type Card, wordsOf } from '../../../cards/model.ts';
import { dutyFeature } from '../../../src/duties/actions.ts';

const samples: readonly Card[] = [...leaveSamples, ...shiftSamples, ...rosterSamples, ...swapSamples];
const wordsIn = (card: Card): string =>
  card.blocks
    .map((block) => {
      if (block.kind === 'text') return wordsOf(block.text);
      if (block.kind === 'list') return block.items.map(wordsOf).join('');
      return block.kind === 'facts' ? block.facts.map((fact) => `${fact.label}${fact.value}`).join('') : '';
    })
    .join('');

/** Limits of domain/voice.md §2. */
describe('cards of leave and rosters keep to the length people read', () => {
  const actions = new Set(dutyFeature.actions.map((one) => one.name));
  it.each(samples.map((card, index) => [`${index} ${card.key}: ${card.title}`, card] as const))('%s', (_name, card) => {
    const letters = (text: string) => [...text].length;
    expect(letters(card.title)).toBeLessThanOrEqual(20);
    expect(letters(card.tag ?? '')).toBeLessThanOrEqual(8);
    expect(letters(wordsIn(card))).toBeLessThanOrEqual(300);
    expect(card.actions.length).toBeLessThanOrEqual(5);
    for (const button of card.actions) expect(letters(button.label)).toBeLessThanOrEqual(6);
    for (const block of card.blocks) {
      if (block.kind === 'list') expect(block.items.length).toBeLessThanOrEqual(10);
      if (block.kind === 'facts') expect(block.facts.length).toBeLessThanOrEqual(6);
    }
    for (const name of actionsOf(card)) expect(actions).toContain(name);
    expect(wordsIn(card) + card.title).not.toMatch(/[！!]|温馨提示|务必|请知悉|打卡|仍未/);
  });
});
