import type { Card, Field } from '../model.ts';
import { plain } from '../model.ts';
import { shorten } from '../school/shorten.ts';

export interface MeetingItemView {
  readonly task: number;
  readonly revision: number;
  readonly text: string;
  readonly state: 'open' | 'missed' | 'done' | 'excused';
  /** 9月22日: the day of the meeting. */
  readonly held: string;
  /** 9月26日, and what the meeting first set where it was moved. */
  readonly due: string;
  readonly firstDue?: string;
  /** Days past the date; 0 while it is not. */
  readonly overdue: number;
  /** More time that was asked for: 10月10日, and why. */
  readonly asked?: { readonly due: string; readonly reason: string };
  readonly doneBy: string;
  readonly doneAt: string;
  readonly mayUndo: boolean;
}

const dueText = (view: MeetingItemView): string =>
  view.firstDue === undefined ? view.due : `${view.due}（原定 ${view.firstDue}）`;

/** 〔meeting.item〕 to the owner: what the meeting asked of them, with two ways on. */
export function meetingItemCard(view: MeetingItemView): Card {
  const reference = { task: view.task };
  const isDone = view.state === 'done' || view.state === 'excused';
  const late = view.overdue > 0 ? `逾期 ${view.overdue} 天：` : '例会事项：';
  return {
    key: 'meeting.item',
    title: shorten(`${isDone ? '已完成：' : late}${view.text}`, 20),
    tone: isDone ? 'done' : view.overdue > 0 ? 'due' : 'info',
    tag: isDone ? '已完成' : shorten(`${view.due}止`, 8),
    blocks: [
      { kind: 'text', text: plain(view.text) },
      {
        kind: 'facts',
        facts: [
          { label: '定于', value: `${view.held} 例会` },
          { label: '期限', value: dueText(view) },
          ...(view.asked
            ? [{ label: '已申请', value: `改到 ${view.asked.due}，因${view.asked.reason}；批下前按原定` }]
            : []),
          ...(isDone ? [{ label: '办完', value: `${view.doneAt} ${view.doneBy}` }] : []),
        ],
      },
      ...(isDone ? [] : [{ kind: 'text' as const, text: plain('没办完的，下次例会先议。'), muted: true }]),
    ],
    actions: isDone
      ? view.mayUndo
        ? [{ label: '点错了撤回', action: 'duty.undo', reference }]
        : []
      : [
          { label: '已完成', action: 'meeting_item.done', reference, style: 'primary' },
          { label: '需要更多时间', action: 'meeting_item.more', reference },
        ],
    summary: shorten(isDone ? `已完成：${view.text}` : `${view.text}，${view.due}止`, 40),
  };
}

export interface MoreTimeView {
  readonly task: number;
  readonly revision: number;
  readonly text: string;
  readonly due: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔meeting.more_time〕 the owner says until when, and why. */
export const moreTimeCard = (view: MoreTimeView): Card => ({
  key: 'meeting.more_time',
  title: shorten(`要更多时间：${view.text}`, 20),
  tone: 'info',
  tag: '待填写',
  blocks: [{ kind: 'text', text: plain(`由主持例会的领导定。批下前仍按 ${view.due}。`) }],
  form: {
    action: 'meeting_item.ask-time',
    reference: { task: view.task },
    revision: view.revision,
    fields: view.fields,
    submit: '申请改期',
    cancel: { label: '不改了', action: 'meeting_item.back', reference: { task: view.task } },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export interface TimeAskedView {
  readonly task: number;
  readonly text: string;
  readonly owner: string;
  readonly due: string;
  /** Absent once somebody has answered. */
  readonly asked?: { readonly due: string; readonly reason: string };
}

/** 〔meeting.time_asked〕 to whoever presides. */
export const timeAskedCard = (view: TimeAskedView): Card => ({
  key: 'meeting.time_asked',
  title: shorten(view.asked ? `请定改期：${view.text}` : `已定：${view.text}`, 20),
  tone: view.asked ? 'due' : 'closed',
  tag: view.asked ? '待您定' : '已定',
  blocks: [
    { kind: 'text', text: plain(view.text) },
    {
      kind: 'facts',
      facts: [
        { label: '责任人', value: view.owner },
        { label: view.asked ? '原期限' : '期限', value: view.due },
        ...(view.asked
          ? [
              { label: '申请到', value: view.asked.due },
              { label: '原因', value: view.asked.reason },
            ]
          : []),
      ],
    },
  ],
  actions: view.asked
    ? [
        { label: '同意改期', action: 'meeting_item.grant', reference: { task: view.task }, style: 'primary' },
        { label: '按原定', action: 'meeting_item.keep', reference: { task: view.task } },
      ]
    : [],
});

const sample: MeetingItemView = {
  task: 7,
  revision: 1,
  text: '北门错峰放学方案',
  state: 'open',
  held: '9月22日',
  due: '9月26日',
  overdue: 0,
  doneBy: '赵强',
  doneAt: '9月25日 16:10',
  mayUndo: false,
};

export const samples: readonly Card[] = [
  meetingItemCard(sample),
  meetingItemCard({ ...sample, overdue: 3, state: 'missed', asked: { due: '10月10日', reason: '缺配件' } }),
  meetingItemCard({ ...sample, state: 'done', firstDue: '9月24日', mayUndo: true }),
  moreTimeCard({
    task: 7,
    revision: 1,
    text: '北门错峰放学方案',
    due: '9月26日',
    fields: [
      { kind: 'date', name: 'due', label: '改到', required: true },
      { kind: 'text', name: 'reason', label: '原因', required: true, maxLength: 60 },
    ],
    message: '新日期要晚于原来的日期',
  }),
  timeAskedCard({
    task: 7,
    text: '北门错峰放学方案',
    owner: '赵强',
    due: '9月26日',
    asked: { due: '10月10日', reason: '等交警' },
  }),
  timeAskedCard({ task: 7, text: '北门错峰放学方案', owner: '赵强', due: '10月10日' }),
];
