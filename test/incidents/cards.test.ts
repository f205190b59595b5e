import { describe, expect, it } from 'vitest';
import { samples as alert } from '../../cards/incidents/alert.ts';
import { samples as first } from '../../cards/incidents/first.ts';
import { samples as off } from '../../cards/incidents/off.ts';
import { samples as privateFirst } from '../../cards/incidents/private_first.ts';
import { samples as privateHanded } from '../../cards/incidents/private_handed.ts';
import { samples as privateHandler } from '../../cards/incidents/private_handler.ts';
import { samples as told } from '../../cards/incidents/told.ts';
import { actionsOf, type Card, plainCard } from '../../cards/model.ts';
import { incidentFeature } from '../../src/incidents/actions.ts';
import { choices } from '../../src/incidents/rules.ts';
import { buildRegistry, requireKnownActions } from '../../src/kernel/registry.ts';

const all: readonly Card[] = [
  ...alert,
  ...first,
  ...off,
  ...told,
  ...privateFirst,
  ...privateHanded,
  ...privateHandler,
];
const characters = (text: string) => [...text].length;

describe('cards of the incidents feature', () => {
  const registry = buildRegistry([incidentFeature]);

  it.each(all.map((card) => [`${card.key}: ${card.title}`, card] as const))(
    '%s keeps to domain/voice.md §2',
    (_name, card) => {
      expect(characters(card.title)).toBeLessThanOrEqual(20);
      expect(characters(card.tag ?? '')).toBeLessThanOrEqual(8);
      expect(characters(card.summary ?? '')).toBeLessThanOrEqual(40);
      expect(card.actions.length).toBeLessThanOrEqual(5);
      for (const button of card.actions) {
        expect(characters(button.label)).toBeGreaterThanOrEqual(2);
        expect(characters(button.label)).toBeLessThanOrEqual(6);
      }
      expect(characters(plainCard(card))).toBeLessThanOrEqual(330);
      expect(plainCard(card)).not.toMatch(/[!！]|\*\*/);
      for (const block of card.blocks) {
        if (block.kind === 'facts') expect(block.facts.length).toBeLessThanOrEqual(6);
        if (block.kind === 'list') expect(block.items.length).toBeLessThanOrEqual(10);
      }
      requireKnownActions(registry, card.key, actionsOf(card));
      expect(registry.presentations.has(card.key)).toBe(true);
    },
  );

  it('offers as many kinds as a card has room for', () => {
    expect(choices).toHaveLength(5);
  });
});
