import type { Button, Card, Field } from '../model.ts';
import {
  askButton,
  cut,
  facts,
  type HazardView,
  hazardButton,
  pictures,
  quote,
  sampleView,
  text,
  undoButton,
} from './view.ts';

const working = (hazard: HazardView): boolean => hazard.state === 'assigned' || hazard.state === 'rectifying';

/** 重大不得延期, and an extension is given once (domain/hazards.md §4.2): then what helps is a date, and somebody's help. */
const moreTime = (hazard: HazardView): readonly Button[] =>
  hazard.mayExtend
    ? [askButton('需要更多时间', 'extension', hazard)]
    : [askButton('填预计日期', 'promise', hazard), hazardButton('需要协助', 'hazard.ask-help', hazard)];

/** 〔hazard.task〕 the owner's card. `own`: the viewer is the owner now. */
export function taskCard(hazard: HazardView, own: boolean): Card {
  if (!own || !working(hazard)) {
    return {
      key: 'hazard.task',
      title: cut(`${own ? hazard.stateText : '已改由他人办'}：${hazard.title}`, 20),
      tone: hazard.state === 'closed' ? 'done' : hazard.open && own ? 'info' : 'closed',
      tag: own ? hazard.stateText : '不用办了',
      blocks: [
        facts(
          ['编号', hazard.number],
          ['部位', hazard.place],
          ['复查人', own && hazard.state === 'pending_recheck' ? hazard.rechecker : undefined],
          ['措施', own ? hazard.measure : undefined],
        ),
      ],
      actions: own ? undoButton(hazard, 'rectify', 'return') : [],
    };
  }
  return {
    key: 'hazard.task',
    title: cut(`${hazard.state === 'rectifying' ? '整改中' : '待整改'}：${hazard.title}`, 20),
    tone: hazard.overdueDays > 0 ? 'due' : hazard.severity === 'major' ? 'danger' : 'info',
    tag: hazard.overdueDays > 0 ? `逾期 ${hazard.overdueDays} 天` : cut(`${hazard.due.split(' ')[0]}止`, 8),
    blocks: [
      ...(hazard.interim && !hazard.controlled ? [text(`先管控：${hazard.interim}。`)] : []),
      quote(hazard.description),
      facts(
        ['编号', hazard.number],
        ['部位', hazard.place],
        ['等级', hazard.severityText],
        ['期限', hazard.due],
        ['责任领导', hazard.leader],
        ['要求', hazard.requirement],
        ['管控', hazard.controlled ? '已到位' : undefined],
        ['督办', hazard.supervision],
      ),
      ...pictures('整改前', hazard.before),
    ],
    actions: [
      ...(hazard.controlled ? [] : [hazardButton('已做管控', 'hazard.control', hazard)]),
      hazardButton('提交整改', 'hazard.begin-rectification', hazard, 'primary'),
      ...moreTime(hazard),
      askButton('不归我管', 'return', hazard),
      ...undoButton(hazard, 'control'),
    ],
    summary: cut(hazard.interim ? `待整改：${hazard.title}，先${hazard.interim}` : `待整改：${hazard.title}`, 40),
  };
}

/** 〔hazard.fix〕 measure, cost, photos. */
export function fixCard(
  hazard: HazardView,
  draft: number,
  fields: readonly Field[],
  photos: number,
  message: string | undefined,
): Card {
  if (!working(hazard)) return { ...taskCard(hazard, true), key: 'hazard.fix' };
  return {
    key: 'hazard.fix',
    title: cut(`提交整改：${hazard.title}`, 20),
    tone: 'info',
    tag: '待填写',
    blocks: [
      text(photos > 0 ? `照片已附 ${photos} 张，写好措施就能申请复查。` : '先把整改后照片发到这里，再写措施。'),
      facts(['编号', hazard.number], ['期限', hazard.due]),
    ],
    form: {
      action: 'hazard.rectify',
      reference: { hazard: hazard.id, draft },
      revision: hazard.revision,
      fields,
      submit: '申请复查',
      ...(message ? { message } : {}),
    },
    actions: [],
  };
}

/** 〔hazard.recheck〕 by somebody else than the owner. */
export function recheckCard(
  hazard: HazardView,
  fields: readonly Field[],
  reused: readonly string[],
  message: string | undefined,
  asked: boolean,
): Card {
  const waiting = hazard.state === 'pending_recheck' && asked;
  return {
    key: 'hazard.recheck',
    title: cut(waiting ? `待复查：${hazard.title}` : `${hazard.stateText}：${hazard.title}`, 20),
    tone: waiting ? 'info' : hazard.state === 'closed' ? 'done' : 'closed',
    tag: waiting ? '待复查' : hazard.stateText,
    blocks: [
      facts(
        ['编号', hazard.number],
        ['部位', hazard.place],
        ['整改人', hazard.owner],
        ['提交', hazard.fixedAt],
        ['措施', hazard.measure],
      ),
      ...(waiting ? [...pictures('整改前', hazard.before), ...pictures('整改后', hazard.after)] : []),
      ...(waiting && reused.length > 0 ? [text(`请留意：整改后照片与 ${reused.join('、')} 用的是同一张。`)] : []),
      ...(waiting ? [text('请到现场看过再填，复查照片发到这里。')] : []),
    ],
    ...(waiting
      ? {
          form: {
            action: 'hazard.recheck',
            reference: { hazard: hazard.id },
            revision: hazard.revision,
            fields,
            submit: '提交复查',
            ...(message ? { message } : {}),
          },
        }
      : {}),
    actions: waiting ? [] : undoButton(hazard, 'pass', 'send_back'),
  };
}

