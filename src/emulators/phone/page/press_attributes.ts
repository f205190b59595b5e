import { html, type SafeHtml } from './html.ts';
import { contentOf, type Json, list, record, text } from './json.ts';
import type { Scope } from './scope.ts';

/** The attributes the page's press handler reads; `name` is how the platform knows the component. */
export function pressAttributes(element: Json, name: string, scope: Scope): SafeHtml {
  const confirm = record(element.confirm);
  const title = contentOf(confirm.title);
  const body = contentOf(confirm.text);
  const disabled = element.disabled === true;
  const tips = contentOf(element.disabled_tips);
  return html`data-action="${disabled ? 'disabled' : actionOf(element)}" data-press="${name}" data-form-name="${scope.form}" data-confirm-title="${title}" data-confirm-text="${body}" data-tips="${tips}"`;
}

function actionOf(element: Json): string {
  if (element.form_action_type === 'reset') return 'reset';
  return element.form_action_type === 'submit' ? 'submit' : 'press';
}

/** The address of an open_url behaviour when nothing is to be called back; only web addresses. */
export function addressOf(element: Json): string | undefined {
  const behaviors = list(element.behaviors).map(record);
  if (behaviors.some((behavior) => behavior.type === 'callback')) return undefined;
  const open = behaviors.find((behavior) => behavior.type === 'open_url');
  const address = text(open?.default_url ?? open?.url);
  return /^https?:\/\//i.test(address) ? address : undefined;
}
