import type { Block, Card, Field } from '../model.ts';
import { plain } from '../model.ts';
import {
  askButton,
  cut,
  facts,
  type HazardView,
  hazardButton,
  pictures,
  quote,
  sampleView,
  severityTone,
  text,
  undoButton,
} from './view.ts';

export interface TriageView {
  readonly hazard: HazardView;
  readonly fields: readonly Field[];
  readonly decideBy: string;
  /** The time to decide is over. */
  readonly late?: boolean;
  readonly repeats: number;
  /** Why it came back: 赵强退回：… */
  readonly back?: string;
  readonly duplicates: readonly { readonly number: string; readonly text: string }[];
  readonly message?: string;
  /** Set once somebody decided: 王芳 10:31 已派单. */
  readonly decided?: string;
}

/** 〔hazard.triage〕 the safety office confirms, names an owner and a deadline. */
export function triageCard(view: TriageView): Card {
  const { hazard } = view;
  const story: Block[] = [
    ...(view.back ? [text(view.back)] : []),
    quote(hazard.description),
    facts(
      ['编号', hazard.number],
      ['部位', hazard.place],
      ['上报', `${hazard.reporter} ${hazard.reportedAt}`],
      ['照片', hazard.photoCount > 0 ? `${hazard.photoCount} 张` : '没有'],
      ['90 天内同部位', `${view.repeats} 次`],
    ),
    ...pictures('现场', hazard.before),
  ];
  if (view.decided) {
    return {
      key: 'hazard.triage',
      title: cut(`${hazard.stateText}：${hazard.title}`, 20),
      tone: hazard.open ? 'done' : 'closed',
      tag: hazard.stateText,
      blocks: [
        text(view.decided),
        facts(['编号', hazard.number], ['等级', hazard.severityText], ['责任人', hazard.owner], ['期限', hazard.due]),
      ],
      actions: [
        ...undoButton(hazard, 'assign', 'reject', 'merge', 'transfer', 'confirm_major', 'lower_major'),
        ...(hazard.state === 'assigned' || hazard.state === 'rectifying'
          ? [askButton('改派', 'reassign', hazard)]
          : []),
        ...(hazard.state === 'pending_recheck' ? [askButton('换复查人', 'rechecker', hazard)] : []),
        ...(hazard.severity === 'major' && hazard.open ? [askButton('登记回执', 'receipt', hazard)] : []),
        ...(hazard.state !== 'triaged' && hazard.open && !hazard.supervision && !hazard.candidate
          ? [askButton('挂牌督办', 'list', hazard)]
          : []),
      ],
    };
  }
  return {
    key: 'hazard.triage',
    title: cut(`待认定：${hazard.title}`, 20),
    tone: severityTone(hazard),
    tag: hazard.incomplete ? '待补充' : decideTag(view.decideBy, view.late),
    blocks: [
      ...story,
      ...(view.duplicates.length > 0
        ? [
            text('同部位还有这些没销号，是同一处就点“并入重复”：'),
            { kind: 'list', items: view.duplicates.map((one) => plain(`${one.number} ${one.text}`)) } satisfies Block,
          ]
        : []),
    ],
    form: {
      action: 'hazard.assign',
      reference: { hazard: hazard.id },
      revision: hazard.revision,
      fields: view.fields,
      submit: '认定派单',
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [
      askButton('并入重复', 'merge', hazard),
      askButton('不属实', 'reject', hazard),
      askButton('转外部', 'transfer', hazard),
      ...undoButton(hazard, 'assign', 'reject', 'merge', 'transfer', 'confirm_major', 'lower_major'),
    ],
    summary: cut(`待认定：${hazard.title}，${view.decideBy} 前派人`, 40),
  };
}

/** A clock time alone says nothing once it is over: the next morning 10:50 would be read as today's. */
const decideTag = (decideBy: string, late = false): string => (late ? `已过 ${decideBy}` : `${decideBy}前`);

/** 〔hazard.major〕 suspected major: control first, a person decides. */
export function majorCard(
  hazard: HazardView,
  decideBy: string,
  decided: string | undefined,
  late = false,
  going?: string,
): Card {
  return {
    key: 'hazard.major',
    title: cut(decided ? `已定：${hazard.title}` : `疑似重大：${hazard.title}`, 20),
    tone: decided ? 'done' : 'danger',
    tag: decided ? hazard.stateText : decideTag(decideBy, late),
    blocks: [
      text(decided ?? '先管控：让学生离开，停用这里。认定前按重大管控。'),
      quote(hazard.description),
      facts(
        ['编号', hazard.number],
        ['部位', hazard.place],
        ['提示条款', hazard.clause],
        ['报于', hazard.reportedAt],
        ['上报', hazard.reporter],
        going ? ['赶去', going] : ['管控', hazard.interim],
      ),
      ...pictures('现场', hazard.before),
      ...(decided ? [] : [text('是否重大由人认定。认定写依据，降级写理由。')]),
    ],
    actions: decided
      ? undoButton(hazard, 'assign', 'reject', 'merge', 'transfer', 'confirm_major', 'lower_major')
      : [
          hazardButton('我去管控', 'hazard.take-control', hazard),
          askButton('认定重大', 'confirm-major', hazard, 'danger'),
          askButton('降为较大', 'lower-major', hazard),
        ],
    summary: cut(decided ? `已定：${hazard.title}` : `疑似重大：${hazard.title}，先管控`, 40),
  };
}

/** A leader hears that a person decided it is major. */
export const confirmedCard = (hazard: HazardView, basis: string): Card => ({
  key: 'hazard.confirmed',
  title: cut(`重大隐患：${hazard.title}`, 20),
  tone: hazard.open ? 'danger' : 'done',
  tag: hazard.stateText,
  blocks: [
    text('已由人认定为重大。保持停用，24 小时内书面报告由安全办登记。'),
    facts(
      ['编号', hazard.number],
      ['部位', hazard.place],
      ['依据', basis],
      ['管控', hazard.interim],
      ['责任人', hazard.owner],
      ['期限', hazard.due],
    ),
  ],
  actions: [],
});

/** Nobody decided in time: who is asked next. */
export const untriagedCard = (hazard: HazardView, waited: string): Card => ({
  key: 'hazard.untriaged',
  title: cut(
    hazard.open && (hazard.state === 'reported' || hazard.state === 'reopened' || hazard.state === 'triaged')
      ? `还没派人：${hazard.title}`
      : `${hazard.stateText}：${hazard.title}`,
    20,
  ),
  tone:
    hazard.state === 'reported' || hazard.state === 'reopened' || hazard.state === 'triaged'
      ? severityTone(hazard)
      : 'done',
  tag: hazard.stateText,
  blocks: [
    text(
      hazard.open && (hazard.state === 'reported' || hazard.state === 'reopened' || hazard.state === 'triaged')
        ? `报上来 ${waited}，还没有责任人。安全办、校领导都能派单。`
        : '已有人定，这里不用再点。',
    ),
    quote(hazard.description),
    facts(['编号', hazard.number], ['部位', hazard.place], ['上报', `${hazard.reporter} ${hazard.reportedAt}`]),
  ],
  actions:
    hazard.state === 'reported' || hazard.state === 'reopened' || hazard.state === 'triaged'
      ? [hazardButton('看认定卡', 'hazard.open-triage', hazard, 'primary')]
      : [],
});

export const samples: readonly Card[] = [
  triageCard({
    hazard: { ...sampleView, state: 'reported', stateText: '待认定' },
    fields: [],
    decideBy: '10:50',
    repeats: 0,
    back: '赵强退回：这是食堂的楼梯',
    duplicates: [{ number: 'GS-202509-0009', text: '2号楼3层扶手 整改中' }],
  }),
  triageCard({
    hazard: { ...sampleView, undo: { step: 3, kind: 'assign', label: '撤回派单' } },
    fields: [],
    decideBy: '',
    repeats: 1,
    duplicates: [],
    decided: '王芳 10:31 已派单',
  }),
  majorCard({ ...sampleView, candidate: true, clause: '判定指南 三(一)6' }, '10:50', undefined, false, '王强 10:22'),
  majorCard({ ...sampleView, candidate: false }, '', '王芳 10:31 认定为重大'),
  confirmedCard({ ...sampleView, severity: 'major', severityText: '重大' }, '三(一)6'),
  untriagedCard({ ...sampleView, state: 'reported', stateText: '待认定' }, '30 分钟'),
];
