import type { Block, Card } from '../model.ts';
import { plain } from '../model.ts';

export interface WeeklyView {
  /** 9月15日–9月19日. */
  readonly week: string;
  readonly date: string;
  readonly received: number;
  readonly removed: number;
  readonly overdue: number;
  readonly longestOverdue: number;
  readonly major: number;
  /** Suspected major, nobody has decided. */
  readonly suspected: number;
  /** Reported, without an owner. */
  readonly untriaged: number;
  readonly duties: readonly {
    readonly name: string;
    readonly done: number;
    readonly total: number;
    readonly missed: number;
  }[];
  readonly ahead: readonly string[];
  /** Why it comes late, if it does. */
  readonly late?: string;
  readonly calendarKnown: boolean;
}

const share = (done: number, total: number): string => (total === 0 ? '—' : `${done}/${total}`);

/** The plain weekly summary for the leadership group: numbers first, no names of people, no ranking. */
export function weeklyCard(view: WeeklyView): Card {
  const suspected = view.suspected > 0 ? `疑似重大 ${view.suspected} 项，还没认定，请定。` : '';
  const red = `${view.major > 0 ? `重大在账 ${view.major} 项，请优先看。` : ''}${suspected}` || '重大在账 0 项。';
  const blocks: Block[] = [
    ...(view.late ? [{ kind: 'text' as const, text: plain(view.late), muted: true }] : []),
    { kind: 'text', text: plain(red) },
    {
      kind: 'facts',
      facts: [
        { label: '本周', value: view.week },
        { label: '发现隐患', value: `${view.received} 项` },
        { label: '消除隐患', value: `${view.removed} 项` },
        { label: '还没派人', value: `${view.untriaged} 项` },
        {
          label: '当前逾期',
          value: view.overdue === 0 ? '0 项' : `${view.overdue} 项，最长 ${view.longestOverdue} 天`,
        },
      ],
    },
    ...(view.duties.length > 0
      ? [
          {
            kind: 'list' as const,
            items: view.duties
              .slice(0, 10)
              .map((duty) =>
                plain(`${duty.name} ${share(duty.done, duty.total)}${duty.missed > 0 ? `，缺 ${duty.missed}` : ''}`),
              ),
          },
        ]
      : []),
    ...(view.ahead.length > 0
      ? [{ kind: 'text' as const, text: plain(`下周：${view.ahead.slice(0, 6).join('；')}。`) }]
      : []),
    ...(view.calendarKnown
      ? []
      : [{ kind: 'text' as const, text: plain('校历未导入，暂按周一至周五。'), muted: true }]),
  ];
  return {
    key: 'digest.weekly',
    title: `本周：发现 ${view.received}，消除 ${view.removed}`,
    tone: view.major > 0 || view.suspected > 0 || view.overdue > 0 ? 'due' : 'info',
    tag: '安全周报',
    blocks,
    actions: [],
    summary: `安全周报：发现 ${view.received}，消除 ${view.removed}，逾期 ${view.overdue}`,
  };
}

export const samples: readonly Card[] = [
  weeklyCard({
    week: '9月15日–9月19日',
    date: '9月19日 周五',
    received: 12,
    removed: 9,
    overdue: 2,
    longestOverdue: 7,
    major: 1,
    suspected: 1,
    untriaged: 2,
    duties: [
      { name: '每日安全提醒', done: 198, total: 200, missed: 2 },
      { name: '每周安全课', done: 39, total: 40, missed: 1 },
    ],
    ahead: ['9月30日 半月排查截止', '10月1日 起放假'],
    calendarKnown: true,
  }),
  weeklyCard({
    week: '9月15日–9月19日',
    date: '9月22日 周一',
    received: 0,
    removed: 0,
    overdue: 0,
    longestOverdue: 0,
    major: 0,
    suspected: 0,
    untriaged: 0,
    duties: [],
    ahead: [],
    late: '应于 周五 16:00 发，因停机迟发。',
    calendarKnown: false,
  }),
];
