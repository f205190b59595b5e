import { describe, expect, it } from 'vitest';
import { type Card, wordsOf } from '../../cards/model.ts';
import * as group from '../../cards/school/admin_group.ts';
import * as knock from '../../cards/school/admin_knock.ts';
import * as roster from '../../cards/school/admin_roster.ts';
import * as school from '../../cards/school/admin_school.ts';
import * as test from '../../cards/school/admin_test_card.ts';
import * as undelivered from '../../cards/school/admin_undelivered.ts';
import * as help from '../../cards/school/help.ts';
import * as paired from '../../cards/school/paired.ts';
import { shorten } from '../../cards/school/shorten.ts';
import * as unknown from '../../cards/school/unknown.ts';
import * as welcome from '../../cards/school/welcome.ts';

const samples: readonly Card[] = [
  group,
  knock,
  roster,
  school,
  test,
  undelivered,
  help,
  paired,
  unknown,
  welcome,
].flatMap((module) => module.samples);

const wordsIn = (card: Card): string =>
  card.blocks
    .map((block) => {
      if (block.kind === 'text') return wordsOf(block.text);
      if (block.kind === 'list') return block.items.map(wordsOf).join('');
      return block.kind === 'facts' ? block.facts.map((fact) => `${fact.label}${fact.value}`).join('') : '';
    })
    .join('');

/** Limits of domain/voice.md §2; a card that goes to one person may have five buttons. */
describe('the school’s cards keep to the length people read', () => {
  it.each(samples.map((card) => [`${card.key}: ${card.title}`, card] as const))('%s', (_name, card) => {
    const letters = (text: string) => [...text].length;
    expect(letters(card.title)).toBeLessThanOrEqual(20);
    expect(letters(card.tag ?? '')).toBeLessThanOrEqual(8);
    expect(letters(card.summary ?? '')).toBeLessThanOrEqual(40);
    expect(letters(wordsIn(card))).toBeLessThanOrEqual(300);
    expect(card.actions.length).toBeLessThanOrEqual(5);
    for (const button of card.actions) expect(letters(button.label)).toBeLessThanOrEqual(6);
    for (const block of card.blocks) {
      if (block.kind === 'list') expect(block.items.length).toBeLessThanOrEqual(10);
      if (block.kind === 'facts') expect(block.facts.length).toBeLessThanOrEqual(6);
    }
    for (const one of card.form?.fields ?? []) {
      if (one.kind === 'singleSelect') expect(one.options.length).toBeLessThanOrEqual(20);
    }
    expect(wordsIn(card) + card.title).not.toMatch(/[！!]|温馨提示|务必|请知悉|打卡/);
  });

  it('shortens by letters, not by half letters', () => {
    expect(shorten('𠮷野家与安全', 4)).toBe('𠮷野家…');
    expect(shorten('四个字呢', 4)).toBe('四个字呢');
    expect(shorten('两\n行', 8)).toBe('两 行');
  });
});
