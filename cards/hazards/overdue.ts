import type { Card } from '../model.ts';
import {
  askButton,
  cut,
  facts,
  type HazardView,
  hazardButton,
  pictures,
  sampleView,
  text,
  undoButton,
} from './view.ts';

const working = (hazard: HazardView): boolean => hazard.state === 'assigned' || hazard.state === 'rectifying';

export interface OverdueView {
  readonly hazard: HazardView;
  /** 0: not overdue yet; 1–3 as in domain/voice.md §1. */
  readonly level: number;
  readonly own: boolean;
  /** The deadline is this very day. */
  readonly dueToday?: boolean;
  readonly stuck?: string;
  readonly promised?: string;
  /** How the level above is called, for the owner: 已请分管副校长协调. */
  readonly told?: string;
}

const settled = (hazard: HazardView): Card => ({
  key: 'hazard.overdue',
  title: cut(`${hazard.stateText}：${hazard.title}`, 20),
  tone: hazard.state === 'closed' ? 'done' : 'closed',
  tag: hazard.stateText,
  blocks: [facts(['编号', hazard.number], ['部位', hazard.place])],
  actions: [],
});

/** 请协调：男厕地漏逾期 3 天: how late it is always fits, the hazard's own title gives way. */
const asking = (wish: string, title: string, late: string): string =>
  `${wish}：${cut(title, 20 - wish.length - 1 - late.length)}${late}`;

/** 〔hazard.overdue〕 each level more specific and more helpful, never louder. */
export function overdueCard(view: OverdueView): Card {
  const { hazard, level } = view;
  if (!working(hazard)) return settled(hazard);
  const soon = view.dueToday ? '今天到期' : `${hazard.due.split(' ')[0]}止`;
  const late = hazard.overdueDays > 0 ? `逾期 ${hazard.overdueDays} 天` : soon;
  const status = facts(
    ['编号', hazard.number],
    ['部位', hazard.place],
    ['责任人', view.own ? undefined : hazard.owner],
    ['卡在', view.stuck],
    ['预计', view.promised],
    ['管控', hazard.controlled ? '已到位' : hazard.interim],
    ['督办', hazard.supervision],
  );
  const base = {
    key: 'hazard.overdue',
    tone: level >= 3 || hazard.severity === 'major' ? ('danger' as const) : ('due' as const),
  };
  if (view.own) {
    const words: Readonly<Record<number, string>> = {
      0: `期限 ${hazard.due}。办好了就提交，还差哪一步也可以点一下。`,
      1: '卡在哪一步？点一个，安园接着办。预计日期不改期限。',
      2: `已请${view.told ?? '分管副校长'}协调，管控请保持。`,
      3: `已报${view.told ?? '校长'}，停用和管控请保持。`,
    };
    return {
      ...base,
      tone: level === 0 ? 'info' : base.tone,
      title: cut(
        level === 0 && !view.dueToday && hazard.overdueDays === 0
          ? `快到期：${hazard.title}`
          : `${late}：${hazard.title}`,
        20,
      ),
      tag: level === 0 ? cut(`${hazard.due.split(' ')[0]}止`, 8) : hazard.severityText,
      blocks: [text(words[level] ?? ''), status],
      actions: [
        hazardButton('提交整改', 'hazard.begin-rectification', hazard, 'primary'),
        askButton('填预计日期', 'promise', hazard),
        hazardButton('需要协助', 'hazard.ask-help', hazard),
      ],
    };
  }
  if (level <= 1) {
    return {
      ...base,
      title: cut(`${late}：${hazard.title}`, 20),
      tag: hazard.severityText,
      blocks: [text('抄送您知道，责任人已收到。'), status],
      actions: [],
    };
  }
  if (level === 2) {
    return {
      ...base,
      title: asking('请协调', hazard.title, late),
      tag: hazard.severityText,
      blocks: [status, text('等您定：协调一下，或换责任人。')],
      actions: [
        hazardButton('我来协调', 'hazard.coordinate', hazard, 'primary'),
        askButton('换责任人', 'reassign', hazard),
      ],
    };
  }
  return {
    ...base,
    title: asking('请定', hazard.title, late),
    tag: hazard.supervision ? '挂牌督办' : hazard.severityText,
    blocks: [
      status,
      text(hazard.supervision ? '已挂牌督办。等您定：换责任人，或继续停用。' : '等您定：换责任人，或挂牌督办。'),
    ],
    actions: [
      askButton('换责任人', 'reassign', hazard),
      ...(hazard.supervision ? [] : [askButton('挂牌督办', 'list', hazard, 'danger')]),
      hazardButton('继续停用', 'hazard.keep-out-of-use', hazard),
    ],
  };
}

