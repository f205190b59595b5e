import { colourName, literalColour } from './colour.ts';
import { type Json, text } from './json.ts';

const SPACING: Readonly<Record<string, string>> = { small: '4px', medium: '8px', large: '12px', extra_large: '16px' };
const LENGTHS = /^-?\d{1,3}px(?: -?\d{1,3}px){0,3}$/;

/** A vendor length (`12px`, `4px 8px`, `small`) when it is safe in a style attribute, else undefined. */
export function lengthOf(value: unknown): string | undefined {
  const given = text(value).trim();
  return SPACING[given] ?? (LENGTHS.test(given) ? given : undefined);
}

/** The style attribute of an element's margin, padding and gap. */
export function boxStyle(element: Json, otherwise: Readonly<Record<string, string>> = {}): string {
  const style: Record<string, string> = { ...otherwise };
  const take = (property: string, value: unknown) => {
    const length = lengthOf(value);
    if (length) style[property] = length;
  };
  take('margin', element.margin);
  take('padding', element.padding);
  take('row-gap', element.vertical_spacing);
  take('column-gap', element.horizontal_spacing);
  const background = literalColour(text(element.background_color ?? element.background_style));
  if (background) style.background = background;
  return Object.entries(style)
    .map(([property, value]) => `${property}: ${value}`)
    .join('; ');
}

/** Class names of a box that lays its children out: direction, alignment, background. */
export function boxClasses(element: Json): string {
  return `${element.direction === 'horizontal' ? 'row' : 'stack'} ${alignClasses(element)}`;
}

/** Class names for alignment and a named background, of an element with a layout of its own. */
export function alignClasses(element: Json): string {
  const background = colourName(text(element.background_style ?? element.background_color));
  return [
    `across-${choice(element.horizontal_align, ['left', 'center', 'right'], 'left')}`,
    `down-${choice(element.vertical_align, ['top', 'center', 'bottom'], 'top')}`,
    background ? `bg-${background}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

const SIZES: ReadonlySet<string> = new Set(
  'heading-0 heading-1 heading-2 heading-3 heading-4 heading normal notation xxxx-large xxx-large xx-large x-large large medium small x-small'.split(
    ' ',
  ),
);

/** Class names for text size, colour and alignment of a text element. */
export function textClasses(element: Json): string {
  const size = text(element.text_size, 'normal');
  const colour = colourName(text(element.text_color));
  return [
    `size-${SIZES.has(size) ? size : 'normal'}`,
    `text-${choice(element.text_align, ['left', 'center', 'right'], 'left')}`,
    colour ? `font c-${colour}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

export function choice(value: unknown, allowed: readonly string[], otherwise: string): string {
  const given = text(value);
  return allowed.includes(given) ? given : otherwise;
}
