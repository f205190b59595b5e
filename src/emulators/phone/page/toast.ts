import { html, nothing, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import type { ToastState } from './state.ts';

export function renderToast(toast: ToastState | undefined): SafeHtml {
  if (!toast) return nothing;
  return html`<div class="toast toast-${toast.type}" role="status" data-testid="toast" title="${toast.detail}">${icons[toast.type]}<span>${toast.content}</span></div>`;
}

/** What the client says when the platform could not get a proper answer (reference/feishu.md §5, client codes). */
export function clientError(code: number): string {
  return `出错了，请稍后重试 ${code}`;
}
