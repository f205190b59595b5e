import { html } from 'hono/html';
import type { Option } from '../../../cards/model.ts';
import type { LedgerFilter } from '../../hazards/lists.ts';
import type { Hazard } from '../../hazards/queries.ts';
import { severityNames } from '../../hazards/rules.ts';
import { coversOf, type HazardSearch, searchHazards, type Which } from '../../hazards/search.ts';
import { categoryOptions, placeOptions } from '../../hazards/taxonomy.ts';
import { placeText, statusText } from '../../hazards/view.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { dateOf, shortDay } from '../../kernel/time.ts';
import type { Html } from '../show_card.ts';
import { filterQuery, whichNames } from './filters.ts';

/** A phone shows about six at once; pictures come as they are scrolled to. */
const PAGE_ROWS = 20;
const chips: readonly LedgerFilter[] = ['open', 'overdue', 'major', 'recheck', 'closed'];
const listed: readonly Which[] = [
  'open',
  'waiting',
  'working',
  'recheck',
  'overdue',
  'major',
  'closed',
  'settled',
  'all',
];
/** Only whole categories: the list of all their kinds is too long to scroll. */
const categoryChoices: readonly Option[] = categoryOptions(undefined).map(({ value, text }) => ({
  value: value.replace('/', ''),
  text,
}));

/** The school's hazards as the filters ask, page by page. */
export function showHazardList(context: ReadContext, home: string, school: number, filters: HazardSearch): Html {
  const found = searchHazards(context, school, filters, PAGE_ROWS);
  const covers = coversOf(
    context,
    found.rows.map((row) => row.id),
  );
  const address = (changes: Partial<HazardSearch>): string => `${home}/hazards?${filterQuery(filters, changes)}`;
  const also = [
    filters.overdue ? '逾期' : '',
    filters.major ? '重大和疑似' : '',
    categoryChoices.find((one) => one.value === filters.category)?.text ?? '',
    placeOptions.find((one) => one.value === filters.place)?.text ?? '',
    filters.from || filters.to ? `${filters.from ?? '最早'} 至 ${filters.to ?? '今天'}` : '',
  ].filter((one) => one !== '');
  return html`<div class="chips">${chips.map(
    (which) =>
      html`<a href="${home}/hazards?which=${which}"${which === filters.which ? html` aria-current="true"` : ''}>${whichNames[which]}</a>`,
  )}</div>
<details><summary>筛选</summary>${showFilterForm(home, filters)}</details>
<p class="muted">${[whichNames[filters.which], ...also].join('，')}：${found.total} 项${also.length > 0 ? html`　<a href="${home}/hazards?which=${filters.which}">清空条件</a>` : ''}</p>
${found.total === 0 ? html`<p>没有符合的。换个条件看看。</p>` : ''}
<ul class="rows">${found.rows.map((row) => showRow(context, home, row, covers.get(row.id)))}</ul>
${found.pages > 1 ? showPager(found.page, found.pages, (page) => address({ page })) : ''}`;
}

function showRow(context: ReadContext, home: string, of: Hazard, cover: string | undefined): Html {
  const today = dateOf(context.now, context.timeZone);
  const { text, late } = statusText(context, of);
  const tone = late ? ' late' : of.state === 'closed' ? ' closed' : '';
  const severity = of.major === 'candidate' ? '疑似重大' : severityNames[of.severity];
  return html`<li><a href="${home}/hazards/${of.id}">${
    cover
      ? html`<img src="${home}/photo/${of.id}/${cover}" alt="" loading="lazy" width="64" height="64">`
      : html`<span class="blank">没有照片</span>`
  }<span class="what"><b>${of.title}</b><span class="state${tone}">${text}</span> <span class="state">${severity}</span><small>${placeText(of)}</small><small>${of.number}，${shortDay(dateOf(of.reportedAt, context.timeZone), today)} 报</small></span></a></li>`;
}

/** Back and forth between the pages of a list. */
export const showPager = (page: number, pages: number, address: (page: number) => string): Html =>
  html`<p class="pager">${page > 0 ? html`<a class="button" href="${address(page - 1)}">上一页</a>` : ''}<span>${page + 1}/${pages} 页</span>${page < pages - 1 ? html`<a class="button" href="${address(page + 1)}">下一页</a>` : ''}</p>`;

function showFilterForm(home: string, filters: HazardSearch): Html {
  const select = (name: string, label: string, options: readonly Option[], chosen: string | undefined): Html =>
    html`<label class="field"><span class="label">${label}</span><select name="${name}">${options.map((one) => html`<option value="${one.value}"${one.value === (chosen ?? '') ? html` selected` : ''}>${one.text}</option>`)}</select></label>`;
  const tick = (name: string, label: string, on: boolean | undefined): Html =>
    html`<label class="tick"><input type="checkbox" name="${name}" value="1"${on ? html` checked` : ''}><span>${label}</span></label>`;
  const any: Option = { value: '', text: '不限' };
  return html`<form method="get" action="${home}/hazards">
${select(
  'which',
  '状态',
  listed.map((value) => ({ value, text: whichNames[value] })),
  filters.which,
)}
<div class="pair">${tick('overdue', '只看逾期', filters.overdue)}${tick('major', '只看重大和疑似', filters.major)}</div>
${select('category', '类别', [any, ...categoryChoices], filters.category)}
${select('place', '部位', [any, ...placeOptions], filters.place)}
<div class="pair"><label class="field"><span class="label">上报从</span><input type="date" name="from" value="${filters.from ?? ''}"></label>
<label class="field"><span class="label">到</span><input type="date" name="to" value="${filters.to ?? ''}"></label></div>
<button class="primary">按此筛选</button>
</form>`;
}
