import type { Block, Button, Card, Chart } from '../model.ts';
import { plain } from '../model.ts';

export type TrendsBy = 'month' | 'place' | 'category' | 'repeated';

interface TrendsOf<By extends TrendsBy, Row> {
  readonly school: number;
  readonly by: By;
  readonly rows: readonly Row[];
}

interface MonthRow {
  /** 9月 */
  readonly label: string;
  readonly found: number;
  readonly closed: number;
  /** 82%（9/11）, or —. */
  readonly rectified: string;
  readonly onTime: string;
  /** 3.4 天, or —. */
  readonly days: string;
}

interface KeyRow {
  /** 厕所 */
  readonly label: string;
  readonly found: number;
  /** In the same time before. */
  readonly before: number;
}

interface RepeatRow {
  /** 1号楼男厕 地面湿滑 */
  readonly label: string;
  readonly times: number;
}

export type TrendsView =
  | TrendsOf<'month', MonthRow>
  | (TrendsOf<'place' | 'category', KeyRow> & {
      /** 近 90 天, and 之前 90 天 for what `before` counts. */
      readonly span: string;
      readonly earlier: string;
    })
  | (TrendsOf<'repeated', RepeatRow> & { readonly span: string });

const titles: Readonly<Record<TrendsBy, string>> = {
  month: '隐患趋势：近半年',
  place: '隐患趋势：按部位',
  category: '隐患趋势：按类别',
  repeated: '隐患趋势：重复出现',
};
const labels: Readonly<Record<TrendsBy, string>> = {
  month: '按月看',
  place: '按部位看',
  category: '按类别看',
  repeated: '看重复的',
};

const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});
const list = (items: readonly string[]): Block => ({ kind: 'list', items: items.map(plain) });

const chartOf = (points: Chart['points'], alt: string): readonly Block[] =>
  points.some((point) => point.value > 0) ? [{ kind: 'chart', chart: { shape: 'bar', points, alt } }] : [];

function blocksOf(view: TrendsView): readonly Block[] {
  if (view.by === 'month') {
    const points = view.rows.flatMap((row) => [
      { label: row.label, value: row.found, series: '发现' },
      { label: row.label, value: row.closed, series: '销号' },
    ]);
    return [
      ...chartOf(points, '近半年每月发现和销号。'),
      list(
        view.rows
          .slice(-3)
          .map(
            (row) =>
              `${row.label} 发现 ${row.found}，销号 ${row.closed}；整改率 ${row.rectified}，按期 ${row.onTime}，平均 ${row.days}`,
          ),
      ),
    ];
  }
  if (view.by === 'repeated')
    return [
      view.rows.length > 0
        ? list(view.rows.map((row) => `${row.label} ${row.times} 次`))
        : text(`${view.span}没有同一处再出的。`),
      text(`${view.span}同部位同子类算重复。`, true),
    ];
  if (view.rows.length === 0) return [text(`${view.span}没有登记。`)];
  return [
    ...chartOf(
      view.rows.map((row) => ({ label: row.label, value: row.found })),
      `${view.span}发现，多的在前。`,
    ),
    list(view.rows.map((row) => `${row.label} ${row.found}（${view.earlier} ${row.before}）`)),
  ];
}

/** 〔digest.trends〕 how hazards move: by month, place, category, and what comes back. */
export const trendsCard = (view: TrendsView): Card => ({
  key: 'digest.trends',
  title: titles[view.by],
  tone: 'info',
  tag: '趋势',
  blocks: blocksOf(view),
  actions: (['month', 'place', 'category', 'repeated'] as const)
    .filter((by) => by !== view.by)
    .map((by): Button => ({ label: labels[by], action: 'digest.trends', reference: { school: view.school, by } })),
});

export interface TipLine {
  /** 厕所 */
  readonly what: string;
  /** School days of the latest stretch. */
  readonly days: number;
  readonly recent: number;
  /** The stretches before it, the latest first. */
  readonly before: readonly number[];
  /** The latest of them: 0012 男厕地面湿滑 待整改. */
  readonly cases: readonly string[];
}

export interface TipView {
  readonly school: number;
  readonly lines: readonly TipLine[];
  readonly mayReadTrends: boolean;
}

const figures = (line: TipLine): string =>
  `${line.what}：近 ${line.days} 个上课日 ${line.recent} 项，再往前每 ${line.days} 个上课日 ${line.before.join('、')} 项。`;

/** 〔digest.tip〕 风险提示: a place or category stands above its own history, with the figures that made it speak. */
export function tipCard(view: TipView): Card {
  const [first] = view.lines;
  const many = view.lines.length > 1;
  return {
    key: 'digest.tip',
    title: many ? `风险提示：${view.lines.length} 处比平时多` : `风险提示：${first?.what ?? ''}比平时多`,
    tone: 'due',
    tag: '风险提示',
    blocks: [
      ...view.lines
        .slice(0, 4)
        .flatMap((line) => [
          text(figures(line)),
          ...(line.cases.length > 0 ? [list(line.cases.slice(0, many ? 1 : 4))] : []),
        ]),
      text('请看看是不是同一个原因。同一处四周内不再提示。', true),
    ],
    actions: view.mayReadTrends
      ? [{ label: '看趋势', action: 'digest.show-trends', reference: { school: view.school, by: 'place' } }]
      : [],
  };
}

export const samples: readonly Card[] = [
  trendsCard({
    school: 1,
    by: 'month',
    rows: [
      { label: '7月', found: 3, closed: 4, rectified: '100%（4/4）', onTime: '75%（3/4）', days: '2.5 天' },
      { label: '8月', found: 0, closed: 0, rectified: '—', onTime: '—', days: '—' },
      { label: '9月', found: 12, closed: 9, rectified: '82%（9/11）', onTime: '73%（8/11）', days: '3.4 天' },
    ],
  }),
  trendsCard({
    school: 1,
    by: 'place',
    span: '近 90 天',
    earlier: '之前 90 天',
    rows: [
      { label: '厕所', found: 8, before: 3 },
      { label: '楼梯', found: 5, before: 6 },
    ],
  }),
  trendsCard({ school: 1, by: 'category', span: '近 90 天', earlier: '之前 90 天', rows: [] }),
  trendsCard({ school: 1, by: 'repeated', span: '近 90 天', rows: [{ label: '1号楼男厕 地面湿滑破损', times: 3 }] }),
  trendsCard({ school: 1, by: 'repeated', span: '近 90 天', rows: [] }),
  tipCard({
    school: 1,
    mayReadTrends: true,
    lines: [{ what: '厕所', days: 20, recent: 6, before: [1, 2, 0], cases: ['0012 男厕地面湿滑 待整改'] }],
  }),
  tipCard({
    school: 1,
    mayReadTrends: false,
    lines: [
      { what: '厕所', days: 20, recent: 6, before: [1, 2, 0], cases: ['0012 男厕地面湿滑 待整改'] },
      { what: '用电', days: 20, recent: 5, before: [0, 0, 1], cases: [] },
    ],
  }),
];
