import type { Card, Field } from '../model.ts';
import { plain } from '../model.ts';

export interface ReminderChoiceView {
  readonly task: number;
  readonly revision: number;
  readonly className: string;
  readonly due: string;
  readonly choices: readonly { readonly topic: string; readonly text: string }[];
  readonly fields: readonly Field[];
  readonly done?: string;
  readonly mayUndo: boolean;
  readonly message?: string;
}

/** 〔daily.mine〕 three to choose from, or one's own; in the one-to-one chat. */
export function reminderChoiceCard(view: ReminderChoiceView): Card {
  if (view.done) {
    return {
      key: 'duty.reminder',
      title: `已记：${view.className}`,
      tone: 'done',
      tag: '已讲',
      blocks: [{ kind: 'text', text: plain(view.done) }],
      actions: view.mayUndo ? [{ label: '点错了撤回', action: 'duty.undo', reference: { task: view.task } }] : [],
    };
  }
  return {
    key: 'duty.reminder',
    title: '今日请讲：三条选一条',
    tone: 'info',
    tag: view.className,
    blocks: [
      { kind: 'list', items: view.choices.map((one, index) => plain(`${index + 1}　${one.topic}：${one.text}`)) },
      { kind: 'text', text: plain(`${view.due} 前讲完点一下。照片发到本会话，会附在这条里。`), muted: true },
    ],
    form: {
      action: 'duty.reminder-own',
      reference: { task: view.task },
      revision: view.revision,
      fields: view.fields,
      submit: '本班已讲',
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [],
  };
}

const sample: ReminderChoiceView = {
  task: 7,
  revision: 1,
  className: '初二3班',
  due: '16:20',
  choices: [
    { topic: '交通', text: '雨天撑伞会挡住视线，过马路时请把伞抬高看清车辆。' },
    { topic: '防踩踏', text: '上下楼梯靠右走，不推不挤，鞋带松了先让到一边再系。' },
  ],
  fields: [],
  mayUndo: false,
};
export const samples: readonly Card[] = [
  reminderChoiceCard(sample),
  reminderChoiceCard({ ...sample, done: '李敏 14:32 已讲：交通。', mayUndo: true }),
];
