import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actionsOf, type Block, type Card, plainCard } from '../../cards/model.ts';
import { allSamples } from '../../cards/samples.ts';
import { validateCard } from '../../src/emulators/feishu/cards/validate.ts';
import { features } from '../../src/host/features.ts';
import { buildRegistry, requireCompleteRegistry, requireKnownActions } from '../../src/kernel/registry.ts';
import { render } from '../../src/platforms/feishu/render.ts';
import type { Directory } from '../../src/platforms/platform.ts';

const registry = buildRegistry(features);
const root = join(import.meta.dirname, '../../cards');

/** Every card a file in cards/ shows of itself. */
async function samplesIn(file: string): Promise<readonly Card[]> {
  const module: { samples?: readonly Card[] } = await import(join(root, file));
  return module.samples ?? [];
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const cards = (
  await Promise.all(files.map(async (file) => (await samplesIn(file)).map((card) => ({ file, card }))))
).flat();

test('start-up walks the samples of every card file', () => {
  const walked = new Set(allSamples);
  expect(cards.filter(({ card }) => !walked.has(card)).map(({ file }) => file)).toEqual([]);
});

test('start-up fails on a card that names an action nobody registers', () => {
  const [first] = allSamples;
  if (!first) throw new Error('there are no samples');
  const stray: Card = { ...first, actions: [{ label: '没有这一步', action: 'nobody.knows' }] };
  expect(() => requireCompleteRegistry(registry, [stray])).toThrow(/nobody\.knows/);
});

const length = (text: string): number => [...text].length;
const textOf = (block: Block): string => plainCard({ key: '', title: '', tone: 'info', blocks: [block], actions: [] });
/** domain/voice.md §2: weekly digest and help may say more. */
const isLong = (card: Card): boolean => card.key === 'help' || card.key === 'digest.weekly';

/** Everybody and every picture is known: what is checked is the card. */
const directory: Directory = {
  people: new Map(Array.from({ length: 200 }, (_, person) => [person, `ou_${String(person).padStart(32, '0')}`])),
  images: new Map(
    cards.flatMap(({ card }) =>
      card.blocks.flatMap((block) =>
        block.kind === 'image' ? [[block.photo, `img_v3_${block.photo.slice(0, 8)}`]] : [],
      ),
    ),
  ),
};

describe.each(cards.map(({ file, card }) => [`${file} ${card.key}: ${card.title}`, card] as const))(
  '%s',
  (_name, card) => {
    test('the vendor takes it', () => {
      const { wire } = render(card, directory);
      expect(() => validateCard(JSON.parse(wire), { knowsPerson: () => true, knowsImage: () => true })).not.toThrow();
    });

    test('everything it can trigger is registered, and so is the card', () => {
      requireKnownActions(registry, card.key, actionsOf(card));
      expect([...registry.presentations.keys()]).toContain(card.key);
    });

    test('it keeps to the limits of the voice', () => {
      expect(length(card.title)).toBeLessThanOrEqual(20);
      expect(length(card.tag ?? '')).toBeLessThanOrEqual(8);
      expect(length(card.summary ?? '')).toBeLessThanOrEqual(40);
      expect(card.actions.length).toBeLessThanOrEqual(5);
      for (const button of [...card.actions, ...(card.form?.cancel ? [card.form.cancel] : [])]) {
        expect(length(button.label)).toBeGreaterThanOrEqual(2);
        expect(length(button.label)).toBeLessThanOrEqual(7);
      }
      expect(card.form?.fields.length ?? 0).toBeLessThanOrEqual(8);
      for (const block of card.blocks) {
        if (block.kind === 'facts') expect(block.facts.length).toBeLessThanOrEqual(6);
        if (block.kind === 'list') expect(block.items.length).toBeLessThanOrEqual(10);
      }
      const words = card.blocks.map(textOf).join('');
      expect(length(words)).toBeLessThanOrEqual(isLong(card) ? 600 : 330);
    });

    test('it reads like a person wrote it', () => {
      // Samples with markup in what somebody typed are there for the escaping, not for the wording.
      if (/<at|\*\*/.test(plainCard(card))) return;
      const words = [plainCard(card), ...card.actions.map((button) => button.label), card.form?.submit ?? ''].join(
        '\n',
      );
      expect(words).not.toMatch(/undefined|null|NaN|\[object/);
      expect(words).not.toMatch(/[!！]|[。，；：、]{2,}|。”。| {2}/);
      expect(words).not.toMatch(
        /请知悉|特此通知|温馨提示|务必|否则|追责|扣分|通报批评|仍未|打卡|排名|智能|机器人|尽快/,
      );
      for (const block of card.blocks)
        if (block.kind === 'facts') for (const fact of block.facts) expect(fact.value.trim()).not.toBe('');
    });
  },
);

test('there are samples of every card that is registered', () => {
  const shown = new Set(cards.map(({ card }) => card.key));
  expect([...registry.presentations.keys()].filter((key) => !shown.has(key))).toEqual([]);
});
