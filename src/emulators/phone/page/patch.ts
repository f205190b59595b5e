/** Bringing the page's elements up to date with as little disturbance as possible: focus, caret and scroll stay. */
import { html, type SafeHtml } from './html.ts';

const written = new WeakMap<Element, string>();

/** Writes the markup only when it is not what was written last; true when it wrote. */
export function patch(element: Element, markup: SafeHtml): boolean {
  if (written.get(element) === markup.html) return false;
  written.set(element, markup.html);
  element.innerHTML = markup.html;
  return true;
}

export interface Row {
  readonly key: string;
  /** The row is drawn again only when this changes. */
  readonly signature: string;
  /** The part of the signature that says the content is still the same one: folded panels stay as they are. */
  readonly version: string;
  readonly draw: () => SafeHtml;
}

/** Makes the element's children these rows, in order, leaving unchanged ones alone. */
export function patchRows(element: HTMLElement, rows: readonly Row[]): boolean {
  const existing = new Map<string, HTMLElement>();
  for (const child of element.children)
    if (child instanceof HTMLElement && child.dataset.row) existing.set(child.dataset.row, child);
  let changed = false;
  let before: Element | null = element.firstElementChild;
  for (const row of rows) {
    const old = existing.get(row.key);
    existing.delete(row.key);
    const node = old && old.dataset.signature === row.signature ? old : drawRow(row, old);
    if (node !== old) changed = true;
    if (old && node !== old) {
      if (before === old) before = node;
      old.replaceWith(node);
    } else if (before !== node) element.insertBefore(node, before);
    before = node.nextElementSibling;
  }
  for (const gone of existing.values()) {
    gone.remove();
    changed = true;
  }
  return changed;
}

function drawRow(row: Row, old: HTMLElement | undefined): HTMLElement {
  const node = document.createElement('div');
  node.className = 'row-of-chat';
  node.dataset.row = row.key;
  node.dataset.signature = row.signature;
  node.dataset.version = row.version;
  patch(node, row.draw());
  if (old && old.dataset.version === row.version) keepFolding(old, node);
  return node;
}

function keepFolding(from: HTMLElement, to: HTMLElement): void {
  const before = from.querySelectorAll('details');
  to.querySelectorAll('details').forEach((panel, index) => {
    panel.open = before[index]?.open ?? panel.open;
  });
}

/** An element made once from markup. */
export function make(markup: SafeHtml): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = html`${markup}`.html;
  const element = template.content.firstElementChild;
  if (!(element instanceof HTMLElement)) throw new Error('the markup has no element');
  return element;
}

/** The first element that matches; its absence is a mistake in this page. */
export function find(within: ParentNode, selector: string): HTMLElement {
  const element = within.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return element;
}
