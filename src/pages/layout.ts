import { html } from 'hono/html';
import type { Html } from './show_card.ts';

/** Nothing from elsewhere, no frames, no inline code (a preview of a picture not yet sent is a blob of this page). */
export const POLICY = [
  "default-src 'none'",
  "img-src 'self' blob:",
  "style-src 'self'",
  "script-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** A whole page. `base`: where the pages are, e.g. `/p`. */
export const wholePage = (base: string, title: string, body: Html): Html => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="${base}/icon.svg">
<link rel="stylesheet" href="${base}/page.css">
<script src="${base}/page.js" defer></script>
</head>
<body>
${body}
</body>
</html>
`;

/** A few words instead of a card: what is the matter, and what to do next. */
export const notice = (title: string, words: string, next?: { readonly href: string; readonly label: string }): Html =>
  html`<header class="tone-info"><h1>${title}</h1></header>
<main><p>${words}</p>${next ? html`<a class="button" href="${next.href}">${next.label}</a>` : ''}</main>`;
