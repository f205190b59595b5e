import type { Block, Card, Field } from '../model.ts';
import { plain } from '../model.ts';
import { askButton, cut, facts, type HazardView, hazardButton, pictures, sampleView, text } from './view.ts';

export interface ReportFormView {
  readonly draft: number;
  readonly title: string;
  readonly revision: number;
  readonly fields: readonly Field[];
  readonly photos: number;
  readonly hasWords: boolean;
  readonly advice?: string;
  readonly missing: readonly ('place' | 'phenomenon')[];
  /** Told as over. */
  readonly bygone?: boolean;
  readonly message?: string;
}

/** 〔hazard.form〕 what was understood, prefilled: look once, tap once. */
export function reportFormCard(view: ReportFormView): Card {
  const ask: string[] = [];
  if (view.missing.includes('place')) ask.push('在哪栋、几层、哪个位置？');
  if (view.missing.includes('phenomenon')) ask.push('是什么问题？');
  const lead = view.hasWords
    ? view.bygone
      ? '像是已经过去的事，没有通知别人。要整改或留底的，看一眼再登记；现在还有危险，发“紧急”。'
      : ask.length > 0
        ? `还想问一下：${ask.join('')}能拍照更好。`
        : '按原话填好了，看一眼再点。'
    : '要上报隐患吗？写一句是什么问题，照片已附上。';
  return {
    key: 'hazard.form',
    title: cut(view.hasWords ? `请确认：${view.title}` : '要上报隐患吗', 20),
    tone: 'info',
    tag: '待确认',
    blocks: [
      ...(view.advice ? [text(view.advice)] : []),
      text(lead),
      { kind: 'text', text: plain('15 分钟没点，会按原话登记，由安全办补充。有人正有危险，发“紧急”。'), muted: true },
    ],
    form: {
      action: 'hazard.register',
      reference: { draft: view.draft },
      revision: view.revision,
      fields: view.fields,
      submit: '登记隐患',
      cancel: { label: '不报了', action: 'hazard.drop', reference: { draft: view.draft } },
      ...(view.message ? { message: view.message } : {}),
    },
    actions: [],
    summary: cut(view.hasWords ? `请确认：${view.title}` : '照片已收到，要上报隐患吗', 40),
  };
}

export const droppedReportCard = (): Card => ({
  key: 'hazard.form',
  title: '这条没有上报',
  tone: 'closed',
  tag: '未登记',
  blocks: [text('要报的话，再打一句话就行。')],
  actions: [],
});

/** The card a report began with, once the words have come and brought the form below. */
export const goesOnBelowCard = (photos: number): Card => ({
  key: 'hazard.form',
  title: photos > 0 ? '照片已附到下面那张卡' : '请看下面那张卡',
  tone: 'closed',
  tag: '已收到',
  blocks: [text(photos > 0 ? `照片 ${photos} 张，在下面那张卡上登记就行。` : '在下面那张卡上登记就行。')],
  actions: [],
});

/** 分开登记 was pressed: the forms follow one by one. */
export const splitDoneCard = (count: number): Card => ({
  key: 'hazard.split',
  title: `已分成 ${count} 条`,
  tone: 'closed',
  tag: '已分开',
  blocks: [text('下面每条一张卡，看一眼再点。')],
  actions: [],
});

export interface ReceiptView {
  /** 10:50, as long as it is to come. */
  readonly decideBy?: string;
  /** The time to decide is over; when somebody was asked again, if it has happened: 10:50. */
  readonly late?: string;
  readonly mayWithdraw: boolean;
}

/** 〔hazard.receipt〕 the reporter's card: follows the hazard to the end. */
export function receiptCard(view: HazardView, { decideBy, late, mayWithdraw }: ReceiptView): Card {
  const waiting =
    late === undefined
      ? decideBy
        ? `安全办 ${decideBy} 前认定并派人，销号后告诉您。`
        : '安全办认定后派人，销号后告诉您。'
      : `安全办还没认定${late === '' ? '' : `，${late} 已再提醒`}。认定后派人，销号后告诉您。`;
  const next: Readonly<Record<string, string>> = {
    reported: `${waiting}照片可继续发到这里。`,
    reopened: '已重新打开，安全办正在处理。',
    triaged: '已认定为重大，先管控，再整改。',
    assigned: `已派${view.owner}整改，${view.due} 前办好。`,
    rectifying: `${view.owner}正在整改，${view.due} 前办好。`,
    pending_recheck: view.passed
      ? '已整改，复查合格，等校长同意和外部回执后销号。'
      : `已整改，等${view.rechecker}复查。`,
    closed: '已修好并复查合格。多谢您。',
    merged: '与另一条是同一处，已并入，销号后一样告诉您。',
    not_hazard: '安全办看过，不属实。看到别的，照样打一句话给我。',
    transferred: '已转校外部门处理。',
    withdrawn: '您已撤回这条。',
  };
  const done = view.state === 'closed';
  return {
    key: 'hazard.receipt',
    title: cut(
      done ? `已销号：${view.title}` : view.state === 'withdrawn' ? `已撤回：${view.title}` : `已登记：${view.title}`,
      20,
    ),
    tone: done ? 'done' : view.open ? 'info' : 'closed',
    tag: view.stateText,
    blocks: [
      facts(
        ['编号', view.number],
        [view.state === 'reported' ? '建议等级' : '等级', view.candidate ? '疑似重大' : view.severityText],
        ['部位', view.place],
        ['时间', view.reportedAt],
        ['照片', view.photoCount > 0 ? `${view.photoCount} 张` : undefined],
      ),
      text(next[view.state] ?? ''),
      ...(done ? pictures('整改后', view.after) : []),
    ],
    actions: [
      ...(view.open ? [askButton('补充情况', 'supplement', view)] : []),
      ...(mayWithdraw ? [hazardButton('撤回上报', 'hazard.withdraw', view)] : []),
      ...(done ? [askButton('仍有问题', 'reopen', view)] : []),
    ],
    summary: cut(`已登记 ${view.number}，${view.stateText}`, 40),
  };
}

