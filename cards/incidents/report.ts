import { field, fields } from '../fields.ts';
import type { Card, FieldValue, Option } from '../model.ts';
import { plain, rich } from '../model.ts';

const options = (texts: readonly string[]): readonly Option[] => texts.map((text) => ({ value: text, text }));

/** Kinds of the report form (domain/duties.json incident-report). */
export const reportKinds = [
  '伤害',
  '火灾',
  '交通',
  '溺水',
  '食物中毒',
  '传染病',
  '踩踏',
  '建筑',
  '治安',
  '走失',
  '自然灾害',
  '舆情',
  '其他',
] as const;

const common = {
  kind: field.singleSelect('类型', { required: true, options: options(reportKinds) }),
  at: field.dateTime('时间', { required: true }),
  place: field.text('地点', { required: true, maxLength: 40 }),
  facts: field.longText('经过', { required: true, maxLength: 400, hint: '看到的事实，不写学生姓名' }),
  injured: field.number('受伤人数', { required: true, maximum: 10_000, hint: '没有填 0' }),
  dead: field.number('死亡人数', { required: true, maximum: 10_000, hint: '没有填 0' }),
  measures: field.longText('已采取的措施', { required: true, maxLength: 400 }),
  called: field.multiSelect('已拨电话', { required: true, options: options(['110', '119', '120', '122']) }),
};

export const reportFields = fields(common);
/** The final report is also the review: why it happened, what is done differently. Time, place and kind stand already. */
export const finalReportFields = fields({
  facts: common.facts,
  injured: common.injured,
  dead: common.dead,
  measures: common.measures,
  cause: field.longText('原因', { required: true, maxLength: 400 }),
  improvement: field.longText('改进', { required: true, maxLength: 400, hint: '改什么、谁来改、什么时候前' }),
});

export interface ReportFormData {
  readonly incident: number;
  readonly stage: 'first' | 'follow_up' | 'final';
  /** 首报 */
  readonly label: string;
  /** 11:31 前 */
  readonly due: string;
  readonly initial: Readonly<Record<string, FieldValue>>;
  readonly entered?: { readonly values: Readonly<Record<string, FieldValue>>; readonly message: string };
}

/** By telephone first, then in writing; a follow-up says what changed, the final one why and what is done about it. */
const leads = {
  first: '电话先报，再补这份。知道多少写多少，人数写准，不写学生姓名。',
  follow_up: '写到现在为止的情况，有变化的改掉。人数写准，不写学生姓名。',
  final: '事情了结，写清经过、原因和改进。人数写准，不写学生姓名。',
} as const;

/** The report prefilled as far as it is known. */
export function reportFormCard(data: ReportFormData): Card {
  const { incident, stage } = data;
  const moments = Object.fromEntries(Object.entries(data.initial).map(([name, initial]) => [name, { initial }]));
  return {
    key: 'incident.report_form',
    title: `${data.label}稿：请核对后生成`,
    tone: 'due',
    tag: data.due,
    blocks: [{ kind: 'text', text: plain(leads[stage]) }],
    form: {
      action: stage === 'final' ? 'incident.write_final' : 'incident.write_report',
      reference: { incident, stage },
      revision: 1,
      fields:
        stage === 'final'
          ? finalReportFields.show(moments, data.entered?.values)
          : reportFields.show(moments, data.entered?.values),
      submit: `生成${data.label}稿`,
      ...(data.entered ? { message: data.entered.message } : {}),
    },
    actions: [],
  };
}

export const sentFields = fields({
  receiver: field.text('接报人', { required: true, maxLength: 40, hint: '如 区教育局值班 李科长' }),
});

export interface ReportData {
  readonly report: number;
  readonly label: string;
  readonly due: string;
  /** The text to read out or to copy. */
  readonly text: string;
  /** Whom the school reports to, with the number; '' when it has set nobody. */
  readonly authority: string;
  readonly sent?: { readonly at: string; readonly receiver: string };
}

