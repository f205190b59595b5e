import type { Block, Button, Card, Fact } from '../model.ts';
import { rich } from '../model.ts';

export interface PrivateHandlerData {
  readonly report: number;
  readonly number: string;
  readonly at: string;
  readonly mayPassOn: boolean;
}

const passOn = (report: number): Button => ({ label: '转给校长', action: 'private.pass_on', reference: { report } });

/** To the handler; reveals nothing before it is opened (domain/voice.md §2.4). */
export function privateHandlerCard(data: PrivateHandlerData): Card {
  const { report } = data;
  return {
    key: 'private.handler',
    title: '有一件事请您亲自看',
    tone: 'due',
    tag: '仅您可见',
    confidential: true,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: '编号', value: data.number },
          { label: '交来', value: data.at },
        ],
      },
      { kind: 'text', text: rich`请在没有旁人时打开。` },
    ],
    actions: [
      { label: '现在查看', action: 'private.open', reference: { report }, style: 'primary' },
      ...(data.mayPassOn ? [passOn(report)] : []),
    ],
  };
}

/** For somebody who is not (or no longer) the handler. */
export function privateElsewhereCard(number: string): Card {
  return {
    key: 'private.handler',
    title: '这件事已转交',
    tone: 'closed',
    blocks: [{ kind: 'facts', facts: [{ label: '编号', value: number }] }],
    actions: [],
  };
}

export interface PrivateContentData {
  readonly report: number;
  readonly number: string;
  /** 交来、查看、清除, each with its time. */
  readonly nodes: readonly Fact[];
  /** Only for the handler, only while the words still exist. */
  readonly content?: {
    readonly kind: string;
    /** What the handler should do at once, by kind. */
    readonly first: string;
    readonly reporter: string;
    readonly where: string;
    readonly facts: string;
    /** When the words go by themselves: 9月19日 10:40. */
    readonly goneAt: string;
  };
  /** The words exist but cannot be read: the key is missing or another one. */
  readonly unreadable: boolean;
  readonly mayPassOn: boolean;
  /** The matter has steps with time limits to look at. */
  readonly hasNodes: boolean;
}

export function privateContentCard(data: PrivateContentData): Card {
  const { report, content } = data;
  const blocks: Block[] = [];
  if (content) {
    const facts: Fact[] = [
      { label: '类别', value: content.kind },
      { label: '来自', value: content.reporter },
    ];
    if (content.where) facts.push({ label: '时间地点', value: content.where });
    blocks.push(
      { kind: 'text', text: rich`${content.first}` },
      { kind: 'facts', facts },
      { kind: 'text', text: rich`${content.facts}` },
      {
        kind: 'text',
        text: rich`要紧处请记到纸质卷里。点“我已看到”就清除正文；不点，${content.goneAt} 清除。`,
        muted: true,
      },
    );
  } else if (data.unreadable) {
    blocks.push({ kind: 'text', text: rich`正文打不开，没有丢。请信息老师检查密钥文件，再点“现在查看”。` });
  } else blocks.push({ kind: 'text', text: rich`正文已清除，这里只留编号和时间。` });
  blocks.push({ kind: 'facts', facts: [{ label: '编号', value: data.number }, ...data.nodes] });
  const open: readonly Button[] = data.unreadable
    ? [{ label: '现在查看', action: 'private.open', reference: { report } }]
    : content
      ? [{ label: '我已看到', action: 'private.acknowledge', reference: { report }, style: 'primary' }]
      : [];
  return {
    key: 'private.content',
    title: content || data.unreadable ? '请您亲自看' : '已看到，正文已清除',
    tone: content || data.unreadable ? 'due' : 'closed',
    tag: '仅您可见',
    confidential: true,
    blocks,
    actions: [
      ...open,
      ...(data.hasNodes ? [{ label: '看办理步骤', action: 'private.nodes', reference: { report } }] : []),
      ...(data.mayPassOn ? [passOn(report)] : []),
    ],
  };
}

const nodes: readonly Fact[] = [{ label: '交来', value: '10:20' }];

export const samples: readonly Card[] = [
  privateHandlerCard({ report: 2, number: 'GS-SM-202509-0001', at: '10:20', mayPassOn: true }),
  privateElsewhereCard('GS-SM-202509-0001'),
  privateContentCard({
    report: 2,
    number: 'GS-SM-202509-0001',
    nodes,
    content: {
      kind: '疑似欺凌',
      first: '当日受理，24 小时内启动核查。',
      reporter: '王芳',
      where: '9月18日 大课间，操场',
      facts: '几个高年级的围着一个学生要钱。',
      goneAt: '9月19日 10:40',
    },
    unreadable: false,
    mayPassOn: true,
    hasNodes: true,
  }),
  privateContentCard({
    report: 2,
    number: 'GS-SM-202509-0001',
    nodes,
    unreadable: false,
    mayPassOn: false,
    hasNodes: true,
  }),
  privateContentCard({
    report: 2,
    number: 'GS-SM-202509-0001',
    nodes,
    unreadable: true,
    mayPassOn: true,
    hasNodes: false,
  }),
];
