import { html } from 'hono/html';
import { countedText } from '../../digests/figures.ts';
import { mayReadList, type NumberList, numberLists } from '../../digests/lists.ts';
import { type Told, weeksTold } from '../../digests/told.ts';
import type { ReadContext } from '../../kernel/context.ts';
import type { Html } from '../show_card.ts';
import type { Guest } from './gate.ts';
import { showPager } from './hazard_list.ts';

/** The stretch under way, or the one the last summary told about. */
export type WhichWeek = 'now' | 'last';

export const readWeek = (asked: string | undefined): WhichWeek => (asked === 'last' ? 'last' : 'now');

/** Undefined before a school's first summary could have told about anything. */
export const weekShown = (context: ReadContext, school: number, which: WhichWeek): Told | undefined => {
  const [now, last] = weeksTold(context, school);
  return which === 'last' ? (last ?? now) : now;
};

const PAGE_ROWS = 40;

const addressOf = (home: string, list: NumberList, which: WhichWeek, page = 0): string =>
  `${home}/numbers/${list.key}?week=${which}${page > 0 ? `&page=${page}` : ''}`;

/** Every number of a summary that this guest may look behind, each the way to its list. */
export function showNumbers(context: ReadContext, home: string, guest: Guest, told: Told, which: WhichWeek): Html {
  const lists = numberLists.filter((list) => mayReadList(context, guest.session.person, guest.school.id, list));
  return html`<p class="muted">点开一个数，看它的清单。</p>
<div class="tiles numbers">${lists.map((list) => {
    const total = list.rows(context, told).length;
    return html`<a href="${addressOf(home, list, which)}"><b>${total}</b>${list.title}</a>`;
  })}</div>`;
}

/** The list behind one number, page by page; where a line is a hazard, the way to its story. */
export function showNumberList(
  context: ReadContext,
  home: string,
  list: NumberList,
  told: Told,
  { which, page }: { readonly which: WhichWeek; readonly page: number },
): Html {
  const rows = list.rows(context, told);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const shown = Math.min(page, pages - 1);
  return html`<p><a class="back" href="${home}${which === 'last' ? '?week=last' : ''}">‹ 回总览</a></p>
<h2>${list.title}：${rows.length} 条</h2>
<p class="muted">统计 ${countedText(context, told)}。在账、逾期这些按现在的算。</p>
${rows.length === 0 ? html`<p>一条也没有。</p>` : ''}
<ul class="rows">${rows
    .slice(shown * PAGE_ROWS, (shown + 1) * PAGE_ROWS)
    .map((row) =>
      row.hazard === undefined
        ? html`<li class="line">${row.text}</li>`
        : html`<li><a href="${home}/hazards/${row.hazard}"><span class="what">${row.text}</span></a></li>`,
    )}</ul>
${pages > 1 ? showPager(shown, pages, (to) => addressOf(home, list, which, to)) : ''}`;
}
