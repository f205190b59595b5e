import { html, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';

/** The page without content: rail, clock, two phones. */
export function pageFrame(): SafeHtml {
  return html`<div class="page"><aside class="rail"><div class="brand">${icons.shield}<div><strong>安园</strong><span data-part="title"></span></div></div><label class="search">${icons.search}<input type="search" placeholder="找人：姓名、角色、班级" data-testid="person-search" aria-label="找人"></label><nav class="rail-people" data-part="people" aria-label="换一个人的手机"></nav></aside><div class="main"><header class="clock-bar" data-part="clock" data-testid="clock"></header><p class="offline" data-part="offline" hidden>连接断了，正在重连…</p><main class="phones">${phoneFrame('left')}${phoneFrame('right')}</main></div></div><div class="lightbox" data-part="lightbox" data-action="close-preview" hidden></div><input type="file" data-part="photo-file" data-testid="photo-file" accept="image/*" hidden><input type="file" data-part="any-file" data-testid="any-file" hidden>`;
}

function phoneFrame(slot: 'left' | 'right'): SafeHtml {
  return html`<section class="phone" data-phone="${slot}" data-testid="phone-${slot}"><div class="screen"><div class="status-bar"><span data-part="status-time"></span><span class="status-owner" data-part="owner"></span><span class="status-icons">${statusIcons}</span></div><div class="nav" data-part="nav"></div><div class="banner-place" data-part="banner"></div><div class="scroller" data-part="scroller"><div class="rows" data-part="rows"></div><div class="list" data-part="list"></div></div><button type="button" class="newer" data-part="newer" data-action="to-bottom" hidden>有新消息 ↓</button><div class="composer" data-part="composer"></div><div class="tray" data-part="tray" hidden></div><div class="toast-place" data-part="toast" aria-live="polite"></div><div class="dialog-place" data-part="dialog" hidden></div></div></section>`;
}

const statusIcons = html`<svg viewBox="0 0 46 12" aria-hidden="true"><path fill="currentColor" d="M0 9h2.5v3H0zM4 6.5h2.5V12H4zM8 4h2.5v8H8zM12 1h2.5v11H12z"/><rect x="21" y="1.5" width="20" height="9" rx="2.5" fill="none" stroke="currentColor"/><rect x="22.5" y="3" width="14" height="6" rx="1.2" fill="currentColor"/><rect x="42.2" y="4" width="1.8" height="4" rx=".9" fill="currentColor"/></svg>`;
