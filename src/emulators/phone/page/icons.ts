import { html, type SafeHtml } from './html.ts';

const line = (paths: SafeHtml): SafeHtml =>
  html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

/** The few line icons the phone uses, drawn here so that nothing is fetched. */
export const icons = {
  back: line(html`<path d="M15 5l-7 7 7 7"/>`),
  send: line(html`<path d="M5 12l15-7-5 15-3-6z"/><path d="M12 14l8-9"/>`),
  photo: line(
    html`<rect x="3" y="5" width="18" height="14" rx="2.5"/><circle cx="8.5" cy="10" r="1.6"/><path d="M4 17l5-4 4 3 3-2 4 3"/>`,
  ),
  file: line(html`<path d="M6 3h8l5 5v13H6z"/><path d="M14 3v5h5"/>`),
  reply: line(html`<path d="M10 6L4 11l6 5"/><path d="M4 11h9a7 7 0 0 1 7 7"/>`),
  recall: line(html`<path d="M5 9h9a5 5 0 0 1 0 10H8"/><path d="M8 5L4.5 9 8 13"/>`),
  close: line(html`<path d="M6 6l12 12M18 6L6 18"/>`),
  at: line(
    html`<circle cx="12" cy="12" r="3.6"/><path d="M15.6 8.500v5a2.4 2.4 0 0 0 4.8 0V12a8.4 8.4 0 1 0-3.4 6.7"/>`,
  ),
  clock: line(html`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.500V12l3 2"/>`),
  search: line(html`<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4 4"/>`),
  group: line(
    html`<circle cx="9" cy="9" r="3.2"/><path d="M3 19c.5-3.5 2.8-5 6-5s5.5 1.5 6 5"/><path d="M15.5 6.200a3 3 0 0 1 0 5.600M17.5 14.500c2 .7 3.2 2 3.5 4.5"/>`,
  ),
  warning: line(html`<path d="M12 4l9 16H3z"/><path d="M12 10v4M12 17v.1"/>`),
  success: line(html`<circle cx="12" cy="12" r="8.5"/><path d="M8 12.500l2.8 2.700L16 9.5"/>`),
  error: line(html`<circle cx="12" cy="12" r="8.5"/><path d="M9 9l6 6M15 9l-6 6"/>`),
  info: line(html`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>`),
  more: line(html`<path d="M6 12h.01M12 12h.01M18 12h.01"/>`),
  image: line(html`<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M4 16l5-5 4 4 3-3 4 4"/>`),
  chevron: line(html`<path d="M6 9l6 6 6-6"/>`),
  calendar: line(html`<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>`),
  shield: html`<svg class="shield" viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M12 3l7 2.600v5.700c0 4.3-2.9 7.9-7 9.7-4.1-1.8-7-5.4-7-9.700V5.600z"/><path d="M8.7 12l2.3 2.3 4.3-4.5" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
} as const;
