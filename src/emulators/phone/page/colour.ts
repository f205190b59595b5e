/** The vendor's colour names (reference/feishu.md §6.1). Shades such as `blue-100` are drawn as their colour's one tint. */

const NAMES: ReadonlySet<string> = new Set(
  'neutral blue turquoise lime orange violet indigo wathet green yellow red purple carmine grey'.split(' '),
);
const TEMPLATES: ReadonlySet<string> = new Set(
  'blue wathet turquoise green yellow orange red carmine violet purple indigo grey default'.split(' '),
);
const CSS_COLOUR = /^(#[0-9a-f]{3,8}|rgba?\([\d\s.,%]+\))$/i;

/** `red`, `red-500` → `red`; anything unknown → undefined. */
export function colourName(value: string): string | undefined {
  const base = value.toLowerCase().replace(/-\d+$/, '');
  const known = base === 'gray' ? 'grey' : base;
  return NAMES.has(known) ? known : undefined;
}

/** A literal colour that is safe inside a style attribute, else undefined. */
export function literalColour(value: string): string | undefined {
  return CSS_COLOUR.test(value.trim()) ? value.trim() : undefined;
}

/** A header template the vendor knows; others are drawn as default. */
export function templateName(value: string): string {
  return TEMPLATES.has(value) ? value : 'default';
}

/** A colour that stays the same for the same text, for avatars: 0 … count-1. */
export function colourIndex(seed: string, count: number): number {
  let hash = 0;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}
