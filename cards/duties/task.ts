import type { Block, Button, Card, Field } from '../model.ts';
import { plain, rich } from '../model.ts';

export interface DutyTaskView {
  readonly task: number;
  readonly revision: number;
  readonly duty: string;
  /** 初二3班, 食堂, or '' for the school. */
  readonly scope: string;
  readonly period: string;
  readonly what: string;
  readonly due: string;
  readonly state: 'open' | 'done' | 'missed' | 'excused';
  readonly late: boolean;
  readonly doneBy: string;
  readonly doneAt: string;
  readonly excuse: string;
  readonly calendarKnown: boolean;
  /** One tap is enough. */
  readonly oneTap: boolean;
  readonly fields: readonly Field[];
  /** The topic to read out, for a daily reminder. */
  readonly text?: string;
  readonly mayUndo: boolean;
  /** Tapped as held; what it was about can still be told. */
  readonly mayFillIn?: boolean;
  readonly message?: string;
  /** Begun by hand, so it can be dropped by hand. */
  readonly mayDrop?: boolean;
  /** handoff: whom to call and which paper form; the content never comes here. */
  readonly handoff?: string;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;
const reference = (view: DutyTaskView) => ({ task: view.task });

const formOf = (view: DutyTaskView, submit: string): NonNullable<Card['form']> => ({
  action: 'duty.submit',
  reference: reference(view),
  revision: view.revision,
  fields: view.fields,
  submit,
  ...(view.message ? { message: view.message } : {}),
});

/** A duty that waits for somebody, or what became of it. */
export function dutyTaskCard(view: DutyTaskView): Card {
  const name = view.scope === '' ? view.duty : `${view.duty}：${view.scope}`;
  const basis: Button = { label: '看依据', action: 'duty.source', reference: reference(view) };
  const unknown: readonly Block[] = view.calendarKnown
    ? []
    : [{ kind: 'text', text: plain('校历未导入，暂按周一至周五。'), muted: true }];
  if (view.state === 'done' || view.state === 'excused') {
    const words =
      view.state === 'excused' ? view.excuse : `${view.doneBy} ${view.doneAt}${view.late ? '（补录）' : ''}`;
    return {
      key: 'duty.task',
      title: cut(`${view.state === 'done' ? (view.mayFillIn ? '已讲待补' : '已办') : '免记'}：${name}`, 20),
      tone: view.state === 'done' ? 'done' : 'closed',
      tag: view.state === 'done' ? (view.mayFillIn ? '待补内容' : view.late ? '补录' : '已确认') : '免记',
      blocks: [
        {
          kind: 'facts',
          facts: [
            { label: '周期', value: view.period },
            { label: '确认', value: words },
          ],
        },
        ...(view.mayFillIn
          ? [{ kind: 'text' as const, text: plain('记下“已讲”了，不再催。内容还差着，有空补上，台账就齐了。') }]
          : []),
      ],
      ...(view.mayFillIn ? { form: formOf(view, '补填') } : {}),
      actions: view.mayUndo ? [{ label: '点错了撤回', action: 'duty.undo', reference: reference(view) }] : [],
    };
  }
  const lead: readonly Block[] = [
    ...(view.text
      ? [{ kind: 'text' as const, text: rich`“${view.text}”` }]
      : [{ kind: 'text' as const, text: plain(view.what) }]),
    ...(view.handoff ? [{ kind: 'text' as const, text: plain(view.handoff) }] : []),
    {
      kind: 'facts',
      facts: [
        { label: '周期', value: view.period },
        { label: '截止', value: `${view.due}（学校自定）` },
      ],
    },
    ...unknown,
  ];
  const missed = view.state === 'missed';
  return {
    key: 'duty.task',
    title: cut(`${missed ? '可补录' : '请办'}：${name}`, 20),
    tone: missed ? 'due' : 'info',
    tag: missed ? '已过截止' : cut(`${view.due.split(' ')[0] ?? ''}前`, 8),
    blocks: lead,
    ...(view.oneTap ? {} : { form: formOf(view, '登记') }),
    actions: [
      ...(view.oneTap
        ? [
            {
              label: view.text ? '本班已讲' : '已办好',
              action: 'duty.done',
              reference: reference(view),
              style: 'primary' as const,
            },
          ]
        : []),
      ...(view.mayDrop ? [{ label: '不登记了', action: 'event.drop', reference: reference(view) }] : []),
      basis,
    ],
    summary: cut(`${name}，${view.due} 前`, 40),
  };
}

/** A task's card that its owner asked for: it comes whatever the state, also to take a mis-tap back. */
export const asked = (card: Card): Card => ({ ...card, key: 'duty.mine' });

/** The card of a lesson whose content is asked for, once. */
export const forContent = (card: Card): Card => ({ ...card, key: 'duty.fill-in-own' });

export interface SourceView {
  readonly duty: string;
  readonly seed: string;
  readonly norm: string;
  readonly doneText: string;
  readonly retention: string;
}

/** 「依据」: which document asks for it, and what is only the school's own setting. */
export const dutySourceCard = (view: SourceView): Card => ({
  key: 'duty.source',
  title: cut(`依据：${view.duty}`, 20),
  tone: 'info',
  tag: '依据',
  blocks: [
    {
      kind: 'facts',
      facts: [
        { label: '文件', value: view.seed || '—' },
        { label: '规范', value: view.norm || '—' },
        { label: '算完成', value: view.doneText || '—' },
        { label: '保存', value: view.retention || '—' },
      ],
    },
    { kind: 'text', text: plain('推送时刻、催办节奏是学校自定，安全办可以改。'), muted: true },
  ],
  actions: [],
});

export const sampleTask: DutyTaskView = {
  task: 7,
  revision: 1,
  duty: '每周安全课',
  scope: '初二3班',
  period: '第3周',
  what: '每班每周一节有教案的安全课。',
  due: '9月19日 16:00',
  state: 'open',
  late: false,
  doneBy: '李敏',
  doneAt: '9月18日 14:32',
  excuse: '停课免记',
  calendarKnown: true,
  oneTap: false,
  fields: [],
  mayUndo: false,
};

export const samples: readonly Card[] = [
  dutyTaskCard(sampleTask),
  asked(dutyTaskCard(sampleTask)),
  forContent(dutyTaskCard({ ...sampleTask, state: 'done', mayFillIn: true })),
  dutyTaskCard({
    ...sampleTask,
    oneTap: true,
    text: '雨天撑伞会挡住视线，过马路时请把伞抬高看清车辆。',
    duty: '每日安全提醒',
  }),
  dutyTaskCard({ ...sampleTask, state: 'done', late: true, mayUndo: true }),
  dutyTaskCard({ ...sampleTask, state: 'done', mayFillIn: true }),
  dutyTaskCard({ ...sampleTask, state: 'missed', calendarKnown: false }),
  dutyTaskCard({ ...sampleTask, state: 'excused' }),
  dutySourceCard({
    duty: '每周安全课',
    seed: '004a「每周有一堂安全课」',
    norm: 'M23；1530',
    doneText: '有日期、课题、时长≥20 分',
    retention: 'K1',
  }),
];
