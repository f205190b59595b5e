import type { Block, Card, Chart, Reference } from '../model.ts';
import { plain } from '../model.ts';

export interface WeeklyView {
  readonly school: number;
  /** What it tells about, for the lists behind its numbers. */
  readonly told: Reference;
  /** 本周, 9月26日以来: what the stretch is called. */
  readonly span: string;
  /** 9月12日–9月19日，到 16:00 止. */
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
  /** Under listed supervision (挂牌督办). */
  readonly listed: number;
  /** The longest overdue by place and the owner's role; no names. */
  readonly overdueLines: readonly string[];
  /** 82%（9/11）, or — where there is nothing to divide by (domain/hazards.md §6). */
  readonly rectified: string;
  readonly onTime: string;
  readonly averageDays: string;
  readonly firstPass: string;
  /** 2号楼三层 栏杆扶手 3 次 */
  readonly repeated: readonly string[];
  /** The last weeks by the day of their summary, the oldest first. */
  readonly weeks: readonly { readonly label: string; readonly received: number; readonly removed: number }[];
  /** 每周安全课：初一5班 */
  readonly missedTwice: readonly string[];
  /** 带班, 护导: rosters that are run and hold nobody for the week to come. */
  readonly withoutRoster: readonly string[];
  /** 9月 应演 1，已演 0，已定 1；往期未演 2 */
  readonly drills: readonly string[];
  readonly undelivered: number;
  /** 账号已停用 → 请改派（2 条）: nobody is named in a group. */
  readonly remedies: readonly string[];
  /** 消防器材检查 食堂 9月30日 */
  readonly expiring: readonly string[];
  /** How often the bot spoke by itself to one person on one day. */
  readonly interruptions: { readonly average: number; readonly most: number };
  readonly duties: readonly {
    readonly name: string;
    readonly done: number;
    readonly total: number;
    readonly missed: number;
    /** Held, and what it was about is not told yet. */
    readonly toFill?: number;
    /** 回执率 97%（36/40 个班已报） */
    readonly receipts?: string;
  }[];
  /** 小学 交通、食品: what the reminder library suggests for the week to come, by stage. */
  readonly topics: readonly string[];
  readonly ahead: readonly string[];
  /** Why it comes late, if it does. */
  readonly late?: string;
  readonly calendarKnown: boolean;
}

const share = (done: number, total: number): string => (total === 0 ? '—' : `${done}/${total}`);

function weeksChart(weeks: WeeklyView['weeks']): Chart {
  return {
    shape: 'bar',
    points: weeks.flatMap((week) => [
      { label: week.label, value: week.received, series: '发现' },
      { label: week.label, value: week.removed, series: '消除' },
    ]),
    alt: `近 ${weeks.length} 份周报（按统计截止日）：${weeks.map((week) => `${week.label} 发现 ${week.received} 消除 ${week.removed}`).join('；')}`,
  };
}

const interruptionText = ({ interruptions, span }: WeeklyView): string =>
  interruptions.most === 0
    ? `安园${span}没有主动打扰老师。`
    : `安园主动打扰：每人每天平均 ${Math.round(interruptions.average * 10) / 10} 次，最多 ${interruptions.most} 次。`;

/** 前两项；…等 5 项 */
const firstOf = (items: readonly string[], most: number): string =>
  `${items.slice(0, most).join('；')}${items.length > most ? `；等 ${items.length} 项` : ''}`;

