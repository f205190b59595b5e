import { colourName } from './colour.ts';
import { html, nothing, type Piece, type SafeHtml } from './html.ts';
import { type Json, list, number, record, text } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { ElementRenderer, Scope } from './scope.ts';
import { boxStyle, choice } from './style_values.ts';
import { monthDay } from './time.ts';

/** A table shows one page of rows at a time; turning the page is the client's own affair. */
export const renderTable: ElementRenderer = (element, scope) => {
  const columns = list(element.columns).map(record);
  const rows = list(element.rows).map(record);
  const size = Math.min(10, Math.max(1, number(element.page_size) ?? 5));
  const pages = Array.from({ length: Math.max(1, Math.ceil(rows.length / size)) }, (_, page) =>
    rows.slice(page * size, (page + 1) * size),
  );
  const head = columns.map(
    (column) => html`<th class="text-${alignment(column)}">${text(column.display_name) || text(column.name)}</th>`,
  );
  const bodies = pages.map(
    (page, index) =>
      html`<tbody data-page="${index}" ${index > 0 ? html`hidden` : nothing}>${page.map((row) => renderRow(row, columns, scope))}</tbody>`,
  );
  const pager =
    pages.length > 1
      ? html`<div class="pager"><button type="button" data-action="table-page" data-turn="-1" aria-label="上一页">‹</button><span data-pages="${pages.length}">1/${pages.length}</span><button type="button" data-action="table-page" data-turn="1" aria-label="下一页">›</button></div>`
      : nothing;
  return html`<div class="table" style="${boxStyle(element)}"><div class="table-scroll"><table><thead><tr>${head}</tr></thead>${bodies}</table></div>${pager}</div>`;
};

function alignment(column: Json): string {
  return choice(column.horizontal_align, ['left', 'center', 'right'], 'left');
}

function renderRow(row: Json, columns: readonly Json[], scope: Scope): SafeHtml {
  return html`<tr>${columns.map((column) => html`<td class="text-${alignment(column)}">${renderCell(row[text(column.name)], column, scope)}</td>`)}</tr>`;
}

function renderCell(value: unknown, column: Json, scope: Scope): Piece {
  switch (column.data_type) {
    case 'number':
      return renderNumber(value, record(column.format));
    case 'options':
      return list(value).map(
        (option) =>
          html`<span class="tag c-${colourName(text(record(option).color)) ?? 'neutral'}">${text(record(option).text)}</span>`,
      );
    case 'persons':
      return (Array.isArray(value) ? value : [value]).map((id) => scope.card.personName(text(id)) ?? '').join('、');
    case 'date':
      return typeof value === 'number' ? monthDay(value) : text(value);
    case 'lark_md':
    case 'markdown':
      return renderMarkdown(text(value), scope.card);
    default:
      return text(value);
  }
}

function renderNumber(value: unknown, format: Json): string {
  const amount = number(value);
  if (amount === undefined) return text(value);
  const precision = number(format.precision);
  const digits = precision === undefined ? {} : { minimumFractionDigits: precision, maximumFractionDigits: precision };
  return text(format.symbol) + amount.toLocaleString('zh-CN', { useGrouping: format.separator === true, ...digits });
}
