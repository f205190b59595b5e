import { field, fields } from '../fields.ts';
import { type Card, type Field, plain } from '../model.ts';

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** 1 Monday … 7 Sunday. */
export const weekdayName = (weekday: number): string => weekdays[weekday - 1] ?? '周五';

export const summaryTimeFields = fields({
  weekday: field.singleSelect('周几发', {
    required: true,
    options: weekdays.map((text, index) => ({ value: String(index + 1), text })),
  }),
  clock: field.time('几点发', { required: true }),
});

export interface SummaryTimeView {
  readonly school: number;
  /** 周五 16:00 */
  readonly now: string;
  /** 9月26日 周五 16:00 */
  readonly next: string;
  readonly fields: readonly Field[];
  readonly message?: string;
}

/** 〔digest.settings〕 when the weekly digest comes; the safety office's own choice. */
export const summaryTimeCard = (view: SummaryTimeView): Card => ({
  key: 'digest.settings',
  title: `周报每${view.now}发`,
  tone: 'info',
  tag: '周报设置',
  blocks: [
    { kind: 'text', text: plain(`下一份 ${view.next}。当天不上课，就在之后的第一个上课日发。`) },
    { kind: 'text', text: plain('时间为学校自定。改了以后，上一份到新时间之间的都算进下一份。'), muted: true },
  ],
  form: {
    action: 'digest.settings-save',
    reference: { school: view.school },
    revision: 1,
    fields: view.fields,
    submit: '保存设置',
    ...(view.message ? { message: view.message } : {}),
  },
  actions: [],
});

export const samples: readonly Card[] = [
  summaryTimeCard({
    school: 1,
    now: '周五 16:00',
    next: '9月26日 周五 16:00',
    fields: summaryTimeFields.show({ weekday: { initial: '5' }, clock: { initial: '16:00' } }),
  }),
];