/** Interim control should stand by now. */
export function controlCard(hazard: HazardView): Card {
  const wanted = working(hazard) && !hazard.controlled;
  const now = hazard.controlled ? '管控到位' : hazard.stateText;
  return {
    key: 'hazard.control-wanted',
    title: cut(`${wanted ? '请先管控' : now}：${hazard.title}`, 20),
    tone: wanted ? 'due' : 'done',
    tag: hazard.severityText,
    blocks: [
      text(wanted ? `还没记管控：${hazard.interim ?? '设围挡或停用'}。做好点一下。` : `${now}，不用再点。`),
      facts(['编号', hazard.number], ['部位', hazard.place], ['责任人', hazard.owner]),
    ],
    actions: wanted ? [hazardButton('已做管控', 'hazard.control', hazard, 'primary')] : [],
  };
}

/** A recheck that waits. */
export function recheckDueCard(hazard: HazardView): Card {
  const waiting = hazard.state === 'pending_recheck' && !hazard.passed;
  return {
    key: 'hazard.recheck-due',
    title: cut(waiting ? `请复查：${hazard.title}` : `${hazard.stateText}：${hazard.title}`, 20),
    tone: waiting ? 'due' : 'closed',
    tag: hazard.stateText,
    blocks: [
      text(
        waiting
          ? `${hazard.fixedAt ?? ''} 提交整改，等${hazard.rechecker}复查。`
          : `现在${hazard.stateText}，不用再办复查。`,
      ),
      facts(['编号', hazard.number], ['部位', hazard.place]),
    ],
    actions: waiting
      ? [hazardButton('看复查卡', 'hazard.open-recheck', hazard, 'primary'), askButton('换复查人', 'rechecker', hazard)]
      : [],
  };
}

export const listedCard = (hazard: HazardView, number: string, supervisor: string, deadline: string): Card => ({
  key: 'hazard.listed',
  title: cut(hazard.supervision ? `挂牌督办：${hazard.title}` : `已摘牌：${hazard.title}`, 20),
  tone: hazard.supervision ? 'danger' : 'done',
  tag: hazard.supervision ? '挂牌督办' : '已摘牌',
  blocks: [
    facts(
      ['督办编号', number],
      ['督办人', supervisor],
      ['督办期限', deadline],
      ['责任人', hazard.owner],
      ['编号', hazard.number],
      ['管控', hazard.controlled ? '已到位' : hazard.interim],
    ),
  ],
  actions: hazard.supervision ? [askButton('摘牌', 'delist', hazard)] : [],
});

/** The authority's report: who was told in writing, when. */
export const authorityCard = (hazard: HazardView, reported: string | undefined): Card => ({
  key: 'hazard.authority',
  title: cut(reported ? `已报送：${hazard.title}` : `请书面上报：${hazard.title}`, 20),
  tone: reported ? 'done' : 'danger',
  tag: reported ? '已报送' : hazard.severity === 'major' ? '24 小时内' : '待报送',
  blocks: [
    text(
      reported
        ? `已记：${reported}`
        : hazard.severity === 'major'
          ? '重大隐患 24 小时内书面报教育局与属地政府，报了登记一下。'
          : '逾期已久，请报教育局，报了登记一下。',
    ),
    facts(
      ['编号', hazard.number],
      ['部位', hazard.place],
      ['管控', hazard.interim],
      ['责任人', hazard.owner],
      ['期限', hazard.due],
    ),
  ],
  actions: reported ? [] : [askButton('登记上报', 'authority', hazard, 'primary')],
});

