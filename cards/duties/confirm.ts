import { type Button, type Card, plain } from '../model.ts';

export interface ConfirmView {
  readonly task: number;
  readonly duty: string;
  /** 初二3班, or '' for the school. */
  readonly scope: string;
  readonly period: string;
  readonly isReminder: boolean;
  /** Somebody else's class. */
  readonly isDeputy: boolean;
  /** The duty has more to fill in than a tap says. */
  readonly hasForm: boolean;
  readonly state: 'open' | 'done' | 'missed' | 'excused';
  /** 李敏 9月18日 14:32. */
  readonly done: string;
  readonly mayUndo: boolean;
}

const cut = (words: string, length: number): string =>
  [...words].length > length ? `${[...words].slice(0, length - 1).join('')}…` : words;

/** Somebody wrote that it is done: one tap keeps it. */
export function confirmCard(view: ConfirmView): Card {
  const reference = { task: view.task };
  const name = view.scope === '' ? view.duty : view.scope;
  if (view.state === 'done' || view.state === 'excused') {
    return {
      key: 'duty.confirm',
      title: cut(view.state === 'done' ? `已记：${name}` : `免记：${name}`, 20),
      tone: view.state === 'done' ? 'done' : 'closed',
      tag: view.state === 'done' ? '已确认' : '免记',
      blocks: [{ kind: 'text', text: plain(`${view.duty}，${view.period}。${view.done}`) }],
      actions: view.mayUndo ? [{ label: '点错了撤回', action: 'duty.undo', reference }] : [],
    };
  }
  const label = view.isDeputy ? (view.isReminder ? '代班已讲' : '代班登记') : view.isReminder ? '本班已讲' : '已办好';
  const fill: Button = { label: '填写详情', action: 'duty.open', reference };
  return {
    key: 'duty.confirm',
    title: cut(`请确认：${name}${view.isReminder ? '已讲' : '已办'}`, 20),
    tone: 'info',
    tag: view.isDeputy ? '代班' : '待确认',
    blocks: [
      {
        kind: 'text',
        text: plain(`${view.duty}，${view.period}。${view.isDeputy ? '会记是您代的。' : ''}点一下才记。`),
      },
    ],
    actions: [
      { label, action: 'duty.confirm', reference, style: 'primary' },
      ...(view.hasForm && !view.isDeputy ? [fill] : []),
    ],
  };
}

const sample: ConfirmView = {
  task: 7,
  duty: '每日安全提醒',
  scope: '初二3班',
  period: '9月18日',
  isReminder: true,
  isDeputy: false,
  hasForm: false,
  state: 'open',
  done: '',
  mayUndo: false,
};

export const samples: readonly Card[] = [
  confirmCard(sample),
  confirmCard({ ...sample, isDeputy: true }),
  confirmCard({ ...sample, duty: '每周安全课', isReminder: false, hasForm: true }),
  confirmCard({ ...sample, state: 'done', done: '李敏 9月18日 14:32', mayUndo: true }),
];