/** 〔hazard.duplicate〕 the same spot already has one. */
export function duplicateCard(draft: number, known: HazardView, words: string): Card {
  return {
    key: 'hazard.duplicate',
    title: cut(`像是已报过：${known.title}`, 20),
    tone: 'info',
    tag: '待选择',
    blocks: [
      {
        kind: 'list',
        items: [
          plain(`已有：${known.number} ${known.stateText}${known.due ? `，${known.due} 止` : ''}`),
          plain(`您报：${cut(words, 100)}`),
        ],
      },
      text('并入后您也会收到销号通知，照片一并附上。'),
    ],
    actions: [
      { label: '并入这条', action: 'hazard.join', reference: { draft, hazard: known.id }, style: 'primary' },
      { label: '单独登记', action: 'hazard.register-separately', reference: { draft } },
    ],
  };
}

/** Two hazards in one message: one by one, or as one. */
export function splitCard(draft: number, readings: readonly { title: string; description: string }[]): Card {
  return {
    key: 'hazard.split',
    title: `像是 ${readings.length} 处隐患，分开报吗`,
    tone: 'info',
    tag: '待选择',
    blocks: [
      {
        kind: 'list',
        items: readings
          .slice(0, 5)
          .map((reading, index) => plain(`${index + 1}　${reading.title}：${cut(reading.description, 40)}`)),
      },
      text('分开报，各派各的人，办得快。15 分钟没选，先合成一条登记。'),
    ],
    actions: [
      { label: '分开登记', action: 'hazard.split', reference: { draft }, style: 'primary' },
      { label: '就当一条', action: 'hazard.keep-whole', reference: { draft } },
      { label: '不报了', action: 'hazard.drop', reference: { draft } },
    ],
  };
}

export interface TurnView {
  readonly hazard: HazardView;
  /** 已派人, 已整改, 退回再改 … */
  readonly turn: string;
  readonly what: string;
}

/** One turn of a report, told once and never changed afterwards: the receipt is the card that follows the hazard. */
export const turnCard = ({ hazard, turn, what }: TurnView): Card => ({
  key: 'hazard.turn',
  title: cut(`${turn}：${hazard.title}`, 20),
  tone: 'info',
  blocks: [text(what), facts(['编号', hazard.number], ['部位', hazard.place])],
  actions: hazard.open ? [askButton('补充情况', 'supplement', hazard)] : [],
});

/** 〔hazard.closed〕 the only place that says thank you. */
export const closedCard = (view: HazardView): Card => ({
  key: 'hazard.closed',
  title: cut(`${view.stateText}：${view.title}`, 20),
  tone: view.open ? 'info' : 'done',
  tag: view.stateText,
  blocks: [
    text(
      view.open
        ? `这条又打开了，现在${view.stateText}。`
        : `您 ${view.reportedAt.split(' ')[0]} 报的已修好，${view.rechecker}复查合格，${view.daysTaken ? `用时 ${view.daysTaken} 天` : '当天办完'}。多谢您。`,
    ),
    facts(['编号', view.number], ['措施', view.measure]),
    ...pictures('整改后', view.after),
  ] satisfies Block[],
  actions: view.open ? [] : [askButton('仍有问题', 'reopen', view)],
  summary: cut(`您报的 ${view.title} 已修好`, 40),
});

export const samples: readonly Card[] = [
  reportFormCard({
    draft: 1,
    title: sampleView.title,
    revision: 1,
    fields: [],
    photos: 0,
    hasWords: true,
    missing: [],
  }),
  reportFormCard({
    draft: 1,
    title: '昨天食堂着火了',
    revision: 1,
    fields: [],
    photos: 0,
    hasWords: true,
    missing: [],
    bygone: true,
  }),
  reportFormCard({
    draft: 1,
    title: '',
    revision: 1,
    fields: [],
    photos: 1,
    hasWords: false,
    missing: ['place'],
    message: '还差一项：具体位置',
  }),
  droppedReportCard(),
  goesOnBelowCard(1),
  splitDoneCard(2),
  receiptCard({ ...sampleView, state: 'reported', stateText: '待认定' }, { decideBy: '10:50', mayWithdraw: true }),
  receiptCard({ ...sampleView, state: 'reported', stateText: '待认定' }, { late: '10:50', mayWithdraw: false }),
  receiptCard({ ...sampleView, state: 'closed', stateText: '已销号', open: false }, { mayWithdraw: false }),
  duplicateCard(1, sampleView, sampleView.description),
  splitCard(1, [sampleView, sampleView]),
  turnCard({ hazard: sampleView, turn: '已派人', what: '已派赵强整改，9月25日 周四 前办好。' }),
  closedCard({
    ...sampleView,
    open: false,
    state: 'closed',
    stateText: '已销号',
    daysTaken: 4,
    measure: '换螺栓，加固 3 处',
  }),
];
