import type { Block, Card, Field } from '../model.ts';
import { plain } from '../model.ts';

const text = (words: string): Block => ({ kind: 'text', text: plain(words) });

export interface LineFormView {
  readonly meeting: number;
  readonly fields: readonly Field[];
  readonly message?: string;
}

const lineForm = (
  key: string,
  title: string,
  say: string,
  action: string,
  submit: string,
  view: LineFormView,
): Card => ({
  key,
  title,
  tone: 'info',
  tag: '待填写',
  blocks: [text(say)],
  form: {
    action,
    reference: { meeting: view.meeting },
    revision: 1,
    fields: view.fields,
    submit,
    cancel: { label: '先不记', action: 'meeting.back', reference: { meeting: view.meeting } },
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export const decideCard = (view: LineFormView): Card =>
  lineForm('meeting.decide', '记决定', '一行一条，短一点。不写学生姓名。', 'meeting.decide', '记下决定', view);

export const assignCard = (view: LineFormView): Card =>
  lineForm(
    'meeting.assign',
    '加事项：谁办、哪天前',
    '散会后发给本人，没办完的下次先议。',
    'meeting.assign',
    '记下事项',
    view,
  );

export const removeCard = (view: LineFormView): Card =>
  lineForm('meeting.remove', '删哪几条', '删了不进纪要。已发给本人的事项不在这里。', 'meeting.remove', '删掉', view);

export const sendBackCard = (view: LineFormView): Card =>
  lineForm(
    'meeting.send_back',
    '退回补充：例会纪要',
    '写一句要补什么，记录的人接着记。',
    'meeting.send-back',
    '退回补充',
    view,
  );

export interface MissedView {
  readonly school: number;
  readonly period: number;
  /** 9月22日: the day it was due. */
  readonly due: string;
  /** What became of it, once somebody said so. */
  readonly said?: string;
}

/** 〔meeting.missed〕 to the vice principal, once: held elsewhere, or not held. */
export const missedCard = (view: MissedView): Card => ({
  key: 'meeting.missed',
  title: view.said ? `${view.due}例会：已记下` : `没看到${view.due}例会，请说明`,
  tone: view.said ? 'closed' : 'due',
  tag: view.said ? '已记' : `${view.due}`,
  blocks: [
    text(
      view.said ??
        `应于 ${view.due} 开（学校自定），安园没有记录。在别处开过的，补录两句就算；没有开的，记个原因。只问这一次。`,
    ),
  ],
  actions: view.said
    ? []
    : [
        { label: '开过，补录', action: 'meeting.late', reference: { school: view.school }, style: 'primary' },
        { label: '没有开', action: 'meeting.not-held', reference: { period: view.period } },
      ],
});

export interface FormView {
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔meeting.late〕 minutes of a meeting that was held elsewhere. */
export const lateCard = (view: FormView & { readonly school: number }): Card => ({
  key: 'meeting.late',
  title: '补录例会纪要',
  tone: 'info',
  tag: '待填写',
  blocks: [text('先记时间、到会和决定，下一步可加事项。')],
  form: {
    action: 'meeting.enter-late',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '记下例会',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

/** 〔meeting.not_held〕 why there was none. */
export const notHeldCard = (view: FormView & { readonly period: number }): Card => ({
  key: 'meeting.not_held',
  title: '例会没有开：原因',
  tone: 'info',
  tag: '待填写',
  blocks: [text('原因会列在下次例会的议题里。')],
  form: {
    action: 'meeting.explain',
    reference: { period: view.period },
    revision: 1,
    fields: view.fields,
    submit: '记下原因',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

const longText = { kind: 'longText' as const, name: 'decisions', label: '决定', required: true, maxLength: 400 };

export const samples: readonly Card[] = [
  decideCard({ meeting: 3, fields: [longText], message: '还差一项：决定' }),
  assignCard({ meeting: 3, fields: [{ kind: 'text', name: 'text', label: '事项', required: true, maxLength: 60 }] }),
  removeCard({
    meeting: 3,
    fields: [
      {
        kind: 'multiSelect',
        name: 'lines',
        label: '删哪几条',
        required: true,
        options: [{ value: '1', text: '停用男厕' }],
      },
    ],
  }),
  sendBackCard({
    meeting: 3,
    fields: [{ kind: 'text', name: 'reason', label: '要补什么', required: true, maxLength: 60 }],
  }),
  missedCard({ school: 1, period: 4, due: '9月22日' }),
  missedCard({ school: 1, period: 4, due: '9月22日', said: '没有开：考试。下次例会的议题里会列出。' }),
  lateCard({ school: 1, fields: [longText] }),
  notHeldCard({
    period: 4,
    fields: [
      {
        kind: 'singleSelect',
        name: 'reason',
        label: '原因',
        required: true,
        options: [{ value: '考试', text: '考试' }],
      },
    ],
  }),
];
