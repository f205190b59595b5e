import { field, fields } from '../fields.ts';
import type { Card, Reference } from '../model.ts';
import { plain } from '../model.ts';

export const chooseListFields = fields({ list: field.singleSelect('看哪个数', { required: true }) });

export interface ListsView {
  /** What the summary tells about; every button hands it on. */
  readonly told: Reference;
  /** 9月12日–9月19日，到 16:00 止. */
  readonly counted: string;
  readonly lists: readonly { readonly key: string; readonly title: string; readonly total: number }[];
  readonly message?: string;
}

/** 〔digest.lists〕 every number of a summary, each with the list behind it. */
export const listsCard = (view: ListsView): Card => ({
  key: 'digest.lists',
  title: '周报里的数，逐项看',
  tone: 'info',
  tag: '安全周报',
  blocks: [{ kind: 'text', text: plain(`统计 ${view.counted}。在账、逾期这些按现在的算。`), muted: true }],
  form: {
    action: 'digest.list-open',
    reference: view.told,
    revision: 1,
    fields: chooseListFields.show({
      list: { options: view.lists.map((one) => ({ value: one.key, text: `${one.title} ${one.total}` })) },
    }),
    submit: '看清单',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [{ label: '导出清单', action: 'digest.export', reference: view.told }],
});

export interface ListView {
  readonly told: Reference;
  readonly list: string;
  readonly title: string;
  readonly total: number;
  readonly lines: readonly string[];
  /** Whether the viewer may put a line on the next meeting's agenda. */
  readonly mayPut: boolean;
  /** 0-based. */
  readonly page: number;
  readonly pages: number;
}

/** 〔digest.list〕 one page of the list behind a number. */
export function listCard(view: ListView): Card {
  const to = (page: number, label: string) => ({
    label,
    action: 'digest.list-page',
    reference: { ...view.told, list: view.list, page },
  });
  return {
    key: 'digest.list',
    title: `${view.title}：${view.total} 条`,
    tone: 'info',
    tag: view.pages > 1 ? `${view.page + 1}/${view.pages} 页` : '安全周报',
    blocks:
      view.lines.length > 0
        ? [{ kind: 'list', items: view.lines.map(plain) }]
        : [{ kind: 'text', text: plain('一条也没有。') }],
    actions: [
      ...(view.page > 0 ? [to(view.page - 1, '看上一页')] : []),
      ...(view.page < view.pages - 1 ? [to(view.page + 1, '看下一页')] : []),
      ...(view.mayPut
        ? [
            {
              label: '列入例会',
              action: 'agenda.choose',
              reference: { ...view.told, list: view.list, page: view.page },
            },
          ]
        : []),
      { label: '看别的数', action: 'digest.lists-again', reference: view.told },
    ],
  };
}

const told: Reference = { school: 1, week: '2025-09-15', after: 1757664000000, upTo: 1758268800000 };
export const samples: readonly Card[] = [
  listsCard({
    told,
    counted: '9月12日–9月19日，到 16:00 止',
    lists: [
      { key: 'received', title: '发现', total: 12 },
      { key: 'removed', title: '消除', total: 9 },
      { key: 'overdue', title: '当前逾期', total: 2 },
    ],
  }),
  listCard({
    told,
    list: 'overdue',
    title: '当前逾期',
    total: 17,
    lines: ['0009 男厕地面漏水 逾期 7 天', '0012 2号楼3层扶手松 逾期 1 天'],
    mayPut: true,
    page: 1,
    pages: 3,
  }),
  listCard({ told, list: 'listed', title: '挂牌督办', total: 0, lines: [], mayPut: false, page: 0, pages: 1 }),
];
