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

/**
 * Of the page on which a vendor's app says who is there: its library runs, and reaches the app around it in ways of its
 * own (frames, schemes of the app). That page holds nothing of the school and takes nothing in.
 */
export const inAppPolicy = (library: string): string =>
  [
    `script-src 'self' ${new URL(library).origin}`,
    "style-src 'self'",
    "object-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

const head = (base: string, title: string, more: Html): Html => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="${base}/icon.svg">
<link rel="stylesheet" href="${base}/page.css">
${more}
</head>`;

/** A whole page. `base`: where the pages are, e.g. `/p`. */
export const wholePage = (base: string, title: string, body: Html): Html =>
  html`${head(base, title, html`<script src="${base}/page.js" defer></script>`)}
<body>
${body}
</body>
</html>
`;

export interface InAppPage {
  readonly library: string;
  readonly script: string;
  /** What the script reads from the page, `back` and `otherwise` among it. */
  readonly data: Readonly<Record<string, string>>;
  readonly otherwise: string;
}

/** Where nothing answers, scripts or not, the browser goes the other way by itself, or by a tap before that. */
export const inAppPage = (base: string, page: InAppPage): Html =>
  html`${head(base, '正在登录', html`<meta http-equiv="refresh" content="10;url=${page.otherwise}">`)}
<body${Object.entries(page.data).map(([name, value]) => html` data-${name}="${value}"`)}>
${notice('正在登录', '马上就好。', { href: page.otherwise, label: '等久了，点这里登录' })}
<script src="${page.library}"></script>
<script src="${page.script}"></script>
</body>
</html>
`;

export interface Way {
  readonly href: string;
  readonly label: string;
}

/** A few words instead of a card: what is the matter, and what to do next. */
export const notice = (title: string, words: string, ...next: readonly (Way | Html | string)[]): Html =>
  html`<header class="tone-info"><h1>${title}</h1></header>
<main><p>${words}</p>
${next.map((one) => (isWay(one) ? html`<a class="button" href="${one.href}">${one.label}</a>` : one))}</main>`;

const isWay = (one: Way | Html | string): one is Way => typeof one === 'object' && 'href' in one;