/** The finished text, and the one thing left: say who took it. */
export function reportCard(data: ReportData): Card {
  const { report, sent } = data;
  return {
    key: 'incident.report',
    title: sent ? `${data.label}已报出` : `${data.label}稿，可复制`,
    tone: sent ? 'done' : 'due',
    tag: sent ? sent.at : data.due,
    blocks: [
      { kind: 'text', text: plain(data.text) },
      ...(sent ? [{ kind: 'facts' as const, facts: [{ label: '接报人', value: sent.receiver }] }] : []),
      ...(!sent && data.authority !== ''
        ? [{ kind: 'facts' as const, facts: [{ label: '报给', value: data.authority }] }]
        : []),
    ],
    ...(sent
      ? {}
      : {
          form: {
            action: 'incident.reported',
            reference: { report },
            revision: 1,
            fields: sentFields.show(),
            submit: '已报出',
          },
        }),
    actions: sent ? [] : [{ label: '再改改', action: 'incident.change_report', reference: { report } }],
    summary: sent ? `${data.label}已报出` : `${data.label}稿好了，请报出`,
  };
}

export interface ReportReminderData {
  readonly incident: number;
  readonly stage: 'first' | 'final';
  readonly label: string;
  readonly kind: string;
  readonly place?: string;
  /** 还剩 10 分钟; 已过时限 */
  readonly state: string;
  readonly due: string;
  /** Left out: nobody has taken it over. */
  readonly lead?: string;
  /** The text is ready and only has to be given to the authority. */
  readonly isWritten: boolean;
  readonly authority: string;
}

/** What is left to do while no text is there. */
const unwritten = {
  first: '先打电话报，稿子照着填就行。',
  final: '稿子照着填就行，写清原因和改进。',
} as const;

export function reportReminderCard(data: ReportReminderData): Card {
  const { incident, stage } = data;
  return {
    key: 'incident.report_reminder',
    title: `${data.label}还没报出：${data.state}`,
    tone: 'danger',
    tag: data.due,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '险情', value: `${data.place ?? ''}${data.kind}` },
          { label: '指挥', value: data.lead ?? '还没有人接手' },
          ...(data.authority === '' ? [] : [{ label: '报给', value: data.authority }]),
        ],
      },
      {
        kind: 'text',
        text: rich`${data.isWritten ? '稿子写好了，报出后记一下接报人。' : unwritten[stage]}`,
      },
    ],
    actions: [
      ...(data.lead === undefined && stage === 'first'
        ? [{ label: '我来处置', action: 'incident.handle', reference: { incident }, style: 'danger' as const }]
        : []),
      { label: `写${data.label}`, action: 'incident.ask_report', reference: { incident, stage }, style: 'primary' },
    ],
  };
}

const initial = { kind: '火灾', at: '2025-09-18 10:31', place: '实验楼2层' };
const text =
  '【首报】光明学校 9月18日 10:31，实验楼2层，火灾。经过：实验台冒烟，已撤人。受伤 0 人，死亡 0 人。已采取：切断电源，各班撤到操场。已拨 119。报告人 王强。';

export const samples: readonly Card[] = [
  reportFormCard({ incident: 3, stage: 'first', label: '首报', due: '11:31 前', initial }),
  reportFormCard({
    incident: 3,
    stage: 'follow_up',
    label: '续报',
    due: '9月18日',
    initial,
    entered: { values: { ...initial, facts: '实验台冒烟' }, message: '还差一项：受伤人数' },
  }),
  reportFormCard({ incident: 3, stage: 'final', label: '终报', due: '9月25日前', initial }),
  reportCard({ report: 1, label: '首报', due: '11:31 前', text, authority: '区教育局值班 0571-00000000' }),
  reportCard({
    report: 1,
    label: '首报',
    due: '',
    text,
    authority: '',
    sent: { at: '10:52', receiver: '区教育局 李科长' },
  }),
  reportReminderCard({
    incident: 3,
    stage: 'first',
    label: '首报',
    kind: '着火冒烟',
    place: '实验楼2层',
    state: '还剩 10 分钟',
    due: '11:31 前',
    lead: '王强',
    isWritten: false,
    authority: '',
  }),
  reportReminderCard({
    incident: 3,
    stage: 'first',
    label: '首报',
    kind: '着火冒烟',
    state: '已过时限',
    due: '11:31 前',
    isWritten: false,
    authority: '区教育局值班 0571-00000000',
  }),
];
