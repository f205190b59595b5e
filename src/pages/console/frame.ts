import { html } from 'hono/html';
import { consolePath } from '../links.ts';
import type { Html } from '../show_card.ts';
import type { Guest } from './gate.ts';

export type Tab = 'overview' | 'hazards' | 'calendar' | 'settings';

const tabs: readonly { readonly tab: Tab; readonly tail: string; readonly label: string }[] = [
  { tab: 'overview', tail: '', label: '总览' },
  { tab: 'hazards', tail: '/hazards', label: '隐患' },
  { tab: 'calendar', tail: '/calendar', label: '校历' },
  { tab: 'settings', tail: '/settings', label: '设置' },
];

/** Where a school's console is, e.g. /p/console/1. */
export const homeOf = (base: string, guest: Pick<Guest, 'school'>): string => `${base}${consolePath(guest.school.id)}`;

/** The head every page of the console has: whose school it is, and where else to go. */
export const frame = (base: string, guest: Guest, tab: Tab, body: Html): Html =>
  html`<header class="tone-info"><div class="school"><h1>${guest.school.name}</h1><small>安全看板</small></div>
${guest.schools.length > 1 ? html`<a class="tag" href="${base}${consolePath()}">换学校</a>` : ''}</header>
<nav class="tabs">${tabs
    .filter((one) => one.tab !== 'settings' || guest.maySet)
    .map(
      (one) =>
        html`<a href="${homeOf(base, guest)}${one.tail}"${one.tab === tab ? html` aria-current="page"` : ''}>${one.label}</a>`,
    )}</nav>
<main>${body}</main>`;