/** The weekly digest for the leadership group: numbers first, no names of people, no ranking. */
export function weeklyCard(view: WeeklyView): Card {
  const suspected = view.suspected > 0 ? `疑似重大 ${view.suspected} 项，还没认定，请定。` : '';
  const red = `${view.major > 0 ? `重大在账 ${view.major} 项，请优先看。` : ''}${suspected}` || '重大在账 0 项。';
  const blocks: Block[] = [
    ...(view.late ? [{ kind: 'text' as const, text: plain(view.late), muted: true }] : []),
    { kind: 'text', text: plain(red) },
    {
      kind: 'facts',
      facts: [
        { label: '统计', value: view.week },
        { label: '隐患', value: `发现 ${view.received} 项，消除 ${view.removed} 项` },
        { label: '还没派人', value: `${view.untriaged} 项` },
        {
          label: '当前逾期',
          value: `${view.overdue === 0 ? '0 项' : `${view.overdue} 项，最长 ${view.longestOverdue} 天`}，挂牌 ${view.listed} 项`,
        },
        { label: '整改率', value: `${view.rectified}，按期 ${view.onTime}` },
        { label: '平均整改', value: `${view.averageDays}，一次复查合格 ${view.firstPass}` },
      ],
    },
    ...(view.overdueLines.length > 0 ? [{ kind: 'list' as const, items: view.overdueLines.map(plain) }] : []),
    ...(view.repeated.length > 0
      ? [{ kind: 'text' as const, text: plain(`90 天内又出现：${view.repeated.join('；')}。`) }]
      : []),
    ...(view.weeks.some((week) => week.received + week.removed > 0)
      ? [{ kind: 'chart' as const, chart: weeksChart(view.weeks) }]
      : []),
    ...(view.duties.length > 0
      ? [
          {
            kind: 'list' as const,
            items: view.duties
              .slice(0, 10)
              .map((duty) =>
                plain(
                  `${duty.name} ${share(duty.done, duty.total)}${duty.missed > 0 ? `，缺 ${duty.missed}` : ''}${duty.toFill ? `，待补内容 ${duty.toFill}` : ''}${duty.receipts ? `，${duty.receipts}` : ''}`,
                ),
              ),
          },
        ]
      : []),
    ...(view.missedTwice.length > 0
      ? [{ kind: 'text' as const, text: plain(`连续两期没登记：${view.missedTwice.slice(0, 3).join('；')}。`) }]
      : []),
    ...(view.topics.length > 0
      ? [{ kind: 'text' as const, text: plain(`下周安全课建议讲：${view.topics.join('；')}。`) }]
      : []),
    ...(view.withoutRoster.length > 0
      ? [
          {
            kind: 'text' as const,
            text: plain(`往后 7 天还没排班：${view.withoutRoster.join('、')}。请安全办发“排班”。`),
          },
        ]
      : []),
    ...(view.drills.length > 0 ? [{ kind: 'text' as const, text: plain(`演练：${view.drills.join('；')}。`) }] : []),
    ...(view.expiring.length > 0
      ? [{ kind: 'text' as const, text: plain(`到期：${firstOf(view.expiring, 3)}。`) }]
      : []),
    ...(view.undelivered > 0
      ? [
          {
            kind: 'text' as const,
            text: plain(`${view.undelivered} 条没送到：${firstOf(view.remedies, 2)}。`),
          },
        ]
      : []),
    ...(view.ahead.length > 0
      ? [{ kind: 'text' as const, text: plain(`接下来：${view.ahead.slice(0, 4).join('；')}。`) }]
      : []),
    {
      kind: 'text',
      text: plain(interruptionText(view)),
      muted: true,
    },
    ...(view.calendarKnown
      ? []
      : [{ kind: 'text' as const, text: plain('校历未导入，暂按周一至周五。'), muted: true }]),
  ];
  return {
    key: 'digest.weekly',
    title: `${view.span}：发现 ${view.received}，消除 ${view.removed}`,
    tone: view.major > 0 || view.suspected > 0 || view.overdue > 0 ? 'due' : 'info',
    tag: '安全周报',
    blocks,
    actions: [
      ...(view.overdue > 0
        ? [
            {
              label: '看逾期',
              action: 'hazard.show_ledger',
              reference: { school: view.school, filter: 'overdue' },
              style: 'primary' as const,
            },
          ]
        : []),
      { label: '列入例会', action: 'agenda.choose', reference: { ...view.told, list: '', page: 0 } },
      { label: '看各项清单', action: 'digest.lists', reference: view.told },
    ],
    summary: `安全周报：发现 ${view.received}，消除 ${view.removed}，逾期 ${view.overdue}`,
    console: { school: view.school },
  };
}

const told: Reference = { school: 1, week: '2025-09-15', after: 1757664000000, upTo: 1758268800000 };
export const samples: readonly Card[] = [
  weeklyCard({
    span: '本周',
    week: '9月12日–9月19日，到 16:00 止',
    date: '9月19日 周五',
    received: 12,
    removed: 9,
    overdue: 2,
    longestOverdue: 7,
    major: 1,
    suspected: 1,
    untriaged: 2,
    school: 1,
    listed: 1,
    overdueLines: ['1号楼男厕地面漏水：总务主任，逾期 7 天', '门岗灯不亮：保安队长，逾期 1 天'],
    rectified: '82%（9/11）',
    onTime: '73%（8/11）',
    averageDays: '3.4 天',
    firstPass: '89%（8/9）',
    repeated: ['1号楼男厕 地面湿滑 3 次'],
    weeks: [
      { label: '9/1', received: 5, removed: 2 },
      { label: '9/8', received: 9, removed: 8 },
      { label: '9/15', received: 12, removed: 9 },
    ],
    missedTwice: ['每周安全课：初一5班'],
    topics: ['小学 交通、食品、防溺水', '初中 交通、网络、防欺凌'],
    withoutRoster: ['护导'],
    told,
    drills: ['9月 应演 1，已演 0，已定 1；往期未演 2'],
    remedies: ['账号已停用 → 请改派（2 条）'],
    expiring: ['消防器材检查 食堂 9月30日', '护卫器械台账 校门 9月10日（已过期）'],
    undelivered: 2,
    interruptions: { average: 1.4, most: 4 },
    duties: [
      { name: '每日安全提醒', done: 198, total: 200, missed: 2 },
      { name: '每周安全课', done: 39, total: 40, missed: 1 },
      { name: '放假前安全课', done: 40, total: 40, missed: 0, receipts: '回执率 97%（36/40 个班已报）' },
    ],
    ahead: ['9月30日 半月排查截止', '10月1日 起放假'],
    calendarKnown: true,
  }),
  weeklyCard({
    span: '2月6日以来',
    week: '2月6日–3月6日，到 16:00 止',
    date: '3月9日 周一',
    received: 0,
    removed: 0,
    overdue: 0,
    longestOverdue: 0,
    major: 0,
    suspected: 0,
    untriaged: 0,
    school: 1,
    listed: 0,
    overdueLines: [],
    rectified: '—',
    onTime: '—',
    averageDays: '—',
    firstPass: '—',
    repeated: [],
    weeks: [],
    missedTwice: [],
    topics: [],
    withoutRoster: [],
    told,
    drills: [],
    remedies: [],
    expiring: [],
    undelivered: 0,
    interruptions: { average: 0, most: 0 },
    duties: [],
    ahead: [],
    late: '应于 周五 16:00 发，因停机迟发。',
    calendarKnown: false,
  }),
];
