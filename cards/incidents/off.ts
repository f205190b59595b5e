import { field, fields } from '../fields.ts';
import type { Card } from '../model.ts';
import { rich } from '../model.ts';
import { clip } from './clip.ts';

export interface OffData {
  readonly place?: string;
  readonly at: string;
  readonly by: string;
  /** As typed by whoever called it off. */
  readonly reason: string;
}

/** To everyone who was alerted (domain/voice.md §2.4 〔incident.off〕). */
export function offCard(data: OffData): Card {
  return {
    key: 'incident.off',
    title: data.place ? `已解除：${clip(data.place, 12)}无险情` : '已解除：没有险情',
    tone: 'closed',
    tag: '误报',
    blocks: [
      { kind: 'text', text: rich`${data.at} ${data.by}解除：“${data.reason}”` },
      { kind: 'text', text: rich`疏散的班可以回教室。报得及时，下次照样报。` },
    ],
    actions: [],
  };
}

/** 误报解除 asks for the reason first; there are no pop-up confirmations (domain/voice.md §1). */
export const callOffFields = fields({
  reason: field.text('怎么回事', { required: true, maxLength: 60, hint: '如 到场看过，是水汽触发烟感' }),
});

export interface CallOffData {
  readonly incident: number;
  readonly kind: string;
  readonly place?: string;
}

export function callOffCard(data: CallOffData): Card {
  const { incident } = data;
  return {
    key: 'incident.call_off',
    title: `误报解除：${data.kind}`,
    tone: 'due',
    tag: '待填写',
    blocks: [
      { kind: 'text', text: rich`写一句怎么回事。提交后，收到通知的人都会收到解除。` },
      { kind: 'facts', facts: [{ label: '地点', value: data.place ?? '未说' }] },
    ],
    form: {
      action: 'incident.call_off',
      reference: { incident },
      revision: 1,
      fields: callOffFields.show(),
      submit: '误报解除',
      cancel: { label: '先不解除', action: 'incident.keep', reference: { incident } },
    },
    actions: [],
  };
}

export const samples: readonly Card[] = [
  offCard({ place: '实验楼2层', at: '10:38', by: '李敏', reason: '到场看过，是水汽触发烟感' }),
  offCard({ at: '10:38', by: '李敏', reason: '按错了' }),
  callOffCard({ incident: 3, kind: '着火冒烟', place: '实验楼2层' }),
  callOffCard({ incident: 3, kind: '险情未说明' }),
];
