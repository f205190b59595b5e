import { describe, expect, test } from 'vitest';
import { samples as weekly } from '../../cards/digests/weekly.ts';
import { samples as lists } from '../../cards/hazards/lists.ts';
import type { Card } from '../../cards/model.ts';
import { linksOf } from '../../src/delivery/render.ts';
import { readCard } from '../../src/emulators/feishu/card_reading.ts';
import { createFormPage } from '../../src/host/form_page.ts';
import { renderAsText, renderForTemplate } from '../../src/platforms/dingtalk/render.ts';
import { render } from '../../src/platforms/feishu/render.ts';
import type { Directory } from '../../src/platforms/platform.ts';
import { KEY } from '../pages/visit.ts';

const cards = [...weekly, ...lists].filter((card) => card.key !== 'hazard.mine');
const { link } = createFormPage({
  publicUrl: 'https://school.example/a(b)',
  secretKey: KEY,
  organisation: 'cli_a1',
  platforms: ['feishu', 'dingtalk'],
  files: { get: async () => undefined, put: async () => {} },
  clock: { now: () => 0 },
  log: { info: () => {}, warn: () => {}, error: () => {} },
});
const directoryOf = (card: Card, hasPages: boolean): Directory => ({
  people: new Map(),
  images: new Map(),
  // Sent to a group: no person, so no form of theirs.
  ...linksOf(hasPages ? link : undefined, 'feishu', card, { card: card.key, subject: {}, personId: null }),
});

describe.each(cards.map((card) => [card.title, card] as const))('%s', (_title, card) => {
  test('opens the console of its school where there are pages, on both platforms', () => {
    const directory = directoryOf(card, true);
    expect(directory.console).toBe('https://school.example/a(b)/p/console/1');
    const button = readCard(JSON.parse(render(card, directory).wire)).buttons.at(-1);
    expect([button?.label, button?.url]).toEqual(['打开看板', directory.console]);
    expect(renderForTemplate(card, directory).wire).toContain(
      '[打开看板](https://school.example/a%28b%29/p/console/1)',
    );
    expect(renderAsText(card, directory).wire).toContain('打开看板：https://school.example/a(b)/p/console/1');
  });

  test('says nothing of it where there are none', () => {
    const directory = directoryOf(card, false);
    for (const { wire } of [render(card, directory), renderForTemplate(card, directory), renderAsText(card, directory)])
      expect(wire).not.toContain('看板');
  });
});

test('a card that names no school’s console links none', () => {
  const mine = lists.find((card) => card.key === 'hazard.mine');
  expect(mine && directoryOf(mine, true).console).toBeUndefined();
});