/** Closing a major one needs the principal's word. */
export const consentCard = (hazard: HazardView, given: boolean, receipt: string | undefined): Card => {
  if (!given && hazard.state !== 'pending_recheck')
    return {
      ...settled(hazard),
      key: 'hazard.consent',
      actions: undoButton(hazard, 'send_back'),
    };
  return {
    key: 'hazard.consent',
    title: cut(given ? `已同意销号：${hazard.title}` : `请定：销号 ${hazard.title}`, 20),
    tone: given ? 'done' : 'info',
    tag: given ? hazard.stateText : '待您同意',
    blocks: [
      facts(
        ['编号', hazard.number],
        ['措施', hazard.measure],
        ['复查', `${hazard.rechecker} 合格`],
        ['外部回执', receipt ?? '还没有'],
      ),
      ...(given || receipt ? [] : [text('回执由安全办补传，两样都齐才销号。')]),
    ],
    actions: given
      ? []
      : [hazardButton('同意销号', 'hazard.consent', hazard, 'primary'), askButton('退回再改', 'send-back', hazard)],
  };
};

export const receiptWantedCard = (hazard: HazardView, receipt: string | undefined): Card => {
  if (!receipt && hazard.state !== 'pending_recheck')
    return {
      ...settled(hazard),
      key: 'hazard.receipt-wanted',
      actions: undoButton(hazard, 'send_back'),
    };
  return {
    key: 'hazard.receipt-wanted',
    title: cut(receipt ? `回执已记：${hazard.title}` : `缺外部回执：${hazard.title}`, 20),
    tone: receipt ? 'done' : 'due',
    tag: receipt ? hazard.stateText : '待补传',
    blocks: [
      text(receipt ?? '重大隐患须有外部回执方可销号，收到后登记在这里。'),
      facts(['编号', hazard.number], ['部位', hazard.place]),
    ],
    actions: receipt
      ? []
      : [askButton('登记回执', 'receipt', hazard, 'primary'), askButton('退回再改', 'send-back', hazard)],
  };
};

export const supplementCard = (hazard: HazardView, words: string, by: string): Card => ({
  key: 'hazard.supplement',
  title: cut(`有补充：${hazard.title}`, 20),
  tone: 'info',
  tag: hazard.stateText,
  blocks: [
    text(`${by}写：“${cut(words, 300)}”`),
    facts(['编号', hazard.number], ['部位', hazard.place], ['期限', hazard.due]),
  ],
  actions: [],
});

/** A later picture of it. */
export const photoAddedCard = (hazard: HazardView, by: string): Card => ({
  key: 'hazard.photo-added',
  title: cut(`补了照片：${hazard.title}`, 20),
  tone: 'info',
  tag: hazard.stateText,
  blocks: [
    text(`${by}补了照片，共 ${hazard.photoCount} 张。`),
    facts(['编号', hazard.number], ['部位', hazard.place]),
    ...pictures('现场', hazard.before),
  ],
  actions: [],
});

const rechecked: HazardView = { ...sampleView, state: 'pending_recheck', stateText: '待复查' };
export const samples: readonly Card[] = [
  ...[0, 1, 2, 3].flatMap((level) => [
    overdueCard({ hazard: { ...sampleView, overdueDays: level * 2 }, level, own: true, told: '分管副校长' }),
    overdueCard({
      hazard: { ...sampleView, overdueDays: level * 2 },
      level,
      own: false,
      stuck: '缺配件',
      promised: '9月24日',
    }),
  ]),
  overdueCard({ hazard: { ...sampleView, state: 'closed', stateText: '已销号', open: false }, level: 1, own: true }),
  controlCard(sampleView),
  recheckDueCard({ ...sampleView, state: 'pending_recheck', stateText: '待复查', fixedAt: '9月22日 15:10' }),
  listedCard({ ...sampleView, supervision: 'GS-DB-202509-0001' }, 'GS-DB-202509-0001', '孙丽', '10月9日 周四'),
  authorityCard({ ...sampleView, severity: 'major', severityText: '重大' }, undefined),
  authorityCard(sampleView, '教育局 2025-09-18 15:00'),
  consentCard(rechecked, false, undefined),
  consentCard({ ...rechecked, state: 'rectifying', stateText: '整改中' }, false, undefined),
  receiptWantedCard(rechecked, undefined),
  supplementCard(sampleView, '下面那颗螺栓也松', '李敏'),
  photoAddedCard({ ...sampleView, photoCount: 2 }, '李敏'),
];
