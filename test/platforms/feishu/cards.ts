import { cardFaultOf } from '../../../src/emulators/feishu/cards/card_error.ts';
import { validateCard } from '../../../src/emulators/feishu/cards/validate.ts';
import type { JsonObject } from '../../../src/emulators/ground/json.ts';
import type { Directory } from '../../../src/platforms/platform.ts';

/** The vendor's objection to a card, or undefined when it would be accepted. The world knows exactly the directory. */
export function objectionTo(wire: string, directory: Directory): string | undefined {
  const people = new Set(directory.people.values());
  const images = new Set(directory.images.values());
  const card: JsonObject = JSON.parse(wire);
  try {
    validateCard(card, { knowsPerson: (id) => people.has(id), knowsImage: (key) => images.has(key) });
    return undefined;
  } catch (error) {
    const fault = cardFaultOf(error);
    if (!fault) throw error;
    return `${fault.inner} at ${fault.path}: ${fault.detail}`;
  }
}

/** The content of a card's first element. */
export function firstMarkdown(wire: string): string {
  const card: { body: { elements: { content: string }[] } } = JSON.parse(wire);
  return card.body.elements[0]?.content ?? '';
}

/** Escaped data as a markdown reader shows it: every entity is read once, what it gives is not read again. */
export const shownMarkdown = (markdown: string): string =>
  markdown.replace(/<br>|&#(\d+);/g, (_, code?: string) => (code ? String.fromCharCode(Number(code)) : '\n'));
