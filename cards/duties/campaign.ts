import type { Block, Card, Field } from '../model.ts';
import { plain } from '../model.ts';

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;
const text = (words: string, muted = false): Block => ({
  kind: 'text',
  text: plain(words),
  ...(muted ? { muted } : {}),
});

export interface CampaignTaskView {
  readonly task: number;
  readonly revision: number;
  readonly name: string;
  readonly days: string;
  readonly focus: string;
  readonly due: string;
  /** Calendar days to its first day; 0 or less once it runs. */
  readonly daysTo: number;
  readonly state: 'open' | 'done' | 'missed' | 'excused';
  readonly doneBy: string;
  readonly doneAt: string;
  readonly late: boolean;
  readonly summary: string;
  readonly excuse: string;
  readonly mayUndo: boolean;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** A campaign that comes, runs, or waits for its summary: the form is there from its first day on. */
export function campaignTaskCard(view: CampaignTaskView): Card {
  const reference = { task: view.task };
  if (view.state === 'done' || view.state === 'excused') {
    const done = view.state === 'done';
    return {
      key: 'campaign.task',
      title: cut(`${done ? '已办' : '不办'}：${view.name}`, 20),
      tone: done ? 'done' : 'closed',
      tag: done ? (view.late ? '补录' : '已登记') : '今年不办',
      blocks: done
        ? [
            {
              kind: 'facts',
              facts: [
                { label: '登记', value: `${view.doneBy} ${view.doneAt}` },
                { label: '小结', value: cut(view.summary, 100) },
              ],
            },
          ]
        : [text(view.excuse)],
      actions: view.mayUndo ? [{ label: '点错了撤回', action: 'duty.undo', reference }] : [],
    };
  }
  const runs = view.daysTo <= 0;
  return {
    key: 'campaign.task',
    title: cut(runs ? `请登记：${view.name}` : `还有 ${view.daysTo} 天：${view.name}`, 20),
    tone: view.state === 'missed' ? 'due' : 'info',
    tag: cut(view.state === 'missed' ? '可补录' : runs ? `${view.due}止` : view.days, 12),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '活动日', value: view.days },
          { label: '内容', value: view.focus },
          { label: '小结', value: `${view.due} 前（学校自定）` },
        ],
      },
      text(runs ? '办完写一句小结，照片可引用这张卡发来。' : '可以安排了。到活动日这里会出登记表。'),
    ],
    ...(runs
      ? {
          form: {
            action: 'duty.submit',
            reference,
            revision: view.revision,
            fields: view.fields,
            submit: '登记活动',
            ...(view.message ? { message: view.message } : {}),
          },
        }
      : {}),
    actions: [
      { label: '改日期或不办', action: 'campaign.change', reference },
      { label: '看依据', action: 'duty.source', reference },
    ],
    summary: cut(`${view.name}，${view.days}`, 40),
  };
}

export interface CampaignListView {
  readonly school: number;
  readonly date: string;
  readonly on: boolean;
  readonly rows: readonly {
    readonly campaign: string;
    readonly year: number;
    readonly text: string;
  }[];
  readonly mayEdit: boolean;
}

/** What comes within two months, with what the school has to confirm. */
export const campaignListCard = (view: CampaignListView): Card => ({
  key: 'campaign.list',
  title: view.rows.length === 0 ? '近两个月没有专项活动' : `近两个月专项活动 ${view.rows.length} 项`,
  tone: 'info',
  tag: cut(view.date, 12),
  blocks: [
    ...(view.rows.length === 0
      ? [text('要加的活动由上级通知后在这里定日期。')]
      : [{ kind: 'list' as const, items: view.rows.map((row, index) => plain(`${index + 1}　${row.text}`)) }]),
    ...(view.on ? [] : [text('“安全专项活动”还没打开，只看日历，不派任务。', true)]),
  ],
  actions: view.mayEdit
    ? view.rows.slice(0, 5).map((row, index) => ({
        label: `改第 ${index + 1} 项`,
        action: 'campaign.edit',
        reference: { school: view.school, campaign: row.campaign, year: row.year },
      }))
    : [],
});

export interface CampaignEditView {
  readonly school: number;
  readonly campaign: string;
  readonly year: number;
  readonly name: string;
  readonly dateText: string;
  readonly source: string;
  readonly saved?: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

export const campaignEditCard = (view: CampaignEditView): Card => ({
  key: 'campaign.edit',
  title: cut(`${view.year} 年：${view.name}`, 20),
  tone: 'info',
  tag: view.saved ? '已定' : '待确认',
  blocks: [
    {
      kind: 'facts',
      facts: [
        { label: '通常', value: view.dateText },
        { label: '依据', value: cut(view.source, 60) },
        ...(view.saved ? [{ label: '本校', value: view.saved }] : []),
      ],
    },
    text('各地日期不同的，按当地通知填。'),
  ],
  form: {
    action: 'campaign.save',
    reference: { school: view.school, campaign: view.campaign, year: view.year },
    revision: 1,
    fields: view.fields,
    submit: '保存',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

const sample: CampaignTaskView = {
  task: 4,
  revision: 1,
  name: '全国中小学生安全教育日',
  days: '3月30日',
  focus: '综合+演练',
  due: '4月2日',
  daysTo: 14,
  state: 'open',
  doneBy: '孙丽',
  doneAt: '3月31日 10:20',
  late: false,
  summary: '各班开了主题班会，全校疏散演练一次。',
  excuse: '今年不办',
  mayUndo: true,
  fields: [],
};
export const samples: readonly Card[] = [
  campaignTaskCard(sample),
  campaignTaskCard({ ...sample, daysTo: 0 }),
  campaignTaskCard({ ...sample, daysTo: -9, state: 'missed', message: '还差一项：小结' }),
  campaignTaskCard({ ...sample, state: 'done' }),
  campaignTaskCard({ ...sample, state: 'excused', mayUndo: false }),
  campaignListCard({ school: 1, date: '3月1日 周日', on: false, rows: [], mayEdit: true }),
  campaignListCard({
    school: 1,
    date: '3月1日 周日',
    on: true,
    rows: [{ campaign: 'safety-education-day', year: 2026, text: '3月30日 全国中小学生安全教育日' }],
    mayEdit: true,
  }),
  campaignEditCard({
    school: 1,
    campaign: 'safety-month',
    year: 2026,
    name: '中小学安全月',
    dateText: '默认 3 月全月（各地不同，可配）',
    source: '某县教体局与小学护校安园方案「中小学安全月」',
    saved: '3月1日到3月31日',
    fields: [],
    message: '结束日期不能早于开始日期',
  }),
];