/** 〔hazard.sent-back〕 what is still wrong; the clock starts anew. */
export const sentBackCard = (hazard: HazardView, reason: string, by = '复查人'): Card => ({
  key: 'hazard.sent-back',
  title: cut(working(hazard) ? `退回再改：${hazard.title}` : `${hazard.stateText}：${hazard.title}`, 20),
  tone: working(hazard) ? 'due' : 'closed',
  tag: working(hazard) ? cut(`${hazard.due.split(' ')[0]}止`, 8) : hazard.stateText,
  blocks: [
    text(`${by}写：“${cut(reason.replace(/[。.！!]+$/, ''), 100)}。”其余的不用重做。`),
    facts(['编号', hazard.number], ['新期限', `${hazard.due}（退回重新计时）`], ['复查人', hazard.rechecker]),
    ...pictures('复查照片', hazard.recheck),
  ],
  actions: working(hazard)
    ? [hazardButton('提交整改', 'hazard.begin-rectification', hazard, 'primary'), ...moreTime(hazard)]
    : [],
  summary: cut(`退回再改：${reason}`, 40),
});

export const passedCard = (hazard: HazardView): Card => ({
  key: 'hazard.passed',
  title: cut(`${hazard.stateText}：${hazard.title}`, 20),
  tone: hazard.open ? 'info' : 'done',
  tag: hazard.stateText,
  blocks: [
    text(hazard.open ? `这条又打开了，现在${hazard.stateText}。` : `${hazard.rechecker}复查合格，这条办完了。`),
    facts(['编号', hazard.number], ['部位', hazard.place]),
  ],
  actions: [],
});

export interface ExtensionView {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly state: 'asked' | 'granted' | 'refused';
}

/** →校长／分管副校长：请批延期. */
export const extensionDecisionCard = (hazard: HazardView, extension: ExtensionView): Card => ({
  key: 'hazard.extension-decision',
  title: cut(
    extension.state === 'asked'
      ? `请批延期：${hazard.title}`
      : `${extension.state === 'granted' ? '已同意延期' : '未同意延期'}：${hazard.title}`,
    20,
  ),
  tone: extension.state === 'asked' ? 'info' : 'closed',
  tag: extension.state === 'asked' ? '待批' : extension.state === 'granted' ? '已同意' : '未同意',
  blocks: [
    facts(
      ['编号', hazard.number],
      ['责任人', hazard.owner],
      ['原期限', extension.from],
      ['新期限', extension.to],
      ['原因', extension.reason],
    ),
  ],
  actions:
    extension.state === 'asked'
      ? [
          hazardButton('同意延期', 'hazard.grant-extension', hazard, 'primary'),
          hazardButton('不同意延期', 'hazard.refuse-extension', hazard),
        ]
      : undoButton(hazard, 'decide_extension'),
});

export const extensionDecidedCard = (hazard: HazardView, extension: ExtensionView): Card => ({
  key: 'hazard.extension-decided',
  title: cut(`${extension.state === 'granted' ? '同意延期' : '没同意延期'}：${hazard.title}`, 20),
  tone: extension.state === 'granted' ? 'info' : 'due',
  tag: extension.state === 'granted' ? '已同意' : '未同意',
  blocks: [
    text(
      extension.state === 'granted'
        ? `新期限 ${extension.to}。延期只批一次，期间管控请保持。`
        : `仍按 ${extension.from}。可以填预计日期，或点“需要协助”。`,
    ),
  ],
  actions: [
    hazardButton('提交整改', 'hazard.begin-rectification', hazard, 'primary'),
    askButton('填预计日期', 'promise', hazard),
    hazardButton('需要协助', 'hazard.ask-help', hazard),
  ],
});

export const samples: readonly Card[] = [
  taskCard(sampleView, true),
  taskCard({ ...sampleView, severity: 'major', severityText: '重大', mayExtend: false }, true),
  taskCard(
    {
      ...sampleView,
      state: 'pending_recheck',
      stateText: '待复查',
      undo: { step: 4, kind: 'rectify', label: '撤回提交' },
    },
    true,
  ),
  taskCard(sampleView, false),
  fixCard(sampleView, 5, [], 0, '请先发整改后照片'),
  recheckCard(
    {
      ...sampleView,
      state: 'pending_recheck',
      stateText: '待复查',
      measure: '换螺栓，加固 3 处',
      fixedAt: '9月22日 15:10',
    },
    [],
    ['GS-202509-0009'],
    undefined,
    true,
  ),
  recheckCard({ ...sampleView, state: 'closed', stateText: '已销号', open: false }, [], [], undefined, false),
  sentBackCard({ ...sampleView, state: 'rectifying' }, '下端一颗螺栓仍松。'),
  passedCard({ ...sampleView, state: 'closed', stateText: '已销号', open: false }),
  extensionDecisionCard(sampleView, {
    from: '9月25日',
    to: '9月30日',
    reason: '缺配件；管控：围挡保持',
    state: 'asked',
  }),
  extensionDecidedCard(sampleView, { from: '9月25日', to: '9月30日', reason: '缺配件', state: 'refused' }),
];
