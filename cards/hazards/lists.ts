import type { Button, Card } from '../model.ts';
import { plain } from '../model.ts';
import { cut, facts, sampleView, text } from './view.ts';

export interface ListRow {
  readonly id: number;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  /** What the viewer is to it: 我负责, 我上报, 我复查. */
  readonly part?: string;
}

export interface ListView {
  readonly today: string;
  readonly rows: readonly ListRow[];
  readonly total: number;
  /** 0-based. */
  readonly page: number;
  readonly pages: number;
}

const line = (row: ListRow): string =>
  `${row.number.slice(-4)} ${cut(row.title, 14)} ${row.status}${row.part ? `（${row.part}）` : ''}`;

const paging = (view: ListView, action: string, reference: Record<string, number | string>): readonly Button[] => [
  ...(view.page > 0 ? [{ label: '看上一页', action, reference: { ...reference, page: view.page - 1 } }] : []),
  ...(view.page < view.pages - 1
    ? [{ label: '看下一页', action, reference: { ...reference, page: view.page + 1 } }]
    : []),
];

/** 〔hazard.mine〕 */
export function mineCard(view: ListView, closed: boolean): Card {
  const first = view.rows.slice(0, 2);
  return {
    key: 'hazard.mine',
    title: closed
      ? `我的隐患：${view.total} 项已办结`
      : view.total === 0
        ? '我的隐患：没有未销号的'
        : `我的隐患：${view.total} 项未销号`,
    tone: 'info',
    tag: cut(view.today.split(' ')[0] ?? '', 8),
    blocks:
      view.rows.length > 0
        ? [{ kind: 'list', items: view.rows.map((row) => plain(line(row))) }]
        : [text(closed ? '还没有办结的。' : '看到隐患，打一句话给我就行。')],
    actions: [
      ...first.map(
        (row, index): Button => ({
          label: `${closed ? '看' : '办'}第 ${index + 1} 项`,
          action: 'hazard.open',
          reference: { hazard: row.id },
          style: index === 0 && !closed ? 'primary' : 'default',
        }),
      ),
      ...paging(view, 'hazard.mine', { closed: closed ? 1 : 0 }),
      closed
        ? { label: '看未销号', action: 'hazard.mine', reference: { closed: 0, page: 0 } }
        : { label: '看已销号', action: 'hazard.mine', reference: { closed: 1, page: 0 } },
    ],
  };
}

export interface LedgerView extends ListView {
  readonly school: number;
  readonly filter: string;
  readonly filterText: string;
  readonly open: number;
  readonly overdue: number;
  readonly major: number;
  readonly serious: number;
  readonly general: number;
  readonly recheck: number;
  readonly rate: string;
}

/** 〔hazard.ledger〕 */
export function ledgerCard(view: LedgerView): Card {
  return {
    key: 'hazard.ledger',
    title: `台账：在账 ${view.open}，逾期 ${view.overdue}`,
    tone: 'info',
    tag: cut(view.today.split(' ')[0] ?? '', 8),
    blocks: [
      facts(
        ['重大', String(view.major)],
        ['较大', String(view.serious)],
        ['一般', String(view.general)],
        ['待复查', String(view.recheck)],
        ['本月整改率', view.rate],
      ),
      text(`${view.filterText} ${view.total} 项${view.pages > 1 ? `，第 ${view.page + 1}/${view.pages} 页` : ''}`),
      ...(view.rows.length > 0 ? [{ kind: 'list' as const, items: view.rows.map((row) => plain(line(row))) }] : []),
      text('点“导出台账”，表格发给您；别的时段，发“导出台账 9月”。'),
    ],
    // The first five fit; what is left out is one press away on the pages that have fewer.
    actions: [
      ...paging(view, 'hazard.ledger', { school: view.school, filter: view.filter }),
      { label: '导出台账', action: 'ledger.export', reference: { school: view.school } },
      ...filters
        .filter((one) => one.filter !== view.filter)
        .map(
          ({ label, filter }): Button => ({
            label,
            action: 'hazard.ledger',
            reference: { school: view.school, filter, page: 0 },
          }),
        ),
      { label: '看趋势', action: 'digest.show-trends', reference: { school: view.school, by: 'month' } },
    ].slice(0, 5),
    console: { school: view.school },
  };
}

const filters = [
  { label: '只看逾期', filter: 'overdue' },
  { label: '看全部在账', filter: 'open' },
  { label: '只看待复查', filter: 'recheck' },
] as const;

export interface TodoItem {
  readonly text: string;
  readonly action: string;
  readonly reference: Record<string, number | string>;
}

const rows: readonly ListRow[] = [
  { id: 12, number: sampleView.number, title: sampleView.title, status: '9月25日止', part: '我负责' },
];
const page = { today: '9月18日 周四', rows, total: 30, page: 1, pages: 4 };
export const samples: readonly Card[] = [
  mineCard(page, false),
  mineCard({ ...page, rows: [], total: 0, page: 0, pages: 1 }, true),
  ledgerCard({
    ...page,
    school: 1,
    filter: 'open',
    filterText: '在账',
    open: 17,
    overdue: 1,
    major: 0,
    serious: 6,
    general: 11,
    recheck: 3,
    rate: '90%（9/10）',
  }),
];
