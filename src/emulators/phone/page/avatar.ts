import { colourIndex } from './colour.ts';
import { html, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';

const COLOURS = 10;

/** A round face: the last two characters of a Chinese name as Feishu does, a shield for the bot, a pair for a group. */
export function avatar(
  who: { readonly name: string; readonly kind: 'user' | 'bot' | 'group' },
  size: 'tiny' | 'small' | 'normal' = 'normal',
): SafeHtml {
  if (who.kind === 'bot') return html`<span class="avatar avatar-${size} avatar-bot">${icons.shield}</span>`;
  if (who.kind === 'group') return html`<span class="avatar avatar-${size} avatar-group">${icons.group}</span>`;
  return html`<span class="avatar avatar-${size} face-${colourIndex(who.name, COLOURS)}">${initials(who.name, size)}</span>`;
}

function initials(name: string, size: string): string {
  const characters = [...name.trim()];
  if (/^[\x20-\x7e]/.test(name)) return (characters[0] ?? '?').toUpperCase();
  return characters.slice(size === 'tiny' ? -1 : -2).join('');
}
