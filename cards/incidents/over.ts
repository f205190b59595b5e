import { field, fields } from '../fields.ts';
import type { Card } from '../model.ts';
import { rich } from '../model.ts';
import { clip } from './clip.ts';

/** 处置完毕 asks for one sentence: it is what everybody who was told reads. */
export const resolveFields = fields({
  outcome: field.text('怎么样了', { required: true, maxLength: 80, hint: '如 火已扑灭，各班已回教室，无人受伤' }),
});

export interface ResolveData {
  readonly incident: number;
  readonly kind: string;
  readonly place?: string;
}

export function resolveCard(data: ResolveData): Card {
  const { incident } = data;
  return {
    key: 'incident.resolve',
    title: `处置完毕：${data.kind}`,
    tone: 'due',
    tag: '待填写',
    blocks: [
      { kind: 'text', text: rich`写一句结果，收到通知的人都会看到。写人数，不写学生姓名。` },
      { kind: 'facts', facts: [{ label: '地点', value: data.place ?? '未说' }] },
    ],
    form: {
      action: 'incident.resolve',
      reference: { incident },
      revision: 1,
      fields: resolveFields.show(),
      submit: '处置完毕',
      cancel: { label: '还在处置', action: 'incident.keep', reference: { incident } },
    },
    actions: [],
  };
}

export interface OverData {
  readonly incident: number;
  readonly kind: string;
  readonly place?: string;
  readonly at: string;
  readonly by: string;
  readonly outcome: string;
  /** For those who lead: which report is due and by when. */
  readonly report?: { readonly label: string; readonly stage: string; readonly due: string };
}

/** To everyone who was told: it was real, and it is over. */
export function overCard(data: OverData): Card {
  const { incident, report } = data;
  return {
    key: 'incident.over',
    title: clip(`处置完毕：${data.place ?? ''}${data.kind}`, 20),
    tone: 'closed',
    tag: '已结束',
    blocks: [
      { kind: 'text', text: rich`${data.at} ${data.by}：“${data.outcome}”` },
      { kind: 'text', text: rich`辛苦了。留一点时间看看学生和自己，有不舒服请找校医或心理老师。` },
      ...(report ? [{ kind: 'facts' as const, facts: [{ label: report.label, value: `${report.due}报出` }] }] : []),
    ],
    actions: report
      ? [
          {
            label: `写${report.label}`,
            action: 'incident.ask_report',
            reference: { incident, stage: report.stage },
            style: 'primary',
          },
        ]
      : [],
  };
}

export const samples: readonly Card[] = [
  resolveCard({ incident: 3, kind: '着火冒烟', place: '实验楼2层' }),
  overCard({
    incident: 3,
    kind: '着火冒烟',
    place: '实验楼2层',
    at: '11:20',
    by: '王强',
    outcome: '火已扑灭，各班已回教室，无人受伤',
    report: { label: '终报', stage: 'final', due: '9月25日前' },
  }),
  overCard({ incident: 3, kind: '有人受伤或晕倒', at: '11:20', by: '王强', outcome: '1 人送医，家长已到' }),
];
